import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { formatBytes, formatCount } from '../../../base/format.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { Core } from '../packages.ts'

/** The most elements of one tensor: 2 GB as float32, half of what Wasm can address. */
const mostElements = 2 ** 29

/** The most random numbers of one tensor: they are drawn one by one, as JavaScript numbers. */
export const mostDrawn = 2 ** 26

interface Call {
  readonly inputs: NamedTensorInfoMap
  readonly attrs: NamedAttrMap
}

/** Elements of the output, from the shapes of the inputs and from the attributes. */
type OutputSize = (call: Call) => number

const sizeIn = (inputs: NamedTensorInfoMap, name: string) => sizeOf((inputs[name] as TensorInfo).shape)
const numbers = (value: unknown) => value as readonly number[]

const filled: OutputSize = ({ attrs }) => sizeOf(numbers(attrs.shape))

const padded: OutputSize = ({ inputs, attrs }) => {
  const paddings = attrs.paddings as readonly (readonly [number, number])[]
  const { shape } = inputs.x as TensorInfo
  return shape.reduce(
    (product, dim, axis) => product * (dim + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0)),
    1,
  )
}

const resized: OutputSize = ({ inputs, attrs }) => {
  const [batch = 1, , , channels = 1] = (inputs.images as TensorInfo).shape
  return batch * channels * sizeOf(numbers(attrs.size))
}

const joined: OutputSize = ({ inputs }) =>
  Object.values(inputs).reduce((sum, input) => sum + sizeOf((input as TensorInfo).shape), 0)

const broadcast: OutputSize = ({ inputs }) => {
  const [a, b] = [(inputs.a as TensorInfo).shape, (inputs.b as TensorInfo).shape]
  let product = 1
  for (let i = 1; i <= Math.max(a.length, b.length); i++) product *= Math.max(a.at(-i) ?? 1, b.at(-i) ?? 1)
  return product
}

/** Batches broadcast; the last two axes are rows of a and columns of b, or those of their transposes. */
const multiplied: OutputSize = ({ inputs, attrs }) => {
  const [a, b] = [(inputs.a as TensorInfo).shape, (inputs.b as TensorInfo).shape]
  const rows = a.at(attrs.transposeA === true ? -1 : -2) ?? 1
  const columns = b.at(attrs.transposeB === true ? -2 : -1) ?? 1
  return Math.max(sizeOf(a.slice(0, -2)), sizeOf(b.slice(0, -2))) * rows * columns
}

/** The kernels whose output can be far larger than their inputs. */
const expanding: readonly (readonly [kernels: readonly string[], size: OutputSize])[] = [
  [['Fill'], filled],
  [['Tile'], ({ inputs, attrs }) => sizeIn(inputs, 'x') * sizeOf(numbers(attrs.reps))],
  [['PadV2', 'MirrorPad'], padded],
  [['OneHot'], ({ inputs, attrs }) => sizeIn(inputs, 'indices') * Number(attrs.depth)],
  [['Range'], ({ attrs }) => Math.abs((Number(attrs.stop) - Number(attrs.start)) / Number(attrs.step))],
  [['LinSpace'], ({ attrs }) => Number(attrs.num)],
  [['ResizeBilinear', 'ResizeNearestNeighbor'], resized],
  [['ScatterNd'], filled],
  [['SparseToDense'], ({ attrs }) => sizeOf(numbers(attrs.outputShape))],
  [['Concat', 'Pack'], joined],
  [['BatchMatMul', '_FusedMatMul'], multiplied],
  [['Add', 'Sub', 'Multiply', 'RealDiv', 'FloorDiv', 'FloorMod', 'Pow', 'SquaredDifference'], broadcast],
  [['Maximum', 'Minimum', 'Mod', 'Atan2', 'LogicalAnd', 'LogicalOr'], broadcast],
  [['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'], broadcast],
]

const guarded = new Set<string>()

/**
 * Makes the kernels of a backend refuse an output that exceeds `mostElements` from its shape, before they allocate it:
 * a size can come from the values of an input. Raises `out-of-memory` in the run.
 */
export function guardSizes(tf: Core, backend: string): void {
  if (guarded.has(backend)) return
  guarded.add(backend)
  for (const [names, size] of expanding) {
    for (const name of names) {
      const config = tf.getKernel(name, backend)
      if (config === undefined) continue
      tf.unregisterKernel(name, backend)
      tf.registerKernel({ ...config, kernelFunc: checked(name, config.kernelFunc, size) })
    }
  }
}

function checked(name: string, kernel: KernelFunc, size: OutputSize): KernelFunc {
  return (params) => {
    checkSize(name, size({ inputs: params.inputs, attrs: params.attrs ?? {} }))
    return kernel(params)
  }
}

/** Raises `out-of-memory` for a step that would make more elements than `most`. */
export function checkSize(step: string, elements: number, most = mostElements): void {
  if (elements <= most) return
  throw new EngineError(
    'out-of-memory',
    `A step of the model (${step}) makes a tensor of ${formatCount(elements, 'element')}, ${formatBytes(elements * 4)}; the limit is ${formatCount(most)}.`,
    'Use a smaller input or batch.',
  )
}
