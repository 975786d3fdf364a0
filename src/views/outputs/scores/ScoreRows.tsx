import { useMemo } from 'react'
import type { RowTable } from '../../../base/row-table.ts'
import { type Scores, scoreAt } from '../../../base/scores.ts'
import { PredictedRows } from '../rows/PredictedRows.tsx'
import { formatScore } from './format-score.ts'

interface ScoreRowsProps {
  readonly data: Scores
  readonly table: RowTable | null
  /** The row whose classes are shown below. */
  readonly row: number
  readonly onChange: (row: number) => void
}

/** The best class of every row of a batch; renders nothing for a single row. */
export function ScoreRows({ data, table, row, onChange }: ScoreRowsProps) {
  const predicted = useMemo(() => {
    const best = (at: number) => scoreAt(data, at, 0)
    const rows = Array.from({ length: data.rows }, (_, at) => at)
    return [
      { title: 'Prediction', keys: rows.map((at) => best(at).label), text: (at: number) => best(at).label },
      { title: 'Score', keys: rows.map((at) => best(at).value), text: (at: number) => formatScore(best(at).value) },
    ]
  }, [data])
  if (data.rows < 2 || data.shown === 0) return null
  return (
    <PredictedRows
      label="Predictions by row"
      rows={data.rows}
      predicted={predicted}
      table={table}
      selection={{ row, onChange }}
    />
  )
}
