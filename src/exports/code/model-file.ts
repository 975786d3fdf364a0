import type { RunSettings } from '../../base/run.ts'
import { visible } from '../../base/visible.ts'
import type { CodeOptions } from './contract.ts'
import { shellWord } from './text.ts'

/** What a program loads, and how. */
export interface ModelFile {
  readonly path: string
  readonly load: 'loadGraphModel' | 'loadLayersModel' | 'keras' | 'saved-model'
  /** Preparations, one sentence per line. */
  readonly notes: readonly string[]
}

/**
 * For plain TensorFlow.js: its own models unchanged; others, and models that needed repairs, as the page's download.
 */
export function javascriptModel({ model }: RunSettings, { modelFile, use: { files, loader } }: CodeOptions): ModelFile {
  const { repairs } = model
  // A folder that the person makes.
  const name = visible(model.name)
  const reads = loader === 'loadGraphModel' || loader === 'loadLayersModel'
  if (reads && repairs.length === 0) return { path: modelFile, load: loader, notes: [] }
  const why = reads
    ? [
        'Glassbox had to mend the model to read it, and plain TensorFlow.js may refuse the files as they are:',
        ...repairs,
      ]
    : [`Plain TensorFlow.js does not read ${files}.`]
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
export function pythonModel({ model }: RunSettings, { modelFile, use: { files, loader } }: CodeOptions): ModelFile {
  const { name } = model
  if (loader === 'saved-model') return { path: name, load: loader, notes: ['The folder with saved_model.pb.'] }
  if (loader === 'keras') {
    const file = /\.(keras|h5|hdf5)$/i.test(modelFile)
    return { path: file ? modelFile : name, load: loader, notes: [] }
  }
  const notes = [
    `TensorFlow in Python does not read ${files}. Put the path of the model here that they were converted from:`,
    `a SavedModel folder, a .keras or an .h5 file.${loader === null ? '' : ' If there is none any more, make one:'}`,
  ]
  if (loader === null) return { path: 'saved_model', load: 'saved-model', notes }
  if (loader === 'loadLayersModel') {
    return {
      path: 'model.h5',
      load: 'keras',
      notes: [
        ...notes,
        '  pip install tensorflowjs',
        `  tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras ${shellWord(modelFile)} model.h5`,
      ],
    }
  }
  return {
    path: 'saved_model',
    load: 'saved-model',
    notes: [
      ...notes,
      '  pip install tfjs-graph-converter',
      `  tfjs_graph_converter --output_format tf_saved_model ${shellWord(modelFile)} saved_model`,
    ],
  }
}
