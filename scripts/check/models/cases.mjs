/**
 * The inputs of each folder, in addition to the ramp. A case's tensor is made like the reference's: decoded by jpeg-js,
 * resized with tfjs's default (no half-pixel centres), scaled as stated; it is dropped as an `.npy` file named after
 * the input.
 */

/**
 * @typedef {{ input: string, shape: readonly number[], dtype: 'float32' | 'int32', values: (tools: import('./tensors.mjs').Tools) => Promise<ArrayLike<number>> }} TensorCase
 * @typedef {{ model: string, tensors?: readonly TensorCase[], files?: readonly { name: string, from?: string, text?: string }[], typed?: string, outputs?: readonly string[], holds?: (outputs: readonly any[]) => string | null }} RealCase
 */

/**
 * @param {string} input
 * @param {string} file relative to the inputs' folder
 * @param {number} size
 * @param {'0…255' | '0…1' | '−1…1' | 'integer' | 'grey −1…1' | 'red 0…1'} scale
 * @returns {TensorCase}
 */
function picture(input, file, size, scale) {
  const channels = scale === 'grey −1…1' || scale === 'red 0…1' ? 1 : 3
  return {
    input,
    shape: [1, size, size, channels],
    dtype: scale === 'integer' ? 'int32' : 'float32',
    values: (tools) => tools.picture(file, size, scale),
  }
}

/**
 * @param {string} input
 * @param {readonly number[]} shape
 * @param {(i: number) => number} at
 * @param {'float32' | 'int32'} [dtype]
 * @returns {TensorCase}
 */
function computed(input, shape, at, dtype = 'float32') {
  const length = shape.reduce((product, dim) => product * dim, 1)
  return { input, shape, dtype, values: async () => Array.from({ length }, (_, i) => at(i)) }
}

/**
 * The means of the training data, which standardisation maps to zeros.
 * @param {string} input
 * @param {string} file beside the inputs' folder
 * @returns {TensorCase}
 */
function trainingMean(input, file) {
  return { input, shape: [1, 51], dtype: 'float32', values: async (tools) => (await tools.json(`../${file}`)).mean }
}

const pythonSnippet = [
  'import os',
  'import sys',
  '',
  'def count_lines(path):',
  '    with open(path) as f:',
  '        return sum(1 for _ in f)',
  '',
  'if __name__ == "__main__":',
  '    for name in sys.argv[1:]:',
  '        print(name, count_lines(name))',
  '',
].join('\n')

/** @param {readonly any[]} outputs */
function isPython(outputs) {
  const scores = outputs.find((output) => output.dtype === 'float32')?.values ?? []
  const names = outputs.find((output) => output.dtype === 'string')?.values ?? []
  const best = scores.indexOf(Math.max(...scores))
  return best === 39 && names[best] === 'py' ? null : `expected class 39 (py) on top, found ${best} (${names[best]})`
}

/** @param {readonly any[]} outputs */
function isHand(outputs) {
  const top = Math.max(...outputs.filter((o) => String(o.shape) === '1,100,8').flatMap((o) => o.values.slice(0, 8)))
  return Math.abs(top - 0.9017) < 5e-4 ? null : `expected the top detection at 0.9017, found ${top}`
}

