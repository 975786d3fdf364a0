import { type MouseEvent, useMemo } from 'react'
import { formatCount } from '../../../base/format.ts'
import { type Measure, matrixOf, type Vectors } from '../../../base/vectors.ts'
import { classNames } from '../../../ui/class-names.ts'
import { drawHeat } from '../../../ui/heat-map.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { formatMeasure, rangeOf, shareOf } from './format-measure.ts'
import styles from './SimilarityView.module.css'
import { shortNames } from './short-names.ts'

interface MatrixProps {
  readonly vectors: Vectors
  readonly measure: Measure
  readonly chosen: number
  readonly onPick: (index: number) => void
}

/** Larger matrices have no room for figures. */
const maxWritten = 12

/** All pairs: as a table with figures, or as a heat map if there are many. */
export function Matrix(props: MatrixProps) {
  const { vectors, measure } = props
  const matrix = useMemo(() => matrixOf(vectors, measure), [vectors, measure])
  const count = vectors.names.length
  const range = useMemo(() => rangeOf(pairsOf(matrix, count)), [matrix, count])
  return count > maxWritten ? (
    <Heat {...props} matrix={matrix} range={range} />
  ) : (
    <Written {...props} matrix={matrix} range={range} />
  )
}

/** Without the diagonal, which would hide the differences of the others. */
function* pairsOf(matrix: Float64Array, count: number): Generator<number> {
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) yield matrix[i * count + j] ?? Number.NaN
}

interface DrawnProps extends MatrixProps {
  readonly matrix: Float64Array
  readonly range: readonly [number, number]
}

function Written({ vectors: { names }, measure, chosen, matrix, range, onPick }: DrawnProps) {
  const count = names.length
  const short = shortNames(names)
  return (
    <section className={styles.frame} aria-label="All pairs">
      <table className={styles.matrix}>
        <caption className="hidden-text">Every item compared with every other one by {measure}</caption>
        <thead>
          <tr>
            <td />
            {names.map((name, i) => (
              <th key={name} scope="col" title={name}>
                <span className="hidden-text">{name}</span>
                <span className={styles.column} aria-hidden="true">
                  {short[i]}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.rowName}
                  aria-pressed={i === chosen}
                  title={name}
                  onClick={() => onPick(i)}
                >
                  {name}
                </button>
              </th>
              {names.map((other, j) => {
                const value = matrix[i * count + j] ?? Number.NaN
                const share = i === j ? 0 : shareOf(measure, value, range)
                return (
                  <td
                    key={other}
                    className={classNames('num', i === j && styles.self)}
                    style={{ background: `color-mix(in srgb, var(--accent) ${Math.round(share * 45)}%, transparent)` }}
                  >
                    {formatMeasure(measure, value, range)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Heat({ vectors: { names }, measure, chosen, matrix, range, onPick }: DrawnProps) {
  const count = names.length
  const picture = useMemo(() => {
    const read = (i: number, j: number) => (i === j ? 1 : shareOf(measure, matrix[i * count + j] ?? Number.NaN, range))
    return drawHeat(read, count, count, { kind: 'sequential', low: 0, high: 1 })
  }, [matrix, count, measure, range])
  const pick = ({ currentTarget, clientY }: MouseEvent) => {
    const { top, height } = currentTarget.getBoundingClientRect()
    onPick(Math.max(0, Math.min(count - 1, Math.floor(((clientY - top) / height) * count))))
  }
  const [low, high] = range.map((value) => formatMeasure(measure, value, range))
  return (
    <figure className={styles.map}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the select and the list do the same by keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the select and the list do the same by keyboard */}
      <div onClick={pick}>
        <PictureCanvas
          {...picture}
          pixelated
          label={`Heat map of ${formatCount(count)} × ${formatCount(count)} comparisons by ${measure}, from ${low} to ${high}; the brighter, the more alike. The list above has those of ${names[chosen] ?? 'the chosen item'}.`}
        />
      </div>
      <figcaption className="muted">
        Rows and columns in the order of the inputs, {measure} from <span className="num">{low}</span> to{' '}
        <span className="num">{high}</span>; the brighter, the more alike. Click a row to choose its item.
      </figcaption>
    </figure>
  )
}
