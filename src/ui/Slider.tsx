import { useState } from 'react'
import field from './Field.module.css'
import styles from './Slider.module.css'

export interface SliderProps {
  readonly label: string
  readonly showLabel: boolean
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** Called at each move. */
  readonly onChange: (value: number) => void
  readonly testId?: string | undefined
}

/** A number moved by hand or by the arrow keys, with its value beside it. */
export function Slider({ label, showLabel, value, min, max, step, onChange, testId }: SliderProps) {
  // The new value arrives only once the page has applied it; the thumb must not lag behind.
  const [moved, setMoved] = useState<number | null>(null)
  if (moved === value) setMoved(null)
  const shown = moved ?? value
  return (
    <label className={field.field}>
      <span className={showLabel ? field.label : 'hidden-text'}>{label}</span>
      <span className={styles.slider}>
        <input
          type="range"
          aria-label={label}
          min={min}
          max={max}
          step={step}
          value={shown}
          data-testid={testId}
          onChange={({ target }) => {
            setMoved(target.valueAsNumber)
            onChange(target.valueAsNumber)
          }}
          onBlur={() => setMoved(null)}
        />
        <span className={styles.value} aria-hidden="true">
          {shown.toFixed(decimalsOf(step))}
        </span>
      </span>
    </label>
  )
}

function decimalsOf(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step)))
}