/** @type {Readonly<Record<string, RealCase>>} */
export const realCases = {
  'keras3-mnist-cnn-with-tfjs': {
    model: 'tfjs_model/model.json',
    tensors: [picture('input_layer', 'digits/sample7.png', 28, 'red 0…1')],
  },
  'tfjs-fixtures-tiny': {
    model: 'matmul_graph/model.json',
    files: [{ name: 'Placeholder.json', text: '[[1, 2], [3, 4]]' }],
  },
  'tfjs-graph-basic-pitch-audio': {
    model: 'model.json',
    tensors: [computed('input_2', [1, 43844, 1], (i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 22050))],
  },
  'tfjs-graph-blazeface': {
    model: 'blazeface.json',
    tensors: [picture('input', 'images/group_people.jpg', 256, '−1…1')],
  },
  'tfjs-graph-centernet-coco': {
    model: 'centernet.json',
    tensors: [picture('tower_0/images', 'images/cats_and_dogs.jpg', 512, '0…255')],
  },
  'tfjs-graph-emotion-gray64': {
    model: 'emotion.json',
    tensors: [picture('input_1', 'images/face.png', 64, 'grey −1…1')],
  },
  'tfjs-graph-facemesh': { model: 'facemesh.json', tensors: [picture('input_1', 'images/face.png', 192, '0…1')] },
  'tfjs-graph-handtrack-ssd320-int8': {
    model: 'model.json',
    tensors: [picture('input_tensor', 'images/hand.jpg', 320, 'integer')],
    holds: isHand,
  },
  'tfjs-graph-languagedetection-string': {
    model: 'model.json',
    files: [{ name: 'snippet.txt', text: pythonSnippet }],
    outputs: [],
    holds: isPython,
  },
  'tfjs-graph-mobilefacenet-embedding': {
    model: 'mobilefacenet.json',
    tensors: [picture('img_inputs', 'images/face.png', 112, '0…1')],
  },
  'tfjs-graph-movenet-lightning': {
    model: 'movenet-lightning.json',
    tensors: [picture('input', 'images/pilots_people.jpg', 192, 'integer')],
  },
  'tfjs-graph-posenet': {
    model: 'posenet.json',
    tensors: [picture('image', 'images/pilots_people.jpg', 385, '−1…1')],
  },
  'tfjs-graph-prefetch-2int-inputs': {
    model: 'model.json',
    tensors: [computed('cur_page', [1], () => 5, 'int32'), computed('session_index', [1], () => 1, 'int32')],
  },
  'tfjs-graph-selfie-segmentation': {
    model: 'selfie.json',
    tensors: [picture('input_1', 'images/face.png', 256, '0…1')],
  },
  'tfjs-layers-abalone-regression': {
    model: 'trainedModel/model.json',
    files: [{ name: 'first row.csv', text: '1,0.455,0.365,0.095,0.514,0.2245,0.101,0.15\n' }],
  },
  'tfjs-layers-cnn-explainer-tinyvgg': {
    model: 'model.json',
    tensors: [picture('conv_1_1_input', '../tfjs-layers-cnn-explainer-tinyvgg/samples/pizza_1.jpeg', 64, '0…1')],
  },
  'tfjs-layers-darknet-tiny-31groups': {
    model: 'model.json',
    tensors: [picture('input_1', 'images/cat.jpg', 224, '0…1')],
  },
  'tfjs-layers-doodlenet-345': {
    model: 'model.json',
    tensors: [picture('conv2d_input', 'digits/sample0.png', 28, 'red 0…1')],
  },
  'tfjs-layers-ml5-neuralnetwork': {
    model: 'model/model.json',
    tensors: [computed('dense_Dense1_input', [1, 42], () => 0.5)],
  },
  'tfjs-layers-spaced-repetition-keras3-history': {
    model: 'model.json',
    tensors: [trainingMean('dense_input', 'tfjs-layers-spaced-repetition-keras3-history/normalization-stats.json')],
  },
  'tfjs-layers-teachable-machine-image': {
    model: 'model.json',
    tensors: [picture('input_1', 'images/cat.jpg', 224, '−1…1')],
  },
  'tfjs-layers-tensorspace-lenet-8out-with-h5': {
    model: 'convertedModel/model.json',
    files: [{ name: '5.json', from: '../tfjs-layers-tensorspace-lenet-8out-with-h5/data/5.json' }],
  },
  'tfjs-layers-upscaler-esrgan-x2': { model: 'model.json', tensors: [picture('LR', 'images/cat.jpg', 24, '0…1')] },
  'tfjs-layers-upscaler-psnr-uint8-with-h5': {
    model: 'model.json',
    tensors: [picture('LR', 'images/cat.jpg', 16, '0…1')],
  },
}

/**
 * Sizes of free dimensions for the ramp, as in the reference; 1 if not listed.
 * @param {string} folder
 */
export function freeSize(folder) {
  if (folder.includes('upscaler')) return 16
  return folder.includes('handtrack') ? 320 : 1
}

/**
 * Folders that must be refused: per model (by path; `''` if the drop itself is refused), the error code and the names
 * that the message must contain.
 * @type {Readonly<Record<string, readonly { model: string, code: string, names: readonly string[] }[]>>}
 */
export const brokenCases = {
  'keras3-nested-container': [
    {
      model: 'pre_pr22362_nested_container.keras',
      code: 'custom-layer',
      names: ['pre_pr22362_nested_container.keras', 'NestedDenseModel'],
    },
  ],
  'broken-tfjs-layers-custom-gans': [
    { model: 'model.json', code: 'unknown-layer', names: ['model.json', 'MultiplyBeta'] },
  ],
  'broken-tfjs-layers-missing-shard-emotion': [
    { model: 'model.json', code: 'weights-missing', names: ['group1-shard1of1.bin'] },
  ],
  'broken-tfjs-missing-weights': [
    { model: 'blazeface/model.json', code: 'weights-missing', names: ['group1-shard1of1.bin'] },
    { model: 'universal_sentence_encoder/model.json', code: 'weights-missing', names: ['group1-shard1of7'] },
    { model: 'posenet_shard1_missing/model.json', code: 'weights-missing', names: ['group1-shard1of2.bin'] },
  ],
  'broken-tfjs-weights-manifest-only': [
    { model: '', code: 'weights-without-model', names: ['tiny_face_detector_model-weights_manifest.json'] },
  ],
}

/** Small models, for backends that need a GPU or its slow emulation. */
export const smallFolders = [
  'keras3-mnist-cnn-with-tfjs',
  'tfjs-fixtures-tiny',
  'tfjs-graph-prefetch-2int-inputs',
  'tfjs-layers-abalone-regression',
  'tfjs-layers-cnn-explainer-tinyvgg',
  'tfjs-layers-ml5-neuralnetwork',
  'tfjs-graph-emotion-gray64',
  'savedmodel-serving-testdata',
  'savedmodel-tfjs-node-testobjects',
  'savedmodel-tfx-penguin-keras',
]
