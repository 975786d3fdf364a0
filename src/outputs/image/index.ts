import type { OutputKind } from '../contract.ts'
import { geometryOf } from './layout.ts'
import { detectRange } from './range.ts'

/** A picture or a mask: `[b, h, w, c]`, `[b, c, h, w]` or `[h, w, c]` with c 1, 3 or 4. */
export const image: OutputKind = {
  id: 'image',
  label: 'Picture',

  match(value) {
    if (value.dtype === 'string' || value.dtype === 'complex64') return 0
    const geometry = geometryOf(value.shape)
    if (geometry === null) return 0
    // Four channels are as often four box sides as red, green, blue and alpha: the range decides.
    if (geometry.channels === 4 && !detectRange(value).known) return 0
    return value.shape.length === 4 ? 0.9 : 0.5
  },

  decode(value) {
    const geometry = geometryOf(value.shape) ?? {
      width: value.data.length,
      height: 1,
      channels: 1,
      layout: 'nhwc',
      count: 1,
    }
    const { range, note } = detectRange(value)
    return { view: 'image', data: { ...geometry, range, note } }
  },
}
