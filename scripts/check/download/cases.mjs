/**
 * The default cases: one for each known way in which a written model can fail elsewhere.
 * @type {readonly { readonly case: string, readonly format: string, readonly about: string }[]}
 */
export const chosen = [
  { case: 'apps/mobilenetv2_a035', format: 'keras', about: 'MobileNetV2' },
  { case: 'apps/efficientnetb0_w4', format: 'saved_model', about: 'EfficientNet: Rescaling, Normalization, swish' },
  { case: 'topologies/residual_blocks', format: 'h5', about: 'convolutions, batch norms, skips' },
  { case: 'layers/conv2d_groups', format: 'keras', about: 'grouped convolution' },
  { case: 'layers/conv3dtranspose_same', format: 'keras', about: '3-D transposed convolution' },
  { case: 'layers/lstm_masked', format: 'keras', about: 'masked LSTM of fixed length' },
  { case: 'layers/lstm_free_time', format: 'keras', about: 'LSTM of any length: a loop' },
  { case: 'layers/gru_free_time', format: 'saved_model', about: 'GRU of any length, with lists of tensors' },
  { case: 'layers/mha_masked_embedding', format: 'keras', about: 'attention with the mask of an embedding' },
  { case: 'topologies/shared_embedding_lstm_masks', format: 'keras', about: 'embedding with masks' },
  { case: 'layers/normalization_adapt', format: 'keras', about: 'Normalization' },
  { case: 'layers/resizing_bicubic', format: 'keras', about: 'bicubic resize' },
  { case: 'topologies/dict_inputs_dict_outputs', format: 'keras', about: 'inputs and outputs by name' },
  { case: 'topologies/multi_output_list', format: 'saved_model', about: 'several outputs' },
  { case: 'topologies/output_is_input', format: 'keras', about: 'an input handed out' },
  { case: 'savedmodel/cond', format: 'saved_model', about: 'a branch' },
  { case: 'savedmodel/while_loop', format: 'saved_model', about: 'a loop' },
  { case: 'savedmodel/hash_table_kv', format: 'saved_model', about: 'a hash table' },
  { case: 'savedmodel/three_signatures', format: 'saved_model', about: 'several signatures' },
  { case: 'tfjs-keras3/functional_rnn', format: 'tfjs_keras3_v3', about: 'TensorFlow.js layers model of Keras 3' },
  { case: 'tfjs-keras3/sequential_cnn', format: 'tfjs_keras2', about: 'TensorFlow.js layers model of Keras 2' },
]
