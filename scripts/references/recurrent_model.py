"""Writes one step of an LSTM cell as a SavedModel, and its answers: src/formats/saved-model/fixtures/lstm_step.

Run by hand: python scripts/references/recurrent_model.py, with TensorFlow 2.21.
"""

import json
import os

import numpy as np
import tensorflow as tf

folder = os.path.join(os.path.dirname(__file__), '../../src/formats/saved-model/fixtures/lstm_step')
rng = np.random.default_rng(5)
units = 3


def weights(*shape):
    return tf.constant(rng.normal(0, 0.5, shape).astype('float32'))


def spec(name, size):
    return tf.TensorSpec([1, size], tf.float32, name)


class Cell(tf.Module):
    def __init__(self):
        self.kernel = weights(2, 4 * units)
        self.recurrent = weights(units, 4 * units)
        self.bias = weights(4 * units)
        self.head = weights(units, 1)

    @tf.function(input_signature=[spec('x', 2), spec('h', units), spec('c', units)])
    def step(self, x, h, c):
        i, f, g, o = tf.split(x @ self.kernel + h @ self.recurrent + self.bias, 4, axis=1)
        cn = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        hn = tf.sigmoid(o) * tf.tanh(cn)
        return {'y': hn @ self.head, 'hn': hn, 'cn': cn}


cell = Cell()
tf.saved_model.save(cell, folder, signatures={'serving_default': cell.step})
os.remove(os.path.join(folder, 'fingerprint.pb'))
steps = [[0.5, -1.0], [1.0, 0.25], [-0.75, 0.5]]
answers = []
h = c = tf.zeros([1, units])
for x in steps:
    out = cell.step(tf.constant([x]), h, c)
    h, c = out['hn'], out['cn']
    answers.append(float(out['y'][0, 0]))
with open(os.path.join(folder, 'steps.json'), 'w') as file:
    json.dump({'x': steps, 'y': answers}, file)
    file.write('\n')
