import { useId } from 'react'
import styles from './Segments.module.css'

export interface SegmentsProps<Id extends string> {
  readonly label: string
  readonly value: Id
  readonly options: readonly { readonly id: Id; readonly label: string }[]
  readonly onChange: (id: Id) => void
  /** Prefix of the test id of each option. */
  readonly testId?: string
}

/** One of a few options, side by side: native radio buttons, so that the arrow keys work. */
export function Segments<Id extends string>({ label, value, options, onChange, testId }: SegmentsProps<Id>) {
  const name = useId()
  return (
    <fieldset className={styles.segments}>
      <legend className="hidden-text">{label}</legend>
      {options.map((option) => (
        <label key={option.id} className={styles.segment}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            checked={option.id === value}
            data-testid={testId === undefined ? undefined : `${testId}-${option.id}`}
            onChange={() => onChange(option.id)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
