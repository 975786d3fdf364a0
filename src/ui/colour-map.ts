export type Colour = readonly [red: number, green: number, blue: number]

/** From dark to light in the accent's hue; lightness rises evenly, so that it also works in grey. */
const sequential: readonly Colour[] = [
  [9, 24, 26],
  [10, 66, 64],
  [20, 118, 108],
  [79, 178, 160],
  [165, 222, 206],
  [240, 250, 244],
]

/** Negative amber, zero near white, positive teal. */
const diverging: readonly Colour[] = [
  [110, 58, 0],
  [190, 116, 30],
  [240, 200, 140],
  [247, 246, 241],
  [150, 210, 198],
  [36, 138, 124],
  [4, 66, 60],
]

/** Of NaN and infinities. */
export const missingColour: Colour = [200, 40, 120]

export interface ColourScale {
  readonly kind: 'sequential' | 'diverging'
  readonly low: number
  readonly high: number
}

/** Values of both signs get a scale symmetric about zero, others a scale from the lowest to the highest value. */
export function scaleFor(min: number, max: number): ColourScale {
  if (min < 0 && max > 0) {
    const reach = Math.max(-min, max)
    return { kind: 'diverging', low: -reach, high: reach }
  }
  return { kind: 'sequential', low: min, high: max }
}

/** `steps` evenly spaced colours of a scale, low to high, as consecutive RGB bytes. */
export function colourTable(kind: ColourScale['kind'], steps = 256): Uint8ClampedArray {
  const stops = kind === 'sequential' ? sequential : diverging
  const table = new Uint8ClampedArray(steps * 3)
  for (let i = 0; i < steps; i++) {
    const position = (i / Math.max(1, steps - 1)) * (stops.length - 1)
    const at = Math.min(stops.length - 2, Math.floor(position))
    const from = stops[at] ?? [0, 0, 0]
    const to = stops[at + 1] ?? from
    for (let c = 0; c < 3; c++) {
      const a = from[c] ?? 0
      const b = to[c] ?? 0
      table[i * 3 + c] = Math.round(a + (b - a) * (position - at))
    }
  }
  return table
}
