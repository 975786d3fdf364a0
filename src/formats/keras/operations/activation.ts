import type { Value } from '../../../graph/graph.ts'
import { type Activation, activationRows } from '../layers/activation/table.ts'
import { Layer } from '../layers/layer.ts'
import type { Arguments } from './arguments.ts'
import type { OperationRow } from './contract.ts'
import { toFloat } from './promote.ts'

/** Activation arguments that a call may pass. */
const options = ['axis', 'alpha', 'negative_slope', 'approximate', 'threshold', 'default_value', 'b']

function apply(a: Arguments, name: string, activation: Activation): Value {
  const given = options.flatMap((key) => {
    const value = a.get(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  const layer = new Layer(name, null, a.layer.name, Object.fromEntries(given), a.layer.dialect)
  return activation(a.b, toFloat(a.b, a.value('x', 'features', 'logits', 'input')), layer)
}

/** The functions of `keras.activations`: classes in `keras.ops.nn`, `tf.nn` functions in Keras 2 files. */
export const activationOperations: readonly OperationRow[] = activationRows.map(({ names, apply: activation }) => ({
  // Op names are capitalised, function names are not.
  classes: names.filter((name) => /^[A-Z]/.test(name) && !/^(Exp|Linear|Identity)/.test(name)),
  functions: names.flatMap((name) => {
    if (name.startsWith('tf.')) return [name.slice(3)]
    return /^[a-z]/.test(name) && !name.includes('.') ? [`keras.activations.${name}`, `nn.${name}`] : []
  }),
  parameters: ['x', 'axis'],
  lower: (a) => apply(a, names[0] ?? '', activation),
}))
