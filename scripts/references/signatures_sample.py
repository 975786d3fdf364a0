"""Writes two SavedModels with several signatures for the lesson about signatures: public/samples/doors, the digits model
of public/samples/keras with three; and public/samples/degrees, a conversion of temperatures with two.

Run in the project's folder, with TensorFlow 2.21 and Keras 3: python scripts/references/signatures_sample.py
"""

import shutil
from pathlib import Path

import keras
import tensorflow as tf

samples = Path("public/samples")
model = keras.models.load_model(samples / "keras/mnist-cnn.keras")
features = keras.Model(model.inputs, model.layers[-2].output)
image = tf.TensorSpec([None, 28, 28, 1], tf.float32, name="image")


class Doors(tf.Module):
    def __init__(self):
        super().__init__()
        self.weights = model.variables

    @tf.function(input_signature=[image])
    def classify(self, image):
        return {"probabilities": model(image, training=False)}

    @tf.function(input_signature=[image])
    def embed(self, image):
        return {"features": features(image, training=False)}

    @tf.function(input_signature=[image])
    def decide(self, image):
        return {"digit": tf.argmax(model(image, training=False), axis=-1, output_type=tf.int32)}


degrees = tf.TensorSpec([None, 1], tf.float32, name="degrees")


class Degrees(tf.Module):
    def __init__(self):
        super().__init__()
        self.factor = tf.Variable(1.8)
        self.offset = tf.Variable(32.0)

    @tf.function(input_signature=[degrees])
    def to_fahrenheit(self, degrees):
        return {"fahrenheit": degrees * self.factor + self.offset}

    @tf.function(input_signature=[degrees])
    def to_celsius(self, degrees):
        return {"celsius": (degrees - self.offset) / self.factor}


def save(module, name, signatures):
    target = samples / name
    shutil.rmtree(target, ignore_errors=True)
    options = tf.saved_model.SaveOptions(save_debug_info=False)
    tf.saved_model.save(module, str(target), signatures=signatures, options=options)
    (target / "fingerprint.pb").unlink(missing_ok=True)
    shutil.rmtree(target / "assets", ignore_errors=True)


doors = Doors()
save(doors, "doors", {"serving_default": doors.classify, "embed": doors.embed, "decide": doors.decide})
module = Degrees()
save(module, "degrees", {"serving_default": module.to_fahrenheit, "to_celsius": module.to_celsius})
(samples / "degrees/celsius.csv").write_text("degrees\n37\n")
