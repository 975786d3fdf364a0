import { NumberInput } from '../../ui/NumberInput.tsx'
import styles from './RowPicker.module.css'

export interface RowPickerProps {
  readonly count: number
  readonly row: number
  readonly onChange: (row: number) => void
  readonly label?: string
}

/** Selects the shown batch element; renders nothing if there is only one. Rows count from 0, as in the tensor. */
export function RowPicker({ count, row, onChange, label = 'Row' }: RowPickerProps) {
  if (count < 2) return null
  return (
    <div className={styles.picker}>
      <NumberInput label={label} value={row} min={0} max={count - 1} integer onChange={(next) => onChange(next ?? 0)} />
      <span className="muted">
        0 … <span className="num">{count - 1}</span>
      </span>
    </div>
  )
}
