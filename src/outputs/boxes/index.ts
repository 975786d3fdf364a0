import { type Boxes, type BoxRow, boxLabel } from '../../base/readings/boxes.ts'
import type { Match, OutputKind } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { pictureInput, placementOf } from '../picture-input.ts'
import { averageCorners, membersOf } from './blend.ts'
import { Candidates } from './candidates.ts'
import type { BoxLayout, Detector } from './layout.ts'
import { layouts } from './layouts.ts'
import { namesOf } from './names.ts'
import { chosen, optionsFor } from './options.ts'
import { countClasses, placed, placedPoints } from './rows.ts'
import { placedShapes } from './shapes.ts'
import { suppress } from './suppress.ts'

/** Boxes that are examined for overlaps, best first. */
const mostBoxes = 5000

interface Found {
  readonly layout: BoxLayout
  readonly detector: Detector
}

/** Boxes around things, in the layouts of the published families of detectors. */
export const boxes = {
  id: 'boxes',

  match: (outputs, context) => {
    const found = layouts
      .flatMap((layout) => layout.find(outputs, context).map((detector): Found => ({ layout, detector })))
      .sort((a, b) => b.detector.fit - a.detector.fit)
    const groups = new Map<string, Found[]>()
    for (const one of found) {
      const key = JSON.stringify(one.detector.uses.toSorted())
      groups.set(key, [...(groups.get(key) ?? []), one])
    }
    const isFedPicture = pictureInput(context).frame.of !== 'unit'
    return [...groups.values()].flatMap((group) => matchOf(group, isFedPicture))
  },

  decode: (outputs, context, options) => {
    const { threshold, overlap, across, blend, layout, units, classes } = chosen(options)
    const detector = layouts.find(({ id }) => id === layout)?.find(outputs, context)[0]
    if (detector === undefined) throw misfit('boxes', leadOf(outputs))
    const input = pictureInput(context)
    const placement = placementOf(input, units)
    const rows = Array.from({ length: detector.batch }, (_, row) => {
      const found = new Candidates(threshold)
      detector.decode(row, found)
      const suppression = { overlap, across, most: mostBoxes }
      const positions = suppress(found, suppression)
      if (!blend || overlap >= 1) return { found, positions, members: null }
      const members = membersOf(found, positions, suppression)
      averageCorners(found, members)
      return { found, positions, members }
    })
    const { note, ...names } = namesOf(detector, context.metadata, options)
    const data: Boxes = {
      rows: rows.map(({ found, positions, members }, row): BoxRow => {
        const shown = classes.size === 0 ? positions : positions.filter((at) => classes.has(found.index[at] as number))
        const { points } = detector
        return {
          ...placed(found, shown, placement),
          ...(points === undefined ? noPoints() : placedPoints(found, shown, placement, { points, row, members })),
          shapes: detector.shapes === undefined ? [] : placedShapes(found, shown, placement, detector.shapes, row),
          removed: {
            below: found.below,
            overlapping: found.count - positions.length,
            filtered: positions.length - shown.length,
            broken: found.broken,
          },
          bestBelow: found.bestBelow,
        }
      }),
      frame: input.frame,
      threshold,
      ...names,
      classes: countClasses(rows).map((one) => ({ ...one, label: boxLabel(names, one.index) })),
      skeleton: detector.points?.skeleton ?? null,
      note: [detector.note, note].filter((part) => part !== '').join(' '),
    }
    return { view: 'boxes', data }
  },
} satisfies OutputKind

/** The fit of layouts that their names alone confirm; the others need a picture as input. */
const namedFit = 0.98
const onlyOffered = 0.05

/** One match of all layouts that read the same outputs; the best one is automatic, the others are offered. */
function matchOf(found: readonly Found[], isFedPicture: boolean): readonly Match[] {
  const [best] = found
  if (best === undefined) return []
  const { reason, uses } = best.detector
  const fit = isFedPicture || best.detector.fit >= namedFit ? best.detector.fit : onlyOffered
  return [
    {
      fit,
      reason,
      uses,
      options: optionsFor(
        best.detector,
        found.map(({ layout }) => layout),
      ),
    },
  ]
}

function noPoints(): Pick<BoxRow, 'points' | 'pointScores'> {
  return { points: new Float32Array(0), pointScores: new Float32Array(0) }
}
