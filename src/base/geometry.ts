export interface Size {
  readonly width: number
  readonly height: number
}

/** A rectangle in pixels; `x` and `y` are its left and upper edges. */
export interface Rectangle extends Size {
  readonly x: number
  readonly y: number
}

/**
 * EXIF orientation: 1 as stored, 2 mirrored, 3 rotated by 180°, 4 flipped, 5 transposed, 6 and 8 rotated by 90°, 7
 * transversed.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/**
 * Placement of a picture in an input of the model. The upright picture is cropped to `crop`; the crop is scaled to
 * `placed` and padded to the size of the input.
 */
export interface Geometry {
  /** Size of the upright picture, as shown on the page, px. */
  readonly picture: Size
  /** The EXIF orientation that was applied; 1 if the file has none. */
  readonly orientation: Orientation
  /** The crop, in pixels of the upright picture. */
  readonly crop: Rectangle
  /** The position of the crop in the input, in pixels of the input. */
  readonly placed: Rectangle
  readonly input: Size
  /** Height and width dimensions of the input's shape; `null` if the picture is flattened. */
  readonly axes: { readonly height: number | null; readonly width: number | null }
}

/**
 * Maps a rectangle of the input (a detected box) to pixels of the upright picture. The result may extend beyond the
 * picture.
 */
export function toPicture({ crop, placed }: Geometry, box: Rectangle): Rectangle {
  const across = crop.width / placed.width
  const down = crop.height / placed.height
  return {
    x: crop.x + (box.x - placed.x) * across,
    y: crop.y + (box.y - placed.y) * down,
    width: box.width * across,
    height: box.height * down,
  }
}

/** Maps a rectangle of the upright picture to pixels as stored in the file, before EXIF orientation. */
export function toStored({ picture, orientation }: Geometry, box: Rectangle): Rectangle {
  const { width, height } = picture
  const right = width - box.x - box.width
  const below = height - box.y - box.height
  const upright = { x: box.x, y: box.y, width: box.width, height: box.height }
  const sideways = { width: box.height, height: box.width }
  switch (orientation) {
    case 1:
      return upright
    case 2:
      return { ...upright, x: right }
    case 3:
      return { ...upright, x: right, y: below }
    case 4:
      return { ...upright, y: below }
    case 5:
      return { ...sideways, x: box.y, y: box.x }
    case 6:
      return { ...sideways, x: box.y, y: right }
    case 7:
      return { ...sideways, x: below, y: right }
    case 8:
      return { ...sideways, x: below, y: box.x }
  }
}
