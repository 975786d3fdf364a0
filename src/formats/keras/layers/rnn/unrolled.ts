import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { zeros } from '../linear.ts'
import { maskedStep, type Recurrence, repeatsOutput, type Sequence, widened } from './loop.ts'

/** Unrolls the loop: separate nodes per step. The number of steps must be known and at least 1. */
export function unrolled(b: GraphBuilder, sequence: Sequence, time: number): Recurrence {
  const { cell, mask, backwards } = sequence
  const steps = (x: Value): readonly Value[] => {
    const parts = b.ops('Unpack', [x], { num: { i: time }, axis: { i: 1 } })
    return backwards ? [...parts].reverse() : parts
  }
  const inputs = sequence.inputs.map(steps)
  const masks = mask === null ? null : steps(widened(b, mask, sequence.states))
  let { states } = sequence
  const first = states[cell.output] as Value
  let before = repeatsOutput(sequence) ? zeros(b, b.shape(first)) : null
  let last = first
  const outputs: Value[] = []
  for (let i = 0; i < time; i++) {
    const x = inputs.map((parts) => parts[i] as Value)
    const step = maskedStep(b, sequence, cell.weights, x, states, masks?.[i] ?? null, before)
    states = step.states
    last = step.output
    if (before !== null) before = last
    if (sequence.all) outputs.push(last)
  }
  return { last, states, outputs: sequence.all ? b.op('Pack', outputs, { axis: { i: 1 } }) : null }
}
