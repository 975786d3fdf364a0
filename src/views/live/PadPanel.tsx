import { type KeyboardEvent, type PointerEvent, useEffect, useReducer, useRef } from 'react'
import { sheet } from '../../live/sources/pad/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { Slider } from '../../ui/Slider.tsx'
import styles from './Pad.module.css'

const papers = [
  { id: 'black', label: 'White on black' },
  { id: 'white', label: 'Black on white' },
] as const

/** px of the drawing. */
const thinnest = 4
const thickest = 48

/** The drawing pad. */
export function PadPanel() {
  const [, changed] = useReducer((count: number) => count + 1, 0)
  useEffect(() => sheet.subscribe(changed), [])
  const byKey = (event: KeyboardEvent) => {
    const undo = event.key === 'Backspace' || (event.key === 'z' && (event.ctrlKey || event.metaKey))
    if (!undo && event.key !== 'Delete') return
    event.preventDefault()
    if (undo) sheet.undo()
    else sheet.clear()
  }
  return (
    <div className={styles.pad}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keys act on the drawing */}
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a drawing */}
      <div role="group" aria-label="Drawing pad: Backspace undoes a line, Delete clears" tabIndex={0} onKeyDown={byKey}>
        <Sheet />
      </div>
      <div className={styles.tools}>
        <Button blocked={sheet.isEmpty} onClick={() => sheet.undo()}>
          Undo
        </Button>
        <Button blocked={sheet.isEmpty} testId="pad-clear" onClick={() => sheet.clear()}>
          Clear
        </Button>
        <Select
          label="Paper"
          value={sheet.paper}
          options={papers}
          onChange={(id) => sheet.setPaper(id === 'white' ? 'white' : 'black')}
        />
        <Slider
          label="Pen"
          showLabel
          value={sheet.penWidth}
          min={thinnest}
          max={thickest}
          step={2}
          onChange={(width) => sheet.setPenWidth(width)}
        />
      </div>
    </div>
  )
}

/** The sheet itself: paints every change, and takes the pen. */
function Sheet() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { width, height } = sheet.size
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context) sheet.paint(context)
  })
  const pointOf = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }, at: Element) => {
    const box = at.getBoundingClientRect()
    return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height }
  }
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    sheet.begin(pointOf(event, event.currentTarget))
  }
  const extend = (event: PointerEvent<HTMLCanvasElement>) => {
    const { currentTarget, nativeEvent } = event
    if (!currentTarget.hasPointerCapture(event.pointerId)) return
    // A pen reports more positions than the page is told of.
    const all = nativeEvent.getCoalescedEvents?.() ?? []
    sheet.extend((all.length === 0 ? [nativeEvent] : all).map((one) => pointOf(one, currentTarget)))
  }
  return (
    <canvas
      ref={canvas}
      className={styles.sheet}
      width={width}
      height={height}
      data-testid="pad"
      onPointerDown={begin}
      onPointerMove={extend}
    />
  )
}
