import styles from './Figure.module.css'

/** `4.5 ms` → value and unit, so that the unit can be smaller. Text without a unit stays whole. */
export function splitUnit(text: string): readonly [string, string] {
  const match = /^([−\-+]?[\d.,\u2009\u00a0\u202f ]*\d(?:e[+-]?\d+)?)\s*(\D{1,8})$/u.exec(text)
  return match === null ? [text, ''] : [match[1] ?? text, (match[2] ?? '').trim()]
}

export interface FigureProps {
  readonly label: string
  /** With its unit; `—` if unknown. */
  readonly value: string
  /** A further line: why it is unknown, or over how many runs. */
  readonly note?: string | undefined
}

export function Figure({ label, value, note }: FigureProps) {
  const [number, unit] = splitUnit(value)
  return (
    <div className={styles.figure}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>
        {number}
        {unit === '' ? null : <span className={styles.unit}> {unit}</span>}
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  )
}

export function Figures({ figures }: { readonly figures: readonly FigureProps[] }) {
  return (
    <dl className={styles.figures}>
      {figures.map((figure) => (
        <Figure key={figure.label} {...figure} />
      ))}
    </dl>
  )
}
