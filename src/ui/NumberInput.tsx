import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { NumberField } from 'react-aria-components/NumberField'
import styles from './Field.module.css'

export interface NumberInputProps {
  readonly label: string
  readonly showLabel?: boolean
  /** `null` shows the placeholder. */
  readonly value: number | null
  readonly placeholder?: string
  readonly min?: number | null
  readonly max?: number | null
  readonly integer?: boolean
  /** Called when editing is complete: Enter, leaving the field, or an arrow key. An emptied field gives `null`. */
  readonly onChange: (value: number | null) => void
  readonly testId?: string | undefined
}

const exact: Intl.NumberFormatOptions = { useGrouping: false, maximumFractionDigits: 6 }
const whole: Intl.NumberFormatOptions = { useGrouping: false, maximumFractionDigits: 0 }

export function NumberInput(props: NumberInputProps) {
  const { label, showLabel = true, value, placeholder, min, max, integer = false, onChange, testId } = props
  return (
    <NumberField
      className={styles.field ?? ''}
      value={value ?? Number.NaN}
      formatOptions={integer ? whole : exact}
      {...(typeof min === 'number' ? { minValue: min } : {})}
      {...(typeof max === 'number' ? { maxValue: max } : {})}
      {...(integer ? { step: 1 } : {})}
      isWheelDisabled
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
    >
      <Label className={showLabel ? (styles.label ?? '') : 'hidden-text'}>{label}</Label>
      <Input
        className={`${styles.control} ${styles.number}`}
        data-testid={testId}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    </NumberField>
  )
}
