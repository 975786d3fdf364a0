import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { formatCount } from '../../../base/format.ts'
import { type Boxes, type BoxRow, boxAt, boxLabel, isLost } from '../../../base/readings/boxes.ts'
import { numbersOf } from '../../../base/values.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { RowPicker } from '../RowPicker.tsx'
import { Beside } from '../scene/Beside.tsx'
import { useGround } from '../scene/ground.ts'
import { namesFrom } from '../scene/names.ts'
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
import styles from './BoxesView.module.css'
import { ClassChips } from './ClassChips.tsx'
import { huesOf } from './hues.ts'
import { boxUnder, paintBox, paintBoxes } from './paint.ts'
import { shapeLayers } from './shapes.ts'

/** Boxes on the picture, and the same as a list, best first. */
export function BoxesView({ data, options, onOption, fields }: OutputViewProps<'boxes'>) {
  const [chosen, setAt] = useState(0)
  const at = chosen < data.rows.length ? chosen : 0
  const row = data.rows[at]
  if (row === undefined) return <p data-view="boxes">The batch is empty.</p>
  return (
    <div data-view="boxes" className={styles.boxes}>
      <RowPicker label="Picture" count={data.rows.length} row={at} onChange={setAt} />
      <Found
        key={at}
        data={data}
        at={at}
        row={row}
        onThreshold={(value) => onOption('threshold', value)}
        controls={
          <>
            {fields}
            <ClassChips
              data={data}
              shown={numbersOf(options, 'classes')}
              onChange={(shown) => onOption('classes', shown.length === 0 ? null : shown)}
            />
            <p className={parts.note}>
              {data.note} {namesFrom(data)}
            </p>
          </>
        }
      />
    </div>
  )
}

interface FoundProps {
  readonly data: Boxes
  readonly at: number
  readonly row: BoxRow
  readonly onThreshold: (value: number) => void
  readonly controls: ReactNode
}

function Found({ data, at, row, onThreshold, controls }: FoundProps) {
  const [current, setCurrent] = useState<number | null>(null)
  const [zoomed, setZoomed] = useState<number | null>(null)
  const ground = useGround(data.frame, at)
  const emphasised = current !== null && current < row.count ? current : null
  const layers = useMemo(() => shapeLayers(data, row), [data, row])
  const paint = useCallback((pen: Pen) => paintBoxes(pen, data, row, layers), [data, row, layers])
  const emphasise = useCallback(
    (pen: Pen) => (emphasised === null ? undefined : paintBox(pen, data, row, emphasised)),
    [data, row, emphasised],
  )
  const opened = zoomed === null || zoomed >= row.count ? null : boxAt(data, row, zoomed)
  const zoom = opened !== null && canZoom(data.frame, opened) ? opened : null
  const toggleZoom = (i: number | null) => setZoomed(i === zoomed ? null : i)
  return (
    <>
      <Beside controls={controls}>
        <Scene
          frame={data.frame}
          at={at}
          label={`${ground?.name ?? 'The picture'} with ${formatCount(row.count, 'box', 'boxes')}${row.count === 0 ? '' : '; the list says what and where'}`}
          paint={paint}
          emphasise={emphasise}
          zoom={zoom}
          onPoint={(point) => setCurrent(point === null ? null : boxUnder(row, point))}
          onPress={() => toggleZoom(emphasised)}
        />
        <p className={parts.bar}>
          <Summary>{summaryOf(data, row)}</Summary>
          {row.count === 0 && row.bestBelow !== null ? (
            <Button onClick={() => onThreshold(Math.floor((row.bestBelow?.score ?? 0) * 100) / 100)}>Show it</Button>
          ) : null}
          {zoom === null ? null : (
            <Button look="link" onClick={() => setZoomed(null)}>
              Whole picture
            </Button>
          )}
          <Button onClick={() => saveDrawn('boxes', data.frame, ground, paint)}>PNG with boxes</Button>
        </p>
      </Beside>
      {row.count === 0 ? null : (
        <List data={data} row={row} current={emphasised} onCurrent={setCurrent} onZoom={toggleZoom} />
      )}
    </>
  )
}

interface ListProps {
  readonly data: Boxes
  readonly row: BoxRow
  readonly current: number | null
  readonly onCurrent: (i: number | null) => void
  readonly onZoom: (i: number | null) => void
}

function List({ data, row, current, onCurrent, onZoom }: ListProps) {
  const hues = huesOf(data)
  const unit = data.frame.of === 'unit' ? '' : ' px'
  const places = placesIn(data.frame, 0)
  const texts = (i: number) => {
    const { x, y, width, height, ...box } = boxAt(data, row, i)
    const [left, top, across, down] = [x, y, width, height].map((value) => value.toFixed(places))
    return { ...box, where: `${left}, ${top}${unit}`, size: `${across} × ${down}${unit}` }
  }
  return (
    <div className={styles.list}>
      <PickList
        label="Boxes, best first"
        titles={
          <>
            <span>#</span>
            <span>Class</span>
            <span className={parts.right}>Score</span>
            <span className={styles.wide}>Left, top</span>
            <span className={parts.right}>Width × height</span>
          </>
        }
        count={row.count}
        current={current}
        onCurrent={onCurrent}
        onOpen={onZoom}
        onClose={() => onZoom(null)}
        name={(i) => {
          const { label, score, where, size } = texts(i)
          return `${i + 1}: ${label}, score ${formatScore(score)}, left and top ${where}, size ${size}`
        }}
        row={(i) => {
          const { label, index, score, where, size } = texts(i)
          return (
            <>
              <span className="num">{i + 1}</span>
              <span className={styles.label}>
                <span className={parts.key} style={{ background: hues(index) }} />
                {label}
              </span>
              <span className={styles.score}>
                <Bar share={score} strong={i === current} />
                <span className="num">{formatScore(score)}</span>
              </span>
              <span className={`num ${styles.wide}`}>{where}</span>
              <span className={`num ${parts.right}`}>{size}</span>
            </>
          )
        }}
      />
    </div>
  )
}

/** What is shown, and what was left out and why. */
function summaryOf({ threshold, labels }: Boxes, row: BoxRow): string {
  const { count, removed, bestBelow } = row
  if (isLost(row)) return 'No box is finite: the model gave only NaN or infinite values.'
  const above = threshold.toFixed(2)
  if (count === 0 && bestBelow !== null) {
    const best = `${bestBelow.score.toFixed(2)} (${boxLabel({ labels }, bestBelow.index)})`
    return `Nothing found above ${above}; the greatest score is ${best}.`
  }
  const left = [
    removed.below > 0 ? `${formatCount(removed.below)} below` : '',
    removed.overlapping > 0 ? `${formatCount(removed.overlapping)} overlapping a better one` : '',
    removed.filtered > 0 ? `${formatCount(removed.filtered)} of other classes` : '',
    removed.broken > 0 ? `${formatCount(removed.broken)} with NaN or infinite values` : '',
  ].filter(Boolean)
  const shown = count === 0 ? `Nothing found above ${above}` : `${formatCount(count, 'box', 'boxes')} above ${above}`
  return `${[shown, ...left].join('; ')}.`
}
