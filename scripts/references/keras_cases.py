"""Writes the cases of src/formats/keras/layers/fixtures that this file describes, with the outputs of TensorFlow.

Run by hand: python scripts/references/keras_cases.py [name …] (TensorFlow 2.21, Keras 3.15). The results are committed.
"""

import json
import os
import sys
import tempfile
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import h5py
import keras
import numpy as np

L = keras.layers
FIXTURES = os.path.join(os.path.dirname(__file__), "../../src/formats/keras/layers/fixtures")
TRAINING = {
    *(f"{part}_{kind}" for part in ("kernel", "recurrent", "bias", "embeddings", "beta", "gamma", "depthwise", "pointwise")
      for kind in ("initializer", "regularizer", "constraint")),
    "moving_mean_initializer", "moving_variance_initializer", "activity_regularizer", "quantization_config",
    "build_config", "compile_config", "registered_name", "trainable", "seed", "shared_object_id",
}


def trimmed(value):
    """The config without what only training needs."""
    if isinstance(value, dict):
        if value.get("class_name") == "DTypePolicy":
            return value["config"]["name"]
        return {key: trimmed(item) for key, item in value.items() if key not in TRAINING}
    return [trimmed(item) for item in value] if isinstance(value, list) else value


def randomised(model, rng):
    for weight in model.weights:
        positive = "variance" in weight.path or "gamma" in weight.path
        weight.assign(rng.uniform(0.5, 1.5, weight.shape) if positive else rng.normal(0, 0.6, weight.shape))


def stored(model):
    """The parsed config and the weights by path, as a .keras file holds them."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "m.keras")
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            config = json.loads(archive.read("config.json"))
            archive.extract("model.weights.h5", folder)
        weights = {}
        with h5py.File(os.path.join(folder, "model.weights.h5")) as file:
            file.visititems(lambda name, item: weights.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    return config, weights


def numbers(array):
    return [float(f"{value:.7g}") for value in np.asarray(array, "float64").ravel()]


def write(path, model, inputs, rng):
    randomised(model, rng)
    feeds = {tensor.name: value for tensor, value in zip(model.inputs, inputs)}
    results = model(list(inputs) if len(inputs) > 1 else inputs[0], training=False)
    results = results if isinstance(results, (list, tuple)) else [results]
    config, weights = stored(model)
    port = lambda name, value: {
        "name": name, "dtype": "float32" if value.dtype.kind == "f" else "bool" if value.dtype.kind == "b" else "int32",
        "shape": list(value.shape), "data": numbers(value)}
    case = {
        "tolerance": {"rtol": 1e-4, "atol": 1e-5},
        "config": trimmed(config),
        "weights": {name: {"shape": list(value.shape), "data": numbers(value)} for name, value in weights.items()},
        "inputs": [port(name, value) for name, value in feeds.items()],
        "outputs": [port(f"output_{i}", np.asarray(value)) for i, value in enumerate(results)],
    }
    with open(os.path.join(FIXTURES, f"{path}.json"), "w") as file:
        json.dump(case, file, separators=(",", ":"))


def states_beside_mask(make, states):
    """A masked sequence with initial states: Keras 3 calls the layer without the mask, and passes the mask on."""
    ids, given = keras.Input((4,), dtype="int32", name="ids"), [keras.Input((3,), name=f"s{i}") for i in range(states)]
    x = L.Embedding(5, 2, mask_zero=True)(ids)
    y = make(x, given)
    outputs = [*(y if isinstance(y, (list, tuple)) else [y])]
    pooled = L.GlobalAveragePooling1D()(outputs[0]) if len(outputs[0].shape) == 3 else outputs[0]
    return keras.Model([ids, *given], [*outputs, pooled])


def with_states(make, states):
    def case(rng):
        tokens = np.array([[1, 0, 2, 0], [0, 3, 4, 1]], "int32")
        return states_beside_mask(make, states), [tokens, *(rng.normal(size=(2, 3)).astype("float32") for _ in range(states))]
    return case


def resizing(shape, **options):
    def case(rng):
        image = keras.Input(shape, name="image")
        return keras.Model(image, L.Resizing(**options)(image)), [rng.uniform(0, 255, (2, *shape)).astype("float32")]
    return case


CASES = {
    "sequences/lstm_states_beside_mask": with_states(
        lambda x, s: L.LSTM(3, return_sequences=True, return_state=True)(x, initial_state=s), 2),
    "sequences/gru_states_beside_mask": with_states(lambda x, s: L.GRU(3)(x, initial_state=s), 1),
    "sequences/simplernn_states_beside_mask": with_states(
        lambda x, s: L.SimpleRNN(3, return_sequences=True)(x, initial_state=s[0]), 1),
    "sequences/bidirectional_states_beside_mask": with_states(
        lambda x, s: L.Bidirectional(L.GRU(3, return_sequences=True), merge_mode="sum")(x, initial_state=s), 2),
    "core/resizing_pad_odd": resizing((6, 3, 1), height=4, width=4, pad_to_aspect_ratio=True, fill_value=3.0),
    "core/resizing_pad_odd_rows": resizing((3, 8, 1), height=3, width=4, pad_to_aspect_ratio=True, interpolation="nearest"),
    "core/resizing_crop_odd": resizing((5, 8, 1), height=3, width=4, crop_to_aspect_ratio=True, interpolation="bicubic"),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or CASES:
        rng = np.random.default_rng(sum(map(ord, name)))
        keras.utils.clear_session()
        write(name, *CASES[name](rng), rng)
        print(name)
