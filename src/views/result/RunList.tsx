import { formatDuration } from '../../base/format.ts'
import { headlineOf, headlineText } from '../../base/headline.ts'
import { exportRuns, type State, showRun, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import styles from './Result.module.css'

/** One line per run file; renders nothing for a single run. */
export function RunList() {
  const entries = useStore((state) => state.run.entries)
  const shown = useStore((state) => state.run.shown)
  if (entries.length < 2) return null
  return (
    <div className={styles.runs}>
      <VirtualRows
        label="Results"
        count={entries.length}
        rowHeight={28}
        maxHeight={170}
        row={(index) => {
          const entry = entries[index]
          if (entry === undefined) return null
          return (
            <button
              type="button"
              className={styles.runRow}
              aria-current={entry.run === shown ? 'true' : undefined}
              onClick={() => showRun(entry.run)}
            >
              <span className={styles.runLabel}>{entry.label}</span>
              <span className={styles.runLabel}>{textOf(entry)}</span>
              <span className="num">{entry.row === null ? '' : formatDuration(entry.row.ms)}</span>
            </button>
          )
        }}
      />
      <p className={styles.runsFoot}>
        <Button look="link" testId="export-runs" onClick={exportRuns}>
          All results as CSV
        </Button>
      </p>
    </div>
  )
}

function textOf({ phase, row, result }: State['run']['entries'][number]): string {
  if (phase === 'running') return 'running …'
  if (phase === 'cancelled') return 'cancelled'
  if (phase === 'error') return 'failed'
  // A result may be read in another way than when its row was made.
  return headlineText(result === null ? row?.headline : headlineOf(result))
}
