import type { Field, FieldValue } from '../../base/plan.ts'
import { NumberInput } from '../../ui/NumberInput.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextBox } from '../../ui/TextBox.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { parseNumbers } from './parse-numbers.ts'
import styles from './Steps.module.css'

export interface StepFieldProps {
  /** Label of the step the field belongs to, for the control's full name. */
  readonly step: string
  readonly field: Field
  readonly showLabel: boolean
  readonly onChange: (value: FieldValue) => void
}

/** The control for one option of a step, chosen by the option's type alone. */
export function StepField({ step, field, showLabel, onChange }: StepFieldProps) {
  const label = showLabel ? field.label : `${step}: ${field.label}`
  switch (field.type) {
    case 'choice':
      return (
        <Select label={label} showLabel={showLabel} value={field.value} options={field.options} onChange={onChange} />
      )
    case 'number':
      return (
        <NumberInput
          label={label}
          showLabel={showLabel}
          value={field.value}
          min={field.min}
          max={field.max}
          integer={field.integer}
          onChange={(value) => {
            if (value !== null) onChange(value)
          }}
        />
      )
    case 'switch':
      return <Toggle label={field.label} value={field.value} onChange={onChange} />
    case 'numbers':
      return (
        <TextBox
          label={label}
          showLabel={showLabel}
          value={field.value.join(', ')}
          rows={1}
          check={(text) =>
            parseNumbers(text) === null ? 'Numbers were expected, separated by commas or blanks.' : null
          }
          onCommit={(text) => {
            const numbers = parseNumbers(text)
            if (numbers !== null) onChange(numbers)
          }}
        />
      )
    case 'columns':
      return (
        <fieldset className={styles.columns}>
          <legend>{label}</legend>
          {field.options.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and the index is the column
            <label key={index} className={styles.column}>
              <input
                type="checkbox"
                checked={field.value.includes(index)}
                onChange={(event) => onChange(withColumn(field.value, index, event.target.checked))}
              />
              {name}
            </label>
          ))}
        </fieldset>
      )
  }
}

function withColumn(columns: readonly number[], index: number, on: boolean): readonly number[] {
  return on ? [...columns, index].sort((a, b) => a - b) : columns.filter((column) => column !== index)
}
