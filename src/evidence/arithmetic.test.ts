import { describe, expect, it } from 'vitest'
import { ascending, fileOf, functional, input, layer, of, sequential } from '../formats/keras/model/fixtures/file.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import type { Constant } from '../graph/constant.ts'
import { float32 } from '../graph/constant.ts'
import type { Value } from '../graph/graph.ts'
import { float } from '../graph/passes/fixtures/build.ts'
import { answerIn, cluesOf, kerasGraph, numbers } from './fixtures/graphs.ts'
import { evidenceIn } from './index.ts'

type Build = (b: GraphBuilder, x: Value) => Value

const scalar =
  (op: string, value: number): Build =>
  (b, x) =>
    b.op(op, [x, b.scalar(value)], float)
const then =
  (...steps: readonly Build[]): Build =>
  (b, x) =>
    steps.reduce((value, step) => step(b, value), x)

describe('arithmetic on the input', () => {
  it.each<[string, Build, string | null]>([
    ['x / 127.5 − 1', then(scalar('RealDiv', 127.5), scalar('Sub', 1)), 'none, certain'],
    ['x / 128 − 1', then(scalar('RealDiv', 128), scalar('Sub', 1)), 'none, certain'],
    ['2x − 1', then(scalar('Mul', 2), scalar('Sub', 1)), 'zero-one, certain'],
    ['x · 255', scalar('Mul', 255), 'zero-one, certain'],
    ['an unusual factor', scalar('Mul', 1 / 100), 'none, derived'],
    ['half', scalar('Mul', 0.5), null],
    ['nothing', (_b, x) => x, null],
    ['· 1 − 0', then(scalar('Mul', 1), scalar('Sub', 0)), null],
    [
      'the ImageNet mean and deviation of 0…1',
      (b, x) =>
        b.op(
          'RealDiv',
          [b.op('Sub', [x, numbers(b, 0.485, 0.456, 0.406)], float), numbers(b, 0.229, 0.224, 0.225)],
          float,
        ),
      'zero-one, certain',
    ],
    [
      'a root that is still to be folded',
      (b, x) => {
        const variance = numbers(b, 3409.98, 3262.69, 3291.89)
        const deviation = b.op('Maximum', [b.op('Sqrt', [variance], float), b.scalar(1e-7)], float)
        return b.op('RealDiv', [b.op('Sub', [x, numbers(b, 123.7, 116.3, 103.5)], float), deviation], float)
      },
      'none, certain',
    ],
    [
      'a clip to 0…255 behind a random contrast',
      (b, x) => {
        const mean = b.op('Mean', [x, b.ints([1, 2])], { keep_dims: { b: true } })
        const factor = b.op('RandomUniform', [b.ints([1, 1, 1, 1])], { dtype: { type: 'float32' } })
        const contrast = b.op('AddV2', [b.op('Mul', [b.op('Sub', [x, mean], float), factor], float), mean], float)
        return b.op('Maximum', [b.op('Minimum', [contrast, b.scalar(255)], float), b.scalar(0)], float)
      },
      'none, certain',
    ],
    [
      'the limits of a quantised input',
      (b, x) =>
        b.op('FakeQuantWithMinMaxVars', [x, b.scalar(-1), b.scalar(1)], {
          num_bits: { i: 8 },
          narrow_range: { b: false },
        }),
      'minus-one-one, certain',
    ],
    [
      'a factor behind a random brightness',
      (b, x) => {
        const shift = b.op('RandomUniform', [b.ints([1, 1, 1, 1])], { dtype: { type: 'float32' } })
        return b.op('Mul', [b.op('AddV2', [x, shift], float), b.scalar(1 / 255)], float)
      },
      'none, certain',
    ],
  ])('%s', async (_what, build, expected) => {
    expect(answerIn(await cluesOf(build), 'scale')).toBe(expected)
  })

  it('names the places', async () => {
    const [clue] = await cluesOf(then(scalar('RealDiv', 127.5), scalar('Sub', 1)))
    expect(clue?.reason).toBe('stated by the nodes RealDiv and Sub')
  })
})

