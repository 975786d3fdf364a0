import { describe, expect, it } from 'vitest'
import type { GraphBuilder } from '../graph/builder.ts'
import { float32 } from '../graph/constant.ts'
import type { Value } from '../graph/graph.ts'
import { float, graphOf, strided } from '../graph/passes/fixtures/build.ts'
import { noise } from '../graph/passes/fixtures/run.ts'
import { families } from './families.ts'
import { answerIn, cluesOf, convolved } from './fixtures/graphs.ts'
import { evidenceIn } from './index.ts'
import { kernelSums, photoMean, responseVariances } from './photos.ts'

const outputs = 16
const unseen = { bias: [], rectified: false, remembered: null, folded: false, activated: false }

/** A convolution with a bias, whose kernel is as large as `size` says. */
function convolution(b: GraphBuilder, x: Value, size: number, bias: string): Value {
  const kernel = float32(
    noise(27 * outputs, 5).map((value) => value * size),
    [3, 3, 3, outputs],
  )
  const made = b.op('Conv2D', [x, b.constant(kernel, 'kernel')], strided())
  return b.op('BiasAdd', [made, b.constant(float32(new Float32Array(outputs)), bias)], float)
}

describe('a normalisation folded into the first convolution', () => {
  const scaleOf = async (size: number, bias: string) => {
    const graph = graphOf([null, 32, 32, 3], (b, x) => b.op('Relu', [convolution(b, x, size, bias)], float))
    return answerIn(await evidenceIn(graph, { unit: 'operation' }), 'scale')
  }

  it('tells 0…255 from small numbers, and no more', async () => {
    expect(await scaleOf(1 / 255, 'stem/batch_normalization/offset')).toBe('none, derived')
    expect(await scaleOf(1, 'stem/bn_conv1/offset')).toBe('zero-one, guessed')
  })

  it('is looked for only where there was one', async () => {
    expect(await scaleOf(1 / 255, 'stem/bias')).toBeNull()
  })
})

describe('a model that scales, trained on pictures that had been scaled before', () => {
  it.each([0, 2e-5])('follows the statistics, and says so, with %d left of the first variance', async (left) => {
    const kernel = noise(27 * outputs, 5)
    const layer = { kernel, height: 3, width: 3, channels: 3, outputs, ...unseen }
    const mean = kernelSums(layer).map((sums) => sums.reduce((sum, s, c) => sum + (s * photoMean(c, 3)) / 255, 0))
    const variance = responseVariances(layer, [1 / 255, 1 / 255, 1 / 255]).map((value) => value + left)
    const graph = graphOf([null, 32, 32, 3], (b, x) => {
      const scaled = b.op('Mul', [x, b.scalar(1 / 255)], float)
      const made = b.op('Conv2D', [scaled, b.constant(float32(kernel, [3, 3, 3, outputs]))], strided())
      const moments = [new Float32Array(outputs).fill(1), new Float32Array(outputs), mean, variance]
      return b.op('FusedBatchNormV3', [made, ...moments.map((values) => b.constant(float32(values)))], {
        ...float,
        U: { type: 'float32' },
        epsilon: { f: 1e-3 },
        is_training: { b: false },
        data_format: { s: 'NHWC' },
      })
    })
    const clues = await evidenceIn(graph, { unit: 'operation' })
    expect(answerIn(clues, 'scale')).toBe('zero-one, derived')
    expect(clues[0]?.reason).toContain('the training scaled twice')
    expect(answerIn(clues, 'order')).toBe('rgb, derived')
  })
})

describe('a model that standardises each picture', () => {
  const centred = (b: GraphBuilder, x: Value, axes: readonly number[]) =>
    b.op('Sub', [x, b.op('Mean', [x, b.ints(axes)], { keep_dims: { b: true } })])
  const deviation = (b: GraphBuilder, y: Value) =>
    b.op('Sqrt', [b.op('Mean', [b.op('Square', [y]), b.ints([1, 2, 3])], { keep_dims: { b: true } })])

  it('takes any range', async () => {
    const clues = await cluesOf((b, x) => {
      const y = centred(b, x, [1, 2, 3])
      return b.op('RealDiv', [y, b.op('Maximum', [deviation(b, y), b.scalar(0.01)])])
    })
    expect(answerIn(clues, 'scale')).toBe('none, certain')
    expect(clues[0]?.reason).toContain('any range')
  })

  it('is not one that only subtracts the mean, or normalises the channels of a pixel', async () => {
    expect(answerIn(await cluesOf((b, x) => centred(b, x, [1, 2, 3])), 'scale')).toBeNull()
    const layerNorm = await cluesOf((b, x) => {
      const y = centred(b, x, [3])
      return b.op('RealDiv', [y, deviation(b, y)])
    })
    expect(answerIn(layerNorm, 'scale')).toBeNull()
  })
})

it('knows a module of TensorFlow Hub by the name of its layer', async () => {
  const scaleIn = async (scope: string) => {
    const graph = graphOf([null, 8, 8, 3], (b, x) => b.scope(scope, () => convolved(b, x)))
    return answerIn(await evidenceIn(graph, { unit: 'operation' }), 'scale')
  }
  expect(await scaleIn('model/keras_layer')).toBe('zero-one, derived')
  expect(await scaleIn('model/my_keras_layers')).toBeNull()
})

describe('families of published models', () => {
  const nameOf = (
    input: readonly (number | null)[],
    shapes: readonly (readonly number[])[],
    height = 3,
    outputs = 16,
  ) => families.find((family) => family.matches(input, shapes, { height, outputs }))?.name ?? null

  it.each<[string | null, readonly (number | null)[], readonly (readonly number[])[], number?, number?]>([
    [
      'PoseNet or BodyPix',
      [1, 385, 385, 3],
      [
        [1, 25, 25, 32],
        [1, 25, 25, 17],
        [1, 25, 25, 32],
        [1, 25, 25, 34],
      ],
    ],
    [
      'PoseNet or BodyPix on ResNet50',
      [1, 257, 257, 3],
      [
        [1, 17, 17, 32],
        [1, 17, 17, 17],
        [1, 17, 17, 32],
        [1, 17, 17, 34],
      ],
      7,
    ],
    ['BlazeFace', [1, 128, 128, 3], [[1, 896, 17]]],
    ['MediaPipe pose detection', [1, 224, 224, 3], [[1, 2254, 13]]],
    ['MediaPipe palm detection', [1, 192, 192, 3], [[1, 2016, 19]]],
    [
      'BlazeFace',
      [1, 256, 256, 3],
      [
        [1, 384, 16],
        [1, 512, 1],
        [1, 384, 1],
        [1, 512, 16],
      ],
    ],
    [
      'MediaPipe face mesh',
      [null, 192, 192, 3],
      [
        [1, 1404],
        [1, 1],
        [1, 266],
      ],
    ],
    ['YOLO', [1, 640, 640, 3], [[1, 84, 8400]]],
    ['YOLO', [1, 640, 640, 3], [[1, 25200, 85]]],
    ['MediaPipe selfie segmentation', [1, 144, 256, 3], [[1, 144, 256, 2]]],
    [null, [1, 256, 256, 3], [[1, 256, 256, 1]], 3, 64],
    [null, [null, 224, 224, 3], [[1, 1000]]],
  ])('%s', (name, input, shapes, height, outputs) => {
    expect(nameOf(input, shapes, height, outputs)).toBe(name)
  })
})
