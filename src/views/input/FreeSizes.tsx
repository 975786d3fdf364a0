import { own } from '../../base/own.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import { setDim, useStore } from '../../store/index.ts'
import { Fold } from '../../ui/Fold.tsx'
import { NumberInput } from '../../ui/NumberInput.tsx'
import styles from './Input.module.css'

const none: Readonly<Record<number, number>> = {}

/** Sizes of the model's free dimensions. */
export function FreeSizes({ spec, used }: { readonly spec: TensorSpec; readonly used: readonly number[] | null }) {
  const dims = useStore((state) => own(state.input.dims, spec.name) ?? none)
  const axes = (spec.shape ?? []).flatMap((dim, axis) => (dim === null ? [axis] : []))
  if (axes.length === 0) return null
  const set = Object.keys(dims).length
  return (
    <Fold title={`Free dimensions: ${axes.length}${set > 0 ? `, ${set} set by you` : ', taken from the input'}`}>
      <div className={styles.sizes}>
        {axes.map((axis) => (
          <NumberInput
            key={axis}
            label={axis === 0 && (spec.shape?.length ?? 0) > 1 ? `Dimension ${axis} (batch)` : `Dimension ${axis}`}
            value={dims[axis] ?? null}
            placeholder={used?.[axis] === undefined ? 'free' : String(used[axis])}
            min={1}
            integer
            onChange={(size) => setDim(spec.name, axis, size)}
          />
        ))}
      </div>
    </Fold>
  )
}
