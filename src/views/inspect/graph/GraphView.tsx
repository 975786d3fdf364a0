import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { formatPercent } from '../../../base/format.ts'
import type { Inspection, PassChanges } from '../../../base/inspection.ts'
import { type InspectedItem, savePicture, selectItem, toggleGroup } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Note } from '../../../ui/Note.tsx'
import { type Figures, figuresOfNode } from '../figures.ts'
import { removedBy } from '../removed.ts'
import { BoxDrawing } from './BoxDrawing.tsx'
import { chipsOf, lastNodes, membersOf, shapeText } from './box-text.ts'
import styles from './Graph.module.css'
import { anchored, centred, curve, isIn, isLineIn, startView } from './geometry.ts'
import type { Drawing, Line } from './layout.ts'
import { fileKinds, svgText } from './save-drawing.ts'
import { itemOf, keyOf, type Structure } from './structure.ts'
import { useDrawing } from './use-drawing.ts'
import { type Extent, usePanZoom } from './use-pan-zoom.ts'

export type Colouring = 'work' | 'weights'

export interface GraphViewProps {
  readonly layout: RefObject<Worker | null>
  readonly inspection: Inspection
  readonly changes: PassChanges | null
  readonly form: 'read' | 'run'
  readonly open: ReadonlySet<number>
  readonly selected: InspectedItem | null
  readonly colouring: Colouring
  /** By group, of the shown form. */
  readonly figures: readonly Figures[]
}

/** The drawing of the graph. Its accessible twin is the outline, which has the same content and actions. */
export function GraphView({ layout, inspection, changes, form, open, selected, colouring, figures }: GraphViewProps) {
  const structure = useMemo((): Structure => {
    const nodes = inspection[form]
    return {
      parents: inspection.groups.map(({ parent }) => parent),
      groupOf: nodes.map(({ group }) => group),
      inputs: nodes.map(({ inputs }) => inputs),
    }
  }, [inspection, form])
  const { shown, error } = useDrawing(layout, structure, open)
  const members = useMemo(() => membersOf(inspection), [inspection])
  const last = useMemo(() => lastNodes(inspection, form), [inspection, form])
  const { frame, canvas, extent, show, view, zoomBy } = usePanZoom()
  const { saving, save } = useSaving(frame, shown?.structure === structure ? shown.drawing : null)
  const inPage = saving ? everything : extent
  const drawn = shown?.structure === structure ? shown.drawing : null
  usePresses(frame)
  useView({ drawn, structure, selected, frame, show, view })

  const amount = ({ flops, parameters }: Figures) => (colouring === 'work' ? flops : parameters)
  const whole = Math.max(1, amount(figures[0] ?? figuresOfNode(inspection[form][0] ?? noNode)))
  const perOperation = (of: Figures) => amount(of) / Math.max(1, of.operations)
  const figuresOf = (item: InspectedItem) =>
    (item.kind === 'group' ? figures[item.index] : undefined) ?? figuresOfNode(inspection[form][item.index] ?? noNode)
  const hottest = useHottest(inspection, form, colouring, whole)
  const shapeOf = ({ from }: Line) => {
    if (from === null) return ''
    const node = from.kind === 'node' ? from.index : (last[from.index] ?? -1)
    return shapeText(inspection[form][node]?.outputs[0])
  }
  const selectedKey = selected === null ? '' : keyOf(selected)
  const touches = ({ from, to }: Line) => [from, to].some((item) => item !== null && keyOf(item) === selectedKey)
  return (
    <div ref={frame} className={styles.frame} data-testid="graph" data-state={drawn === null ? 'busy' : 'done'}>
      <svg className={styles.svg} aria-hidden="true">
        <defs>
          <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0v5" stroke="var(--line-strong)" strokeWidth="1" />
          </pattern>
          <marker
            id="arrow"
            markerUnits="userSpaceOnUse"
            markerWidth="7"
            markerHeight="7"
            refX="6"
            refY="3"
            orient="auto"
          >
            <path d="M0 0l6 3-6 3Z" fill="var(--line-strong)" />
          </marker>
        </defs>
        <g ref={canvas}>
          {drawn?.lines.map((line, i) =>
            isLineIn(line, inPage) ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a drawing is replaced as a whole
              <g key={i}>
                <path
                  className={classNames(styles.line, touches(line) && styles.lineOn)}
                  d={curve(line.points)}
                  markerEnd={line.to === null ? undefined : 'url(#arrow)'}
                />
                {line.from === null ? null : (
                  <text className={styles.shape} x={(line.points[0]?.x ?? 0) + 6} y={(line.points[0]?.y ?? 0) + 17}>
                    {shapeOf(line)}
                  </text>
                )}
              </g>
            ) : null,
          )}
          {drawn?.boxes.map((box) =>
            isIn(box, inPage) ? (
              <BoxDrawing
                key={keyOf(box)}
                box={box}
                inspection={inspection}
                form={form}
                figures={figuresOf(box)}
                chips={
                  box.kind === 'group' && !box.open
                    ? chipsOf(inspection, changes, form, box.index, members[box.index] ?? [])
                    : []
                }
                share={amount(figuresOf(box)) / whole}
                tint={hottest === 0 ? 0 : perOperation(figuresOf(box)) / whole / hottest}
                isRemoved={box.kind === 'node' && form === 'read' && removedBy(inspection, changes, box.index) !== null}
                isSelected={keyOf(box) === selectedKey}
              />
            ) : null,
          )}
        </g>
      </svg>
      {error === null ? null : <Note tone="bad">The graph could not be laid out: {error}.</Note>}
      <div className={styles.legend} aria-hidden="true">
        share of the {colouring} per operation 0 <span className={styles.scale} /> {formatPercent(hottest)}
      </div>
      <div className={styles.buttons}>
        <Button look="quiet" aria-label="Zoom in" onClick={() => zoomBy(1.3)}>
          +
        </Button>
        <Button look="quiet" aria-label="Zoom out" onClick={() => zoomBy(1 / 1.3)}>
          −
        </Button>
        <Button look="quiet" onClick={() => drawn !== null && show(startView(drawn, frame.current, true))}>
          Fit
        </Button>
        <Button look="quiet" aria-label="Save the graph as SVG" onClick={() => save('svg')}>
          SVG
        </Button>
        <Button look="quiet" aria-label="Save the graph as PNG" onClick={() => save('png')}>
          PNG
        </Button>
      </div>
    </div>
  )
}

