import { asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import type { LayerRow } from '../layers/contract.ts'
import { literalOf } from '../layers/literal.ts'
import { tensorsOf } from '../layers/tensor.ts'
import { nodeAttributes } from './node-attributes.ts'

const none: JsonObject = {}

/** A TensorFlow node recorded by Keras 2.0 to 2.3 as a layer: its NodeDef and its constant inputs. */
export const tensorFlowOpRow: LayerRow = {
  classes: ['TensorFlowOpLayer'],
  lower: ({ b, layer, args }) => {
    const node = layer.get('node_def')
    const op = asString(get(node, 'op'))
    if (op === null) throw layer.invalid('node_def', 'a node of a graph', node)
    const constants = asObject(layer.get('constants')) ?? none
    const tensors = tensorsOf(args).map(({ value }) => value)
    const count = tensors.length + Object.keys(constants).length
    const inputs = Array.from({ length: count }, (_, i) => {
      const key = String(i)
      if (!Object.hasOwn(constants, key)) return tensors.shift()
      const given = constants[key]
      const constant = literalOf([given].flat().length === 1 && !Array.isArray(given) ? [given] : given)
      if (constant === null) return undefined
      const value = b.constant(constant)
      const shaped = Array.isArray(given) ? value : b.reshape(value, [])
      // Python numbers have no dtype; use that of the node's other input.
      const like = tensorsOf(args)[0]?.value
      const float = like !== undefined && b.dtype(like) === 'float32' && b.dtype(shaped) === 'int32'
      return float && /^(Add|Sub|Mul|RealDiv|Div|Pow|Maximum|Minimum|Greater|Less|Equal|NotEqual)/.test(op)
        ? b.cast(shaped, 'float32')
        : shaped
    })
    const known = inputs.flatMap((input) => (input === undefined ? [] : [input]))
    if (known.length < inputs.length) throw layer.error(`lacks an input of its operation ${op}.`)
    const outputs = b.ops(op, known, nodeAttributes(asObject(get(node, 'attr')) ?? none))
    return outputs.length === 1 ? (outputs[0] ?? []) : outputs
  },
}
