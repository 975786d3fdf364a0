import type { KernelBackend, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import { sizeOf } from '../../../../base/tensor.ts'
import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'
import { reshaperOf } from './reshape.ts'

/** The shaders of these kernels have at most four axes. */
const maxRank = 4

/** What a kernel does along one axis, as attributes of the same kernel for `[outer, axis, inner]`. */
interface Step {
  readonly axis: number
  /** The size of the axis afterwards. */
  readonly size: number
  readonly attrs: object
}

interface Steps {
  readonly steps: readonly Step[]
  /** The final shape, if it is not that of the steps. */
  readonly shape?: number[]
}

type Splitter = (tf: Core, shape: readonly number[], attrs: NamedAttrMap) => Steps

const padding: Splitter = (_, shape, attrs) => {
  const paddings = attrs.paddings as unknown as readonly (readonly [number, number])[]
  const steps = paddings.flatMap(([before, after], axis) => {
    if (before === 0 && after === 0) return []
    const around = [[0, 0] as const, [before, after] as const, [0, 0] as const]
    return [{ axis, size: (shape[axis] ?? 0) + before + after, attrs: { ...attrs, paddings: around } }]
  })
  return { steps }
}

const reversal: Splitter = (tf, shape, attrs) => {
  const axes = tf.util.parseAxisParam(attrs.dims as number[], [...shape])
  return { steps: axes.map((axis) => ({ axis, size: shape[axis] ?? 0, attrs: { dims: [1] } })) }
}

const repetition: Splitter = (_, shape, attrs) => {
  const steps = (attrs.reps as number[]).flatMap((count, axis) =>
    count === 1 ? [] : [{ axis, size: (shape[axis] ?? 0) * count, attrs: { reps: [1, count, 1] } }],
  )
  return { steps }
}

const cumulation: Splitter = (tf, shape, attrs) => {
  const [axis = 0] = tf.util.parseAxisParam(attrs.axis as number, [...shape])
  return { steps: [{ axis, size: shape[axis] ?? 0, attrs: { ...attrs, axis: 1 } }] }
}

const slicing: Splitter = (tf, shape, attrs) => {
  const [begin, end, strides] = [attrs.begin, attrs.end, attrs.strides] as [number[], number[], number[]]
  const masks = [attrs.beginMask, attrs.endMask, attrs.ellipsisMask, attrs.newAxisMask, attrs.shrinkAxisMask]
  const [first, last, ellipsis, added, dropped] = masks.map(Number) as [number, number, number, number, number]
  const info = tf.slice_util.sliceInfo([...shape], begin, end, strides, first, last, ellipsis, added, dropped)
  const sizes = tf.slice_util.computeOutShape(info.begin, info.end, info.strides)
  const none = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 }
  const steps = shape.flatMap((dim, axis) => {
    const [from = 0, to = 0, stride = 1, size = 0] = [info.begin, info.end, info.strides, sizes].map((of) => of[axis])
    if (from === 0 && to === dim && stride === 1) return []
    const bounds = { begin: [0, from, 0], end: [0, Math.max(0, to), 0], strides: [1, stride, 1] }
    // The outer axes are kept whole; backwards, an end before the first element is -1, which would count from the last.
    return [{ axis, size, attrs: { ...none, ...bounds, endMask: to < 0 ? 7 : 5 } }]
  })
  return { steps, shape: info.finalShape }
}

/** Kernel → its work, axis by axis. */
const splitters: Readonly<Record<string, Splitter>> = {
  ...{ PadV2: padding, MirrorPad: padding, Reverse: reversal, Tile: repetition, StridedSlice: slicing },
  ...{ Cumsum: cumulation, Cumprod: cumulation },
}

const repaired = new Set<string>()

/**
 * Runs kernels on tensors of more than four axes as calls on three: the axes before one, itself, and the axes after it.
 * The lowering merges axes when it knows their sizes; here they are those of the run.
 */
export function repairRanks(tf: Core, id: 'webgl' | 'webgpu'): void {
  if (repaired.has(id)) return
  repaired.add(id)
  for (const [name, split] of Object.entries(splitters))
    replaceKernel(tf, id, name, (original) => (params) => {
      const x = params.inputs.x as TensorInfo
      if (!isAboveMaxRank(x)) return original(params)
      const backend = params.backend as KernelBackend
      const reshape = reshaperOf(tf, id, backend)
      const { steps, shape: final } = split(tf, x.shape, params.attrs ?? {})
      const shape = [...x.shape]
      const made: TensorInfo[] = []
      let value = x
      for (const { axis, size, attrs } of steps) {
        const merged = reshape(value, [sizeOf(shape.slice(0, axis)), shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))])
        value = original({ inputs: { x: merged }, attrs: attrs as NamedAttrMap, backend }) as TensorInfo
        made.push(merged, value)
        shape[axis] = size
      }
      const output = reshape(value, final ?? shape)
      for (const { dataId } of made) backend.disposeData(dataId)
      return output
    })
  replaceKernel(tf, id, 'Select', (original) => (params) => selected(tf, id, original, params))
}

/** Selection is element-wise, so any shape will do. */
function selected(tf: Core, id: string, original: KernelFunc, params: Parameters<KernelFunc>[0]) {
  const { condition, t, e } = params.inputs as Record<'condition' | 't' | 'e', TensorInfo>
  if (!isAboveMaxRank(t) || !tf.util.arraysEqual(condition.shape, t.shape)) return original(params)
  const backend = params.backend as KernelBackend
  const reshape = reshaperOf(tf, id, backend)
  const flat = [condition, t, e].map((x) => reshape(x, [sizeOf(x.shape)])) as [TensorInfo, TensorInfo, TensorInfo]
  const chosen = original({ ...params, inputs: { condition: flat[0], t: flat[1], e: flat[2] } }) as TensorInfo
  const output = reshape(chosen, t.shape)
  for (const { dataId } of [...flat, chosen]) backend.disposeData(dataId)
  return output
}

const isAboveMaxRank = ({ shape, dtype }: TensorInfo) =>
  shape.length > maxRank && !shape.includes(0) && dtype !== 'string' && dtype !== 'complex64'
