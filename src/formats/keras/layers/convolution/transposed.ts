import { type Constant, derived, int32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { layoutAttribute, paddingOf, spatialInput, windowAttribute } from '../spatial.ts'
import { transposedKernel } from './kernels.ts'
import { asTwoDimensional, channelsOf, convolutionOptions, filtersOf, finish, kernelAndBias } from './options.ts'

interface Axis {
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly same: boolean
  readonly outputPadding: number | null
}

function transposed(classes: readonly string[], rank: 1 | 2 | 3): LayerRow {
  return {
    classes,
    variables: (layer) => kernelAndBias(layer, 'kernel'),
    lower: (call) => {
      const { b, layer } = call
      const input = spatialInput(call, rank)
      const { kernelSize, strides, dilations } = convolutionOptions(layer, rank)
      const filters = filtersOf(layer)
      const stored = transposedKernel(call, [...kernelSize, filters, channelsOf(call, input.x)])
      const kernel = input.one ? asTwoDimensional(stored) : stored
      const same = paddingOf(layer) === 'SAME'
      const padding = layer.get('output_padding') === undefined ? null : layer.numbers('output_padding', rank)
      const axes = kernelSize.map(
        (size, i): Axis => ({
          size,
          stride: strides[i] ?? 1,
          dilation: dilations[i] ?? 1,
          same,
          outputPadding: padding?.[i] ?? null,
        }),
      )
      const flat: Axis = { size: 1, stride: 1, dilation: 1, same, outputPadding: null }
      const all = input.one ? [flat, ...axes] : axes
      const y = all.some(({ dilation }) => dilation > 1)
        ? asConvolution(call, input.x, kernel, all)
        : backpropagated(call, input.x, b.constant(kernel, 'kernel'), all, filters)
      const restored = input.restore(finish(call, y, filters))
      checkStated(call, restored)
      return restored
    },
  }
}

/** Keras 1 states the output shape, which may differ from what strides and padding give. */
function checkStated({ b, layer }: LayerCall, y: Value): void {
  const stated = layer.dialect.major === 1 ? layer.get('output_shape') : undefined
  if (!Array.isArray(stated)) return
  const found = b.shape(y)
  const other = stated.some((dim, axis) => axis > 0 && typeof dim === 'number' && dim !== found[axis])
  if (other && found.slice(1).every((dim) => typeof dim === 'number'))
    throw layer.error(
      `should give the shape [${stated.slice(1)}], but its strides and padding give [${found.slice(1)}].`,
    )
}

function backpropagated({ b }: LayerCall, x: Value, kernel: Value, axes: readonly Axis[], filters: number): Value {
  const shape = b.shape(x)
  const spatial = shape.slice(1, -1).map((dim, i) => {
    const { factor, rest } = outputSize(axes[i] as Axis)
    if (typeof dim === 'number') return b.int(dim * factor + rest)
    const scaled = factor === 1 ? b.dim(dim) : b.op('Mul', [b.dim(dim), b.int(factor)])
    return rest === 0 ? scaled : b.op('AddV2', [scaled, b.int(rest)])
  })
  const known = shape.every((dim): dim is number => typeof dim === 'number')
  const sizes = known
    ? b.ints([
        shape[0] as number,
        ...shape.slice(1, -1).map((dim, i) => {
          const { factor, rest } = outputSize(axes[i] as Axis)
          return (dim as number) * factor + rest
        }),
        filters,
      ])
    : b.op('Pack', [b.dim(shape[0] ?? 1), ...spatial, b.int(filters)], { axis: { i: 0 } })
  const rank = axes.length === 3 ? 3 : 2
  return b.op(rank === 3 ? 'Conv3DBackpropInputV2' : 'Conv2DBackpropInput', [sizes, kernel, x], {
    strides: windowAttribute(axes.map(({ stride }) => stride)),
    dilations: windowAttribute(axes.map(() => 1)),
    padding: { s: axes[0]?.same === true ? 'SAME' : 'VALID' },
    data_format: layoutAttribute(rank),
  })
}

/** `factor · size + rest` (Keras, `compute_conv_transpose_output_shape`). */
function outputSize(axis: Axis): { readonly factor: number; readonly rest: number } {
  const { stride, same, outputPadding } = axis
  const size = (axis.size - 1) * axis.dilation + 1
  if (!same) return { factor: stride, rest: size - stride + (outputPadding ?? Math.max(size, stride) - size) }
  return outputPadding === null
    ? { factor: stride, rest: 0 }
    : { factor: stride, rest: (size % 2) + outputPadding - stride }
}

/** Dilations require strides of 1: then this is a plain convolution of the padded input with the flipped kernel. */
function asConvolution({ b, layer }: LayerCall, x: Value, kernel: Constant, axes: readonly Axis[]): Value {
  if (axes.some(({ stride }) => stride > 1))
    throw layer.error('combines strides and dilations, which Keras does not allow.')
  const edges = axes.map((axis) => {
    const reach = (axis.size - 1) * axis.dilation
    const { rest } = outputSize(axis)
    const before = axis.same ? reach - Math.floor(reach / 2) : reach
    return [before, reach + rest - before]
  })
  const rows = [[0, 0], ...edges, [0, 0]]
  const padded = b.op('Pad', [x, b.constant(int32(rows.flat(), [rows.length, 2]))])
  const rank = axes.length === 3 ? 3 : 2
  return b.op(rank === 3 ? 'Conv3D' : 'Conv2D', [padded, b.constant(turned(kernel), 'kernel')], {
    strides: windowAttribute(axes.map(() => 1)),
    dilations: windowAttribute(axes.map(({ dilation }) => dilation)),
    padding: { s: 'VALID' },
    data_format: layoutAttribute(rank),
  })
}

/** `[…spatial, out, in]` to `[…reversed spatial, in, out]`. */
function turned(kernel: Constant): Constant {
  const [outer = 1, inner = 1] = kernel.shape.slice(-2)
  const places = kernel.shape.slice(0, -2).reduce((product, dim) => product * dim, 1)
  return derived([kernel], kernel.dtype, [...kernel.shape.slice(0, -2), inner, outer], (data) => {
    const from = data as Float32Array
    const to = new Float32Array(from.length)
    for (let place = 0; place < places; place++)
      for (let o = 0; o < outer; o++)
        for (let i = 0; i < inner; i++)
          to[((places - 1 - place) * inner + i) * outer + o] = from[(place * outer + o) * inner + i] as number
    return to
  })
}

export const transposedRows: readonly LayerRow[] = [
  transposed(['Conv1DTranspose', 'Convolution1DTranspose'], 1),
  transposed(['Conv2DTranspose', 'Convolution2DTranspose', 'Deconvolution2D', 'Deconv2D'], 2),
  transposed(['Conv3DTranspose', 'Convolution3DTranspose'], 3),
]
