import { message, writeShape } from './checkpoint.mjs'

/** @typedef {import('pbf').PbfWriter} PbfWriter */
/**
 * @typedef {{ s: string } | { type: number } | { shape: readonly number[] } | { func: string } | { types: readonly number[] }} Attribute
 * @typedef {{ name: string, op: string, inputs?: readonly string[], attributes?: Readonly<Record<string, Attribute>> }} Node
 */

/** Values of `DataType`. */
export const types = /** @type {const} */ ({ float32: 1, resource: 20 })

/**
 * `NodeDef`: field 1 of a graph, or 3 of a function.
 * @param {PbfWriter} writer
 * @param {number} field
 * @param {Node} node
 */
export function writeNode(writer, field, { name, op, inputs = [], attributes = {} }) {
  writer.writeMessage(
    field,
    (_, def) => {
      def.writeStringField(1, name)
      def.writeStringField(2, op)
      for (const input of inputs) def.writeStringField(3, input)
      for (const [key, value] of Object.entries(attributes))
        writeEntry(def, 5, key, (entry) => writeValue(entry, value))
    },
    null,
  )
}

/**
 * An entry of a map whose values are messages.
 * @param {PbfWriter} writer
 * @param {number} field
 * @param {string} key
 * @param {(writer: PbfWriter) => void} writeContent
 */
export function writeEntry(writer, field, key, writeContent) {
  writer.writeMessage(
    field,
    (_, entry) => {
      entry.writeStringField(1, key)
      entry.writeMessage(2, (_inner, value) => writeContent(value), null)
    },
    null,
  )
}

/** `AttrValue`. @param {PbfWriter} writer @param {Attribute} value */
function writeValue(writer, value) {
  if ('s' in value) writer.writeStringField(2, value.s)
  else if ('type' in value) writer.writeVarintField(6, value.type)
  else if ('shape' in value) writer.writeMessage(7, writeShape, value.shape)
  else if ('func' in value) writer.writeMessage(10, (_, func) => func.writeStringField(1, value.func), null)
  else writer.writeMessage(1, (_, list) => list.writePackedVarint(6, [...value.types]), null)
}

/**
 * `FunctionDef`.
 * @param {{ name: string, parameters: readonly (readonly [name: string, type: number])[], nodes: readonly Node[], result: string }} definition
 */
export function functionDef({ name, parameters, nodes, result }) {
  return message((writer) => {
    writer.writeMessage(
      1,
      (_, signature) => {
        signature.writeStringField(1, name)
        for (const parameter of parameters) signature.writeMessage(2, writeArgument, parameter)
        signature.writeMessage(3, writeArgument, /** @type {const} */ (['identity', types.float32]))
      },
      null,
    )
    for (const node of nodes) writeNode(writer, 3, node)
    writer.writeMessage(
      4,
      (_, entry) => {
        entry.writeStringField(1, 'identity')
        entry.writeStringField(2, result)
      },
      null,
    )
  })
}

/** `ArgDef`. @param {readonly [name: string, type: number]} argument @param {PbfWriter} writer */
function writeArgument([name, type], writer) {
  writer.writeStringField(1, name)
  writer.writeVarintField(3, type)
}
