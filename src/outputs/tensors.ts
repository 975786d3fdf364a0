import { numbersOf } from '../base/tensor.ts'
import type { NamedOutput, ReadContext } from './contract.ts'

/** An output of numbers, with what the graph tells about it. */
export interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: ReturnType<typeof numbersOf>
  /** The ops that computed its values; see `OutputTrace.ops`. */
  readonly ops: readonly string[]
  /** Its own name and those of the nodes behind it, separated by spaces. */
  readonly path: string
}

/** The outputs of numbers; strings and complex numbers are left out. */
export function tensorsOf(outputs: readonly NamedOutput[], context: ReadContext): readonly Tensor[] {
  return outputs.flatMap(({ name, value }) => {
    if (value.dtype === 'string' || value.dtype === 'complex64') return []
    const trace = context.outputs.find((output) => output.name === name)?.trace
    return [
      {
        name,
        shape: value.shape,
        data: numbersOf(value),
        ops: trace?.ops ?? [],
        path: [name, ...(trace?.names ?? [])].join(' '),
      },
    ]
  })
}

/** Whether a sigmoid or softmax was applied, by the graph; where it does not tell, by the values. */
export function isActivated({ ops, data }: Tensor): boolean {
  if (ops.some((op) => op === 'Sigmoid' || op === 'Softmax')) return true
  if (ops.length > 0 && ops.every((op) => raw.has(op))) return false
  return within(data, 0, 1)
}

/** Ops that end in numbers of any size. */
const raw: ReadonlySet<string> = new Set(['BiasAdd', 'Conv2D', 'DepthwiseConv2dNative', 'MatMul', 'FusedBatchNormV3'])

/** Values examined at most. */
const examined = 16384

/** Whether all values lie in a range, with a little more for rounding; looks at some of many. */
export function within(data: ArrayLike<number>, low: number, high: number): boolean {
  // An odd step visits all columns of a matrix in turn.
  const step = Math.max(1, Math.floor(data.length / examined)) | 1
  const slack = (high - low) * 1e-3
  for (let i = 0; i < data.length; i += step) {
    const value = data[i] as number
    if (!(value >= low - slack && value <= high + slack)) return false
  }
  return true
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
