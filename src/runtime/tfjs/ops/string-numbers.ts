import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import type { TensorLists } from './tensor-list.ts'
import { bytesOf, given, numbersOf } from './values.ts'

/** Numbers distinct strings; 0 is the empty one. */
class Numbering {
  readonly #numbers = new Map<string, number>([['', 0]])
  readonly #strings: Uint8Array[] = [new Uint8Array()]
  readonly #decoder = new TextDecoder('latin1')

  numberOf(bytes: Uint8Array): number {
    const key = this.#decoder.decode(bytes)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#strings.push(bytes.slice()) - 1
    this.#numbers.set(key, number)
    return number
  }

  bytesOf(number: number): Uint8Array {
    return this.#strings[number] ?? new Uint8Array()
  }
}

/** One numbering per run, keyed by the run's tensor lists: the only object of a run that an op receives. */
const numberings = new WeakMap<TensorLists, Numbering>()

function numberingOf({ lists }: OpCall): Numbering {
  const known = numberings.get(lists) ?? new Numbering()
  numberings.set(lists, known)
  return known
}

function toNumbers(call: OpCall): readonly Tensor[] {
  const numbering = numberingOf(call)
  const strings = bytesOf(call.tf, call.inputs[0])
  const numbers = Int32Array.from(strings, (bytes) => numbering.numberOf(bytes))
  return [call.tf.tensor(numbers, given(call.inputs[0]).shape, 'int32')]
}

async function toStrings(call: OpCall): Promise<readonly Tensor[]> {
  const numbering = numberingOf(call)
  const numbers = await numbersOf(call.inputs[0])
  const strings = numbers.map((number) => numbering.bytesOf(number))
  const { shape } = given(call.inputs[0])
  // tfjs's types allow texts only, but its tensors hold bytes.
  return [call.tf.tensor(strings as unknown as string[], shape, 'string')]
}

export const stringNumberOps: readonly CustomOp[] = [
  { op: '_StringNumbers', asynchronous: false, execute: toNumbers },
  { op: '_NumberedStrings', asynchronous: true, execute: toStrings },
]
