"""Writes random Keras models with TensorFlow's results: random layers and options, odd sizes, masks, wrappers, shared layers.

Run by hand: python scripts/references/random_models.py FOLDER COUNT [SEED [functional]] (TensorFlow 2.21, Keras 3.15); "functional"
draws only models of several inputs and outputs. Each model is written as .keras, .h5 and SavedModel, one zip each, in the layout of
src/formats/fixtures/cases. A format that Keras itself cannot write is left out.
"""

import os
import sys
import tempfile

# oneDNN computes some transposed convolutions wrongly (kernel 1 × 2, one channel, "valid").
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

from case_file import keras_files, pack, served
import keras
import numpy as np
from random_draw import Draw
from random_functional import functional_model
from random_layers import shared_or_nested, spatial_layers
from random_preprocessing import picture_layers, preprocessing_model
from random_sequences import sequence_layers, video_layer

L = keras.layers


def randomise(model, rng):
    for weight in model.weights:
        if "seed" in weight.path or "normalization/" in weight.path and weight.name in ("mean", "count") or weight.dtype == "string":
            continue
        if not weight.trainable and not weight.path.rsplit("/", 1)[-1].startswith(("moving", "vector")):
            continue
        positive = "variance" in weight.path or "gamma" in weight.path
        weight.assign(rng.uniform(0.5, 1.5, weight.shape) if positive else rng.normal(0, 0.4, weight.shape))


def spatial_model(draw):
    rank = draw.pick(1, 2, 2, 2, 3)
    shape = (*draw.sizes(rank, 4, 9), draw.size(1, 3))
    x = inputs = keras.Input(shape)
    for _ in range(draw.size(2, 5)):
        spatial = len(x.shape) == rank + 2
        if not spatial or max(x.shape[1:], default=0) > 200:
            break
        x = shared_or_nested(draw, draw.choice(spatial_layers(draw, x.shape[1:]))(), x)
    return keras.Model(inputs, head(draw, x)), [draw.rng.normal(size=(2, *shape)).astype("float32")]


def head(draw, x):
    rank = len(x.shape) - 2
    if rank in (1, 2, 3) and draw.flag():
        pooling = getattr(L, f"Global{draw.pick('Average', 'Max')}Pooling{rank}D")
        x = pooling(keepdims=draw.flag(), **draw.some(data_format=lambda: "channels_first"))(x)
    return draw.pick(L.Dense(draw.size()), L.Flatten())(x)


def picture_model(draw):
    shape = (*draw.sizes(2, 3, 11), draw.pick(1, 3, 3, 4))
    free = draw.flag() and draw.flag()
    model = keras.Sequential([keras.Input((None, None, shape[-1]) if free else shape)])
    for _ in range(draw.size(1, 3)):
        model.add(draw.choice(picture_layers(draw, model.outputs[0].shape[1:] if model.layers else shape))())
    return model, [draw.rng.uniform(0, draw.pick(1, 255), (2, *shape)).astype("float32")]


def sequence_model(draw):
    steps, words = draw.size(3, 6), draw.flag()
    if words:
        inputs = keras.Input((draw.pick(steps, steps, None),), dtype="int32")
        x = L.Embedding(9, draw.size(2, 4), mask_zero=draw.flag())(inputs)
        values = draw.rng.integers(0, 9, (2, steps)).astype("int32")
        values[:, draw.pick(0, -1)] = draw.pick(0, 1)
        values[1] *= draw.pick(0, 1, 1)
    else:
        features = draw.size(2, 4)
        inputs = keras.Input((steps, features))
        x = L.Masking()(inputs) if draw.flag() else inputs
        values = draw.rng.normal(size=(2, steps, features)).astype("float32")
        values[0, draw.pick(0, -1)] = 0
    for _ in range(draw.size(1, 4)):
        if len(x.shape) == 3:
            x = draw.choice(sequence_layers(draw, x.shape[1:]))(x)
    if len(x.shape) == 3:
        x = draw.pick(L.GlobalAveragePooling1D(), L.GlobalMaxPooling1D(), L.LSTM(draw.size()), L.Identity())(x)
    return keras.Model(inputs, x), [values]


