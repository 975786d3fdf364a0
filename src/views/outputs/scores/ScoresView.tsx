import { useState } from 'react'
import { formatCount } from '../../../base/format.ts'
import type { Score } from '../../../base/run.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { RowPicker } from '../RowPicker.tsx'
import type { OutputViewProps } from '../view.ts'
import { formatScore } from './format-score.ts'
import styles from './ScoresView.module.css'

const few = 5

/** Class scores as bars, best first. */
export function ScoresView({ data }: OutputViewProps<'scores'>) {
  const [row, setRow] = useState(0)
  const [all, setAll] = useState(false)
  const at = row < data.rows.length ? row : 0
  const top = data.rows[at]?.top ?? []
  const reach = Math.max(1, ...top.slice(0, 1).map(({ value }) => Math.abs(value)))
  const line = (score: Score, place: number) => <ScoreLine score={score} reach={reach} best={place === 0} />
  return (
    <div data-view="scores">
      <RowPicker count={data.rows.length} row={at} onChange={setRow} />
      {all ? (
        <VirtualRows
          label="All classes, best first"
          count={top.length}
          rowHeight={28}
          maxHeight={336}
          row={(place) => {
            const score = top[place]
            return score === undefined ? null : line(score, place)
          }}
        />
      ) : (
        <ol aria-label="Classes, best first">
          {top.slice(0, few).map((score, place) => (
            <li key={score.index}>{line(score, place)}</li>
          ))}
        </ol>
      )}
      {top.length > few ? (
        <Button look="link" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the best ${few}` : `Show all ${formatCount(top.length)} classes`}
        </Button>
      ) : null}
      <p className={styles.note}>
        {data.note}
        {data.labelsSource === null
          ? ' No labels were found: the classes are numbered.'
          : ` Labels from ${data.labelsSource}.`}
      </p>
    </div>
  )
}

interface ScoreLineProps {
  readonly score: Score
  /** The value of a full bar. */
  readonly reach: number
  readonly best: boolean
}

function ScoreLine({ score, reach, best }: ScoreLineProps) {
  return (
    <div className={styles.line} data-index={score.index}>
      <span className={styles.label} title={score.label}>
        {score.label}
      </span>
      <Bar share={score.value / reach} strong={best} />
      <span className={styles.value}>{formatScore(score.value)}</span>
    </div>
  )
}
