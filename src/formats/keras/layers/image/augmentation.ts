import type { Value } from '../../../../graph/graph.ts'
import type { LayerRow } from '../contract.ts'
import { clip, div, mul, sub, where } from '../elementwise.ts'
import { betweenRanges, bytes } from './range.ts'

/** Layers that change images in training only. */
const identities: LayerRow = {
  classes: [
    'AugMix',
    'CutMix',
    'Equalization',
    'MaxNumBoundingBoxes',
    'MixUp',
    'RandAugment',
    'RandomBrightness',
    'RandomColorDegeneration',
    'RandomColorJitter',
    'RandomContrast',
    'RandomElasticTransform',
    'RandomErasing',
    'RandomFlip',
    'RandomGaussianBlur',
    'RandomGrayscale',
    'RandomHeight',
    'RandomHue',
    'RandomInvert',
    'RandomPerspective',
    'RandomPosterization',
    'RandomRotation',
    'RandomSaturation',
    'RandomSharpness',
    'RandomShear',
    'RandomTranslation',
    'RandomWidth',
    'RandomZoom',
    'Solarization',
  ],
  passesMask: true,
  lower: ({ b, x }) => b.cast(x, 'float32'),
}

/** Stretches each channel of each image to the whole range. */
const autoContrast: LayerRow = {
  classes: ['AutoContrast'],
  lower: (call) => {
    const { b, layer } = call
    const range = layer.numbers('value_range', 2, bytes)
    const original = b.cast(call.x, 'float32')
    const x = betweenRanges(b, original, range, bytes)
    const rank = b.rank(x)
    const axes = b.ints(layer.channelsFirst() ? [rank - 2, rank - 1] : [rank - 3, rank - 2])
    const [low, high] = ['Min', 'Max'].map((op) => b.op(op, [x, axes], { keep_dims: { b: true } })) as [Value, Value]
    const scale = div(b, 255, sub(b, high, low))
    const stretched = clip(b, sub(b, mul(b, x, scale), mul(b, low, scale)), 0, 255)
    const result = betweenRanges(b, stretched, bytes, range)
    // A constant channel has no contrast.
    return where(b, b.op('Equal', [sub(b, high, low), b.scalar(0)]), original, result)
  },
}

export const augmentationRows: readonly LayerRow[] = [identities, autoContrast]
