import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { changesSince, isStale, run, type State, shownEntry, useStore } from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ColumnHead } from '../../ui/ColumnHead.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Note } from '../../ui/Note.tsx'
import { Candidates } from '../candidates/Candidates.tsx'
import { ExportBar } from './ExportBar.tsx'
import { Latency } from './Latency.tsx'
import { MadeBy } from './MadeBy.tsx'
import { NotNumbers } from './NotNumbers.tsx'
import { Outputs } from './Outputs.tsx'
import styles from './Result.module.css'
import { RunList } from './RunList.tsx'

const LiveColumn = lazy(() => import('../live/LiveColumn.tsx').then((module) => ({ default: module.LiveColumn })))

type Entry = State['run']['entries'][number]

/** The live source, or else the shown run: its outputs, latency, settings and exports. */
export function ResultColumn() {
  const live = useStore((state) => state.live.source !== null)
  if (live)
    return (
      <>
        <ColumnHead id="result-title" title="Result" />
        <Suspense fallback={null}>
          <LiveColumn />
        </Suspense>
      </>
    )
  return <RunResults />
}

function RunResults() {
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
          {entry.result === null ? null : <Body entry={entry} result={entry.result} shown={shown} />}
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
            <Changes entry={entry} />
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
      return <Failure entry={entry} actions={again} />
    case 'done':
      return null
  }
}

/** The error of a run, unless the input column or the top of the page already tells it. */
function Failure({ entry, actions }: { readonly entry: Entry; readonly actions: ReactNode }) {
  const { error } = entry
  const told = useStore(({ page, input }) => {
    const prepared = Object.values(input.prepared)
    if (prepared.some((one) => one.phase === 'error' && one.error.message === error?.message)) return 'at the input'
    return page.error !== null && page.error.message === error?.message ? 'at the top of the page' : ''
  })
  const elsewhere = useStore(({ page }) => page.error !== null)
  if (told !== '' || error === null)
    return <p className={styles.nothing}>This run failed{told === '' ? '' : `; its error is ${told}`}.</p>
  return (
    <div className={styles.warning} role="alert" data-testid={elsewhere ? undefined : 'error'} data-code={error.code}>
      <Note tone="bad" actions={actions}>
        <p>
          <strong>{error.message}</strong>
        </p>
        {error.hint === '' ? null : <p>{error.hint}</p>}
      </Note>
      {error.cause === '' ? null : (
        <Fold title="Technical details">
          <pre className={styles.cause}>
            {error.code}
            {'\n'}
            {error.cause}
          </pre>
        </Fold>
      )}
    </div>
  )
}

/** What has changed since the run. */
function Changes({ entry }: { readonly entry: Entry }) {
  const state = useStore((whole) => whole)
  const changes = useMemo(() => changesSince(state, entry), [state, entry])
  if (changes.length === 0) return 'The settings or values have changed since this run.'
  const texts = changes.map(({ label, was, is }) => `${label}: ${was}, now ${is}.`)
  return `This result was made with other settings. ${texts.join(' ')}`
}

type Result = NonNullable<Entry['result']>

interface BodyProps {
  readonly entry: Entry
  readonly result: Result
  readonly shown: ShownState
}

function Body({ entry, result, shown }: BodyProps) {
  // Memoised: the old result must not be redrawn on every update while a new one is computed.
  const outputs = useMemo(() => <Outputs result={result} />, [result])
  const made = useMemo(() => <MadeBy result={result} />, [result])
  return (
    <div className={shown === 'running' ? styles.dim : shown === 'stale' ? styles.stale : undefined}>
      {result.recoveries.map((recovery) => (
        <div key={recovery} className={styles.warning}>
          <Note tone="info">{recovery}</Note>
        </div>
      ))}
      <NotNumbers result={result} />
      <Candidates entry={entry} result={result} />
      {outputs}
      <Latency result={result} entryKey={entry.key} />
      <ExportBar result={result} />
      {made}
    </div>
  )
}
