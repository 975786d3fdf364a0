import styles from './Bar.module.css'
import { classNames } from './class-names.ts'

export interface BarProps {
  /** 0…1. */
  readonly share: number
  readonly strong?: boolean
}

/** Decorative: the figure is next to it as text. */
export function Bar({ share, strong = false }: BarProps) {
  const percent = Number.isFinite(share) ? Math.max(0, Math.min(1, share)) * 100 : 0
  return (
    <span className={styles.track} aria-hidden="true">
      <span
        className={classNames(styles.fill, strong && styles.strong)}
        style={{ width: `${percent}%`, minWidth: percent > 0 ? 2 : 0 }}
      />
    </span>
  )
}

export interface StackPart {
  readonly label: string
  /** Any unit; parts share the width in proportion. */
  readonly size: number
  /** The figure with its unit. */
  readonly text: string
}

const shades = [styles.pale, styles.full, styles.deep]

/** Parts of a whole as one bar, with a legend that says the same in words. */
export function StackedBar({ parts }: { readonly parts: readonly StackPart[] }) {
  return (
    <div>
      <div className={styles.stack} aria-hidden="true">
        {parts.map((part, i) => (
          <span key={part.label} className={shades[i % shades.length]} style={{ flexGrow: Math.max(part.size, 0) }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map((part, i) => (
          <li key={part.label}>
            <span className={classNames(styles.chip, shades[i % shades.length])} aria-hidden="true" />
            {part.label} <span className="num">{part.text}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
