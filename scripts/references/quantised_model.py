"""Writes src/formats/fixtures/cases/quantisation_aware_h5.zip: a file as the TensorFlow Model Optimization Toolkit saves it.

Run by hand: python scripts/references/quantised_model.py. The toolkit does not install beside TensorFlow 2.21, so this script writes
the layout of its 8-bit schemes itself, and computes the results with TensorFlow's fake quantisation.
"""

import io
import json

from case_file import pack
import h5py
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(5)
floats = lambda *shape: rng.normal(0, 0.5, shape).astype("float32")
fake, per_channel = tf.quantization.fake_quant_with_min_max_vars, tf.quantization.fake_quant_with_min_max_vars_per_channel
weights, layers = {}, []


def config(class_name, /, **attributes):
    return {"class_name": class_name, "config": attributes}


def value_range(layer, name, low, high):
    weights[layer] |= {f"{name}_min": np.float32(low), f"{name}_max": np.float32(high)}
    return lambda x: fake(x, low, high)


def kernel_range(layer, name, kernel, channels):
    """Symmetric limits: of the whole kernel, or of each channel."""
    most = np.abs(kernel).max(tuple(range(kernel.ndim - 1))) if channels else np.float32(np.abs(kernel).max())
    weights[layer] |= {f"{name}_min": -most, f"{name}_max": most}
    return (per_channel if channels else fake)(kernel, -most, most, narrow_range=True)


def wrapped(inner, quantize_config):
    name = f"quant_{inner['config']['name']}"
    layers.append(config(
        "QuantizeWrapperV2", name=name, trainable=True, dtype="float32", layer=inner, quantize_config=quantize_config))
    weights[name] = {"optimizer_step": np.int32(-1)}
    return name


def eight_bit(attributes, activations, conv=False, output=False):
    return config("Default8BitConvQuantizeConfig" if conv else "Default8BitQuantizeConfig",
                  weight_attrs=attributes, activation_attrs=activations, quantize_output=output)


def model(x):
    layers.append(config("InputLayer", batch_input_shape=[None, 6, 6, 2], dtype="float32", sparse=False, ragged=False, name="image"))
    quantizer = config("AllValuesQuantizer", num_bits=8, per_axis=False, symmetric=False, narrow_range=False)
    layers.append(config("QuantizeLayer", name="quantize_layer", trainable=True, dtype="float32", quantizer=quantizer))
    weights["quantize_layer"] = {"optimizer_step": np.int32(-1)}
    value_range("quantize_layer", "quantize_layer", -1.5, 2)
    x = fake(x, -1.5, 2.0)
    kernel, bias = floats(3, 3, 2, 4), floats(4)
    name = wrapped(config("Conv2D", name="conv", filters=4, kernel_size=[3, 3], strides=[1, 1], padding="same", activation="relu",
                          use_bias=True), eight_bit(["kernel"], ["activation"], conv=True))
    weights[name] = {"kernel": kernel, "bias": bias, **weights[name]}
    x = tf.nn.conv2d(x, kernel_range(name, "kernel", kernel, True), 1, "SAME") + bias
    x = value_range(name, "post_activation", 0, 2.3)(tf.nn.relu(x))
    kernel = floats(3, 3, 4, 1)
    no_op = config("NoOpActivation")
    name = wrapped(config("DepthwiseConv2D", name="depthwise", kernel_size=[3, 3], strides=[1, 1], padding="valid", depth_multiplier=1,
                          activation=no_op, use_bias=False), eight_bit(["depthwise_kernel"], ["activation"], conv=True))
    weights[name] = {"depthwise_kernel": kernel, **weights[name]}
    x = tf.nn.depthwise_conv2d(x, kernel_range(name, "depthwise_kernel", kernel, True), [1, 1, 1, 1], "VALID")
    name = wrapped(config("BatchNormalization", name="norm", axis=[3], epsilon=0.001, center=True, scale=True),
                   config("Default8BitOutputQuantizeConfig"))
    gamma, beta, mean, variance = floats(4), floats(4), floats(4), floats(4) ** 2
    weights[name] = {"gamma": gamma, "beta": beta, "moving_mean": mean, "moving_variance": variance, **weights[name]}
    x = value_range(name, "output", -1.2, 1.7)(tf.nn.batch_normalization(x, mean, variance, beta, gamma, 0.001))
    wrapped(config("Flatten", name="flatten"), eight_bit([], []))
    x = tf.reshape(x, [2, -1])
    kernel, bias = floats(64, 3), floats(3)
    name = wrapped(config("Dense", name="dense", units=3, activation="softmax", use_bias=True), eight_bit(["kernel"], ["activation"]))
    # The first wrapper listed the bias first.
    layers[-1]["class_name"] = "QuantizeWrapper"
    weights[name] = {"bias": bias, "kernel": kernel, **weights[name]}
    x = x @ kernel_range(name, "kernel", kernel, False) + bias
    return tf.nn.softmax(value_range(name, "pre_activation", -4, 5)(x))


def saved():
    file = io.BytesIO()
    with h5py.File(file, "w") as h5:
        h5.attrs["keras_version"], h5.attrs["backend"] = "2.15.0", "tensorflow"
        h5.attrs["model_config"] = json.dumps(config("Sequential", name="sequential", layers=layers))
        group = h5.create_group("model_weights")
        group.attrs["keras_version"], group.attrs["backend"] = "2.15.0", "tensorflow"
        group.attrs["layer_names"] = [name.encode() for name in weights]
        for layer, values in weights.items():
            inside = group.create_group(layer)
            inside.attrs["weight_names"] = [f"{layer}/{name}:0".encode() for name in values]
            for name, value in values.items():
                inside[f"{layer}/{name}:0"] = value
    return file.getvalue()


if __name__ == "__main__":
    image = floats(2, 6, 6, 2)
    result = model(image)
    pack("quantisation_aware_h5", {"model.h5": saved()}, {"image": image}, {"dense": result})
