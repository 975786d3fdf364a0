/**
 * A model in a second format, with its TensorFlow.js twin as the reference.
 * @typedef {{ file: string, twin: string, outputs?: readonly string[], limit?: number, note?: string }} Pair
 */

/** @type {Readonly<Record<string, readonly Pair[]>>} */
export const pairs = {
  'keras3-mnist-cnn-with-tfjs': [{ file: 'Subhadip_Hensh_MNIST_CNN.keras', twin: 'tfjs_model/model.json' }],
  'tfjs-layers-tensorspace-lenet-8out-with-h5': [
    {
      file: 'rawModel/tf_keras_model.h5',
      twin: 'convertedModel/model.json',
      // The converted model returns every layer, the source only the last.
      outputs: ['softmax/softmax'],
    },
  ],
  'tfjs-layers-upscaler-psnr-uint8-with-h5': [
    {
      file: 'image-super-resolution-psnr-small.h5',
      twin: 'model.json',
      limit: 2e-2,
      note: 'the twin holds uint8 weights: within 2 % of the largest magnitude',
    },
  ],
}
