import styles from './ProgressLine.module.css'

export interface ProgressLineProps {
  readonly label: string
  /** 0…1; `null` while the total is unknown. */
  readonly value: number | null
  readonly text: string
}

export function ProgressLine({ label, value, text }: ProgressLineProps) {
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span>{label}</span>
        <span className="num">{text}</span>
      </div>
      <progress className={styles.bar} aria-label={label} max={1} {...(value === null ? {} : { value })} />
    </div>
  )
}
