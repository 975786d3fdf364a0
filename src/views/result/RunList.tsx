import { formatDuration } from '../../base/format.ts'
import { headlineOf, headlineText } from '../../base/headline.ts'
import { exportRuns, isStale, type State, showRun, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { VirtualRows } from '../../ui/VirtualRows.tsx'
import styles from './Result.module.css'

/** One line per run file; renders nothing for a single run. */
export function RunList() {
  const state = useStore((whole) => whole)
  const { entries, shown, batch } = state.run
  if (entries.length < 2) return null
  // The list follows the running row, then shows the selected one again.
  const running = batch === null ? -1 : entries.findIndex(({ phase }) => phase === 'running')
  const at = entries.findIndex(({ run }) => run === shown)
  return (
    <div className={styles.runs}>
      <VirtualRows
        label="Results"
        count={entries.length}
        current={running < 0 ? at : running}
        rowHeight={28}
        maxHeight={170}
        row={(index) => {
          const entry = entries[index]
          if (entry === undefined) return null
          return (
            <button
              type="button"
              className={classNames(styles.runRow, isStale(state, entry) && styles.stale)}
              aria-current={entry.run === shown ? 'true' : undefined}
              onClick={() => showRun(entry.run)}
            >
              <span className={styles.runLabel}>{entry.label}</span>
              <span className={styles.runLabel} title={textOf(entry)}>
                {textOf(entry)}
              </span>
              <span className="num">{entry.row === null ? '' : formatDuration(entry.row.ms)}</span>
            </button>
          )
        }}
      />
      <p className={styles.runsFoot}>
        <Button look="link" testId="export-runs" onClick={exportRuns}>
          {batch === null ? 'All results as CSV' : 'Results so far as CSV'}
        </Button>
      </p>
    </div>
  )
}

function textOf({ phase, row, result, error }: State['run']['entries'][number]): string {
  if (phase === 'running') return 'running …'
  if (phase === 'cancelled') return 'cancelled'
  if (phase === 'error') return error === null ? 'failed' : `failed: ${error.message}`
  // The shown result may be read in another way than when its row was made; the list does not mix two kinds of answers.
  const now = result === null ? null : headlineOf(result)
  return headlineText(now !== null && (row?.headline ?? now).kind === now.kind ? now : row?.headline)
}
