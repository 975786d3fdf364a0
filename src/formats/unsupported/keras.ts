import { describeBytes, hdf5Magic, hintFor, latin1, startsWith } from '../../files/magic.ts'
import { hdf5Content } from '../keras/hdf5-content.ts'
import { kindOf } from '../tensorflow-js/model-json/kind.ts'
import { outlineOf } from '../tensorflow-js/model-json/outline.ts'
import { throughOnnx, type UnsupportedKind } from './contract.ts'

/** Zips that stay single files, but hold an unsupported model: PyTorch checkpoints. */
export const zippedModels: UnsupportedKind = {
  id: 'zipped-model',
  recognise: ({ path, zip }) =>
    zip?.content === 'pytorch'
      ? {
          code: 'known-but-unsupported',
          message: `${path} is a PyTorch checkpoint; PyTorch models are not supported.`,
          hint: `Load it in Python and export it with torch.onnx.export. ${throughOnnx}`,
        }
      : null,
}

const whole = 'Save the whole model in Python with model.save("model.keras"), and drop that file.'

/** HDF5 files that are not models: weights only, other data, and files that cannot be opened. */
export const hdf5: UnsupportedKind = {
  id: 'hdf5',
  recognise: async (file, head, tree, signal) => {
    if (!startsWith(head, hdf5Magic)) return null
    if ((await hdf5Content(file, tree, signal)) !== 'weights') {
      return {
        code: 'not-a-model',
        message: `${file.path} is an HDF5 file, but not a Keras model: it has no attribute model_config and no layer weights.`,
        hint: whole,
      }
    }
    return {
      code: 'weights-without-model',
      message: `${file.path} holds only the weights of a Keras model: it has no attribute model_config, so the topology is missing.`,
      hint: `${whole} Or drop it in one folder with its model configuration: config.json, or the output of model.to_json().`,
    }
  },
}

/** Files with the extension of a Keras model and other content. */
export const notKeras: UnsupportedKind = {
  id: 'not-keras',
  recognise: (file, head) => {
    const expected = /\.keras$/i.test(file.name)
      ? 'a Keras model (a zip archive)'
      : /\.(h5|hdf5)$/i.test(file.name)
        ? 'an HDF5 file'
        : null
    if (expected === null || file.zip !== undefined || startsWith(head, hdf5Magic)) return null
    if (head.length === 0)
      return { code: 'file-empty', message: `${file.path} is empty; ${expected} was expected.`, hint: hintFor(head) }
    const what = describeBytes(head)
    return {
      code: 'file-unreadable',
      message: `${file.path} should be ${expected}, but it ${what === '' ? 'does not start like one' : `is ${what}`}.`,
      hint: hintFor(head),
    }
  },
}

/** JSON files of Keras and TensorFlow.js that hold only part of a model. */
export const halfModels: UnsupportedKind = {
  id: 'half-model',
  recognise: async (file, _head, tree, signal) => {
    const outline = await outlineOf(file, tree, signal)
    const kind = outline === null ? null : kindOf(outline)
    if (outline === null || kind === null || kind === 'tfjs-graph' || kind === 'tfjs-layers') return null
    if (kind === 'weights-manifest') {
      const folder = file.path.slice(0, file.path.length - file.name.length)
      const files = outline.paths.flatMap((path) => tree.get(folder + path.replace(/^\.\//, '')) ?? [])
      return {
        code: 'weights-without-model',
        message: `${file.path} is a weights manifest: it lists weights (${files.length} of ${outline.paths.length} weight files were dropped), but holds no model: its modelTopology is missing.`,
        hint: 'Such files belong to a library that builds the model in code, such as face-api.js. Drop the model.json of a complete export instead.',
        files,
      }
    }
    if (kind === 'keras-config') {
      return {
        code: 'weights-missing',
        message: `${file.path} is the configuration of a Keras model, without weights.`,
        hint: 'Drop its weights with it, in one folder: the output of model.save_weights("model.weights.h5"). Or save the whole model with model.save("model.keras").',
      }
    }
    return {
      code: 'known-but-unsupported',
      message: `${file.path} is a TensorFlow graph as JSON, without a weights manifest.`,
      hint: 'Drop the model.json of a complete export, which holds modelTopology and weightsManifest, with its weight files.',
    }
  },
}

/** The text file that names the checkpoints in its folder. */
export function isCheckpointIndex(head: Uint8Array): boolean {
  return latin1(head.subarray(0, 23)) === 'model_checkpoint_path: '
}
