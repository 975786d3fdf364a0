import { type Scores, scoreAt } from '../../../base/scores.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { formatScore } from './format-score.ts'
import styles from './ScoresView.module.css'

interface ScoreRowsProps {
  readonly data: Scores
  /** The row whose classes are shown below. */
  readonly row: number
  readonly onChange: (row: number) => void
}

/** The best class of every row of a batch; renders nothing for a single row. Rows count from 0, as in the tensor. */
export function ScoreRows({ data, row, onChange }: ScoreRowsProps) {
  if (data.rows < 2 || data.shown === 0) return null
  return (
    <div className={styles.rows}>
      <VirtualRows
        label="Rows"
        count={data.rows}
        rowHeight={26}
        maxHeight={182}
        current={row}
        row={(index) => {
          const { label, value } = scoreAt(data, index, 0)
          return (
            <button
              type="button"
              className={styles.rowLine}
              aria-current={index === row ? 'true' : undefined}
              onClick={() => onChange(index)}
            >
              <span className="muted">
                <span className="hidden-text">Row </span>
                {index}
              </span>
              <span className={styles.label}>{label}</span>
              <span className={styles.value}>{formatScore(value)}</span>
            </button>
          )
        }}
      />
    </div>
  )
}
