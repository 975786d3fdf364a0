import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { cropOrFit, cropToRatio, isInterpolation, padToRatio, resize } from '../image/resize.ts'

interface Images {
  /** float32 `[batch, height, width, channels]`. */
  readonly x: Value
  /** Restores the rank and layout of the input. */
  back(y: Value): Value
}

function imagesOf({ b, layer, x }: LayerCall): Images {
  const given = b.cast(x, 'float32')
  const single = b.rank(given) === 3
  const batch = single ? b.op('ExpandDims', [given, b.int(0)]) : given
  const first = layer.channelsFirst()
  return {
    x: first ? b.transpose(batch, [0, 2, 3, 1]) : batch,
    back: (y) => {
      const restored = first ? b.transpose(y, [0, 3, 1, 2]) : y
      return single ? b.op('Squeeze', [restored], { squeeze_dims: { list: { i: [0] } } }) : restored
    },
  }
}

const resizing: LayerRow = {
  classes: ['Resizing'],
  lower: (call) => {
    const { b, layer } = call
    const [height, width] = [layer.number('height'), layer.number('width')]
    const interpolation = layer.string('interpolation', 'bilinear').toLowerCase()
    if (!isInterpolation(interpolation)) throw layer.invalid('interpolation', 'one that Keras has', interpolation)
    const { x, back } = imagesOf(call)
    return back(
      resize(b, fitted(call, x, height, width), {
        height,
        width,
        interpolation,
        antialias: layer.bool('antialias', false),
      }),
    )
  },
}

function fitted({ b, layer }: LayerCall, x: Value, height: number, width: number): Value {
  if (layer.bool('crop_to_aspect_ratio', false)) return cropToRatio(b, x, height, width)
  if (!layer.bool('pad_to_aspect_ratio', false)) return x
  const mode = layer.string('fill_mode', 'constant')
  if (mode !== 'constant') throw layer.invalid('fill_mode', 'constant', mode)
  return padToRatio(b, x, height, width, layer.number('fill_value', 0))
}

const centerCrop: LayerRow = {
  classes: ['CenterCrop'],
  lower: (call) => {
    const [height, width] = [call.layer.number('height'), call.layer.number('width')]
    const { x, back } = imagesOf(call)
    return back(cropped(call.b, x, height, width))
  },
}

/** Crops the centre of images that are large enough; scales others up to the target's aspect ratio first. */
function cropped(b: GraphBuilder, x: Value, height: number, width: number): Value {
  const [, rows, columns] = b.shape(x) as readonly [Dim, Dim, Dim, Dim]
  const options = { height, width, interpolation: 'bilinear', antialias: false }
  if (typeof rows !== 'number' || typeof columns !== 'number') return resize(b, cropOrFit(b, x, height, width), options)
  if (rows >= height && columns >= width)
    return middle(b, x, [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)], height, width)
  return resize(b, cropToRatio(b, x, height, width), options)
}

function middle(
  b: GraphBuilder,
  x: Value,
  [top, left]: readonly [number, number],
  height: number,
  width: number,
): Value {
  return b.op('Slice', [x, b.ints([0, top, left, 0]), b.ints([-1, height, width, -1])])
}

/** At inference, Keras 3 does not crop; Keras 2 crops the largest area of the target's aspect ratio and resizes it. */
const randomCrop: LayerRow = {
  classes: ['RandomCrop'],
  lower: (call) => {
    const { b, layer } = call
    if (layer.dialect.major >= 3) return b.cast(call.x, 'float32')
    const [height, width] = [layer.number('height'), layer.number('width')]
    const { x, back } = imagesOf(call)
    const cut = cropToRatio(b, x, height, width)
    return back(resize(b, cut, { height, width, interpolation: 'bilinear', antialias: false }))
  },
}

export const imageSizeRows: readonly LayerRow[] = [resizing, centerCrop, randomCrop]
