"""Writes quantisation-aware Keras files to src/formats/fixtures/cases: quantisation_aware_*.zip and quantised_first_*.zip.

Run by hand: python scripts/references/quantised_model.py, with TensorFlow 2.21, and tf_keras 2.21 and the TensorFlow Model
Optimization Toolkit 0.8 from their sources.
"""

import os
import tempfile

from case_file import pack
import numpy as np
import tensorflow as tf
import tf_keras as keras
from tensorflow_model_optimization.python.core.quantization.keras import quantize, quantize_wrapper

L = keras.layers
rng = np.random.default_rng(5)
Wrapper = quantize_wrapper.QuantizeWrapperV2


def model():
    layers = [
        L.InputLayer((6, 6, 2)), L.Conv2D(4, 3, padding="same", activation="relu"), L.DepthwiseConv2D(3, use_bias=False),
        L.BatchNormalization(), L.ReLU(), L.Conv2D(3, 1, activation="swish"), L.Conv2DTranspose(2, 2, strides=2), L.Activation("relu"),
        L.AveragePooling2D(), L.Flatten(), L.Dense(4, activation="gelu"), L.Dense(3, activation="softmax"),
    ]
    layers[5].trainable = False
    quantised = quantize.quantize_model(keras.Sequential(layers))
    for weight in quantised.weights:
        if weight.name.rsplit("/", 1)[-1].startswith(("bias", "beta", "moving_mean")):
            weight.assign(rng.normal(0, 0.2, weight.shape))
    for _ in range(5):
        quantised(rng.normal(size=(16, 6, 6, 2)).astype("float32"), training=True)
    return quantised


def saved(quantised, kind):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"model.{kind}")
        quantised.save(path)
        with open(path, "rb") as file:
            return {f"model.{kind}": file.read()}


if __name__ == "__main__":
    # The first version of the wrapper lists the bias elsewhere.
    for name, wrapper in (("quantisation_aware", Wrapper), ("quantised_first", quantize_wrapper.QuantizeWrapper)):
        quantize_wrapper.QuantizeWrapperV2 = wrapper
        quantised = model()
        image = rng.normal(size=(2, 6, 6, 2)).astype("float32")
        result = quantised(image, training=False)
        for kind in ("keras", "h5"):
            pack(f"{name}_{kind}", saved(quantised, kind), {"image": image}, {"output 0": result})
