import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import type { Processor } from '../processor/processor.ts'
import { replaceKernel } from '../replace.ts'

let repaired = false

/** Replaces the kernel of the CPU backend: it orders by differences, which infinite values do not have. */
export function repairTopK(tf: Core, processor: Processor): void {
  if (repaired) return
  repaired = true
  replaceKernel(tf, 'cpu', 'TopK', (original) => (params) => {
    const x = params.inputs.x as TensorInfo
    const k = params.attrs?.k as number
    const length = x.shape.at(-1) ?? 0
    if ((x.dtype !== 'float32' && x.dtype !== 'int32') || length === 0 || k === 0) return original(params)
    const backend = params.backend as object
    const shape = [...x.shape.slice(0, -1), k]
    const [values, places] = [
      processor.create(backend, shape, x.dtype),
      processor.create(backend, shape, 'int32'),
    ] as const
    const of = (tensor: TensorInfo) => processor.values(backend, tensor)
    const [from, to, at] = [of(x), of(values), of(places)]
    for (let row = 0; row < at.length / k; row++)
      for (const [i, place] of largest(from.subarray(row * length, (row + 1) * length), k).entries()) {
        at[row * k + i] = place
        to[row * k + i] = from[row * length + place] as number
      }
    return [values, places]
  })
}

/** The places of the `k` largest values, the largest first, and of equal values the first. NaN is below all others. */
function largest(row: Float32Array | Int32Array, k: number): readonly number[] {
  const numbers = row.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value))
  const least = numbers.slice().sort()[row.length - k] as number
  const [above, equal]: [number[], number[]] = [[], []]
  for (const [i, value] of numbers.entries()) {
    if (value > least) above.push(i)
    else if (value === least && equal.length < k) equal.push(i)
  }
  const order = (a: number, b: number) => {
    const [x, y] = [numbers[a] as number, numbers[b] as number]
    return x === y ? a - b : x > y ? -1 : 1
  }
  return [...above.sort(order), ...equal].slice(0, k)
}
