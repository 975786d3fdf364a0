import type { KernelBackend, KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import { sizeOf } from '../../../base/tensor.ts'
import type { Core } from '../packages.ts'

/** What a kernel returns: all elements have one value. */
interface Filled {
  readonly shape: number[]
  readonly dtype: TensorInfo['dtype']
  readonly value: number
}

/** The result of a call if it is known without a kernel, else `null`. */
type Result = (tf: Core, inputs: NamedTensorInfoMap, attrs: NamedAttrMap) => Filled | null

const shapeOf = (inputs: NamedTensorInfoMap, name: string) => (inputs[name] as TensorInfo).shape

/** A reduction of no elements; `Max` has another name for its axes. */
const reduced =
  (value: number): Result =>
  (tf, inputs, attrs) => {
    const { shape, dtype } = inputs.x as TensorInfo
    if (!shape.includes(0)) return null
    const axes = tf.util.parseAxisParam((attrs.axis ?? attrs.reductionIndices ?? []) as number[], shape)
    const kept = shape.flatMap((dim, i) => (axes.includes(i) ? (attrs.keepDims === true ? [1] : []) : [dim]))
    if (dtype !== 'int32' || Number.isFinite(value)) return { shape: kept, dtype, value }
    return { shape: kept, dtype, value: value < 0 ? -(2 ** 31) : 2 ** 31 - 1 }
  }

/** A slice without elements, for instance one that ends before it begins. */
const sliced: Result = (tf, inputs, attrs) => {
  const { shape, dtype } = inputs.x as TensorInfo
  const [begin, end, strides] = [attrs.begin, attrs.end, attrs.strides] as [number[], number[], number[]]
  const masks = [attrs.beginMask, attrs.endMask, attrs.ellipsisMask, attrs.newAxisMask, attrs.shrinkAxisMask]
  const [first, last, ellipsis, added, dropped] = masks.map((mask) => Number(mask ?? 0)) as Five
  const info = tf.slice_util.sliceInfo(shape, begin, end, strides, first, last, ellipsis, added, dropped)
  return info.finalShape.includes(0) ? { shape: info.finalShape, dtype, value: 0 } : null
}

type Five = [number, number, number, number, number]

/** A matrix product without elements, or of matrices without columns and rows. */
const multiplied: Result = (tf, inputs, attrs) => {
  const [a, b] = [shapeOf(inputs, 'a'), shapeOf(inputs, 'b')]
  if (!a.includes(0) && !b.includes(0)) return null
  const rows = a.at(attrs.transposeA === true ? -1 : -2) ?? 1
  const columns = b.at(attrs.transposeB === true ? -2 : -1) ?? 1
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2))
  return { shape: [...batch, rows, columns], dtype: (inputs.a as TensorInfo).dtype, value: 0 }
}

const transposed: Result = (_, inputs, attrs) => {
  const { shape, dtype } = inputs.x as TensorInfo
  return shape.includes(0) ? { shape: (attrs.perm as number[]).map((axis) => shape[axis] ?? 0), dtype, value: 0 } : null
}

const kernels: Readonly<Record<string, Result>> = {
  ...{ All: reduced(1), Any: reduced(0), Prod: reduced(1), Sum: reduced(0), Mean: reduced(Number.NaN) },
  ...{ Max: reduced(Number.NEGATIVE_INFINITY), Min: reduced(Number.POSITIVE_INFINITY) },
  StridedSlice: sliced,
  Transpose: transposed,
  BatchMatMul: multiplied,
}

const repaired = new Set<string>()

/**
 * Answers calls on tensors without elements. The kernels return what was in memory, raise an error, or divide by zero,
 * which stops the Wasm module; the lowering handles only sizes that are known before the run.
 */
export function repairEmpties(tf: Core, id: string): void {
  if (repaired.has(id)) return
  repaired.add(id)
  for (const [name, result] of Object.entries(kernels)) {
    const config = tf.getKernel(name, id)
    if (config === undefined) continue
    const kernelFunc: KernelFunc = (params) => {
      const filled = result(tf, params.inputs, params.attrs ?? {})
      return filled === null ? config.kernelFunc(params) : written(tf, params.backend as KernelBackend, filled)
    }
    tf.unregisterKernel(name, id)
    tf.registerKernel({ ...config, kernelFunc })
  }
}

function written(tf: Core, backend: KernelBackend, { shape, dtype, value }: Filled): TensorInfo {
  const values = tf.util.getTypedArrayFromDType(dtype as 'float32' | 'int32' | 'bool', sizeOf(shape)).fill(value)
  return { dataId: backend.write(values, shape, dtype) as object, shape, dtype }
}
