import { boxAt } from '../../../base/readings/boxes.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { formatScore } from '../scores/format-score.ts'
import type { OutputViewProps } from '../view.ts'

/** Boxes as a list, best first. */
export function BoxesView({ data }: OutputViewProps<'boxes'>) {
  const [row] = data.rows
  if (row === undefined || row.count === 0) return <p data-view="boxes">Nothing found above {data.threshold}.</p>
  return (
    <div data-view="boxes">
      <VirtualRows
        label="Boxes, best first"
        count={row.count}
        rowHeight={28}
        maxHeight={336}
        row={(i) => {
          const { label, score, x, y, width, height } = boxAt(data, row, i)
          return `${label} ${formatScore(score)}: ${[x, y, width, height].map(Math.round).join(', ')}`
        }}
      />
      <p className="muted">{data.note}</p>
    </div>
  )
}
