export interface Size {
  readonly width: number
  readonly height: number
}

/** A rectangle in pixels; `x` and `y` are its left and upper edges. */
export interface Rectangle extends Size {
  readonly x: number
  readonly y: number
}

/** EXIF orientation: 1 as stored, 2 mirrored, 3 turned by 180°, 4 flipped, 5 transposed, 6 and 8 turned by a quarter, 7 transversed. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/**
 * How a picture lies in an input of the model. The picture, turned upright, is cropped to `crop`; the crop is scaled to `placed` and
 * surrounded by a border that fills the input.
 */
export interface Geometry {
  /** The picture upright, as the page shows it, px. */
  readonly picture: Size
  /** How the stored pixels were turned to stand upright; 1 where the file does not say. */
  readonly orientation: Orientation
  /** The part of the upright picture that is taken, in its pixels. */
  readonly crop: Rectangle
  /** Where that part lies in the input, in the input's pixels. */
  readonly placed: Rectangle
  readonly input: Size
  /** Dimensions of the input's shape that are its height and width; `null` where the picture is flattened. */
  readonly axes: { readonly height: number | null; readonly width: number | null }
}

/** A rectangle of the input (a box that a model found) in pixels of the upright picture. It may reach beyond the picture. */
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

/** A rectangle of the upright picture in pixels as the file stores them, before EXIF orientation. */
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
