import { useState } from 'react'
import { answersAt, summaryOf } from '../../../base/readings/verdicts.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { RowPicker } from '../RowPicker.tsx'
import { Summary } from '../scene/Summary.tsx'
import { formatScore } from '../scores/format-score.ts'
import type { OutputViewProps } from '../view.ts'
import styles from './VerdictsView.module.css'

/** Yes-or-no answers, each with the score of yes as a bar. */
export function VerdictsView({ data }: OutputViewProps<'verdicts'>) {
  const [chosen, setRow] = useState(0)
  const row = chosen < data.rows ? chosen : 0
  const answers = answersAt(data, row)
  return (
    <div data-view="verdicts">
      <RowPicker count={data.rows} row={row} onChange={setRow} />
      <Summary>{summaryOf(answers)}</Summary>
      <ul aria-label="Answers, with the score of yes">
        {answers.map(({ label, score, verdict }) => (
          <li key={label} className={styles.line}>
            <span className={styles.label}>{label}</span>
            <Bar share={score} strong={verdict === 'yes'} />
            <span className={styles.score}>{formatScore(score)}</span>
            <span className={verdict === 'yes' ? styles.yes : styles.other}>{verdict}</span>
          </li>
        ))}
      </ul>
      <p className={styles.note}>
        Yes or no from a score of {data.sure.toFixed(2)} on, else undecided. {data.note}
      </p>
    </div>
  )
}
