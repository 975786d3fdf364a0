import { archiveOf, latin1, startsWith } from '../../files/magic.ts'
import type { TreeFile } from '../../files/tree.ts'
import { listZip, zipContent } from '../../files/zip-directory.ts'
import { kindOf } from '../tfjs-json/kind.ts'
import { outlineOf } from '../tfjs-json/outline.ts'
import { convertHint, type KnownKind } from './contract.ts'

/** Zips that stay files of their own: Keras 3 models and PyTorch checkpoints. */
export const zippedModels: KnownKind = {
  id: 'zipped-model',
  recognise: async (file, head, _tree, signal) => {
    if (archiveOf(head) !== 'zip') return null
    const names = (await listZip(file.source, file.path, signal)).map(({ name }) => name)
    const content = zipContent(file.path, names)
    if (content === 'pytorch') {
      return {
        code: 'known-but-unsupported',
        message: `${file.path} is a PyTorch checkpoint; PyTorch models are not read.`,
        hint: 'Export it to TensorFlow first, with ai-edge-torch or through ONNX and onnx2tf for instance, and convert that SavedModel with tensorflowjs_converter.',
      }
    }
    if (content !== 'keras') return null
    return {
      code: 'known-but-unsupported',
      message: `${file.path} is a Keras 3 model (.keras), which is not read yet.`,
      hint: `In Python: keras.models.load_model("${file.name}").export("saved_model"). ${convertHint('tf_saved_model', 'saved_model')}`,
    }
  },
}

/** Beyond this size an HDF5 file is not searched for what is in it. */
const largestSearch = 64 * 2 ** 20
const piece = 4 * 2 ** 20

export const hdf5: KnownKind = {
  id: 'hdf5',
  recognise: async (file, head, _tree, signal) => {
    if (!startsWith(head, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])) return null
    const has =
      file.source.size <= largestSearch
        ? await search(file, ['model_config', 'layer_names', 'weight_names', '/vars', 'vars'], signal)
        : new Set<string>()
    if (has.has('model_config')) {
      return {
        code: 'known-but-unsupported',
        message: `${file.path} is a Keras model in HDF5 (.h5), with topology and weights; it is not read yet.`,
        hint: convertHint('keras', file.name),
      }
    }
    const weights = has.size > 0
    return {
      code: 'known-but-unsupported',
      message: `${file.path} is an HDF5 file${weights ? ' with Keras weights only; the topology of the model is not in it' : ', probably a Keras model or its weights; it is not read yet'}.`,
      hint: weights
        ? 'Load the weights into the model in Python, save the whole model, and convert it with tensorflowjs_converter.'
        : convertHint('keras', file.name),
    }
  },
}

/** Which of the words stand somewhere in the file; attribute names of HDF5 are plain text. */
async function search(
  file: TreeFile,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const { size } = file.source
  for (let start = 0; start < size; start += piece) {
    const bytes = await file.source.read(start, Math.min(size, start + piece + 32), signal)
    const text = new TextDecoder('latin1').decode(bytes)
    for (const word of words) if (text.includes(word)) found.add(word)
    if (found.has('model_config')) break
  }
  return found
}

/** JSON of the Keras and TensorFlow.js world that is only half of a model. */
export const halfModels: KnownKind = {
  id: 'half-model',
  recognise: async (file, _head, tree, signal) => {
    const outline = await outlineOf(file, signal)
    const kind = outline === null ? null : kindOf(outline)
    if (outline === null || kind === null || kind === 'tfjs-graph' || kind === 'tfjs-layers') return null
    if (kind === 'weights-manifest') {
      const folder = file.path.slice(0, file.path.length - file.name.length)
      const files = outline.paths.flatMap((path) => tree.get(folder + path.replace(/^\.\//, '')) ?? [])
      return {
        code: 'weights-without-model',
        message: `${file.path} is a weights manifest: it lists weights (${files.length} of ${outline.paths.length} weight files are here), but holds no model topology.`,
        hint: 'Such files belong to a library that builds the model in code (face-api.js for instance). Drop the model.json of a complete export instead.',
        files,
      }
    }
    if (kind === 'keras-config') {
      return {
        code: 'known-but-unsupported',
        message: `${file.path} is the configuration of a Keras model, without weights.`,
        hint: 'Drop the whole model: model.json with its weight files. From Keras, save the model and convert it with tensorflowjs_converter.',
      }
    }
    return {
      code: 'known-but-unsupported',
      message: `${file.path} is a TensorFlow graph as JSON, without a weights manifest.`,
      hint: 'Drop the model.json of a complete export, which holds modelTopology and weightsManifest, with its weight files.',
    }
  },
}

/** Plain text that names the checkpoints in its folder. */
export function isCheckpointIndex(head: Uint8Array): boolean {
  return latin1(head.subarray(0, 23)) === 'model_checkpoint_path: '
}
