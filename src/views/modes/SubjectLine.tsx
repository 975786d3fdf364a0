import { useMemo } from 'react'
import { formatBytes, formatCount, formatDuration } from '../../base/format.ts'
import { headlineOf, headlineText } from '../../base/headline.ts'
import { rungRows } from '../../base/ladder.ts'
import { benchmarkSummary, isStale, shownEntry, useStore } from '../../store/index.ts'
import { classNames } from '../../ui/class-names.ts'
import { useLater } from '../../ui/use-later.ts'
import { Choose } from '../model/Choose.tsx'
import { Loading } from '../model/Loading.tsx'
import styles from './SubjectLine.module.css'

/** What the screen is about: model, backend, input, answer and time; and the progress of a model that is being loaded. */
export function SubjectLine() {
  const phase = useStore((state) => state.model.phase)
  const loaded = useStore((state) => state.model.loaded)
  const busy = useLater(phase === 'reading' || phase === 'loading', 150)
  return (
    <section className={styles.line} aria-label="Model, backend and last answer">
      {loaded === null ? (
        <p className="muted">No model is loaded.</p>
      ) : (
        <p data-testid="model-ready" data-backend={loaded.rung} data-format={loaded.summary.format}>
          <strong>{loaded.summary.name}</strong>{' '}
          <span className="muted">
            {loaded.summary.formatLabel}, <span className="num">{formatBytes(loaded.summary.bytes)}</span>
          </span>
        </p>
      )}
      {loaded === null ? null : (
        <p>
          <strong>{rungRows[loaded.rung].label}</strong> <span className="muted">in use</span>
        </p>
      )}
      <LastAnswer />
      {busy ? (
        <div className={styles.next}>
          <Loading />
        </div>
      ) : null}
      {phase === 'choosing' ? (
        <div className={styles.next}>
          <Choose />
        </div>
      ) : null}
    </section>
  )
}

/** The shown run of a file: its input, its answer and its time. A live source has its own screen. */
function LastAnswer() {
  const state = useStore((whole) => whole)
  const live = state.live.source !== null
  const entry = live ? null : shownEntry(state)
  const answer = useMemo(() => (entry?.result == null ? '' : headlineText(headlineOf(entry.result))), [entry])
  if (entry?.result == null) return live ? null : <p className="muted">Not run yet</p>
  const stale = isStale(state, entry)
  const { result, key } = state.run.benchmark
  const summary = key === entry.key ? benchmarkSummary(state) : null
  const time = summary === null ? entry.result.ms : summary.p50
  const of =
    summary === null
      ? entry.result.first
        ? 'first run'
        : 'last run'
      : `p50 of ${formatCount(result?.runs.length ?? 0, 'run')}`
  return (
    <>
      <p className={classNames(styles.answer, stale && styles.stale)}>
        <strong>{entry.label}</strong> <span className="muted">{answer}</span>
        {stale ? <span className="muted"> (made with other settings)</span> : null}
      </p>
      <p className={classNames(stale && styles.stale)}>
        <strong className="num">{formatDuration(time)}</strong> <span className="muted">{of}</span>
      </p>
    </>
  )
}
