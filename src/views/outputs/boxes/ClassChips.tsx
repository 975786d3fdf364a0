import { formatCount } from '../../../base/format.ts'
import type { Boxes } from '../../../base/readings/boxes.ts'
import { classNames } from '../../../ui/class-names.ts'
import parts from '../scene/parts.module.css'
import styles from './ClassChips.module.css'
import { huesOf } from './hues.ts'

export interface ClassChipsProps {
  readonly data: Boxes
  /** The classes shown; all if empty. */
  readonly shown: readonly number[]
  readonly onChange: (shown: readonly number[]) => void
}

/** Chips for more classes than this would push the list off the screen. */
const maxChips = 24

/** One button per class that was found: shows its boxes alone, or with those of other pressed classes. */
export function ClassChips({ data, shown, onChange }: ClassChipsProps) {
  const { classes } = data
  if (classes.length < 2) return null
  const hues = huesOf(data)
  const total = classes.reduce((sum, { count }) => sum + count, 0)
  return (
    <fieldset className={styles.chips}>
      <legend className="hidden-text">Classes shown</legend>
      <Chip label="all" count={total} pressed={shown.length === 0} onPress={() => onChange([])} />
      {classes.slice(0, maxChips).map(({ index, label, count }) => (
        <Chip
          key={index}
          label={label}
          count={count}
          hue={hues(index)}
          pressed={shown.includes(index)}
          onPress={() => onChange(shown.includes(index) ? shown.filter((one) => one !== index) : [...shown, index])}
        />
      ))}
      {classes.length > maxChips ? (
        <span className="muted">and {classes.length - maxChips} classes with fewer boxes</span>
      ) : null}
    </fieldset>
  )
}

interface ChipProps {
  readonly label: string
  readonly count: number
  readonly hue?: string
  readonly pressed: boolean
  readonly onPress: () => void
}

function Chip({ label, count, hue, pressed, onPress }: ChipProps) {
  return (
    <button
      type="button"
      className={classNames(styles.chip, pressed && styles.pressed)}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {hue === undefined ? null : <span className={parts.key} style={{ background: hue }} />}
      {label} <span className="num">{formatCount(count)}</span>
    </button>
  )
}
