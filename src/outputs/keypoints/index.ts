import type { KeyPointRow, KeyPoints } from '../../base/readings/keypoints.ts'
import { choiceOf, numberOf } from '../../base/values.ts'
import type { Match, OutputKind } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { type Placement, pictureInput, placementOf } from '../picture-input.ts'
import type { Instance, PointLayout, PointModel } from './layout.ts'
import { layouts } from './layouts.ts'

interface Found {
  readonly layout: PointLayout
  readonly model: PointModel
}

/** Points of bodies, faces and hands, in the layouts of the published families. */
export const keypoints = {
  id: 'keypoints',

  match: (outputs, context) =>
    layouts.flatMap((layout) => layout.find(outputs, context).map((model) => matchOf({ layout, model }))),

  decode: (outputs, context, options) => {
    const layout = layouts.find(({ id }) => id === choiceOf(options, 'layout'))
    const model = layout?.find(outputs, context)[0]
    if (model === undefined) throw misfit('key points', leadOf(outputs))
    const threshold = numberOf(options, 'threshold')
    const input = pictureInput(context)
    const placement = placementOf(input, model.units)
    const { skeleton, thing, note } = model
    const data: KeyPoints = {
      rows: Array.from({ length: model.batch }, (_, row) => rowOf(model.decode(row), threshold, placement)),
      frame: input.frame,
      skeleton,
      thing,
      threshold,
      pointThreshold: numberOf(options, 'pointThreshold'),
      note,
    }
    return { view: 'keypoints', data }
  },
} satisfies OutputKind

function matchOf({ layout, model: { fit, reason, uses, threshold, pointThreshold } }: Found): Match {
  const slider = { type: 'slider', min: 0, max: 1, step: 0.01 } as const
  return {
    fit,
    reason,
    uses,
    options: [
      { ...slider, id: 'threshold', label: 'Lowest score', value: threshold },
      { ...slider, id: 'pointThreshold', label: 'Lowest score of a point', value: pointThreshold },
      {
        id: 'layout',
        label: 'Layout',
        minor: true,
        type: 'choice',
        value: layout.id,
        options: [{ id: layout.id, label: layout.label }],
      },
    ],
  }
}

/** The instances above the threshold, best first, in the frame. An instance without a score is always shown. */
function rowOf(instances: readonly Instance[], threshold: number, { x, y }: Placement): KeyPointRow {
  const shown = instances.filter(({ score }) => !(score < threshold)).sort((a, b) => b.score - a.score)
  const below = instances.filter(({ score }) => score < threshold)
  const all = (of: (instance: Instance) => ArrayLike<number> | undefined) =>
    Float32Array.from(shown.flatMap((instance) => Array.from(of(instance) ?? [])))
  return {
    count: shown.length,
    score: Float32Array.from(shown, ({ score }) => score),
    x: all((one) => one.x).map((value) => x.offset + value * x.scale),
    y: all((one) => one.y).map((value) => y.offset + value * y.scale),
    z: all((one) => one.z).map((value) => value * x.scale),
    pointScore: all((one) => one.pointScore),
    boxes: all(({ box }) => {
      if (box === undefined) return undefined
      const { left, top, right, bottom } = box
      return [x.offset + left * x.scale, y.offset + top * y.scale, (right - left) * x.scale, (bottom - top) * y.scale]
    }),
    below: below.length,
    bestBelow: below.length === 0 ? null : Math.max(...below.map(({ score }) => score)),
  }
}
