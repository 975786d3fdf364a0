import { formatBytes, formatCount } from '../../base/format.ts'
import type { Progress } from '../../base/progress.ts'
import { cancel, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ProgressLine } from '../../ui/ProgressLine.tsx'
import styles from './Model.module.css'

/** Progress of reading or loading a model, with a cancel button. */
export function Loading() {
  const progress = useStore((state) => state.model.progress)
  const pending = useStore((state) => state.model.pending)
  const phase = useStore((state) => state.model.phase)
  const fallback = phase === 'reading' ? 'Listing the files' : 'Opening the model'
  return (
    <div className={styles.loading}>
      {pending === null ? null : (
        <p>
          <strong>{pending.name}</strong>{' '}
          <span className="muted">
            {pending.formatLabel}, <span className="num">{formatBytes(pending.bytes)}</span>
          </span>
        </p>
      )}
      <ProgressLine
        label={progress === null || progress.note === '' ? fallback : progress.note}
        value={shareOf(progress)}
        text={progress === null ? '' : amountOf(progress)}
      />
      <p>
        <Button testId="cancel" onClick={cancel}>
          Cancel
        </Button>
      </p>
    </div>
  )
}

/** 0…1; `null` if unknown. */
export function shareOf(progress: Progress | null): number | null {
  return progress === null || progress.total === null || progress.total === 0 ? null : progress.done / progress.total
}

/** `1.2 MB of 4.3 MB`; the unit is bytes for files and weights, steps otherwise. */
export function amountOf({ stage, done, total }: Progress): string {
  const format = stage === 'files' || stage === 'weights' ? formatBytes : (n: number) => formatCount(n)
  return total === null ? format(done) : `${format(done)} of ${format(total)}`
}
