import { useEffect, useMemo, useState } from 'react'
import type { Distribution } from '../../../base/distribution.ts'
import { formatCount } from '../../../base/format.ts'
import type { InspectedNode, Tiles, WeightReading } from '../../../base/inspection.ts'
import { sizeOf } from '../../../base/tensor.ts'
import { readWeight, useStore } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { scaleFor } from '../../../ui/colour-map.ts'
import { Note } from '../../../ui/Note.tsx'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { Segments } from '../../../ui/Segments.tsx'
import { useLater } from '../../../ui/use-later.ts'
import { distributionText, Histogram } from './Histogram.tsx'
import styles from './Selected.module.css'
import { drawTiles, lying } from './tiles.ts'

/** More weights than this are offered by the operations that read them. */
const mostWeights = 5

/** The weights of a layer: one of them is read from its file and drawn. */
export function Weights({ nodes, form }: { readonly nodes: readonly InspectedNode[]; readonly form: 'read' | 'run' }) {
  const weights = nodes.flatMap((node) => node.weights).slice(0, mostWeights)
  const [chosen, setChosen] = useState('')
  const largest = weights.reduce(
    (best, one) => (sizeOf(one.shape) > sizeOf(best.shape) ? one : best),
    weights[0] ?? noWeight,
  )
  const weight = weights.find(({ node }) => node === chosen) ?? largest
  const { node } = weight
  const state = useStore(({ inspect }) => inspect.weights.get(`${form}/${node}`))
  const late = useLater(state?.phase === 'reading', 150)
  useEffect(() => {
    if (node !== '') void readWeight(node)
  }, [node])
  if (node === '') return null
  return (
    <section aria-labelledby="weights-title" data-testid="weights" data-state={state?.phase ?? 'reading'}>
      <h4 id="weights-title" className={styles.heading}>
        Weights{' '}
        <span className={styles.aside}>
          [{weight.shape.join(', ')}] · {formatCount(sizeOf(weight.shape), 'number')}
        </span>
      </h4>
      {weights.length < 2 ? null : (
        <Segments
          label="Which weight"
          value={node}
          options={weights.map((one) => ({ id: one.node, label: one.node.slice(one.node.lastIndexOf('/') + 1) }))}
          onChange={setChosen}
        />
      )}
      {late ? <p className="muted">Reading it from the file …</p> : null}
      {state?.phase === 'error' ? (
        <Note tone="bad" actions={<Button onClick={() => readWeight(node)}>Try again</Button>}>
          {state.error.message} {state.error.hint}
        </Note>
      ) : null}
      {state?.phase === 'ready' ? <Reading reading={state.value} /> : null}
    </section>
  )
}

const noWeight: InspectedNode['weights'][number] = { node: '', dtype: 'float32', shape: [], bytes: 0 }

function Reading({ reading }: { readonly reading: WeightReading }) {
  const { distribution, picture, shape } = reading
  if (distribution === null) return <p className="muted">Texts, which have no distribution.</p>
  return (
    <>
      <Histogram of={distribution} label="Histogram of the weights" />
      <p className={styles.caption}>{distributionText(distribution)}</p>
      {picture === null ? null : <Drawn {...picture} elements={sizeOf(shape)} distribution={distribution} />}
    </>
  )
}

interface DrawnProps {
  readonly kind: 'kernels' | 'matrix'
  readonly tiles: Tiles
  /** Of the whole weight. */
  readonly elements: number
  readonly distribution: Pick<Distribution, 'min' | 'max'>
}

function Drawn({ kind, tiles, elements, distribution: { min, max } }: DrawnProps) {
  const { shown, total, rows, columns } = tiles
  const picture = useMemo(
    () => drawTiles(kind === 'kernels' ? tiles : lying(tiles), 12, scaleFor(min, max)),
    [tiles, kind, min, max],
  )
  const whole = shown === total ? `All ${formatCount(total)}` : `${formatCount(shown)} of ${formatCount(total)}`
  const block = rows * columns < elements ? ', each cell the mean of a block' : ''
  const caption =
    kind === 'matrix'
      ? `As a matrix of ${rows} × ${columns}${block}${rows > columns ? ', its rows from left to right' : ''}; amber is below 0.`
      : `${whole} filters, each for the input map that it weighs most; amber is below 0.`
  return (
    <>
      <PictureCanvas {...picture} pixelated label={caption} />
      <p className={styles.caption}>{caption}</p>
    </>
  )
}
