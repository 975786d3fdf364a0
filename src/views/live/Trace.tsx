import { formatCount, formatDuration } from '../../base/format.ts'
import type { LiveSource } from '../../live/contract.ts'
import { type LiveFigures, traceTime } from '../../live/figures.ts'
import styles from './Live.module.css'
import { causes } from './words.ts'

export interface TraceProps {
  readonly figures: LiveFigures
  readonly item: LiveSource['item']
  /** Time between two items as the source states it, ms; `null` if it does not. */
  readonly interval: number | null
}

const width = 620
const height = 92
const left = 34
const right = 614
const bottom = 76
const top = 8

/** The time of each drawn item over the last 10 s, with a tick for each one that was dropped. */
export function Trace({ figures: { trace }, item, interval }: TraceProps) {
  const drawn = trace.filter((event) => event.kind === 'drawn')
  const dropped = trace.filter((event) => event.kind === 'dropped')
  const slowest = Math.max(...drawn.map(({ ms }) => ms), interval ?? 0, 1)
  const high = niceAbove(slowest)
  const x = (at: number) => right + (at / traceTime) * (right - left)
  const y = (ms: number) => bottom - (ms / high) * (bottom - top)
  const label = labelOf(trace, item)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className={styles.plot}>
      {[0, high / 2, high].map((value) => (
        <g key={value}>
          <line className={styles.axis} x1={left} x2={right} y1={y(value)} y2={y(value)} />
          <text x={left - 6} y={y(value) + 4} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {interval === null ? null : (
        <>
          <line className={styles.interval} x1={left} x2={right} y1={y(interval)} y2={y(interval)} />
          <text x={left + 4} y={y(interval) - 3}>
            {formatDuration(interval)}, next {item}
          </text>
        </>
      )}
      <polyline
        className={styles.line}
        points={drawn.map(({ at, ms }) => `${x(at).toFixed(1)},${y(ms).toFixed(1)}`).join(' ')}
      />
      {dropped.map(({ at, count, cause }) => (
        <path key={at} className={styles.drop} d={`M${x(at).toFixed(1)} ${bottom}v-6`}>
          <title>
            {formatCount(count)} dropped: {causes[cause]}
          </title>
        </path>
      ))}
      <text x={left} y={height - 2}>
        −10 s
      </text>
      <text x={right} y={height - 2} textAnchor="end">
        now
      </text>
    </svg>
  )
}

/** The next of 10, 20, 40, 100, 200, 400, … ms. */
function niceAbove(ms: number): number {
  const unit = 10 ** Math.floor(Math.log10(ms))
  return [1, 2, 4, 10].map((factor) => factor * unit).find((value) => value >= ms) ?? 10 * unit
}

function labelOf(trace: LiveFigures['trace'], item: LiveSource['item']): string {
  const times = trace.flatMap((event) => (event.kind === 'drawn' ? [event.ms] : []))
  const dropped = trace.reduce((sum, event) => sum + (event.kind === 'dropped' ? event.count : 0), 0)
  if (times.length === 0) return `Milliseconds per ${item}: none yet`
  const range = `from ${formatDuration(Math.min(...times))} to ${formatDuration(Math.max(...times))}`
  return `Milliseconds per ${item} over the last 10 s: ${range}; ${formatCount(dropped, item)} dropped`
}
