import { featuresOf } from '../../base/columns.ts'
import type { InputSource } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import { setNumbers, useStore } from '../../store/index.ts'
import { Fold } from '../../ui/Fold.tsx'
import { parseNumbers } from '../../ui/parse-numbers.ts'
import { Slider } from '../../ui/Slider.tsx'
import styles from './Numbers.module.css'
import { rangeOf } from './slider-range.ts'

export interface NumberSlidersProps {
  readonly spec: TensorSpec
  readonly source: Extract<InputSource, { kind: 'text' }>
}

/** More sliders than this are no way to find the one that matters. */
const most = 64

/** A slider for each number of a typed row, with the names and ranges that the files of the model state. */
export function NumberSliders({ spec, source }: NumberSlidersProps) {
  const columns = useStore((state) => state.model.loaded?.summary.metadata.columns ?? null)
  const row = source.text.includes('\n') ? null : parseNumbers(source.text)
  if (row === null || row.length < 2 || row.length > most || !takesRows(spec, row.length)) return null
  const features = columns === null ? null : featuresOf(columns)
  const stated = [features, source.columns].find((one) => one?.length === row.length)
  return (
    // A row of a table was typed to be edited with the sliders.
    <Fold
      key={source.columns === undefined ? 'typed' : 'table'}
      title={`Sliders for ${row.length} numbers`}
      open={source.columns !== undefined}
    >
      <div className={styles.sliders}>
        {row.map((value, place) => {
          const name = stated?.[place]?.name ?? `${spec.name} [${place}]`
          const { min, max, step } = rangeOf(value, stated?.[place] ?? null)
          return (
            <Slider
              // biome-ignore lint/suspicious/noArrayIndexKey: numbers are identified by position
              key={place}
              label={name}
              showLabel
              value={value}
              min={min}
              max={max}
              step={step}
              onChange={(next) =>
                setNumbers(spec.name, [row.map((one, i) => (i === place ? next : one))], source.columns)
              }
            />
          )
        })}
      </div>
    </Fold>
  )
}

function takesRows({ dtype, shape }: TensorSpec, width: number): boolean {
  if (dtype !== 'float32' || shape === null || shape.length > 2) return false
  const last = shape.at(-1)
  return last === null || last === width
}
