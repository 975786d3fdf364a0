import styles from './Sparkline.module.css'
import { plot } from './sparkline.ts'

export interface SparklineProps {
  readonly values: readonly number[]
  /** Drawn as a horizontal line. */
  readonly reference: number | null
  /** A description in words. */
  readonly label: string
}

const width = 480
const height = 56

/** One dot per value, in order. */
export function Sparkline({ values, reference, label }: SparklineProps) {
  const { points, line } = plot(values, width, height, reference)
  const radius = values.length > 120 ? 1.4 : 2.2
  return (
    <svg className={styles.plot} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <line className={styles.axis} x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      {line === null ? null : <line className={styles.reference} x1={0} x2={width} y1={line} y2={line} />}
      {points.map((point) => (
        <circle key={point.x} className={styles.dot} cx={point.x} cy={point.y} r={radius} />
      ))}
    </svg>
  )
}
