import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { formatCount } from '../../base/format.ts'
import {
  benchmark,
  cancel,
  canRun,
  maxAutoRuns,
  run,
  runAll,
  type State,
  useStore,
  waitingInputSets,
} from '../../store/index.ts'
import { Button } from '../../ui/Button.tsx'
import { NumberInput } from '../../ui/NumberInput.tsx'
import { ProgressLine } from '../../ui/ProgressLine.tsx'
import { narrow } from '../../ui/use-media.ts'
import styles from './Input.module.css'

const LiveBar = lazy(() => import('../live/LiveBar.tsx').then((module) => ({ default: module.LiveBar })))

const maxRuns = 10_000

/** Runs the files, or starts and stops the live source. */
export function RunBar() {
  const live = useStore((state) => state.live.source !== null)
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => (bar.current === null ? undefined : keepRoom(bar.current)), [])
  return (
    <div className={styles.run} ref={bar}>
      {live ? (
        <Suspense fallback={null}>
          <LiveBar />
        </Suspense>
      ) : (
        <RunFiles />
      )}
    </div>
  )
}

function RunFiles() {
  const state = useStore((whole) => whole)
  const possible = useMemo(() => canRun(state), [state])
  const { inputSets } = state.input
  const { entries } = state.run
  const waiting = useMemo(() => waitingInputSets(inputSets, entries).length, [inputSets, entries])
  const [count, setCount] = useState(50)
  const { running, batch, cancelled, benchmark: measuring } = state.run
  const blocked = running || !possible.ok
  return (
    <>
      <div className={styles.buttons}>
        <Button
          look="primary"
          testId="run"
          blocked={blocked}
          aria-describedby="run-reason"
          onClick={() => started(run)}
        >
          Run
        </Button>
        {inputSets.length > 1 ? (
          <Button testId="run-all" blocked={blocked} onClick={() => started(runAll)}>
            Run all {formatCount(inputSets.length)}
          </Button>
        ) : null}
        <span className={styles.repeat}>
          <Button testId="benchmark" blocked={blocked} onClick={() => started(() => benchmark(count))}>
            Run ×{count}
          </Button>
          <NumberInput
            label="Number of runs"
            showLabel={false}
            value={count}
            min={1}
            max={maxRuns}
            integer
            testId="run-count"
            onChange={(next) => setCount(next ?? 1)}
          />
        </span>
        <span className={styles.cancel}>
          {running ? (
            <Button testId="cancel" onClick={cancel}>
              Cancel
            </Button>
          ) : null}
        </span>
      </div>
      <p id="run-reason" className={styles.blocked}>
        {possible.ok ? '' : possible.reason}
      </p>
      {cancelled === '' || running ? null : <p className={styles.waiting}>{cancelled}</p>}
      {waiting > maxAutoRuns && !running ? (
        <p className={styles.waiting} data-testid="waiting">
          {formatCount(waiting, 'input')} waiting. More than {maxAutoRuns} run only on request.
        </p>
      ) : null}
      {batch !== null ? (
        <div className={styles.measuring} data-testid="batch-progress">
          <ProgressLine label="Running the inputs" value={batch.done / batch.total} text={batchText(batch)} />
        </div>
      ) : null}
      {measuring.phase === 'running' ? (
        <div className={styles.measuring}>
          <ProgressLine
            label="Measuring with the input already in the worker"
            value={measuring.total === 0 ? null : measuring.done / measuring.total}
            text={`${measuring.done} of ${measuring.total} runs`}
          />
        </div>
      ) : null}
    </>
  )
}

/** Where the bar is fixed to the window, the page ends above it and scrolls focused fields above it, however tall it is. */
function keepRoom(bar: HTMLElement): () => void {
  const { style } = document.documentElement
  const observer = new ResizeObserver(() => style.setProperty('--run-bar', `${bar.offsetHeight}px`))
  observer.observe(bar)
  return () => {
    observer.disconnect()
    style.removeProperty('--run-bar')
  }
}

/** Starts work; where the columns are one below the other, its result comes into sight. */
function started(work: () => Promise<void>): void {
  void work()
  if (matchMedia(narrow).matches) document.getElementById('result-title')?.scrollIntoView({ block: 'start' })
}

function batchText({ done, failed, total }: NonNullable<State['run']['batch']>): string {
  const text = `${formatCount(done)} of ${formatCount(total, 'input')}`
  return failed === 0 ? text : `${text}, ${formatCount(failed)} failed`
}
