import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { GraphDType, Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { add, sub } from '../elementwise.ts'
import { zeros } from '../linear.ts'
import { maskedStep, type Recurrence, repeatsOutput, type Sequence, widened } from './loop.ts'

interface Variable {
  readonly value: Value
  /** Its shape inside the loop; `null` for a list. */
  readonly shape: readonly Dim[] | null
}

/** The steps as a `While` loop: for a number of steps known only at run time, or too large to unroll. */
export function looped(b: GraphBuilder, sequence: Sequence): Recurrence {
  const { cell, time, mask, backwards, all } = sequence
  const timeMajor = (x: Value): Value =>
    b.transpose(
      x,
      b.shape(x).map((_, axis) => (axis < 2 ? 1 - axis : axis)),
    )
  const first = sequence.states[cell.output] as Value
  const outputShape = b.shape(first)
  const carried = repeatsOutput(sequence) || sequence.zeroOutput
  const steps = b.dim(time)
  const element = b.ints(outputShape.map((dim) => (typeof dim === 'number' ? dim : -1)))

  // Loop variables that change come first, invariants after them.
  const index: readonly Value[] = [b.int(0)]
  const lists = all ? [b.op('TensorListReserve', [element, steps], { element_dtype: { type: 'float32' } })] : []
  const befores = carried ? [zeros(b, outputShape)] : []
  const changing = [...index, ...lists, ...befores, ...sequence.states]
  const masks = mask === null ? [] : [timeMajor(widened(b, mask, sequence.states))]
  const inputs = sequence.inputs.map(timeMajor)
  const constant = [steps, ...inputs, ...masks, ...cell.weights]
  const variables = [...changing, ...constant].map((value): Variable => {
    const { shape, dtype } = b.info(value)
    return { value, shape: dtype === 'variant' ? null : shape }
  })
  const parameters = variables.map(({ value, shape }) => ({ dtype: b.dtype(value), shape }))

  const condition = b.function('rnn_condition', parameters, (body, values) => [
    body.op('Less', [values[0] as Value, values[changing.length] as Value]),
  ])
  const step = b.function('rnn_step', parameters, (body, values) => {
    const take = taker(values)
    const [i] = take(1)
    const [list] = take(lists.length)
    const [before] = take(befores.length)
    const states = take(sequence.states.length)
    const [total] = take(1)
    const at = backwards ? sub(body, sub(body, total as Value, 1), i as Value) : (i as Value)
    const now = (x: Value): Value => body.op('GatherV2', [x, at, body.int(0)])
    const x = take(inputs.length).map(now)
    const [maskNow] = take(masks.length).map(now)
    const weights = take(cell.weights.length)
    const next = maskedStep(
      body,
      sequence,
      weights,
      x,
      states,
      maskNow ?? null,
      repeatsOutput(sequence) ? (before ?? null) : null,
    )
    const written =
      list === undefined
        ? []
        : [body.op('TensorListSetItem', [list, i as Value, next.output], { element_dtype: { type: 'float32' } })]
    return [
      add(body, i as Value, 1),
      ...written,
      ...(before === undefined ? [] : [next.output]),
      ...next.states,
      ...values.slice(changing.length),
    ]
  })

  const types = variables.map(({ value }): GraphDType => b.dtype(value))
  const results = b.ops(
    'StatelessWhile',
    variables.map(({ value }) => value),
    { cond: { func: condition }, body: { func: step }, T: { list: { type: types } } },
    'while',
  )
  variables.forEach(({ shape }, i) => {
    if (shape !== null) b.refine(results[i] as Value, shape)
  })

  const take = taker(results)
  take(1)
  const [list] = take(lists.length)
  const [before] = take(befores.length)
  const states = take(sequence.states.length)
  const last = before ?? (states[cell.output] as Value)
  if (list === undefined) return { last, states, outputs: null }
  const stack = b.op('TensorListStack', [list, element], {
    element_dtype: { type: 'float32' },
    num_elements: { i: -1 },
  })
  b.refine(stack, [time, ...outputShape])
  return { last, states, outputs: timeMajor(stack) }
}

/** Takes the next elements of a list on each call. */
function taker<T>(list: readonly T[]): (count: number) => readonly T[] {
  let start = 0
  return (count) => {
    const from = start
    start += count
    return list.slice(from, start)
  }
}
