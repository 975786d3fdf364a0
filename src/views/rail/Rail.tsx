import { useMemo } from 'react'
import { formatBytes, formatDuration } from '../../base/format.ts'
import { headlineOf, headlineText } from '../../base/headline.ts'
import type { Progress } from '../../base/progress.ts'
import { openStage, type RailStage, rail, useLiveFeed, useStore } from '../../store/index.ts'
import { classNames } from '../../ui/class-names.ts'
import { figureOf, labelOf } from '../ledger/index.ts'
import { Inspector } from './Inspector.tsx'
import styles from './Rail.module.css'

const spokenState = {
  idle: 'not reached yet',
  active: 'working',
  done: '',
  stale: 'of an earlier run',
  error: 'failed',
} as const

/** The stages of the data in a row: progress bar, latency ledger and navigation in one. */
export function Rail() {
  const state = useStore((whole) => whole)
  const stages = useMemo(() => rail(state), [state])
  const open = stages.find((stage) => stage.id === state.page.stage) ?? null
  return (
    <div className={styles.frame}>
      <nav aria-label="Stages of the run">
        <ol className={styles.rail}>
          {stages.map((stage) => (
            <li key={stage.id}>
              <StageButton stage={stage} open={stage.id === open?.id} />
            </li>
          ))}
        </ol>
      </nav>
      {open === null ? null : <Inspector stage={open} />}
    </div>
  )
}

function StageButton({ stage, open }: { readonly stage: RailStage; readonly open: boolean }) {
  return (
    <button
      type="button"
      className={classNames(styles.stage, styles[stage.state], open && styles.open)}
      data-testid={`rail-${stage.id}`}
      data-state={stage.state}
      aria-expanded={open}
      aria-controls={open ? 'stage-inspector' : undefined}
      onClick={() => openStage(open ? null : stage.id)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) openStage(null)
      }}
    >
      <span className={styles.label}>{labelOf(stage.id)}</span>
      <span className={styles.figure}>
        {stage.id === 'result' && stage.progress === null ? <Answer text={textOf(stage)} /> : textOf(stage)}
      </span>
      <span className="hidden-text">{spokenState[stage.state]}</span>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${widthOf(stage)}%` }} />
      </span>
    </button>
  )
}

/** Of a live source, the answer of the newest item: records are renewed once a second, and would contradict the result. */
function Answer({ text }: { readonly text: string }) {
  const newest = useLiveFeed(({ result }) => (result === null ? '' : headlineText(headlineOf(result))))
  return newest === '' ? text : newest
}

/** A dash before the stage starts, its progress while it is active, then its figure: of steady runs if there are any. */
function textOf({ progress, record, steady }: RailStage): string {
  if (progress !== null) return progressText(progress)
  if (steady !== null) return `p50 ${formatDuration(steady)}`
  return record === null ? '–' : figureOf(record)
}

function progressText({ done, total, stage }: Progress): string {
  if (total === null) return '…'
  const inBytes = stage === 'weights' || stage === 'files'
  return inBytes ? `${formatBytes(done)} of ${formatBytes(total)}` : `${done} of ${total}`
}

/** 0…1; 1 if the total is unknown, so that the whole bar pulses. */
function shareDone({ done, total }: Progress): number {
  return total === null || total === 0 ? 1 : done / total
}

/** Width in percent: progress while active, then the share relative to the longest stage; at least a visible sliver. */
function widthOf(stage: RailStage): number {
  const share = stage.progress === null ? stage.share : shareDone(stage.progress)
  return share > 0 ? Math.max(1.5, Math.min(100, share * 100)) : 0
}
