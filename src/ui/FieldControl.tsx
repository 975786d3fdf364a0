import type { Field, FieldValue } from '../base/plan.ts'
import styles from './FieldControl.module.css'
import { NumberInput } from './NumberInput.tsx'
import { parseNumbers } from './parse-numbers.ts'
import { Select } from './Select.tsx'
import { Slider } from './Slider.tsx'
import { TextBox } from './TextBox.tsx'
import { Toggle } from './Toggle.tsx'

export interface FieldControlProps {
  /** What the option belongs to, for the control's full name where its label is hidden. */
  readonly of: string
  readonly field: Field
  readonly showLabel: boolean
  readonly onChange: (value: FieldValue) => void
  readonly testId?: string | undefined
}

/** The control for one option of a step or a reading, chosen by the option's type alone. */
export function FieldControl({ of, field, showLabel, onChange, testId }: FieldControlProps) {
  const label = showLabel ? field.label : `${of}: ${field.label}`
  switch (field.type) {
    case 'choice':
      return (
        <Select
          label={label}
          showLabel={showLabel}
          value={field.value}
          options={field.options}
          onChange={onChange}
          testId={testId}
        />
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
          testId={testId}
          onChange={(value) => {
            if (value !== null) onChange(value)
          }}
        />
      )
    case 'slider':
      return (
        <Slider
          label={label}
          showLabel={showLabel}
          value={field.value}
          min={field.min}
          max={field.max}
          step={field.step}
          testId={testId}
          onChange={onChange}
        />
      )
    case 'text':
      return (
        <TextBox
          label={label}
          showLabel={showLabel}
          value={field.value}
          rows={4}
          placeholder={field.placeholder}
          testId={testId}
          onCommit={onChange}
        />
      )
    case 'colour':
      return (
        <label className={styles.colour}>
          <span className={showLabel ? undefined : 'hidden-text'}>{label}</span>
          <input
            type="color"
            value={field.value}
            data-testid={testId}
            onChange={(event) => onChange(event.target.value)}
          />
          <span className="num" aria-hidden="true">
            {field.value}
          </span>
        </label>
      )
    case 'switch':
      return <Toggle label={field.label} value={field.value} onChange={onChange} testId={testId} />
    case 'numbers':
      return (
        <TextBox
          label={label}
          showLabel={showLabel}
          value={field.value.join(', ')}
          rows={1}
          testId={testId}
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
        <fieldset className={styles.columns} data-testid={testId}>
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
