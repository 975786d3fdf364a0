import { type ReactNode, useCallback, useState } from 'react'
import { formatCount } from '../../../base/format.ts'
import { countOf } from '../../../base/plural.ts'
import { type KeyPointRow, type KeyPoints, pointsAt } from '../../../base/readings/keypoints.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import { RowPicker } from '../RowPicker.tsx'
import { Beside } from '../scene/Beside.tsx'
import { hueOf } from '../scene/colours.ts'
import { useGround } from '../scene/ground.ts'
import { PickList } from '../scene/PickList.tsx'
import parts from '../scene/parts.module.css'
import type { Pen } from '../scene/pen.ts'
import { placesIn } from '../scene/places.ts'
import { Scene } from '../scene/Scene.tsx'
import { Summary } from '../scene/Summary.tsx'
import { saveDrawn } from '../scene/save.ts'
import { canZoom } from '../scene/view-box.ts'
import { formatScore } from '../scores/format-score.ts'
import type { OutputViewProps } from '../view.ts'
import styles from './KeyPointsView.module.css'
import { extentOf, instanceNear, paintInstances } from './paint.ts'

/** Key points on the picture; beside it, the instances and the points of one of them. */
export function KeyPointsView({ data, onOption, fields }: OutputViewProps<'keypoints'>) {
  const [chosen, setAt] = useState(0)
  const at = chosen < data.rows.length ? chosen : 0
  const row = data.rows[at]
  if (row === undefined) return <p data-view="keypoints">The batch is empty.</p>
  return (
    <div data-view="keypoints">
      <RowPicker label="Picture" count={data.rows.length} row={at} onChange={setAt} />
      <Found
        key={at}
        data={data}
        at={at}
        row={row}
        fields={fields}
        onThreshold={(value) => onOption('threshold', value)}
      />
      {data.note === '' ? null : <p className={parts.note}>{data.note}</p>}
    </div>
  )
}

interface FoundProps {
  readonly data: KeyPoints
  readonly at: number
  readonly row: KeyPointRow
  readonly fields: ReactNode
  readonly onThreshold: (value: number) => void
}

/** Share of the picture's width within which the pointer finds a point. */
const reach = 0.05

function Found({ data, at, row, fields, onThreshold }: FoundProps) {
  const [current, setCurrent] = useState<number | null>(null)
  const [opened, setOpened] = useState<number | null>(null)
  const [zoomed, setZoomed] = useState(false)
  const ground = useGround(data.frame, at)
  const emphasised = current !== null && current < row.count && row.count > 1 ? current : null
  const listed = opened !== null && opened < row.count ? opened : 0
  const paint = useCallback((pen: Pen) => paintInstances(pen, data, row, emphasised), [data, row, emphasised])
  const { bestBelow } = row
  const extent = row.count === 0 ? null : extentOf(data, row, listed)
  const zoomable = extent !== null && canZoom(data.frame, extent)
  const lists = (
    <>
      {fields}
      {row.count < 2 ? null : (
        <Instances data={data} row={row} current={emphasised} onCurrent={setCurrent} onOpen={setOpened} />
      )}
      {row.count === 0 ? null : <Points data={data} row={row} instance={listed} />}
    </>
  )
  return (
    <Beside controls={lists}>
      <Scene
        frame={data.frame}
        at={at}
        label={`${ground?.name ?? 'The picture'} with ${countOf(data.thing, row.count)}${row.count === 0 ? '' : '; the list says where each point is'}`}
        paint={paint}
        zoom={zoomed ? extent : null}
        onPoint={(point) => setCurrent(point && instanceNear(data, row, point, reach * data.frame.width))}
        onPress={() => (current === null ? undefined : setOpened(current))}
      />
      <p className={parts.bar}>
        <Summary>{summaryOf(data, row)}</Summary>
        {row.count === 0 && bestBelow !== null ? (
          <Button onClick={() => onThreshold(Math.floor(bestBelow * 100) / 100)}>Show it</Button>
        ) : null}
        {!zoomable ? null : (
          <Button look="link" aria-pressed={zoomed} onClick={() => setZoomed(!zoomed)}>
            {zoomed ? 'Whole picture' : 'Zoom in'}
          </Button>
        )}
        <Button onClick={() => saveDrawn('points', data.frame, ground, (pen) => paintInstances(pen, data, row, null))}>
          PNG with points
        </Button>
      </p>
    </Beside>
  )
}

interface InstancesProps {
  readonly data: KeyPoints
  readonly row: KeyPointRow
  readonly current: number | null
  readonly onCurrent: (i: number | null) => void
  readonly onOpen: (i: number) => void
}

function Instances({ data, row, current, onCurrent, onOpen }: InstancesProps) {
  const score = (i: number) => row.score[i] ?? Number.NaN
  const seen = (i: number) => pointsAt(data, row, i).filter((one) => (one.score ?? 1) >= data.pointThreshold).length
  const of = data.skeleton.names.length
  return (
    <div className={styles.instances}>
      <PickList
        label={`Each ${data.thing}, best first`}
        titles={
          <>
            <span>#</span>
            <span>{data.thing}</span>
            <span className={parts.right}>Score</span>
            <span className={parts.right}>Points</span>
          </>
        }
        count={row.count}
        current={current}
        onCurrent={onCurrent}
        onOpen={onOpen}
        onClose={() => onCurrent(null)}
        name={(i) => `${data.thing} ${i + 1}, score ${formatScore(score(i))}, ${seen(i)} of ${of} points`}
        row={(i) => (
          <>
            <span className="num">{i + 1}</span>
            <span>
              <span className={parts.key} style={{ background: hueOf(i) }} />
              {data.thing}
            </span>
            <span className={`num ${parts.right}`}>{formatScore(score(i))}</span>
            <span className={`num ${parts.right}`}>
              {seen(i)} of {of}
            </span>
          </>
        )}
      />
    </div>
  )
}

function Points({ data, row, instance }: Pick<InstancesProps, 'data' | 'row'> & { readonly instance: number }) {
  const points = pointsAt(data, row, instance)
  const places = placesIn(data.frame, 1)
  const unit = data.frame.of === 'unit' ? '' : ', in px'
  const name = row.count > 1 ? `Points of ${data.thing} ${instance + 1}` : 'Points'
  return (
    <>
      <h4 className={styles.part}>
        {name}: x, y{unit}
      </h4>
      <VirtualRows
        label={name}
        count={points.length}
        rowHeight={24}
        maxHeight={24 * 17}
        row={(j) => {
          const point = points[j]
          if (point === undefined) return null
          const { score } = point
          return (
            <span className={classNames(styles.point, score !== null && score < data.pointThreshold && styles.unsure)}>
              <span className={styles.label}>{point.name}</span>
              <span className="num">
                {point.x.toFixed(places)}, {point.y.toFixed(places)}
              </span>
              {score === null ? null : (
                <>
                  <Bar share={score} />
                  <span className={`num ${parts.right}`}>{formatScore(score)}</span>
                </>
              )}
            </span>
          )
        }}
      />
    </>
  )
}

function summaryOf(data: KeyPoints, { count, below, bestBelow }: KeyPointRow): string {
  const above = data.threshold.toFixed(2)
  if (count === 0 && bestBelow !== null)
    return `Nothing found above ${above}; the greatest score is ${bestBelow.toFixed(2)} (${data.thing}).`
  const shown = count === 0 ? `Nothing found above ${above}` : countOf(data.thing, count)
  return below > 0 ? `${shown}; ${formatCount(below)} below ${above}.` : `${shown}.`
}
