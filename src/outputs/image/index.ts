import type { OutputKind } from '../contract.ts'
import { eachOutput, leadOf, misfit } from '../each.ts'
import { layoutOf } from './layout.ts'
import { detectRange } from './range.ts'

/** A picture or a mask: `[b, h, w, c]`, `[b, c, h, w]` or `[h, w, c]` with c 1, 3 or 4. */
export const image = {
  id: 'image',

  match: (outputs) =>
    eachOutput(outputs, ({ value }) => {
      if (value.dtype === 'string' || value.dtype === 'complex64') return null
      const layout = layoutOf(value.shape)
      if (layout === null) return null
      // Four channels may be RGBA or the four sides of a box, so the value range decides.
      if (layout.channels === 4 && !detectRange(value).known) return null
      const reason = `the shape fits ${layout.width} × ${layout.height} pixels`
      return { fit: value.shape.length === 4 ? 0.9 : 0.5, reason }
    }),

  decode: (outputs) => {
    const lead = leadOf(outputs)
    const layout = layoutOf(lead.value.shape)
    if (layout === null) throw misfit('a picture', lead)
    const { range, note } = detectRange(lead.value)
    return { view: 'image', data: { ...layout, range, note } }
  },
} satisfies OutputKind
