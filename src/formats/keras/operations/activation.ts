import type { Value } from '../../../graph/graph.ts'
import { type Activation, activationRows } from '../layers/activation/table.ts'
import { Layer } from '../layers/layer.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'

/** Arguments of activations that may come with the call. */
const options = ['axis', 'alpha', 'negative_slope', 'approximate', 'threshold', 'default_value', 'b']

function apply(a: Arguments, name: string, activation: Activation): Value {
  const given = options.flatMap((key) => {
    const value = a.get(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  const layer = new Layer(name, null, a.layer.name, Object.fromEntries(given), a.layer.dialect)
  return activation(a.b, toFloat(a.b, a.value('x', 'features', 'logits', 'input')), layer)
}

/** The functions of `keras.activations`, which `keras.ops.nn` has as classes and Keras 2 recorded as `tf.nn` functions. */
export const activationOperations: readonly OperationRow[] = activationRows.map(({ names, apply: activation }) => ({
  // Names of ops are capitalised; those of functions are not.
  classes: names.filter((name) => /^[A-Z]/.test(name) && !/^(Exp|Linear|Identity)/.test(name)),
  functions: names.flatMap((name) => {
    if (name.startsWith('tf.')) return [name.slice(3)]
    return /^[a-z]/.test(name) && !name.includes('.') ? [`keras.activations.${name}`, `nn.${name}`] : []
  }),
  parameters: ['x', 'axis'],
  lower: (a) => apply(a, names[0] ?? '', activation),
}))
