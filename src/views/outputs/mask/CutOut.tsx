import { useCallback, useMemo } from 'react'
import type { Mask, MaskRow } from '../../../base/readings/mask.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Ground } from '../scene/ground.ts'
import type { Pen } from '../scene/pen.ts'
import { Scene } from '../scene/Scene.tsx'
import { saveDrawn } from '../scene/save.ts'
import { cutOutOf } from './layer.ts'
import styles from './MaskView.module.css'

export interface CutOutProps {
  readonly data: Mask
  readonly at: number
  readonly row: MaskRow
  readonly ground: Ground | null
}

/** The picture without its background, to save; nothing if all of it is background, or if there are no classes. */
export function CutOut({ data, at, row, ground }: CutOutProps) {
  const { background, frame, place } = data
  const kept = row.classes.filter(({ index }) => index !== background)
  if (kept.length === 0) return null
  const save = () => saveDrawn('cut-out', frame, ground, (pen) => pen.cutOut(cutOutOf(data, row), place))
  return (
    <div className={styles.cutOut}>
      {ground === null || ground.kind === 'frame' ? null : <Preview data={data} at={at} row={row} name={ground.name} />}
      <div>
        <p>{background === null ? 'All pixels with a class' : 'All but the background'}</p>
        <Button onClick={save}>Save the cut-out</Button>
      </div>
    </div>
  )
}

interface PreviewProps extends Pick<CutOutProps, 'data' | 'at' | 'row'> {
  readonly name: string
}

function Preview({ data, at, row, name }: PreviewProps) {
  const layer = useMemo(() => cutOutOf(data, row), [data, row])
  const paint = useCallback((pen: Pen) => pen.coverAround(layer, data.place), [layer, data.place])
  return (
    <div className={styles.preview}>
      <Scene frame={data.frame} at={at} label={`Cut-out of ${name}`} paint={paint} />
    </div>
  )
}
