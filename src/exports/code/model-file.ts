import type { RunSettings } from '../../base/run.ts'
import type { CodeOptions } from './contract.ts'

/** What a program loads, and how. */
export interface ModelFile {
  readonly path: string
  readonly load: 'loadGraphModel' | 'loadLayersModel' | 'keras' | 'saved-model'
  /** Preparations, one sentence per line. */
  readonly notes: readonly string[]
}

/** Names of file formats that plain TensorFlow.js does not read, by `ModelSummary.format`. */
const pythonFiles: Readonly<Record<string, string>> = {
  keras: '.keras files',
  'keras-h5': 'Keras .h5 files',
  'saved-model': 'SavedModels',
}

/**
 * For plain TensorFlow.js: its own models unchanged; others, and models that needed repairs, as the page's download.
 */
export function javascriptModel({ model }: RunSettings, { modelFile }: CodeOptions): ModelFile {
  const { name, format, repairs } = model
  const foreign = Object.hasOwn(pythonFiles, format) ? pythonFiles[format] : undefined
  if (foreign === undefined && repairs.length === 0) {
    return { path: modelFile, load: format.includes('layers') ? 'loadLayersModel' : 'loadGraphModel', notes: [] }
  }
  const why =
    foreign === undefined
      ? [
          'Glassbox had to mend the model to read it, and plain TensorFlow.js may refuse the files as they are:',
          ...repairs,
        ]
      : [`Plain TensorFlow.js does not read ${foreign}.`]
  return {
    path: `${name}-tfjs/model.json`,
    load: 'loadGraphModel',
    notes: [
      ...why,
      `Press "Download as TensorFlow.js" beside the model in Glassbox, and unpack the zip into the folder ${name}-tfjs.`,
    ],
  }
}

/** For Python: the dropped file or folder, or a conversion of a TensorFlow.js model. */
export function pythonModel({ model }: RunSettings, { modelFile }: CodeOptions): ModelFile {
  const { name, format } = model
  if (format === 'saved-model') return { path: name, load: 'saved-model', notes: ['The folder with saved_model.pb.'] }
  if (Object.hasOwn(pythonFiles, format)) {
    const file = /\.(keras|h5|hdf5)$/i.test(modelFile)
    return { path: file ? modelFile : name, load: 'keras', notes: [] }
  }
  const notes = [
    'TensorFlow in Python does not read TensorFlow.js files. Put the path of the model here that they were converted from:',
    'a SavedModel folder, a .keras or an .h5 file. If there is none any more, make one:',
  ]
  if (format.includes('layers')) {
    return {
      path: 'model.h5',
      load: 'keras',
      notes: [
        ...notes,
        '  pip install tensorflowjs',
        `  tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras ${modelFile} model.h5`,
      ],
    }
  }
  return {
    path: 'saved_model',
    load: 'saved-model',
    notes: [
      ...notes,
      '  pip install tfjs-graph-converter',
      `  tfjs_graph_converter --output_format tf_saved_model ${modelFile} saved_model`,
    ],
  }
}
