import { useMemo } from 'react'
import { isStale, run, type State, shownEntry, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { Note } from '../../ui/Note.tsx'
import { Candidates } from '../candidates/Candidates.tsx'
import { ExportBar } from './ExportBar.tsx'
import { Latency } from './Latency.tsx'
import { MadeBy } from './MadeBy.tsx'
import { Outputs } from './Outputs.tsx'
import styles from './Result.module.css'
import { RunList } from './RunList.tsx'

type Entry = State['run']['entries'][number]

/** The shown run: its outputs, latency, settings and exports. */
export function ResultColumn() {
  const entry = useStore(shownEntry)
  const stale = useStore((state) => {
    const shown = shownEntry(state)
    return shown !== null && isStale(state, shown)
  })
  const others = useStore((state) => state.run.entries.length > 0)
  const warning = useStore((state) => state.run.warning)
  const shown = entry === null ? null : stateOf(entry, stale)
  return (
    <>
      <ColumnHead id="result-title" title="Result">
        {shown === 'running' && entry?.result !== null ? <span className={styles.again}>running again …</span> : null}
      </ColumnHead>
      <RunList />
      {warning === null ? null : (
        <div className={styles.warning}>
          <Note>{warning}</Note>
        </div>
      )}
      {entry === null || shown === null ? (
        <p className={styles.nothing}>
          {others ? 'The selected input has not run yet.' : 'Nothing has run yet. Results and latency appear here.'}
        </p>
      ) : (
        <div
          data-testid="result"
          data-state={shown}
          data-run={entry.run}
          data-view={entry.result?.groups[0]?.shown.interpretation.view}
          aria-busy={shown === 'running'}
        >
          <Notes entry={entry} state={shown} />
          {entry.result === null ? null : <Body entry={entry} result={entry.result} dim={shown === 'running'} />}
        </div>
      )}
    </>
  )
}

type ShownState = 'running' | 'done' | 'stale' | 'error' | 'cancelled'

function stateOf(entry: Entry, stale: boolean): ShownState {
  return entry.phase === 'done' && stale ? 'stale' : entry.phase
}

function Notes({ entry, state }: { readonly entry: Entry; readonly state: ShownState }) {
  const again = <Button onClick={run}>Run again</Button>
  switch (state) {
    case 'running':
      return entry.result === null ? <p className={styles.nothing}>Running {entry.label} …</p> : null
    case 'stale':
      return (
        <div className={styles.warning}>
          <Note tone="info" actions={again}>
            The settings have changed since this run. Its result and its settings are shown below.
          </Note>
        </div>
      )
    case 'cancelled':
      return (
        <div className={styles.warning}>
          <Note tone="info" actions={again}>
            This run was cancelled.
          </Note>
        </div>
      )
    case 'error':
      return (
        <div className={styles.warning}>
          <Note tone="bad" actions={again}>
            {entry.error?.message ?? 'This run failed.'} {entry.error?.hint}
          </Note>
        </div>
      )
    case 'done':
      return null
  }
}

type Result = NonNullable<Entry['result']>

function Body({ entry, result, dim }: { readonly entry: Entry; readonly result: Result; readonly dim: boolean }) {
  // Memoised: the old result must not be redrawn on every update while a new one is computed.
  const outputs = useMemo(() => <Outputs result={result} />, [result])
  const made = useMemo(() => <MadeBy result={result} />, [result])
  return (
    <div className={dim ? styles.dim : undefined}>
      {result.recoveries.map((recovery) => (
        <div key={recovery} className={styles.warning}>
          <Note tone="info">{recovery}</Note>
        </div>
      ))}
      <Candidates entry={entry} result={result} />
      {outputs}
      <Latency result={result} entryKey={entry.key} />
      <ExportBar result={result} />
      {made}
    </div>
  )
}
