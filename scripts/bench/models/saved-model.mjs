import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { message, writeCheckpoint, writeShape } from './checkpoint.mjs'
import { functionDef, types, writeEntry, writeNode } from './graph-def.mjs'

/** @typedef {import('pbf').PbfWriter} PbfWriter */
/** @typedef {import('./graph-def.mjs').Node} Node */
/** @typedef {import('./layers.mjs').Model} Model */

const float = /** @type {const} */ ({ dtype: { type: types.float32 } })

/**
 * Writes a stack of dense layers in the form of Keras's `model.export`: the graph calls the signature's function, which
 * calls a function that holds the layers and captures the variables. Also writes the nodes that save and restore the
 * variables, which no signature uses. The variables are in a checkpoint with one data file, under the names of their
 * nodes.
 * @param {Model} model
 * @param {string} folder
 * @returns {readonly string[]} the paths of its files
 */
export function writeSavedModel(model, folder) {
  const variables = join(folder, 'variables')
  mkdirSync(variables, { recursive: true })
  const bytes = message((writer) => {
    writer.writeVarintField(1, 1)
    writer.writeMessage(2, writeMetaGraph, model)
  })
  const main = join(folder, 'saved_model.pb')
  writeFileSync(main, bytes)
  return [main, ...writeCheckpoint(weightsOf(model), variables)]
}

/** @param {Model} model */
function weightsOf({ layers }) {
  return layers.flatMap((layer) => layer.weights.map((weight) => ({ ...weight, name: `${layer.name}/${weight.name}` })))
}

/** @param {Model} model @param {PbfWriter} meta */
function writeMetaGraph(model, meta) {
  meta.writeMessage(
    1,
    (_, info) => {
      info.writeStringField(4, 'serve')
      info.writeStringField(5, '2.21.0')
    },
    null,
  )
  meta.writeMessage(2, writeGraph, model)
  const shape = [-1, ...model.input.shape]
  const units = Number(model.layers.at(-1)?.config.units)
  writeEntry(meta, 5, 'serving_default', (signature) => {
    writeEntry(signature, 1, 'x', (info) => writeInfo(info, `serving_default_${model.input.name}:0`, shape))
    writeEntry(signature, 2, 'y', (info) => writeInfo(info, 'StatefulPartitionedCall:0', [-1, units]))
    signature.writeStringField(3, 'tensorflow/serving/predict')
  })
}

/** `TensorInfo`. @param {PbfWriter} writer @param {string} name @param {readonly number[]} shape */
function writeInfo(writer, name, shape) {
  writer.writeStringField(1, name)
  writer.writeVarintField(2, types.float32)
  writer.writeMessage(3, writeShape, shape)
}

/** @param {Model} model @param {PbfWriter} writer */
function writeGraph(model, writer) {
  const weights = weightsOf(model)
  const placeholder = `serving_default_${model.input.name}`
  /** @type {Node[]} */
  const nodes = weights.flatMap(({ name, shape }) => {
    const handle = { name, op: 'VarHandleOp', attributes: { ...float, shape: { shape }, shared_name: { s: name } } }
    return [
      handle,
      { name: `${name}/IsInitialized`, op: 'VarIsInitializedOp', inputs: [name] },
      { name: `${name}/Assign`, op: 'AssignVariableOp', inputs: [name, placeholder], attributes: float },
      { name: `${name}/Read/ReadVariableOp`, op: 'ReadVariableOp', inputs: [name], attributes: float },
    ]
  })
  nodes.push(
    { name: placeholder, op: 'Placeholder', attributes: { ...float, shape: { shape: [-1, ...model.input.shape] } } },
    call('StatefulPartitionedCall', '__inference_signature_wrapper', [placeholder, ...weights.map(({ name }) => name)]),
  )
  for (const node of nodes) writeNode(writer, 1, node)
  writer.writeMessage(
    2,
    (_, library) => {
      for (const definition of functionsOf(model)) library.writeBytesField(1, definition)
    },
    null,
  )
}

/** @param {string} name @param {string} func @param {readonly string[]} inputs @returns {Node} */
function call(name, func, inputs) {
  const tin = inputs.map((_, i) => (i === 0 ? types.float32 : types.resource))
  const attributes = { f: { func }, Tin: { types: tin }, Tout: { types: [types.float32] } }
  return { name, op: 'StatefulPartitionedCall', inputs, attributes }
}

/** @param {Model} model */
function functionsOf(model) {
  const weights = weightsOf(model)
  const captures = weights.map((_, i) => /** @type {const} */ ([`capture_${i}`, types.resource]))
  const parameters = /** @type {const} */ ([[model.input.name, types.float32], ...captures])
  const inputs = parameters.map(([name]) => name)
  const { nodes, result } = bodyOf(model)
  /** @type {Node[]} */
  const saving = weights.flatMap((_, i) => [
    { name: `Read_${i}/DisableCopyOnRead`, op: 'DisableCopyOnRead', inputs: [`capture_${i}`] },
    { name: `Read_${i}/ReadVariableOp`, op: 'ReadVariableOp', inputs: [`capture_${i}`], attributes: float },
    {
      name: `Identity_${i}`,
      op: 'Identity',
      inputs: [`Read_${i}/ReadVariableOp:value:0`],
      attributes: { T: float.dtype },
    },
  ])
  return [
    functionDef({ name: '__inference_call', parameters, nodes, result }),
    functionDef({
      name: '__inference_signature_wrapper',
      parameters,
      nodes: [call('StatefulPartitionedCall', '__inference_call', inputs)],
      result: 'StatefulPartitionedCall:output:0',
    }),
    functionDef({ name: '__inference__traced_save', parameters, nodes: saving, result: 'Identity_0:output:0' }),
  ]
}

/** The layers as nodes. @param {Model} model */
function bodyOf(model) {
  /** @type {Node[]} */
  const nodes = []
  const places = new Map(weightsOf(model).map(({ name }, i) => [name, i]))
  /** Names a value as functions do. @param {string} name @param {string} op @param {string} output @param {readonly string[]} inputs @param {Readonly<Record<string, import('./graph-def.mjs').Attribute>>} attributes */
  const add = (name, op, output, inputs, attributes) => {
    nodes.push({ name: `${model.name}/${name}`, op, inputs, attributes })
    return `${model.name}/${name}:${output}:0`
  }
  const values = new Map([[model.input.name, model.input.name]])
  for (const { className, name, config, from } of model.layers) {
    if (className !== 'Dense' || config.use_bias !== false || config.activation !== 'linear')
      throw new Error(`The benchmark does not write ${name} (${className}).`)
    const capture = `capture_${places.get(`${name}/kernel`)}`
    const kernel = add(`${name}/kernel/ReadVariableOp`, 'ReadVariableOp', 'value', [capture], float)
    const x = values.get(from[0] ?? '') ?? ''
    values.set(name, add(`${name}/MatMul`, 'MatMul', 'product', [x, kernel], { T: float.dtype }))
  }
  const result = values.get(model.layers.at(-1)?.name ?? '') ?? model.input.name
  return { nodes, result }
}
