import { NumberInput } from '../../../ui/NumberInput.tsx'
import { Select } from '../../../ui/Select.tsx'
import styles from './TensorView.module.css'

export interface SlicePickerProps {
  readonly shape: readonly number[]
  readonly axes: readonly [number, number]
  readonly held: Readonly<Record<number, number>>
  readonly onAxes: (axes: readonly [number, number]) => void
  readonly onHeld: (axis: number, index: number) => void
}

/** Selects the row and column axes and the index of every other axis. */
export function SlicePicker({ shape, axes, held, onAxes, onHeld }: SlicePickerProps) {
  if (shape.length < 3) return null
  const options = shape.map((dim, axis) => ({ id: String(axis), label: `axis ${axis} (${dim})` }))
  const [row, column] = axes
  return (
    <div className={styles.pickers}>
      <Select
        label="Rows"
        showLabel
        value={String(row)}
        options={options.filter(({ id }) => id !== String(column))}
        onChange={(id) => onAxes([Number(id), column])}
      />
      <Select
        label="Columns"
        showLabel
        value={String(column)}
        options={options.filter(({ id }) => id !== String(row))}
        onChange={(id) => onAxes([row, Number(id)])}
      />
      {shape.map((dim, axis) =>
        axes.includes(axis) || dim < 2 ? null : (
          <NumberInput
            // biome-ignore lint/suspicious/noArrayIndexKey: axes are identified by position
            key={axis}
            label={`Axis ${axis}, 0 … ${dim - 1}`}
            value={held[axis] ?? 0}
            min={0}
            max={dim - 1}
            integer
            onChange={(next) => onHeld(axis, next ?? 0)}
          />
        ),
      )}
    </div>
  )
}
