import { useState } from 'react'
import { formatCount, formatPercent } from '../../../base/format.ts'
import { type Score, scoreAt, scoresOfRow } from '../../../base/scores.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import type { OutputViewProps } from '../view.ts'
import { formatScore } from './format-score.ts'
import { ScoreRows } from './ScoreRows.tsx'
import styles from './ScoresView.module.css'

/** Ranks shown by default. */
const defaultShown = 5
/** Longer lists scroll in their own frame. */
const maxUnscrolled = 12

/** Class scores as bars, best first. */
export function ScoresView({ data, table, onOption }: OutputViewProps<'scores'>) {
  const [row, setRow] = useState(0)
  const { shown, classes } = data
  const at = row < data.rows ? row : 0
  const fullValue = shown === 0 ? 1 : Math.max(1, Math.abs(scoreAt(data, at, 0).value))
  const line = (score: Score, place: number) => <ScoreLine score={score} fullValue={fullValue} best={place === 0} />
  return (
    <div data-view="scores">
      <ScoreRows data={data} table={table} row={at} onChange={setRow} />
      {data.even[at] === true ? (
        <p className={styles.even}>
          Nothing stands out: the scores are almost even. Equal scores of {formatCount(classes, 'class', 'classes')}{' '}
          would be {formatPercent(1 / classes)} each.
        </p>
      ) : null}
      {shown > maxUnscrolled ? (
        <VirtualRows
          label={shown === classes ? 'All classes, best first' : 'Classes, best first'}
          count={shown}
          rowHeight={28}
          maxHeight={336}
          row={(place) => line(scoreAt(data, at, place), place)}
        />
      ) : (
        <ol aria-label="Classes, best first">
          {scoresOfRow(data, at).map((score, place) => (
            <li key={score.index}>{line(score, place)}</li>
          ))}
        </ol>
      )}
      {classes > defaultShown ? (
        <Button
          look="link"
          className={styles.more}
          aria-expanded={shown === classes}
          onClick={() => onOption('top', shown === classes ? null : classes)}
        >
          {shown === classes ? `Show the best ${defaultShown}` : `Show all ${formatCount(classes)} classes`}
        </Button>
      ) : null}
      <p className={styles.note}>
        {data.note}
        {data.labelsSource === null
          ? ' No labels were found, so the classes are numbered.'
          : ` Labels from ${data.labelsSource}.`}
      </p>
    </div>
  )
}

interface ScoreLineProps {
  readonly score: Score
  /** The value that fills a bar. */
  readonly fullValue: number
  readonly best: boolean
}

function ScoreLine({ score, fullValue, best }: ScoreLineProps) {
  return (
    <div className={styles.line} data-index={score.index}>
      <span className={styles.label} title={score.label}>
        {score.label}
      </span>
      <Bar share={score.value / fullValue} strong={best} />
      <span className={styles.value}>{formatScore(score.value)}</span>
    </div>
  )
}
