import type { HeardSound, Series } from '../../base/readings/series.ts'
import { choiceOf } from '../../base/values.ts'
import type { OutputKind, ReadContext } from '../contract.ts'
import { leadOf, misfit } from '../each.ts'
import { basicPitch } from './basic-pitch.ts'
import { classesOverTime } from './classes.ts'
import { crepe } from './crepe.ts'
import type { SeriesLayout, SeriesModel } from './layout.ts'
import { spice } from './spice.ts'

/** All families of sound models. */
const layouts: readonly SeriesLayout[] = [basicPitch, crepe, spice, classesOverTime]

/** Reads scores, pitches and notes over time from the outputs of a sound model. */
export const series = {
  id: 'series',

  match: (outputs, context) =>
    layouts.flatMap((layout) =>
      layout.find(outputs, context).map(({ fit, reason, uses, options }) => ({
        fit,
        reason,
        uses,
        options: [...options, layoutField(layout)],
      })),
    ),

  decode: (outputs, context, options) => {
    const layout = layouts.find(({ id }) => id === choiceOf(options, 'layout'))
    const model = layout?.find(outputs, context)[0]
    if (model === undefined) throw misfit('a series', leadOf(outputs))
    return { view: 'series', data: seriesOf(model, model.decode(options), context) }
  },
} satisfies OutputKind

function layoutField({ id }: SeriesLayout) {
  return {
    id: 'layout',
    label: 'Layout',
    minor: true,
    type: 'choice',
    value: id,
    options: [{ id, label: id }],
  } as const
}

function seriesOf({ frames }: SeriesModel, heard: ReturnType<SeriesModel['decode']>, context: ReadContext): Series {
  const { times, step, end } = frames
  const none = new Float32Array(0)
  return { times: times.slice(), step, end, confidence: none, notes: [], sound: soundIn(context), ...heard }
}

/** A copy, because the data of a reading is moved to the page. */
function soundIn({ inputs }: ReadContext): HeardSound | null {
  const input = inputs.find(({ sound }) => sound !== undefined && sound !== null)
  if (input?.sound === undefined || input.sound === null) return null
  const { seconds, envelope } = input.sound
  return { input: input.name, seconds, envelope: envelope.slice() }
}
