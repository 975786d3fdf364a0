import { formatCount } from '../../base/format.ts'
import type { RunResult } from '../../base/run.ts'
import { Note } from '../../ui/Note.tsx'
import styles from './Result.module.css'

/** Says which outputs have NaN or infinite values, and whether the input already had some. */
export function NotNumbers({ result }: { readonly result: RunResult }) {
  const broken = result.outputs.filter(({ stats }) => stats.nan + stats.inf > 0)
  if (broken.length === 0) return null
  const [first] = result.settings.inputs.filter(({ stats }) => stats.nan + stats.inf > 0)
  const cause =
    first === undefined
      ? 'The input has none, so they come from the model: its weights, or values far outside of what it was trained on.'
      : `The input ${first.name} already has ${countOf(first.stats)}.`
  return (
    <div className={styles.warning}>
      <Note>
        {broken.map(({ name, stats }) => `${name} has ${countOf(stats)}`).join('; ')}. {cause}
      </Note>
    </div>
  )
}

function countOf({ nan, inf }: { readonly nan: number; readonly inf: number }): string {
  const parts = [
    ...(nan > 0 ? [formatCount(nan, 'NaN', 'NaN')] : []),
    ...(inf > 0 ? [formatCount(inf, 'infinite value')] : []),
  ]
  return parts.join(' and ')
}
