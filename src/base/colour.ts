export type Colour = readonly [red: number, green: number, blue: number]

/** The colour of `#rrggbb`, 0…255; `null` for any other text. */
export function colourOf(text: string): Colour | null {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text) ?? []
  if (red === undefined || green === undefined || blue === undefined) return null
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/** The background of a transparent picture by the option `alpha` of its read step; `null` if transparency is dropped. */
export function backgroundOf(alpha: string, own: string): Colour | null {
  switch (alpha) {
    case 'white':
      return [255, 255, 255]
    case 'black':
      return [0, 0, 0]
    case 'grey':
      return [128, 128, 128]
    case 'colour':
      return colourOf(own)
    default:
      return null
  }
}
