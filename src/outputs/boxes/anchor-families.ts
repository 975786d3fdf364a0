import { type Anchors, pyramidAnchors, ratiosFastest, sizesFastest, squareAnchors, ssdAnchors } from './grid-anchors.ts'

/** Detectors whose boxes are offsets from anchors, recognised by the number of these. */
export interface AnchorFamily {
  readonly label: string
  /** The anchors for an input of this size; `null` if the family does not take it. */
  anchors(size: { readonly width: number; readonly height: number }): Anchors | null
  /** Offsets are multiplied with these: of the centre, and of the logarithm of the size. */
  readonly factors: readonly [centre: number, size: number]
  /** x before y in the offsets; else y before x. */
  readonly byX: boolean
  readonly overlap: number
  readonly names?: readonly string[]
  /** Names of outputs or nodes that favour it. */
  readonly evidence?: RegExp
}

const square =
  (sides: readonly number[], only: number) => (size: { readonly width: number; readonly height: number }) =>
    size.width === size.height && size.width === only ? ssdAnchors(sides) : null

const ultraFace = [
  { stride: 8, sizes: [10, 16, 24] },
  { stride: 16, sizes: [32, 48] },
  { stride: 32, sizes: [64, 96] },
  { stride: 64, sizes: [128, 192, 256] },
]
const retinaFace = [
  { stride: 8, sizes: [16, 32] },
  { stride: 16, sizes: [64, 128] },
  { stride: 32, sizes: [256, 512] },
]

/** Sides of the lite models whose anchors are smaller, px. */
const liteSides = [320, 384, 448]

/** In order of preference where two have the same number of anchors. */
export const anchorFamilies: readonly AnchorFamily[] = [
  {
    label: 'SSD with six feature maps',
    anchors: square([19, 10, 5, 3, 2, 1], 300),
    factors: [0.1, 0.2],
    byX: false,
    overlap: 0.6,
  },
  {
    label: 'SSD with six feature maps',
    anchors: square([20, 10, 5, 3, 2, 1], 320),
    factors: [0.1, 0.2],
    byX: false,
    overlap: 0.6,
  },
  {
    label: 'SSD with a feature pyramid',
    anchors: (size) => pyramidAnchors(size, sizesFastest(2), 4),
    factors: [0.1, 0.2],
    byX: false,
    overlap: 0.6,
  },
  {
    label: 'EfficientDet',
    anchors: (size) => pyramidAnchors(size, sizesFastest(3), liteSides.includes(size.width) ? 3 : 4),
    factors: [1, 1],
    byX: false,
    overlap: 0.5,
  },
  {
    label: 'RetinaNet of Keras CV',
    // With other sizes its maps differ from those of the other pyramids.
    anchors: (size) =>
      size.width % 128 === 0 && size.height % 128 === 0 ? pyramidAnchors(size, ratiosFastest, 4) : null,
    factors: [0.1, 0.2],
    byX: false,
    overlap: 0.5,
    evidence: /retina_?net|\bclassification\b/i,
  },
  {
    label: 'UltraFace',
    anchors: (size) => squareAnchors(size, ultraFace),
    factors: [0.1, 0.2],
    byX: true,
    overlap: 0.3,
    names: ['face'],
  },
  {
    label: 'RetinaFace',
    anchors: (size) => squareAnchors(size, retinaFace),
    factors: [0.1, 0.2],
    byX: true,
    overlap: 0.4,
    names: ['face'],
  },
]

const latest = new Map<
  AnchorFamily,
  { readonly width: number; readonly height: number; readonly anchors: Anchors | null }
>()

/** The anchors of a family, kept for the next picture of the same size. */
export function anchorsOf(family: AnchorFamily, width: number, height: number): Anchors | null {
  const known = latest.get(family)
  if (known !== undefined && known.width === width && known.height === height) return known.anchors
  const anchors = family.anchors({ width, height })
  latest.set(family, { width, height, anchors })
  return anchors
}
