import { dirName } from '../../files/paths.ts'
import type { FileTree, TreeFile } from '../../files/tree.ts'
import { convertHint, type UnsupportedKind } from './contract.ts'
import { isCheckpointIndex } from './keras.ts'

/** SavedModel files whose `saved_model.pb` is missing or in text form. */
export const savedModel: UnsupportedKind = {
  id: 'saved-model',
  recognise: (file, _head, tree) => {
    if (file.name === 'saved_model.pbtxt') {
      return {
        code: 'known-but-unsupported',
        message: `${file.path} is a TensorFlow SavedModel in text form, which is not supported.`,
        hint: 'In Python: tf.saved_model.save(tf.saved_model.load("folder"), "new_folder") writes it as saved_model.pb.',
        files: inside(tree, dirName(file.path)),
      }
    }
    const folder = /^(.*?)\/?variables\/variables\.index$/.exec(file.path)?.[1]
    if (folder === undefined) return null
    return {
      code: 'weights-without-model',
      message: `${file.path} holds the variables of a SavedModel, but saved_model.pb is missing from ${folder === '' ? 'the folder above' : folder}.`,
      hint: 'Drop the whole folder: saved_model.pb holds the graph that uses these variables.',
      files: inside(tree, folder),
    }
  },
}

/** Files that belong to a SavedModel's folder. */
function inside(tree: FileTree, folder: string): readonly TreeFile[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const parts = ['variables/', 'assets/', 'assets.extra/']
  const names = ['keras_metadata.pb', 'fingerprint.pb', 'tfhub_module.pb', 'saved_model.pbtxt']
  return tree.files.filter(({ path }) => {
    const rest = path.startsWith(prefix) ? path.slice(prefix.length) : ''
    return parts.some((part) => rest.startsWith(part)) || names.includes(rest)
  })
}

export const frozenGraph: UnsupportedKind = {
  id: 'frozen-graph',
  recognise: (file, head) => {
    if (!/\.pb(txt)?$/i.test(file.name)) return null
    if (file.name === 'tensorflowjs_model.pb') {
      return {
        code: 'known-but-unsupported',
        message: `${file.path} is a model of TensorFlow.js 0.x (tensorflowjs_model.pb with weights_manifest.json), a format that TensorFlow.js dropped in 2019.`,
        hint: 'Convert it to the JSON format with the pb2json tool of tfjs-converter 1.x, or convert the original model again.',
      }
    }
    if (file.name === 'tfhub_module.pb') {
      return {
        code: 'known-but-unsupported',
        message: `${file.path} marks a TensorFlow 1 Hub module, which is not supported.`,
        hint: convertHint('tf_hub', 'the folder of the module'),
      }
    }
    if (head[0] !== 0x0a && !file.name.endsWith('txt')) return null
    return {
      code: 'known-but-unsupported',
      message: `${file.path} is a TensorFlow graph (GraphDef, "frozen" if it holds its weights), which is not supported yet.`,
      hint: convertHint('tf_frozen_model --output_node_names=OUTPUT', file.name),
    }
  },
}

export const checkpoint: UnsupportedKind = {
  id: 'checkpoint',
  recognise: (file, head, tree) => {
    const stem = /^(.+?)\.(index|meta|data-\d{5}-of-\d{5})$/.exec(file.name)?.[1]
    const isIndexFile = file.name === 'checkpoint' && isCheckpointIndex(head)
    if (stem === undefined && !isIndexFile) return null
    const folder = dirName(file.path)
    const siblings = tree.files.filter(
      ({ path, name }) =>
        dirName(path) === folder && (/\.(index|meta|data-\d{5}-of-\d{5})$/.test(name) || name === 'checkpoint'),
    )
    if (!siblings.some(({ name }) => /\.data-\d{5}-of-\d{5}$|\.index$/.test(name))) return null
    return {
      code: 'known-but-unsupported',
      message: `${file.path} belongs to a TensorFlow checkpoint (${siblings.map(({ name }) => name).join(', ')}): weights only, without the model's graph.`,
      hint: 'Restore it in Python, save the model as a SavedModel, and drop that folder.',
      files: siblings,
    }
  },
}
