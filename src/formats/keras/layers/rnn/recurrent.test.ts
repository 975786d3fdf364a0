import { describe, expect, it } from 'vitest'
import type { NamedTensors } from '../../../../base/tensor.ts'
import { GraphBuilder } from '../../../../graph/builder.ts'
import { type Constant, float32 } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import { fileOf, functional, input, layer } from '../../model/fixtures/file.ts'
import { kerasModel } from '../../model/index.ts'
import { expectAgreement, run } from '../fixtures/sequences/case.ts'
import { type Dialect, Layer } from '../layer.ts'
import { zeros } from '../linear.ts'
import { makeCell } from './cells.ts'
import type { Recurrence, Sequence } from './loop.ts'
import { unrolled } from './unrolled.ts'
import { looped } from './while.ts'

const keras3: Dialect = { major: 3, version: '3.15.1', writer: 'keras' }
const [batch, time, size, units] = [2, 4, 3, 2]

it.each([
  'lstm_masked_backwards',
  'lstm_encdec',
  'gru_reset_before_masked',
  'gru_free_time',
  'simplernn_nobias_unroll',
  'rnn_stacked_cells',
  'bidirectional_lstm_masked',
  'bidirectional_state',
  'convlstm1d',
  'convlstm2d_state',
  'lstm_states_beside_mask',
  'gru_states_beside_mask',
  'simplernn_states_beside_mask',
  'bidirectional_states_beside_mask',
])('%s matches TensorFlow', expectAgreement)

describe('a masked first step', () => {
  const tf = { major: 2, version: '2.1.6-tf', writer: 'keras' } as const
  it.each<readonly [Dialect, boolean, string]>([
    [{ ...tf, version: '2.2.4' }, false, 'the initial state'],
    [{ ...tf, version: '2.2.4', backend: 'theano' }, false, 'zeros'],
    [{ ...tf, version: '2.2.4' }, true, 'zeros'],
    [{ ...tf, version: '2.2.5' }, false, 'zeros'],
    [tf, false, 'the initial state'],
    [{ ...tf, version: '2.2.4-tf' }, false, 'zeros'],
    [{ ...tf, version: '', writer: 'tfjs' }, false, 'the initial state'],
  ])('%o unrolled %s: outputs %s', async (dialect, unroll, expected) => {
    const x = input('x', 2, 1)
    const mask = layer('Masking', 'mask', {}, [[['x', 0, 0, {}]]])
    const recurrent = { units: 1, use_bias: false, activation: 'linear', return_sequences: true, unroll }
    const rnn = layer('SimpleRNN', 'rnn', recurrent, [
      [
        ['mask', 0, 0, {}],
        ['s', 0, 0, {}],
      ],
    ])
    const config = functional(
      'm',
      [x, input('s', 1), mask, rnn],
      [
        ['x', 0, 0],
        ['s', 0, 0],
      ],
      [['rnn', 0, 0]],
    )
    const weights = {
      'layers/simple_rnn/cell/vars/0': float32([1], [1, 1]),
      'layers/simple_rnn/cell/vars/1': float32([1], [1, 1]),
    }
    const { graph } = await kerasModel({ ...fileOf(config, weights), dialect }).toGraph()
    const [y] = await run(graph, {
      x: { dtype: 'float32', shape: [1, 2, 1], data: Float32Array.of(0, 3) },
      s: { dtype: 'float32', shape: [1, 1], data: Float32Array.of(7) },
    })
    expect(Array.from(y?.data ?? [], Number)).toEqual([expected === 'zeros' ? 0 : 7, 10])
  })
})

interface Options {
  readonly masked: boolean
  readonly backwards: boolean
  readonly zeroOutput: boolean
  readonly all: boolean
  readonly given: boolean
}

const combinations = Array.from({ length: 32 }, (_, bits): Options => {
  const [masked = false, backwards = false, zeroOutput = false, all = false, given = false] = [1, 2, 4, 8, 16].map(
    (bit) => (bits & bit) !== 0,
  )
  return { masked, backwards, zeroOutput, all, given }
})

it.each(combinations)('a loop matches unrolled steps: %o', async (options) => {
  const results = await Promise.all(
    [unrolledOf, looped].map((through) =>
      run(recurrenceGraph(through, options, through === looped), feeds(options.given)),
    ),
  )
  expect(results[1]).toEqual(results[0])
})

function unrolledOf(b: GraphBuilder, sequence: Sequence): Recurrence {
  return unrolled(b, sequence, time)
}

/** An LSTM whose outputs and states are all graph outputs; the time axis is free if `free`. */
function recurrenceGraph(
  through: (b: GraphBuilder, sequence: Sequence) => Recurrence,
  { masked, backwards, zeroOutput, all, given }: Options,
  free: boolean,
) {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, free ? null : time, size])
  const mask = b.input('mask', 'bool', [null, free ? null : time])
  const [rows = 1, steps = 1] = b.shape(x)
  b.refine(mask, [rows, steps])
  const cellLayer = new Layer('LSTMCell', null, 'cell', { units }, keras3)
  const weights = new Map([
    ['kernel', numbers([size, 4 * units], 1)],
    ['recurrent_kernel', numbers([units, 4 * units], 2)],
    ['bias', numbers([4 * units], 3)],
  ])
  const constant = (name: string): Constant => weights.get(name) ?? float32([])
  const cell = makeCell(b, cellLayer, { constant, weight: (name) => b.constant(constant(name)) })
  const states: readonly Value[] = [0, 1].map((i) =>
    given ? b.input(`s${i}`, 'float32', [null, units]) : zeros(b, [rows, units]),
  )
  for (const state of states) b.refine(state, [rows, units])
  const result = through(b, {
    cell,
    inputs: cell.project(b, cell.weights, x),
    time: steps,
    states,
    zeroFirst: given,
    mask: masked ? mask : null,
    backwards,
    zeroOutput,
    all,
  })
  b.output('last', result.last)
  result.states.forEach((state, i) => {
    b.output(`state${i}`, state)
  })
  if (result.outputs !== null) b.output('outputs', result.outputs)
  return b.build()
}

function feeds(given: boolean): NamedTensors {
  const tensor = (shape: readonly number[], seed: number) =>
    ({ dtype: 'float32', shape, data: values(shape, seed) }) as const
  const mask = Uint8Array.from([1, 1, 0, 1, 0, 1, 1, 0])
  return {
    x: tensor([batch, time, size], 4),
    mask: { dtype: 'bool', shape: [batch, time], data: mask },
    ...(given ? { s0: tensor([batch, units], 5), s1: tensor([batch, units], 6) } : {}),
  }
}

function numbers(shape: readonly number[], seed: number): Constant {
  return float32(values(shape, seed), shape)
}

/** Deterministic values between −1 and 1. */
function values(shape: readonly number[], seed: number): Float32Array<ArrayBuffer> {
  const length = shape.reduce((product, dim) => product * dim, 1)
  return Float32Array.from({ length }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed))
}
