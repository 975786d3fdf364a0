import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { PbfReader } from 'pbf'
import { writeCheckpoint } from './checkpoint.mjs'

/** @typedef {import('./layers.mjs').Model} Model */

const made = join(import.meta.dirname, 'tensorflow')

/**
 * Writes MobileNetV2 as saved by TensorFlow: its own topology, which initialises, saves and restores all variables and
 * expands batch normalisation, with these weights.
 * @param {Model} model
 * @param {string} folder
 * @returns {readonly string[]} the paths of its files
 */
export function writeTensorFlowSavedModel(model, folder) {
  const variables = join(folder, 'variables')
  mkdirSync(variables, { recursive: true })
  const main = join(folder, 'saved_model.pb')
  writeFileSync(main, gunzipSync(readFileSync(join(made, 'saved_model.pb.gz'))))
  const objects = gunzipSync(readFileSync(join(made, 'objects.pb.gz')))
  const weights = new Map(
    model.layers.flatMap((layer) =>
      layer.weights.map((weight) => [`${layer.name}/${weight.name.replace('depthwise_', '')}`, weight]),
    ),
  )
  const saved = variablesOf(objects).map(({ fullName, key }) => {
    const weight = weights.get(fullName)
    if (weight === undefined) throw new Error(`${model.name} has no weight ${fullName}.`)
    return { ...weight, name: key }
  })
  return [main, ...writeCheckpoint(saved, variables, { name: '_CHECKPOINTABLE_OBJECT_GRAPH', bytes: objects })]
}

/** @typedef {{ fullName: string, key: string }} Variable */

/** The variables of a `TrackableObjectGraph`. @param {Uint8Array} bytes @returns {readonly Variable[]} by key, as TensorFlow writes them */
function variablesOf(bytes) {
  /** @type {Variable[]} */
  const found = []
  new PbfReader(bytes).readFields((node, _, reader) => {
    if (node === 1)
      reader.readMessage((part, variables) => {
        if (part === 2) variables.push(reader.readMessage(readVariable, { fullName: '', key: '' }))
      }, found)
  }, null)
  return found.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** @param {number} field @param {Variable} variable @param {PbfReader} reader */
function readVariable(field, variable, reader) {
  if (field === 2) variable.fullName = reader.readString()
  else if (field === 3) variable.key = reader.readString()
}
