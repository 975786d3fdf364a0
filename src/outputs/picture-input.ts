import type { Frame } from '../base/frame.ts'
import { toPicture } from '../base/geometry.ts'
import { sizeOf } from '../base/tensor.ts'
import type { ReadContext } from './contract.ts'

/** The picture that a model was fed, as seen by a reading with positions in it. */
export interface PictureInput {
  /** Size of the input, px; 1 × 1 if unknown. */
  readonly width: number
  readonly height: number
  /** 1 of a grey picture, 3 of a coloured one. */
  readonly channels: number
  readonly frame: Frame
  /** A position in pixels of the input becomes `offset + position * scale` in the frame. */
  readonly x: Mapping
  readonly y: Mapping
}

export interface Mapping {
  readonly offset: number
  readonly scale: number
}

/** Units of coordinates: pixels of the model's input, or fractions of its width and height. */
export type Units = 'pixels' | 'fractions'

/** Maps coordinates in some units to the frame. */
export interface Placement {
  readonly x: Mapping
  readonly y: Mapping
}

export function placementOf({ width, height, x, y }: PictureInput, units: Units): Placement {
  const [across, down] = units === 'fractions' ? [width, height] : [1, 1]
  return { x: { offset: x.offset, scale: x.scale * across }, y: { offset: y.offset, scale: y.scale * down } }
}

const asIs: Mapping = { offset: 0, scale: 1 }

/** The input with a picture, or else the first one whose shape is a picture's. */
export function pictureInput({ inputs }: ReadContext): PictureInput {
  const named = inputs.find(({ geometry }) => geometry !== null)
  const fed = named?.geometry ?? null
  if (named !== undefined && fed !== null) {
    const { picture, input } = fed
    const { x, y, width, height } = toPicture(fed, { x: 0, y: 0, width: 1, height: 1 })
    return {
      ...input,
      channels: sizeOf(named.shape.slice(-3)) / (input.width * input.height),
      frame: { of: 'picture', input: named.name, ...picture },
      x: { offset: x, scale: width },
      y: { offset: y, scale: height },
    }
  }
  for (const { name, shape } of inputs) {
    const size = pictureSize(shape)
    if (size === null) continue
    const { channels, ...sides } = size
    return { ...sides, channels, frame: { of: 'input', input: name, ...sides }, x: asIs, y: asIs }
  }
  const unit = { width: 1, height: 1 }
  return { ...unit, channels: 1, frame: { of: 'unit', input: null, ...unit }, x: asIs, y: asIs }
}

/** The size of `[b, h, w, c]`, `[b, c, h, w]` or `[h, w, c]` with c 1, 3 or 4; `null` for other shapes. */
function pictureSize(shape: readonly number[]) {
  if (shape.length !== 3 && shape.length !== 4) return null
  const [second = 0, third = 0, last = 0] = shape.slice(-3)
  if (Math.min(second, third) < (shape.length === 3 ? smallestAlone : 1)) return null
  if (shape.length === 3) return isColour(last) ? { width: third, height: second, channels: last } : null
  if (isColour(last)) return { width: third, height: second, channels: last }
  return isColour(second) ? { width: last, height: third, channels: second } : null
}

/** Without a batch dimension the shape is weaker evidence. */
const smallestAlone = 16

const isColour = (size: number) => size === 1 || size === 3 || size === 4
