import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Constant } from '../../../../graph/constant.ts'
import { derived, float32, reshaped } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { LayerCall, LayerRow } from '../contract.ts'
import { add, mul, sub } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import { nonTrainable } from '../variables.ts'

/** A number or a list of numbers as a constant that broadcasts over the last axes. */
function numbersOf(layer: Layer, key: string, fallback?: number): Constant {
  const given = layer.get(key) ?? fallback
  if (typeof given === 'number') return float32([given], [])
  const flat: readonly unknown[] = Array.isArray(given) ? given.flat(8) : []
  if (flat.length === 0 || !flat.every((item): item is number => typeof item === 'number'))
    throw layer.invalid(key, 'a number or a list of numbers', given)
  return float32(flat)
}

const zero = (constant: Constant): boolean => constant.data?.every((item) => item === 0) ?? false

const rescaling: LayerRow = {
  classes: ['Rescaling'],
  passesMask: true,
  lower: ({ b, layer, x }) => {
    const scaled = mul(b, b.cast(x, 'float32'), b.constant(numbersOf(layer, 'scale'), 'scale'))
    const offset = numbersOf(layer, 'offset', 0)
    return zero(offset) ? scaled : add(b, scaled, b.constant(offset, 'offset'))
  },
}

/** Axes with separate statistics, as non-negative numbers. */
function keptAxes(layer: Layer, rank: number): readonly number[] {
  const given = Object.hasOwn(layer.config, 'axis') ? layer.config.axis : -1
  const list: readonly unknown[] = given === null ? [] : [given].flat()
  if (!list.every((axis): axis is number => Number.isInteger(axis))) throw layer.invalid('axis', 'axes or none', given)
  return list.map((axis) => (axis < 0 ? axis + rank : axis)).sort((p, q) => p - q)
}

/** The shape in which statistics broadcast: sizes of the kept axes, 1 elsewhere, as far as the elements fill it. */
function broadcast(b: GraphBuilder, x: Value, kept: readonly number[], statistics: Constant): readonly number[] {
  const sizes = statistics.shape.filter((size) => size !== 1 || statistics.shape.length === kept.length)
  const wide = b.shape(x).map((size, axis) => {
    const place = kept.indexOf(axis)
    if (place < 0) return 1
    return typeof size === 'number' ? size : (sizes[place] ?? 1)
  })
  const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)
  return count(wide) === count(statistics.shape) ? wide : statistics.shape
}

/** Keras's lower bound for standard deviations. */
const epsilon = 1e-7

const normalization: LayerRow = {
  classes: ['Normalization'],
  passesMask: true,
  variables: (layer) => (layer.get('mean') !== undefined ? [] : nonTrainable('mean', 'variance', 'count')),
  lower: (call) => {
    const { b, layer } = call
    const x = b.cast(call.x, 'float32')
    const kept = keptAxes(layer, b.rank(x))
    const [mean, variance] = ['mean', 'variance'].map((name) => statistics(call, name)) as [Constant, Constant]
    const invert = layer.bool('invert', false)
    const shape = broadcast(b, x, kept, variance)
    const factor = derived([variance], 'float32', shape, (data) =>
      Float32Array.from(data as Float32Array, (item) => {
        const deviation = Math.max(Math.sqrt(item), epsilon)
        return invert ? deviation : 1 / deviation
      }),
    )
    const centre = reshaped(mean, broadcast(b, x, kept, mean))
    const [m, f] = [b.constant(centre, 'mean'), b.constant(factor, 'factor')]
    return invert ? add(b, mul(b, x, f), m) : mul(b, sub(b, x, m), f)
  },
}

function statistics(call: LayerCall, name: string): Constant {
  return call.layer.get('mean') === undefined ? call.constant(name) : numbersOf(call.layer, name)
}

export const scalingRows: readonly LayerRow[] = [rescaling, normalization]