def video_model(draw):
    rank = draw.pick(1, 2, 2, 3)
    shape = (draw.size(2, 4), *draw.sizes(rank, 3, 6), draw.size(1, 3))
    inputs = keras.Input(shape)
    x = L.Masking()(inputs) if draw.flag() else inputs
    values = draw.rng.normal(size=(2, *shape)).astype("float32")
    values[0, draw.pick(0, -1)] = 0
    return keras.Model(inputs, L.Flatten()(video_layer(draw, rank)(x))), [values]


def reloaded(model, files, values):
    """What Keras computes with the saved file; what the model itself computes if Keras cannot read its own file."""
    with tempfile.TemporaryDirectory() as folder:
        ((name, data),) = files.items()
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        try:
            model = keras.models.load_model(path, compile=False)
        except Exception as error:
            print(name, "not read again:", last_line(error), flush=True)
        return computed(model, values)


def computed(model, values):
    """The model's outputs in Keras's order, by names that no file has. `values`: one array per input, in Keras's order."""
    given = keras.tree.pack_sequence_as(inputs_of(model), [tensor(value) for value in values])
    return {f"output {i}": np.asarray(x) for i, x in enumerate(keras.tree.flatten(model(given, training=False)))}


def inputs_of(model):
    """As the model takes them: one tensor, a list or a dictionary."""
    return model.inputs[0] if isinstance(model, keras.Sequential) else model._inputs_struct


def input_names(model, kind):
    """A dictionary's keys, or the names of the inputs, which an exported SavedModel always has."""
    if kind == "saved_model":
        return [entry.name for entry in model.inputs]
    paths = keras.tree.flatten_with_path(inputs_of(model))
    return [path[-1] if path and isinstance(path[-1], str) else entry.name for path, entry in paths]


def same(first, second):
    """Whether two sets of results agree, in the order of their names."""
    agree = lambda a, b: np.array_equal(a, b) if a.dtype == object else a.shape == b.shape and np.allclose(a, b, 1e-3, 1e-4, equal_nan=True)
    return len(first) == len(second) and all(agree(a, b) for a, b in zip(first.values(), second.values()))


def last_line(error):
    lines = [line for line in str(error).split("\n") if line.strip() and not line.startswith(("Arguments received", "  •"))]
    return f"{type(error).__name__} {' '.join(lines)[:300]}"


def tensor(values):
    return keras.ops.convert_to_tensor(values if values.dtype != object else values.astype(str))


def write(model, values, kind, name, folder):
    files, inputs = keras_files(model, kind), dict(zip(input_names(model, kind), values))
    result = served(files, inputs) if kind == "saved_model" else reloaded(model, files, values)
    if kind == "saved_model" and not same(result, served(files, inputs)):
        print(name, "not written: random noise", flush=True)  # Some layers keep it in their exported graph.
        return
    if kind == "h5" and not same(result, computed(model, values)):
        print(name, "not written: Keras reads its own file differently", flush=True)  # It drops a list of axes.
        return
    pack(name, files, inputs, result, tolerance={"rtol": 1e-3, "atol": 1e-4}, folder=folder)


def main(folder, count, seed=0, only=None):
    kinds = (*[spatial_model] * 2, picture_model, *[sequence_model] * 2, video_model, *[preprocessing_model] * 2)
    if only == "functional":
        kinds = (functional_model,)
    for i in range(count):
        draw = Draw(np.random.default_rng((seed, i)))
        keras.utils.clear_session()
        try:
            model, values = draw.pick(*kinds)(draw)
            values = [v.astype(entry.dtype) if entry.dtype != "string" else v for v, entry in zip(values, model.inputs)]
        except Exception as error:
            print(i, "not built:", last_line(error), flush=True)
            continue
        randomise(model, draw.rng)
        print(i, [type(layer).__name__ for layer in model.layers], flush=True)
        for kind in ("keras", "h5", "saved_model"):
            try:
                write(model, values, kind, f"random_{seed}_{i:03}_{kind}", folder)
            except Exception as error:
                print(i, kind, "not written:", last_line(error), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:4]), *sys.argv[4:5])