describe('the order of the channels', () => {
  const part = (b: GraphBuilder, x: Value, from: number): Value =>
    b.op('StridedSlice', [x, b.ints([0, from]), b.ints([0, from + 1]), b.ints([1, 1])], {
      ...float,
      begin_mask: { i: 0 },
      end_mask: { i: 0 },
      ellipsis_mask: { i: 1 },
      new_axis_mask: { i: 0 },
      shrink_axis_mask: { i: 2 },
    })
  const bgrMeans: Build = (b, x) => b.op('Sub', [x, numbers(b, 103.939, 116.779, 123.68)], float)
  const reversed: Readonly<Record<string, Build>> = {
    Pack: (b, x) =>
      b.op('Pack', [part(b, x, 2), part(b, x, 1), part(b, x, 0)], { ...float, N: { i: 3 }, axis: { i: -1 } }),
    ReverseV2: (b, x) => b.op('ReverseV2', [x, b.ints([3])], float),
    GatherV2: (b, x) =>
      b.op('GatherV2', [x, b.ints([2, 1, 0]), b.int(3)], { Tparams: { type: 'float32' }, batch_dims: { i: 0 } }),
    ConcatV2: (b, x) => {
      const parts = b.ops('Split', [b.int(3), x], { ...float, num_split: { i: 3 } })
      return b.op('ConcatV2', [...parts.toReversed(), b.int(-1)], { ...float, N: { i: 3 } })
    },
  }

  it.each(Object.entries(reversed))('reversed by %s, then means in the order of Caffe: RGB', async (_op, reverse) => {
    const clues = await cluesOf(then(reverse, bgrMeans))
    expect([answerIn(clues, 'scale'), answerIn(clues, 'order')]).toEqual(['none, certain', 'rgb, certain'])
  })

  it('means in the order of Caffe without a reversal: BGR', async () => {
    const clues = await cluesOf(bgrMeans)
    expect([answerIn(clues, 'scale'), answerIn(clues, 'order')]).toEqual(['none, certain', 'bgr, derived'])
  })
})

describe('layers of Keras', () => {
  const image = input('x', 8, 8, 3)
  const convolution = layer('Conv2D', 'c', { filters: 2, kernel_size: [3, 3], use_bias: false })
  const weights = { 'layers/conv2d/vars/0': ascending(3, 3, 3, 2) }
  const ofLayers = async (layers: readonly object[], more: Readonly<Record<string, Constant>> = {}) => {
    const file = fileOf(sequential('m', [image, ...layers, convolution]), { ...weights, ...more })
    return evidenceIn(await kerasGraph(file), { unit: 'layer' })
  }
  const adapted = (mean: readonly number[], variance: readonly number[]) => ({
    'layers/normalization/vars/0': float32(mean, [1, 1, 1, 3]),
    'layers/normalization/vars/1': float32(variance, [1, 1, 1, 3]),
    'layers/normalization/vars/2': float32([9], []),
  })

  it.each<[string, readonly object[], string | null]>([
    [
      'behind layers that change no values',
      [layer('Dropout', 'd', { rate: 0.5 }), layer('Rescaling', 's', { scale: 1 / 255, offset: 0 })],
      'none, certain',
    ],
    ['of 0…1', [layer('Rescaling', 's', { scale: 2, offset: -1 })], 'zero-one, certain'],
    [
      'in a nested model',
      [sequential('inner', [input('i', 8, 8, 3), layer('Rescaling', 's', { scale: 1 / 255 })])],
      'none, certain',
    ],
    [
      'by statistics in the config',
      [layer('Normalization', 'n', { mean: [123, 117, 104], variance: [3364, 3249, 3364] })],
      'none, certain',
    ],
    ['behind a layer that computes', [layer('ReLU', 'r'), layer('Rescaling', 's', { scale: 1 / 255 })], null],
  ])('scaling %s', async (_what, layers, expected) => {
    expect(answerIn(await ofLayers(layers), 'scale')).toBe(expected)
  })

  it.each<[string, readonly number[], readonly number[], string | null]>([
    ['0…1', [0.51, 0.5, 0.49], [0.081, 0.083, 0.085], 'zero-one, certain'],
    ['0…255', [125, 120, 110], [4000, 3900, 4100], 'none, certain'],
    ['−1…1', [-0.05, -0.1, -0.2], [0.25, 0.24, 0.27], 'minus-one-one, derived'],
    ['standardised pictures', [0.01, 0, -0.01], [1.02, 0.99, 1], null],
  ])('statistics adapted to %s', async (_what, mean, variance, expected) => {
    const clues = await ofLayers([layer('Normalization', 'normalization', { axis: [-1] })], adapted(mean, variance))
    expect(answerIn(clues, 'scale')).toBe(expected)
  })

  it('operators between layers', async () => {
    const operation = (className: string, name: string, from: string, by: number) => ({
      module: 'keras.src.ops.numpy',
      class_name: className,
      name,
      config: { name },
      inbound_nodes: [
        { args: [{ class_name: '__keras_tensor__', config: { keras_history: [from, 0, 0] } }, by], kwargs: {} },
      ],
    })
    const scaled = [operation('TrueDivide', 'd', 'x', 127.5), operation('Subtract', 's', 'd', 1)]
    const last = layer('ReLU', 'r', {}, [of('s')])
    const file = fileOf(functional('m', [image, ...scaled, last], ['x', 0, 0], ['r', 0, 0]))
    const [clue] = await evidenceIn(await kerasGraph(file), { unit: 'layer' })
    expect(clue).toMatchObject({ answer: { scale: 'none' }, reason: 'stated by the layers d and s' })
  })

  it('columns that the model scales itself', async () => {
    const normalization = layer('Normalization', 'n', { mean: [5, 100], variance: [4, 900] })
    const file = fileOf(sequential('m', [input('x', 2), normalization, layer('ReLU', 'r')]))
    const clues = await evidenceIn(await kerasGraph(file), { unit: 'layer' })
    expect(answerIn(clues, 'columns')).toBe('raw, certain')
  })
})
