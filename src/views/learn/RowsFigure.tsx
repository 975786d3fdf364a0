import type { Figure, Row } from '../../lessons/contract.ts'
import styles from './Experiment.module.css'

export interface RowsFigureProps {
  readonly figure: Figure
  readonly rows: readonly Row[]
}

const width = 340
const height = 176
const left = 52
const bottom = 150
const top = 16

/** Measured rows as dots in the order of measurement, whose table is beside it, or as a list with bars. */
export function RowsFigure({ figure, rows }: RowsFigureProps) {
  const drawn = rows.flatMap((row) => (row.value === null ? [] : { ...row, value: row.value }))
  if (figure.kind === 'texts') return null
  if (figure.kind === 'bars') return <Bars figure={figure} rows={drawn} />
  return <Dots figure={figure} rows={drawn} />
}

type Drawn = readonly (Row & { readonly value: number })[]

/** Powers of ten around the values, for an axis. */
function decades(rows: Drawn): readonly number[] {
  const values = rows.map(({ value }) => value).filter((value) => value > 0)
  const from = Math.floor(Math.log10(Math.min(1, ...values)))
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(10, ...values))))
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i))
}

function Dots({ figure, rows }: { readonly figure: Figure; readonly rows: Drawn }) {
  const marks = decades(rows)
  const [least, most] = [marks[0] ?? 1, marks.at(-1) ?? 10]
  const y = (value: number) => bottom - ((bottom - top) * Math.log(value / least)) / Math.log(most / least)
  const x = (i: number) => left + 14 + (i * (width - left - 24)) / Math.max(9, rows.length - 1)
  const sentence = rows.length === 0 ? 'Empty axes' : rows.map(({ label, text }) => `${label}: ${text}`).join('; ')
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence}>
        {marks.map((mark) => (
          <g key={mark}>
            <line className={styles.grid} x1={left} x2={width} y1={y(mark)} y2={y(mark)} />
            <text className={styles.tick} x={left - 6} y={y(mark) + 4} textAnchor="end">
              {mark} ms
            </text>
          </g>
        ))}
        {rows.map(({ value }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added
          <g key={i}>
            <line className={styles.stem} x1={x(i)} x2={x(i)} y1={bottom} y2={y(value)} />
            <circle className={styles.dot} cx={x(i)} cy={y(value)} r={i === 0 ? 5.5 : 4} />
            {rows.length > 12 ? null : (
              <text className={styles.tick} x={x(i)} y={bottom + 18} textAnchor="middle">
                {i + 1}
              </text>
            )}
          </g>
        ))}
        {rows.length > 0 ? null : (
          <text className={styles.empty} x={(width + left) / 2} y={(top + bottom) / 2 - 8} textAnchor="middle">
            the measured answer will be drawn here
          </text>
        )}
      </svg>
      <figcaption>{figure.caption}</figcaption>
    </figure>
  )
}

function Bars({ figure, rows }: { readonly figure: Figure; readonly rows: Drawn }) {
  const most = Math.max(...rows.map(({ value }) => value), 0)
  const least = Math.min(...rows.map(({ value }) => value).filter((value) => value > 0))
  const share = (value: number) => {
    if (!(value > 0) || most === 0) return 0
    if (figure.scale === 'linear' || most === least) return value / most
    return 0.08 + (0.92 * Math.log(value / least)) / Math.log(most / least)
  }
  return (
    <figure className={styles.figure}>
      {rows.length === 0 ? <p className={styles.note}>The measured answer will be drawn here.</p> : null}
      <ul className={styles.bars}>
        {rows.map(({ label, value, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added
          <li key={i}>
            <span className={styles.barLabel}>{label}</span>
            <span className="num">{text}</span>
            <span className={styles.bar} aria-hidden="true" style={{ inlineSize: `${100 * share(value)}%` }} />
          </li>
        ))}
      </ul>
      <figcaption>{figure.caption}</figcaption>
    </figure>
  )
}
