import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { message, writeCheckpoint, writeShape } from './checkpoint.mjs'

/** @typedef {import('pbf').PbfWriter} PbfWriter */

const float32 = 1

/**
 * Writes a model of dense layers without bias as a SavedModel: `VarHandleOp`, `ReadVariableOp` and `MatMul` for each, one signature,
 * the variables in a checkpoint of one data file.
 * @param {import('./layers.mjs').Model} model
 * @param {string} folder
 * @returns {readonly string[]} the paths of its files
 */
export function writeSavedModel({ input, layers }, folder) {
  const variables = join(folder, 'variables')
  mkdirSync(variables, { recursive: true })
  const bytes = message((writer) => {
    writer.writeVarintField(1, 1)
    writer.writeMessage(
      2,
      (_, meta) => {
        meta.writeMessage(
          1,
          (_, info) => {
            info.writeStringField(4, 'serve')
            info.writeStringField(5, '2.21.0')
          },
          null,
        )
        meta.writeMessage(2, writeGraph, { input, layers })
        meta.writeMessage(
          5,
          (_, entry) => {
            entry.writeStringField(1, 'serving_default')
            entry.writeMessage(2, writeSignature, { input, layers })
          },
          null,
        )
      },
      null,
    )
  })
  const main = join(folder, 'saved_model.pb')
  writeFileSync(main, bytes)
  const weights = layers.flatMap((layer) =>
    layer.weights.map((weight) => ({ ...weight, name: `${layer.name}/${weight.name}` })),
  )
  return [main, ...writeCheckpoint(weights, variables)]
}

/** @param {Pick<import('./layers.mjs').Model, 'input' | 'layers'>} model @param {PbfWriter} writer */
function writeGraph({ input, layers }, writer) {
  const type = { dtype: { type: float32 } }
  node(writer, input.name, 'Placeholder', [], { ...type, shape: { shape: [-1, ...input.shape] } })
  for (const { className, name, from, weights } of layers) {
    const [kernel] = weights
    if (className !== 'Dense' || kernel === undefined || weights.length > 1)
      throw new Error(`The benchmark writes dense layers without bias only, not ${name} (${className}).`)
    const variable = `${name}/${kernel.name}`
    node(writer, variable, 'VarHandleOp', [], { ...type, shape: { shape: kernel.shape }, shared_name: { s: variable } })
    node(writer, `${variable}/read`, 'ReadVariableOp', [variable], type)
    node(writer, name, 'MatMul', [...from, `${variable}/read`], { T: { type: float32 } })
  }
}

/**
 * `NodeDef`.
 * @param {PbfWriter} writer
 * @param {string} name
 * @param {string} op
 * @param {readonly string[]} inputs
 * @param {Readonly<Record<string, { type: number } | { s: string } | { shape: readonly number[] }>>} attributes
 */
function node(writer, name, op, inputs, attributes) {
  writer.writeMessage(
    1,
    (_, def) => {
      def.writeStringField(1, name)
      def.writeStringField(2, op)
      for (const input of inputs) def.writeStringField(3, input)
      for (const [key, value] of Object.entries(attributes))
        def.writeMessage(
          5,
          (_, entry) => {
            entry.writeStringField(1, key)
            entry.writeMessage(
              2,
              (_, attr) => {
                if ('s' in value) attr.writeStringField(2, value.s)
                else if ('type' in value) attr.writeVarintField(6, value.type)
                else attr.writeMessage(7, writeShape, value.shape)
              },
              null,
            )
          },
          null,
        )
    },
    null,
  )
}

/** `SignatureDef`. @param {Pick<import('./layers.mjs').Model, 'input' | 'layers'>} model @param {PbfWriter} writer */
function writeSignature({ input, layers }, writer) {
  const last = layers.at(-1)?.name ?? input.name
  const sides = /** @type {const} */ ([
    [1, input.name, [-1, ...input.shape]],
    [2, last, [-1, ...input.shape]],
  ])
  for (const [field, name, shape] of sides)
    writer.writeMessage(
      field,
      (_, entry) => {
        entry.writeStringField(1, field === 1 ? 'x' : 'y')
        entry.writeMessage(
          2,
          (_, info) => {
            info.writeStringField(1, `${name}:0`)
            info.writeVarintField(2, float32)
            info.writeMessage(3, writeShape, shape)
          },
          null,
        )
      },
      null,
    )
  writer.writeStringField(3, 'tensorflow/serving/predict')
}
