import { pointsAt } from '../../../base/readings/keypoints.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { formatScore } from '../scores/format-score.ts'
import type { OutputViewProps } from '../view.ts'

/** The points of the best instance as a list. */
export function KeyPointsView({ data }: OutputViewProps<'keypoints'>) {
  const [row] = data.rows
  if (row === undefined || row.count === 0) return <p data-view="keypoints">Nothing found above {data.threshold}.</p>
  const points = pointsAt(data, row, 0)
  return (
    <div data-view="keypoints">
      <VirtualRows
        label={`Points of the best ${data.thing}`}
        count={points.length}
        rowHeight={28}
        maxHeight={336}
        row={(i) => {
          const point = points[i]
          if (point === undefined) return null
          const score = point.score === null ? '' : ` ${formatScore(point.score)}`
          return `${point.name}${score}: ${Math.round(point.x)}, ${Math.round(point.y)}`
        }}
      />
      <p className="muted">{data.note}</p>
    </div>
  )
}
