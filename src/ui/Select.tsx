import { useId } from 'react'
import styles from './Field.module.css'

export interface Option {
  readonly id: string
  readonly label: string
  readonly disabled?: boolean
}

export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

export interface SelectProps {
  readonly label: string
  /** Screen readers always get the label; `false` hides it visually. */
  readonly showLabel?: boolean
  readonly value: string
  readonly options: readonly (Option | OptionGroup)[]
  readonly onChange: (id: string) => void
  readonly testId?: string | undefined
}

/** The native select: keyboards, phones and automation support it. */
export function Select({ label, showLabel = false, value, options, onChange, testId }: SelectProps) {
  const id = useId()
  return (
    <span className={styles.field}>
      <label className={showLabel ? styles.label : 'hidden-text'} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={styles.control}
        value={value}
        data-testid={testId}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((entry) =>
          'options' in entry ? (
            <optgroup key={entry.label} label={entry.label}>
              {entry.options.map(drawOption)}
            </optgroup>
          ) : (
            drawOption(entry)
          ),
        )}
      </select>
    </span>
  )
}

function drawOption(option: Option) {
  return (
    <option key={option.id} value={option.id} disabled={option.disabled}>
      {option.label}
    </option>
  )
}
