"""Writes Keras files with TensorFlow's results into src/formats/fixtures/cases.

Run by hand: python scripts/references/keras_models.py [name …] (TensorFlow 2.21, Keras 3.15). The results are committed.
"""

import io
import os
import sys
import zipfile

from case_file import FOLDER, keras_files, pack
import h5py
import keras
from keras.src.applications import convnext, inception_resnet_v2
import numpy as np

L = keras.layers


def randomised(model, rng):
    for weight in model.weights:
        positive = "variance" in weight.path or "gamma" in weight.path
        weight.assign(rng.uniform(0.5, 1.5, weight.shape) if positive else rng.normal(0, 0.6, weight.shape))


def write(name, model, inputs, kinds=("keras",), edit=None, signature=None):
    results = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    results = results if isinstance(results, (list, tuple)) else [results]
    for kind in kinds:
        files = keras_files(model, kind)
        files = edit(files) if edit else files
        names = [tensor.name for tensor in model.inputs]
        pack(f"{name}_{kind}", files, dict(zip(names, inputs)), {f"output_{i}": y for i, y in enumerate(results)}, signature)


def fixed_batch(name, rng):
    model = keras.Sequential([keras.Input(batch_shape=(32, 4)), L.Dense(3, activation="softmax")])
    randomised(model, rng)
    write(name, model, [rng.normal(size=(5, 4)).astype("float32")], ("keras", "h5"))


def shared_encoder(name, rng):
    encoder = keras.Sequential([keras.Input((4, 4, 1)), L.Conv2D(2, 3), L.BatchNormalization(), L.GlobalMaxPooling2D()], name="encoder")
    one, many = keras.Input((4, 4, 1), name="one"), keras.Input((3, 4, 4, 1), name="many")
    model = keras.Model([one, many], L.Dot((2, 1))([L.TimeDistributed(encoder)(many), encoder(one)]))
    randomised(model, rng)
    shapes = (2, 4, 4, 1), (2, 3, 4, 4, 1)
    write(name, model, [rng.normal(size=shape).astype("float32") for shape in shapes], ("keras", "h5"))


def application_layers(name, rng):
    image = keras.Input((2, 2, 3), name="image")
    scaled = convnext.StochasticDepth(0.3)(convnext.LayerScale(0.5, 4)(L.Conv2D(4, 1)(image)))
    model = keras.Model(image, inception_resnet_v2.CustomScaleLayer(0.2)([L.Conv2D(4, 1)(image), scaled]))
    randomised(model, rng)
    write(name, model, [rng.normal(size=(2, 2, 2, 3)).astype("float32")], ("keras", "h5"))


def old_names(rename):
    """A file whose groups are named as an older Keras named them."""
    def edit(files):
        source = zipfile.ZipFile(io.BytesIO(files["model.keras"]))
        weights, made = io.BytesIO(), io.BytesIO()
        with h5py.File(io.BytesIO(source.read("model.weights.h5"))) as old, h5py.File(weights, "w") as new:
            def copy(path, item):
                if isinstance(item, h5py.Dataset) and path.startswith("layers"):
                    _, layer, rest = path.split("/", 2)
                    new[rename(layer, rest)] = item[()]
            old.visititems(copy)
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("config.json", source.read("config.json"))
            archive.writestr("metadata.json", '{"keras_version": "2.13.1"}')
            archive.writestr("model.weights.h5", weights.getvalue())
        return {"model.keras": made.getvalue()}
    return edit


def twice(layer, rest):
    name, _, number = layer.rpartition("_")
    return f"_layer_checkpoint_dependencies/{f'{name}_{2 * int(number)}' if number.isdigit() else layer}/{rest}"


def of_older_keras(rename):
    def case(name, rng):
        model = keras.Sequential([keras.Input((3,)), L.Dense(4), L.ReLU(), L.Dense(4), L.ReLU(), L.Dense(2)])
        randomised(model, rng)
        write(name, model, [rng.normal(size=(2, 3)).astype("float32")], edit=old_names(rename))
    return case


def masked(layers, shape, kinds=("keras",)):
    """A masked sequence: some steps, and for pictures some positions, are zero."""
    def case(name, rng):
        x = inputs = keras.Input(shape)
        for layer in layers():
            x = layer(x)
        model = keras.Model(inputs, x)
        randomised(model, rng)
        values = rng.normal(size=(2, *shape)).astype("float32")
        values[0, -1] = values[1, 0] = values[1, 1, :1] = 0
        write(name, model, [values], kinds)
    return case


def unsorted_axes(name, rng):
    """Keras stores the last axis first and does not transpose; RMSNormalization does not move its scale to the axis."""
    image = keras.Input((3, 3, 2), name="image")
    model = keras.Model(image, [L.LayerNormalization([1, -1])(image), L.RMSNormalization(1)(L.Conv2D(3, 1)(image))])
    randomised(model, rng)
    write(name, model, [rng.normal(size=(2, 3, 3, 2)).astype("float32")])


def crop_of_any_size(size):
    def case(name, rng):
        model = keras.Sequential([keras.Input((None, None, 1)), L.CenterCrop(4, 3)])
        write(name, model, [rng.normal(size=(1, *size, 1)).astype("float32")])
    return case


CASES = {
    "crop_large": crop_of_any_size((7, 6)),
    "crop_narrow": crop_of_any_size((9, 2)),
    "masked_positions": masked(lambda: [L.Masking(), L.ConvLSTM1D(2, 2, padding="same", go_backwards=True)], (3, 4, 2)),
    "masked_every_step": masked(lambda: [
        L.Masking(), L.TimeDistributed(L.Dense(2)), L.LSTM(2)], (4, 3), ("keras", "h5")),
    "masked_inside": masked(lambda: [
        L.Masking(), L.TimeDistributed(L.GRU(2))], (3, 4, 2), ("keras", "h5")),
    "masked_normalised": masked(lambda: [
        L.Masking(), L.Normalization(mean=0.5, variance=2.0), L.SpectralNormalization(L.Dense(2)), L.GRU(2)], (4, 3)),
    "masked_unrolled": masked(lambda: [
        L.Masking(), L.Bidirectional(L.GRU(2, return_sequences=True, unroll=True))], (4, 3), ("keras", "h5")),
    "unsorted_axes": unsorted_axes,
    "fixed_batch": fixed_batch,
    "shared_encoder": shared_encoder,
    "application_layers": application_layers,
    "listed_twice": of_older_keras(twice),
    "windows_paths": of_older_keras(lambda layer, rest: f"_layer_checkpoint_dependencies\\{layer}/{rest}"),
}

if __name__ == "__main__":
    for case in sys.argv[1:] or CASES:
        keras.utils.clear_session()
        CASES[case](case, np.random.default_rng(sum(map(ord, case))))
        print(case, flush=True)
