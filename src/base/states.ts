import type { Shape, TensorSpec } from './tensor.ts'

/** An input of a recurrent model that takes the value that an output had in the last run. */
export interface StatePair {
  readonly input: string
  readonly output: string
}

/** Words for the direction of a state, which differ between the two ends of a pair. */
const ofInput = /^(?:in|i|input|inputs|past|prev|previous|old|initial|init|last)$/
const ofOutput = /^(?:out|o|output|outputs|present|next|new|n|updated|final)$/

/** Names that only states have: the words for them, `r1`, and the letters of LSTM and GRU cells. */
const stateName = /state|hidden|cell|memory|cache|carry|context|recurrent|rnn|lstm|gru|buffer|key|value|^[hcsr]\d*$/

/**
 * Pairs of an input and an output that hold a state: same dtype, shapes that fit, and names that differ in their
 * direction only (`r1i` and `r1o`, `h` and `hn`, `state` and `new_state`, `past_key` and `present_key`). At least one
 * input is no state.
 */
export function statePairs(inputs: readonly TensorSpec[], outputs: readonly TensorSpec[]): readonly StatePair[] {
  const pairs = inputs.flatMap((input) => {
    const stem = stemOf(input.name, ofInput)
    if (!stateName.test(stem)) return []
    const found = outputs.filter(
      (output) => stemOf(output.name, ofOutput) === stem && output.dtype === input.dtype && fits(input, output),
    )
    const [only] = found
    return found.length === 1 && only !== undefined ? [{ input: input.name, output: only.name }] : []
  })
  return pairs.length < inputs.length ? pairs : []
}

/** A name without the words for its direction: `past_key_values.0.key` → `key_values_0_key`. */
function stemOf(name: string, direction: RegExp): string {
  return name
    .replace(/:\d+$/, '')
    .replace(/^serving_default_/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) =>
      word
        .replace(/^([hc])0$/, '$1')
        .replace(/^([hc])n$/, '$1')
        .replace(/^([a-z]+\d+)[io]$/, '$1'),
    )
    .filter((word) => word !== '' && !direction.test(word))
    .join('_')
}

function fits({ shape: input }: TensorSpec, { shape: output }: TensorSpec): boolean {
  if (input === null || output === null) return true
  return input.length === output.length && input.every((size, axis) => sameSize(size, output, axis))
}

function sameSize(size: number | null, other: Shape, axis: number): boolean {
  const found = other[axis] ?? null
  return size === null || found === null || size === found
}