const noNode = { op: '', work: null, weights: [] } as unknown as Inspection['read'][number]

const infinite = Number.POSITIVE_INFINITY
const everything: Extent = { left: -infinite, top: -infinite, right: infinite, bottom: infinite }

/** Saves the drawing, for which all of it has to be in the page once. */
function useSaving(frame: RefObject<HTMLElement | null>, drawn: Drawing | null) {
  const [format, save] = useState<keyof typeof fileKinds | null>(null)
  useEffect(() => {
    const svg = frame.current?.querySelector('svg')
    if (format === null || svg == null || drawn === null) return
    const text = svgText(svg, drawn)
    void savePicture(`graph.${format}`, () => fileKinds[format](text, drawn))
    save(null)
  }, [format, frame, drawn])
  return { saving: format !== null, save }
}

/** A press selects a box, one on its triangle or a double press opens or closes it. Keys do this in the outline. */
function usePresses(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = frame.current
    const press = (event: MouseEvent) => {
      if (!(event.target instanceof Element)) return
      const group = event.target.closest('[data-toggle]')?.getAttribute('data-toggle')
      const key = event.target.closest('[data-item]')?.getAttribute('data-item')
      const item = key == null ? null : itemOf(key)
      if (group != null) toggleGroup(Number(group))
      else if (item !== null && event.type === 'click') selectItem(item)
      else if (item?.kind === 'group') toggleGroup(item.index)
    }
    element?.addEventListener('click', press)
    element?.addEventListener('dblclick', press)
    return () => {
      element?.removeEventListener('click', press)
      element?.removeEventListener('dblclick', press)
    }
  }, [frame])
}

/** The greatest share of one operation. */
function useHottest(inspection: Inspection, form: 'read' | 'run', colouring: Colouring, whole: number): number {
  return useMemo(
    () =>
      inspection[form].reduce((most, node) => {
        const { flops, parameters } = figuresOfNode(node)
        return Math.max(most, (colouring === 'work' ? flops : parameters) / whole)
      }, 0),
    [inspection, form, colouring, whole],
  )
}

interface Viewing extends Pick<ReturnType<typeof usePanZoom>, 'frame' | 'show' | 'view'> {
  readonly drawn: Drawing | null
  readonly structure: Structure
  readonly selected: InspectedItem | null
}

/** Starts at the top, keeps what is in sight in its place when a group opens, and brings the selection into sight. */
function useView({ drawn, structure, selected, frame, show, view }: Viewing): void {
  const before = useRef<{ drawn: Drawing; structure: Structure } | null>(null)
  useEffect(() => {
    if (drawn === null) return
    const old = before.current
    show(
      old === null || old.structure !== structure
        ? startView(drawn, frame.current, false)
        : anchored(view(), old.drawn, drawn),
    )
    before.current = { drawn, structure }
  }, [drawn, structure, frame, show, view])
  const key = selected === null ? '' : keyOf(selected)
  useEffect(() => {
    const box = drawn?.boxes.find((one) => keyOf(one) === key)
    if (box !== undefined) show(centred(view(), box, frame.current))
  }, [key, drawn, frame, show, view])
}
