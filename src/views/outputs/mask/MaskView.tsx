import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { formatNumber, formatPercent } from '../../../base/format.ts'
import { isBlank, type Mask, type MaskRow, noClass } from '../../../base/readings/mask.ts'
import { Bar } from '../../../ui/Bar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Slider } from '../../../ui/Slider.tsx'
import { Toggle } from '../../../ui/Toggle.tsx'
import { RowPicker } from '../RowPicker.tsx'
import { Beside } from '../scene/Beside.tsx'
import { useGround } from '../scene/ground.ts'
import { namesFrom } from '../scene/names.ts'
import { PickList } from '../scene/PickList.tsx'
import parts from '../scene/parts.module.css'
import type { Pen, Point } from '../scene/pen.ts'
import { Scene } from '../scene/Scene.tsx'
import { Summary } from '../scene/Summary.tsx'
import { saveDrawn } from '../scene/save.ts'
import type { OutputViewProps } from '../view.ts'
import { CutOut } from './CutOut.tsx'
import { huesOf, layerOf } from './layer.ts'
import styles from './MaskView.module.css'
import { outlineOf } from './outline.ts'

/** A mask laid over the picture, with the share of each class. */
export function MaskView({ data, fields }: OutputViewProps<'mask'>) {
  const [chosen, setAt] = useState(0)
  const at = chosen < data.rows.length ? chosen : 0
  const row = data.rows[at]
  if (row === undefined) return <p data-view="mask">The batch is empty.</p>
  return (
    <div data-view="mask">
      <RowPicker label="Picture" count={data.rows.length} row={at} onChange={setAt} />
      <Covered key={at} data={data} at={at} row={row} fields={fields} />
      <p className={parts.note}>
        {data.note} {data.shows === 'classes' ? namesFrom(data) : ''}
      </p>
    </div>
  )
}

/** Opacity at first: the picture below stays visible. */
const usualOpacity = 0.6

interface CoveredProps {
  readonly data: Mask
  readonly at: number
  readonly row: MaskRow
  readonly fields: ReactNode
}

function Covered({ data, at, row, fields }: CoveredProps) {
  const [opacity, setOpacity] = useState(usualOpacity)
  const [isOutlined, setOutlined] = useState(true)
  const [current, setCurrent] = useState<number | null>(null)
  const ground = useGround(data.frame, at)
  const { classes } = row
  const only = current === null ? null : (classes[current]?.index ?? null)
  const isSmooth = data.shows !== 'classes'
  const layer = useMemo(() => layerOf(data, row, only), [data, row, only])
  const outline = useMemo(() => (isOutlined ? outlineOf(data, row, only) : []), [data, row, only, isOutlined])
  const paint = useCallback(
    (pen: Pen) => {
      pen.tint(layer, data.place, opacity, isSmooth)
      pen.borders(outline)
    },
    [layer, outline, data, opacity, isSmooth],
  )
  // Without the emphasis that the pointer or the focus gives.
  const saveWhole = () => {
    const whole = layerOf(data, row, null)
    return saveDrawn('mask', data.frame, ground, (pen) => {
      pen.tint(whole, data.place, opacity, isSmooth)
      if (isOutlined) pen.borders(outlineOf(data, row, null))
    })
  }
  const summary = summaryOf(data, row)
  const controls = (
    <>
      {fields}
      <div className={styles.drawing}>
        <Slider label="Opacity" showLabel value={opacity} min={0} max={1} step={0.05} onChange={setOpacity} />
        {data.shows === 'depth' ? null : <Toggle label="Outlines" value={isOutlined} onChange={setOutlined} />}
      </div>
      {classes.length === 0 ? null : <Legend data={data} row={row} current={current} onCurrent={setCurrent} />}
      <CutOut data={data} at={at} row={row} ground={ground} />
    </>
  )
  return (
    <Beside controls={controls}>
      <Scene
        frame={data.frame}
        at={at}
        label={`${ground?.name ?? 'The picture'} with its mask: ${summary}`}
        paint={paint}
        onPoint={(point) => setCurrent(point === null ? null : placeUnder(data, row, point))}
      />
      <p className={parts.bar}>
        <Summary>{summary}</Summary>
        <Button onClick={saveWhole}>PNG with mask</Button>
      </p>
    </Beside>
  )
}

interface LegendProps {
  readonly data: Mask
  readonly row: MaskRow
  readonly current: number | null
  readonly onCurrent: (place: number | null) => void
}

/** The classes present; the one under the pointer or the focus is drawn alone. */
function Legend({ data, row, current, onCurrent }: LegendProps) {
  const hues = huesOf(data, row)
  const { classes } = row
  return (
    <div className={styles.legend}>
      <PickList
        label="Classes, largest first"
        titles={
          <>
            <span>Class</span>
            <span />
            <span className={parts.right}>Share</span>
          </>
        }
        count={classes.length}
        current={current}
        onCurrent={onCurrent}
        onOpen={onCurrent}
        onClose={() => onCurrent(null)}
        name={(place) => `${classes[place]?.label}, ${percent(classes[place]?.share ?? 0)} of the picture`}
        row={(place) => {
          const one = classes[place]
          if (one === undefined) return null
          return (
            <>
              <span className={styles.label}>
                <span className={parts.key} style={{ background: hues(one.index) }} />
                {one.label}
              </span>
              <Bar share={one.share} strong={place === current} />
              <span className={`num ${parts.right}`}>{percent(one.share)}</span>
            </>
          )
        }}
      />
    </div>
  )
}

/** The place in the legend of the class at a position in the frame; `null` for the background, or without a class. */
function placeUnder(
  { width, height, place, background }: Mask,
  { index, classes }: MaskRow,
  { x, y }: Point,
): number | null {
  const column = Math.floor(((x - place.x) / place.width) * width)
  const row = Math.floor(((y - place.y) / place.height) * height)
  const found = index[row * width + column] ?? noClass
  const at = classes.findIndex((one) => one.index === found && found !== background)
  return at < 0 ? null : at
}

/** One decimal, so that small classes do not vanish and the shares add up. */
function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** Less than this share of a picture is noise. */
const nothing = 0.005

function summaryOf(data: Mask, row: MaskRow): string {
  const { shows, background, width, height } = data
  const { classes, range, broken } = row
  if (isBlank(data, row)) return 'No pixel has a finite value: the model gave only NaN or infinite values.'
  const without = broken > 0 ? ` ${percent(broken)} of the picture has only NaN or infinite values.` : ''
  if (shows === 'depth') {
    const [low, high] = range.map((value) => formatNumber(value))
    if (low === high) return `${width} × ${height} distances, all of them ${low}.${without}`
    return `${width} × ${height} distances, dark at ${low}, light at ${high}.${without}`
  }
  const behind = classes.find(({ index }) => index === background)
  if (behind !== undefined && behind.share > 1 - nothing)
    return `Everything is ${behind.label} (${percent(behind.share)}).${without}`
  const named = classes.slice(0, 3).map(({ label, share }) => `${label} ${formatPercent(share)}`)
  return `${named.join(', ')}${classes.length > 3 ? ` and ${classes.length - 3} more` : ''}.${without}`
}
