"""Values of layers by Keras, for src/engine/inspect/activations.test.ts.

python scripts/references/activations.py, with Keras 3.15 on TensorFlow 2.21. Writes five small models, and for each the value of
every layer (`keras.Model(inputs, layer.output)`) for an input whose element i is sin(i) or, of ids, i mod 7: shape, mean, and
up to 24 elements at even distances. Of the attention, also the scores of each head.
"""

import json
import math
import zipfile
from pathlib import Path

import keras
import numpy as np
from keras import layers

folder = Path(__file__).parent.parent.parent / 'src/engine/inspect/fixtures'
keras.utils.set_random_seed(13)


def picture():
    x = inputs = keras.Input((12, 12, 3), name='picture')
    x = layers.Conv2D(6, 3, padding='same', use_bias=False, name='conv')(x)
    x = layers.BatchNormalization(name='norm')(x)
    x = layers.ReLU(6.0, name='relu')(x)
    x = layers.DepthwiseConv2D(3, strides=2, padding='same', name='depthwise')(x)
    y = layers.Conv2D(6, 1, activation='swish', name='pointwise')(x)
    x = layers.Add(name='add')([x, y])
    x = layers.MaxPooling2D(2, name='pool')(x)
    x = layers.GlobalAveragePooling2D(name='mean')(x)
    return keras.Model(inputs, layers.Dense(4, activation='softmax', name='classes')(x))


def table():
    x = inputs = keras.Input((5,), name='row')
    x = layers.Normalization(mean=[0.1] * 5, variance=[2.0] * 5, name='scale')(x)
    x = layers.Dense(8, activation='gelu', name='hidden')(x)
    x = layers.LayerNormalization(name='norm')(x)
    x = layers.Dense(8, activation='tanh', name='second')(x)
    return keras.Model(inputs, layers.Dense(1, name='price')(x))


def sequence():
    x = inputs = keras.Input((6, 3), name='steps')
    x = layers.Conv1D(4, 3, padding='causal', name='conv')(x)
    x = layers.LSTM(5, return_sequences=True, name='lstm')(x)
    x = layers.Bidirectional(layers.GRU(3, return_sequences=True), name='both')(x)
    x = layers.SimpleRNN(4, name='last')(x)
    return keras.Model(inputs, layers.Dense(2, activation='sigmoid', name='answer')(x))


def text():
    inputs = keras.Input((6,), dtype='int32', name='ids')
    x = layers.Embedding(7, 8, name='embedding')(inputs)
    y, _ = layers.MultiHeadAttention(2, 4, name='attention')(x, x, return_attention_scores=True)
    x = layers.Add(name='add')([x, y])
    x = layers.LayerNormalization(name='norm')(x)
    x = layers.GlobalMaxPooling1D(name='max')(x)
    return keras.Model(inputs, layers.Dense(3, activation='softmax', name='answer')(x))


def nested():
    inner = keras.Sequential(
        [keras.Input((8, 8, 2)), layers.Conv2D(3, 3, activation='relu', name='conv'), layers.AveragePooling2D(2, name='pool')],
        name='encoder',
    )
    x = inputs = keras.Input((8, 8, 2), name='picture')
    x = inner(x)
    x = layers.Conv2DTranspose(2, 2, strides=2, name='up')(x)
    x = layers.LeakyReLU(0.2, name='leaky')(x)
    x = layers.Flatten(name='flat')(x)
    return keras.Model(inputs, layers.Dense(3, name='out')(x))


def shuffled(model):
    rng = np.random.default_rng(3)
    for weight in model.weights:
        value = rng.normal(0, 0.4, weight.shape)
        weight.assign(np.abs(value) + 0.5 if 'variance' in weight.path else value)


def save(model, path):
    """Compressed: the HDF5 in it is mostly empty."""
    model.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def value_of(values):
    values = np.asarray(values, np.float32)
    flat = values.reshape(-1)
    step = max(1, math.ceil(flat.size / 24))
    return {'shape': values.shape, 'mean': float(flat.mean(dtype=np.float64)), 'step': step, 'values': flat[::step].tolist()}


references = {}
for make in (picture, table, sequence, text, nested):
    model = make()
    shuffled(model)
    name = make.__name__
    save(model, folder / f'{name}.keras')
    shape = (1, *model.inputs[0].shape[1:])
    count = int(np.prod(shape))
    x = np.arange(count) % 7 if name == 'text' else np.sin(np.arange(count))
    x = x.reshape(shape).astype('int32' if name == 'text' else 'float32')
    found = {}
    for layer in model.layers[1:]:
        output = layer.output[0] if isinstance(layer.output, (list, tuple)) else layer.output
        found[layer.name] = value_of(keras.Model(model.inputs, output)(x))
    if name == 'nested':
        for layer in model.get_layer('encoder').layers:
            output = keras.Model(model.get_layer('encoder').inputs, layer.output)(x)
            found[f'encoder/{layer.name}'] = value_of(output)
    scores = value_of(keras.Model(model.inputs, model.get_layer('attention').output[1])(x)) if name == 'text' else None
    references[name] = {'input': model.inputs[0].name, 'layers': found, 'scores': scores}
(folder / 'activations.json').write_text(json.dumps(references))
