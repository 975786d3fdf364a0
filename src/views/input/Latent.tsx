import { useState } from 'react'
import type { TensorSpec } from '../../base/tensor.ts'
import { setSamples, setWay, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { NumberInput } from '../../ui/NumberInput.tsx'
import { latentWidth } from './latent.ts'
import styles from './Numbers.module.css'

/** Rows of a grid and of a way between two samples, if the model takes several at once. */
const grid = 16
const way = 9

/** For a model that makes pictures of numbers: random numbers from a seed, a grid of them, the way between two. */
export function Latent({ spec }: { readonly spec: TensorSpec }) {
  const outputs = useStore((state) => state.model.loaded?.outputs ?? null)
  const [seed, setSeed] = useState(1)
  const [other, setOther] = useState(2)
  const width = outputs === null ? null : latentWidth(spec, outputs)
  if (width === null) return null
  const takesMany = spec.shape?.[0] === null
  return (
    <div className={styles.latent}>
      <NumberInput label="Seed" value={seed} min={0} integer onChange={(next) => setSeed(next ?? 1)} />
      <Button onClick={() => setSamples(spec.name, width, seed, 1)}>Draw a sample</Button>
      {takesMany ? (
        <>
          <Button onClick={() => setSamples(spec.name, width, seed, grid)}>Draw {grid}</Button>
          <NumberInput label="To seed" value={other} min={0} integer onChange={(next) => setOther(next ?? 2)} />
          <Button onClick={() => setWay(spec.name, width, seed, other, way)}>The way between</Button>
        </>
      ) : null}
      <p className="muted">Normally distributed numbers, as these models are trained with.</p>
    </div>
  )
}
