import type { ImageReading } from '../../base/picture.ts'
import type { OutputKind, ReadContext } from '../contract.ts'
import { eachOutput, leadOf, misfit } from '../each.ts'
import { pictureInput, placementOf } from '../picture-input.ts'
import { detectRange } from '../picture-range.ts'
import { flatLayoutOf, isUsual, type Layout, layoutOf, sameWidth } from './layout.ts'

/** A picture or a mask: `[b, h, w, c]`, `[b, c, h, w]` or `[h, w, c]` with c 1, 3 or 4. */
export const image = {
  id: 'image',

  match: (outputs, { inputs, metadata }) =>
    eachOutput(outputs, ({ value }) => {
      if (value.dtype === 'string' || value.dtype === 'complex64') return null
      const layout = layoutOf(value.shape)
      if (layout === null) {
        const flat = flatLayoutOf(value.shape)
        const like = inputs.find(({ shape }) => sameWidth(shape, value.shape))
        if (flat === null || like === undefined || metadata.labels?.length === value.shape.at(-1)) return null
        // An autoencoder: rows as wide as its input, which may be anything unless the input was a picture.
        const reason = `rows as wide as the input ${like.name}, which are ${flat.width} × ${flat.height} pixels`
        return { fit: like.geometry !== null || isUsual(flat) ? 0.97 : 0.4, reason }
      }
      // Four channels may be RGBA or the four sides of a box, so the value range decides.
      if (layout.channels === 4 && !detectRange(value).known) return null
      const reason = `the shape fits ${layout.width} × ${layout.height} pixels`
      return { fit: value.shape.length === 4 ? 0.9 : 0.5, reason }
    }),

  decode: (outputs, context) => {
    const lead = leadOf(outputs)
    const layout = layoutOf(lead.value.shape) ?? flatLayoutOf(lead.value.shape)
    if (layout === null) throw misfit('a picture', lead)
    const { range, note } = detectRange(lead.value, opsOf(lead.name, context))
    return { view: 'image', data: { ...layout, range, note, ...beforeOf(layout, context) } }
  },
} satisfies OutputKind

/** How much the proportions of the input and the output may differ, by rounding of their sides. */
const proportion = 0.02

/** The picture that was fed, if the output has its shape; for one of each kind, as a batch is not told apart. */
function beforeOf({ width, height }: Layout, context: ReadContext): Pick<ImageReading, 'before'> {
  const input = pictureInput(context)
  const isAlike = Math.abs((input.width * height) / (input.height * width) - 1) <= proportion
  if (input.frame.of !== 'picture' || !isAlike) return {}
  const { x, y } = placementOf(input, 'fractions')
  return { before: { frame: input.frame, place: { x: x.offset, y: y.offset, width: x.scale, height: y.scale } } }
}

function opsOf(name: string, { outputs }: ReadContext): readonly string[] {
  return outputs.find((output) => output.name === name)?.trace.ops ?? []
}
