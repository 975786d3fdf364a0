import type { Attribute, Value } from '../../../graph/graph.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'
import { expand, movedAxes, squeeze } from './shaping.ts'

const layouts: Readonly<Record<number, string>> = { 2: 'NHWC', 3: 'NDHWC' }

interface Window {
  readonly x: Value
  /** 2 or 3; 1-D becomes 2-D. */
  readonly spatial: number
  /** One number per spatial dimension; 1 for an added one. */
  numbers(fallback: number | readonly number[], ...names: readonly string[]): readonly number[]
  /** Restores the layout and rank of the input. */
  restore(y: Value): Value
}

/** The input in the form that kernels need: channels last, at least two spatial dimensions. */
function windowOf(a: Arguments): Window {
  const { b } = a
  const given = toFloat(b, a.value('inputs', 'x', 'input', 'value'))
  const format = a.get('data_format')
  const first = typeof format === 'string' && (format === 'channels_first' || /^NC/.test(format))
  const rank = b.rank(given)
  const last = first ? b.transpose(given, movedAxes(rank, [1], [rank - 1])) : given
  const one = rank === 3
  return {
    x: one ? expand(b, last, 1) : last,
    spatial: Math.max(2, rank - 2),
    numbers: (fallback, ...names) => {
      const list = a.ints(...names) ?? [fallback].flat()
      const spatial = list.length === rank && rank > 2 ? list.slice(1, -1) : list
      const all = spatial.length === 1 ? Array.from({ length: rank - 2 }, () => spatial[0] as number) : spatial
      return one ? [1, ...all] : all
    },
    restore: (y) => {
      const back = one ? squeeze(b, y, [1]) : y
      return first ? b.transpose(back, movedAxes(rank, [rank - 1], [1])) : back
    },
  }
}

const list = (values: readonly number[]): Attribute => ({ list: { i: [1, ...values, 1] } })

function padding(a: Arguments): Attribute {
  const given = a.string('padding', 'valid').toUpperCase()
  if (given !== 'SAME' && given !== 'VALID') throw a.layer.invalid('padding', 'same or valid', given)
  return { s: given }
}

function pool(classes: readonly string[], functions: readonly string[], op: string): OperationRow {
  return {
    classes,
    functions,
    parameters: ['inputs', 'pool_size', 'strides', 'padding'],
    lower: (a) => {
      const window = windowOf(a)
      const size = window.numbers(2, 'pool_size', 'ksize')
      const strides = window.numbers(a.ints('pool_size', 'ksize') ?? size, 'strides')
      return window.restore(
        a.b.op(window.spatial === 3 ? `${op}3D` : op, [window.x], {
          ksize: list(size),
          strides: list(strides),
          padding: padding(a),
          data_format: { s: layouts[window.spatial] ?? '' },
        }),
      )
    },
  }
}

const conv: OperationRow = {
  classes: ['Conv'],
  functions: ['nn.conv2d', 'nn.convolution', 'nn.conv1d', 'nn.conv3d'],
  parameters: ['inputs', 'kernel', 'strides', 'padding'],
  lower: (a) => {
    const window = windowOf(a)
    const given = a.value('kernel', 'filters', 'filter')
    const kernel = a.b.rank(given) === 3 ? expand(a.b, given, 0) : given
    return window.restore(
      a.b.op(window.spatial === 3 ? 'Conv3D' : 'Conv2D', [window.x, kernel], {
        strides: list(window.numbers(1, 'strides')),
        dilations: list(window.numbers(1, 'dilation_rate', 'dilations')),
        padding: padding(a),
        data_format: { s: layouts[window.spatial] ?? '' },
      }),
    )
  },
}

function depthwise(a: Arguments, window: Window, given: Value): Value {
  const kernel = a.b.rank(given) === 3 ? expand(a.b, given, 0) : given
  const strides = window.numbers(1, 'strides')
  return a.b.op('DepthwiseConv2dNative', [window.x, kernel], {
    // Kernels require equal strides; the added dimension has size 1 anyway.
    strides: list(a.b.rank(given) === 3 ? strides.map(() => strides[1] as number) : strides),
    dilations: list(window.numbers(1, 'dilation_rate', 'dilations')),
    padding: padding(a),
    data_format: { s: 'NHWC' },
  })
}

const depthwiseConv: OperationRow = {
  classes: ['DepthwiseConv'],
  functions: ['nn.depthwise_conv2d'],
  parameters: ['inputs', 'kernel', 'strides', 'padding'],
  lower: (a) => {
    const window = windowOf(a)
    return window.restore(depthwise(a, window, a.value('kernel', 'filter')))
  },
}

const separableConv: OperationRow = {
  classes: ['SeparableConv'],
  parameters: ['inputs', 'depthwise_kernel', 'pointwise_kernel', 'strides', 'padding'],
  lower: (a) => {
    const window = windowOf(a)
    const given = a.value('pointwise_kernel')
    const pointwise = a.b.rank(given) === 3 ? expand(a.b, given, 0) : given
    const deep = depthwise(a, window, a.value('depthwise_kernel'))
    const ones = list([1, 1])
    return window.restore(
      a.b.op('Conv2D', [deep, pointwise], {
        strides: ones,
        dilations: ones,
        padding: { s: 'VALID' },
        data_format: { s: 'NHWC' },
      }),
    )
  },
}

export const convolutionOperations: readonly OperationRow[] = [
  pool(['MaxPool'], ['nn.max_pool2d', 'nn.max_pool', 'nn.max_pool1d', 'nn.max_pool3d'], 'MaxPool'),
  pool(['AveragePool'], ['nn.avg_pool2d', 'nn.avg_pool', 'nn.avg_pool1d', 'nn.avg_pool3d'], 'AvgPool'),
  conv,
  depthwiseConv,
  separableConv,
]
