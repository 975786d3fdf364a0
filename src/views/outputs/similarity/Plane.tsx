import { useMemo } from 'react'
import { cut, formatCount, formatPercent } from '../../../base/format.ts'
import { projectionOf } from '../../../base/projection.ts'
import type { Vectors } from '../../../base/vectors.ts'
import { classNames } from '../../../ui/class-names.ts'
import styles from './SimilarityView.module.css'

interface PlaneProps {
  readonly vectors: Vectors
  readonly chosen: number
  readonly onPick: (index: number) => void
}

/** Size of the drawing in its own units, and the room around the points. */
const [width, height, margin] = [560, 300, 28]
/** Names of more points than these would cover each other. */
const maxNamed = 24

/** The vectors as points: the first two principal components, to one scale. */
export function Plane({ vectors, chosen, onPick }: PlaneProps) {
  const projection = useMemo(() => projectionOf(vectors), [vectors])
  const { names } = vectors
  if (projection === null)
    return <p className="muted">There is no map, because a vector has values that are not numbers.</p>
  const { x, y, shares } = projection
  const place = placing(x, y)
  const [across, down] = shares.map(formatPercent)
  return (
    <figure className={styles.plane}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Map of ${formatCount(names.length, 'vector')}: items near each other are alike. The list above has the exact order.`}
      >
        {names.map((name, i) => {
          const at = place(i)
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the select and the list do the same by keyboard
            <g key={name} className={classNames(styles.point, i === chosen && styles.chosen)} onClick={() => onPick(i)}>
              <title>{name}</title>
              <circle cx={at.x} cy={at.y} r={i === chosen ? 6 : 4} />
              {names.length > maxNamed && i !== chosen ? null : (
                <text x={at.x} y={at.y - 9} textAnchor={at.x < 80 ? 'start' : at.x > width - 80 ? 'end' : 'middle'}>
                  {cut(name, 18)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption className="muted">
        The two directions in which the vectors differ most (principal components), with{' '}
        <span className="num">{across}</span> and <span className="num">{down}</span> of the variance.
      </figcaption>
    </figure>
  )
}

/** Both axes have one scale, so that distances can be compared. */
function placing(x: Float64Array, y: Float64Array) {
  const [left, right] = [Math.min(...x), Math.max(...x)]
  const [low, high] = [Math.min(...y), Math.max(...y)]
  const scale = Math.min((width - 2 * margin) / (right - left || 1), (height - 2 * margin) / (high - low || 1))
  return (i: number) => ({
    x: width / 2 + ((x[i] ?? 0) - (left + right) / 2) * scale,
    y: height / 2 - ((y[i] ?? 0) - (low + high) / 2) * scale,
  })
}
