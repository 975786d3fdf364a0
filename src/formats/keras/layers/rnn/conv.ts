import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow, Lowered } from '../contract.ts'
import { KerasTensor } from '../tensor.ts'
import { makeStack } from './cells.ts'
import { argumentsOf, ownCell, recur } from './rnn.ts'

/** Convolutional LSTMs in 1, 2 or 3 dimensions. */
export const convRnnRows: readonly LayerRow[] = [1, 2, 3].map((rank) => ({
  classes: [`ConvLSTM${rank}D`],
  children: (layer) => [ownCell(layer, `ConvLSTM${rank}DCell`)],
  lower: (call) => lower(call, rank),
}))

function lower(call: LayerCall, rank: number): Lowered {
  const { b, layer } = call
  const cell = makeStack(b, [ownCell(layer, `ConvLSTM${rank}DCell`)], (path) => call.child(path))
  const given = argumentsOf(call)
  if (!layer.channelsFirst()) return recur(call, cell, given)
  const last = (x: Value): Value => b.transpose(x, channelsLast(b.rank(x), rank))
  const first = (x: Value): Value => b.transpose(x, channelsFirst(b.rank(x), rank))
  const { sequence, states } = given
  if (sequence.mask !== null && b.rank(sequence.mask) > 2)
    throw layer.error('has channels first and a mask for each position, which is not supported.')
  const turned = new KerasTensor(last(sequence.value), sequence.mask)
  const result = recur(call, cell, { ...given, sequence: turned, states: states.map(last) })
  const back = (item: Value | KerasTensor): Value | KerasTensor =>
    item instanceof KerasTensor ? new KerasTensor(first(item.value), item.mask) : first(item)
  return Array.isArray(result) ? result.map(back) : back(result as Value | KerasTensor)
}

/** Moves channels from before the `rank` spatial axes to after them. */
function channelsLast(total: number, rank: number): readonly number[] {
  const axes = Array.from({ length: total }, (_, axis) => axis)
  const [channels = 0] = axes.splice(total - rank - 1, 1)
  return [...axes, channels]
}

function channelsFirst(total: number, rank: number): readonly number[] {
  const axes = Array.from({ length: total }, (_, axis) => axis)
  const channels = axes.pop() ?? 0
  axes.splice(total - rank - 1, 0, channels)
  return axes
}
