import { useEffect, useEffectEvent, useId, useState } from 'react'
import styles from './Field.module.css'

export interface TextBoxProps {
  readonly label: string
  readonly showLabel?: boolean
  readonly value: string
  readonly rows?: number
  readonly placeholder?: string
  /** What is wrong with the text, one sentence; `null` if it is valid. An invalid text is not committed. */
  readonly check?: (text: string) => string | null
  /** Called when editing is complete: leaving the field, or Control + Enter; with one row also Enter. */
  readonly onCommit: (text: string) => void
  /** Called when the text begins to differ from the value, and when it no longer does. */
  readonly onEdit?: (isEdited: boolean) => void
  readonly testId?: string | undefined
}

export function TextBox(props: TextBoxProps) {
  const { label, showLabel = false, value, rows = 2, placeholder, check, onCommit, onEdit, testId } = props
  const id = useId()
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  const isEdited = draft !== value
  const notify = useEffectEvent((edited: boolean) => onEdit?.(edited))
  useEffect(() => {
    if (!isEdited) return
    notify(true)
    return () => notify(false)
  }, [isEdited])
  const problem = check?.(draft) ?? null
  const commit = () => {
    if (isEdited && problem === null) onCommit(draft)
  }
  return (
    <span className={`${styles.field} ${styles.stacked}`}>
      <label className={showLabel ? styles.label : 'hidden-text'} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={`${styles.control} ${styles.text}`}
        rows={rows}
        value={draft}
        placeholder={placeholder}
        spellCheck={false}
        data-testid={testId}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || (rows > 1 && !event.ctrlKey && !event.metaKey)) return
          event.preventDefault()
          commit()
        }}
      />
      {problem === null ? null : (
        <span id={`${id}-problem`} className={styles.problem}>
          {problem}
        </span>
      )}
    </span>
  )
}
