"""Writes random Keras models with TensorFlow's results: random layers and options, odd sizes, masks, wrappers, shared layers.

Run by hand: python scripts/references/random_models.py FOLDER COUNT [SEED] (TensorFlow 2.21, Keras 3.15). Each model is written
as .keras, .h5 and SavedModel, one zip each, in the layout of src/formats/fixtures/cases.
"""

import sys

from case_file import keras_files, pack, served
import keras
import numpy as np

L = keras.layers


def randomised(model, rng):
    for weight in model.weights:
        if "seed" in weight.path:
            continue
        positive = "variance" in weight.path or "gamma" in weight.path
        weight.assign(rng.uniform(0.5, 1.5, weight.shape) if positive else rng.normal(0, 0.4, weight.shape))


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def pick(self, *options):
        return options[self.rng.integers(len(options))]

    def flag(self):
        return bool(self.rng.integers(2))

    def size(self, low=1, high=5):
        return int(self.rng.integers(low, high + 1))

    def activation(self):
        return self.pick("relu", "tanh", "gelu", "hard_sigmoid", "elu", "selu", "softplus", "silu", "leaky_relu", "mish", "linear")

    def normalisation(self):
        return self.pick(
            lambda: L.BatchNormalization(center=self.flag(), scale=self.flag(), epsilon=self.pick(1e-3, 0.1)),
            lambda: L.LayerNormalization(center=self.flag(), scale=self.flag()),
            lambda: L.UnitNormalization(),
            lambda: L.RMSNormalization(),
        )()

    def image_layer(self, shape):
        rank = len(shape) - 1
        pair = lambda low, high: tuple(self.size(low, high) for _ in range(rank))
        padding = self.pick("same", "valid") if min(shape[:-1]) > 3 else "same"
        name = lambda base: getattr(L, f"{base}{rank}D")
        strides = pair(1, 3) if self.flag() else 1
        options = [
            lambda: name("Conv")(self.size(), pair(1, 3), strides=strides, padding=padding, use_bias=self.flag(), activation=self.activation()),
            lambda: name("Conv")(self.size(), pair(1, 3), dilation_rate=pair(1, 2), padding="same"),
            lambda: name("Conv")(2 * shape[-1], pair(1, 3), groups=shape[-1], padding="same"),
            lambda: name("Conv")(self.size(), pair(1, 3), padding=padding) if rank > 1 else L.Conv1D(self.size(), 2, padding="causal"),
            lambda: name("MaxPooling")(pair(1, 3), strides=pair(1, 2), padding=padding),
            lambda: name("AveragePooling")(pair(1, 3), strides=pair(1, 3), padding=padding),
            lambda: name("UpSampling")(self.size(1, 2)) if rank != 2 else L.UpSampling2D(pair(1, 2), interpolation=self.pick("nearest", "bilinear")),
            lambda: name("ZeroPadding")(self.size(0, 2)),
            lambda: name("SpatialDropout")(0.3),
            lambda: L.Conv3D(self.size(), 1) if rank == 3 else getattr(L, f"Conv{rank}DTranspose")(
                self.size(), self.size(1, 3), strides=self.size(1, 2), padding=padding),
            lambda: L.PReLU(shared_axes=list(range(1, rank + 1))),
            lambda: L.GaussianNoise(0.2),
            self.normalisation,
            lambda: L.Activation(self.activation()),
        ]
        if rank < 3:
            options += [
                lambda: getattr(L, f"SeparableConv{rank}D")(self.size(), self.size(1, 3), depth_multiplier=self.size(1, 2), padding="same"),
                lambda: getattr(L, f"DepthwiseConv{rank}D")(self.size(1, 3), depth_multiplier=self.size(1, 2), padding=padding),
            ]
        if rank == 2:
            options += [
                lambda: L.Resizing(self.size(2, 7), self.size(2, 7), interpolation=self.pick("bilinear", "nearest", "bicubic", "area", "lanczos3"),
                                   crop_to_aspect_ratio=self.flag()),
                lambda: L.Resizing(self.size(2, 7), self.size(2, 7), pad_to_aspect_ratio=True, fill_value=0.5),
                lambda: L.CenterCrop(self.size(1, 7), self.size(1, 7)),
                lambda: L.Rescaling(self.pick(1 / 255, 2.0), offset=self.pick(0, -1)),
                lambda: L.GroupNormalization(groups=1),
            ]
        return self.pick(*options)()

    def sequence_layer(self):
        units, all_ = self.size(), self.flag()
        options = dict(return_sequences=all_, go_backwards=self.flag(), use_bias=self.flag())
        recurrent = self.pick(
            lambda: L.LSTM(units, recurrent_activation=self.pick("sigmoid", "hard_sigmoid"), unit_forget_bias=self.flag(), **options),
            lambda: L.GRU(units, reset_after=self.flag(), activation=self.pick("tanh", "relu"), **options),
            lambda: L.SimpleRNN(units, activation=self.activation(), **options),
        )
        return self.pick(
            recurrent,
            lambda: L.Bidirectional(L.LSTM(units, return_sequences=all_), merge_mode=self.pick("concat", "sum", "mul", "ave")),
            lambda: L.Bidirectional(L.GRU(units, return_sequences=all_)),
            lambda: L.RNN([L.GRUCell(units), L.LSTMCell(self.size())], return_sequences=all_),
            lambda: L.TimeDistributed(L.Dense(units, activation=self.activation())),
            lambda: L.Conv1D(units, 2, padding="causal"),
            lambda: L.LayerNormalization(),
            lambda: L.Dense(units, activation=self.activation()),
        )()


def image_model(maker):
    rank = maker.pick(1, 2, 2, 2, 3)
    shape = (*(maker.size(4, 9) for _ in range(rank)), maker.size(1, 3))
    x = inputs = keras.Input(shape)
    for _ in range(maker.size(2, 5)):
        x = maker.image_layer(x.shape[1:])(x)
    if maker.flag():
        layer = L.Dense(x.shape[-1], activation=maker.activation())
        x = maker.pick(L.Add, L.Multiply, L.Maximum, L.Average, L.Subtract)()([layer(x), layer(layer(x))])
    kind = maker.pick("Average", "Max")
    x = getattr(L, f"Global{kind}Pooling{rank}D")(keepdims=maker.flag())(x) if maker.flag() else L.Flatten()(x)
    return keras.Model(inputs, L.Dense(maker.size())(x)), [maker.rng.normal(size=(2, *shape)).astype("float32")]


def sequence_model(maker):
    steps, masked = maker.size(3, 6), maker.flag()
    ids = keras.Input((steps,), dtype="int32")
    x = L.Embedding(9, maker.size(2, 4), mask_zero=masked)(ids)
    for _ in range(maker.size(1, 4)):
        if len(x.shape) == 3:
            x = maker.sequence_layer()(x)
    if len(x.shape) == 3:
        if maker.flag():
            x = L.MultiHeadAttention(maker.size(1, 2), maker.size(1, 3), use_bias=maker.flag())(x, x, use_causal_mask=maker.flag())
        x = maker.pick(L.GlobalAveragePooling1D, L.GlobalMaxPooling1D, L.Flatten)()(x)
    values = maker.rng.integers(0, 9, (2, steps)).astype("int32")
    values[:, 0] = maker.pick(0, 1)
    return keras.Model(ids, L.Dense(maker.size(), activation="softmax")(x)), [values]


def main(folder, count, seed=0):
    for i in range(count):
        rng = np.random.default_rng((seed, i))
        keras.utils.clear_session()
        try:
            model, inputs = Maker(rng).pick(image_model, image_model, sequence_model)(Maker(rng))
        except ValueError:
            continue  # A combination that Keras itself refuses.
        randomised(model, rng)
        output = model(inputs[0], training=False)
        for kind in ("keras", "h5", "saved_model"):
            name = f"random_{seed}_{i:03}_{kind}"
            files = keras_files(model, kind)
            # An exported graph may differ from the model in Keras itself.
            result = served(files, inputs[0]) if kind == "saved_model" else output
            pack(name, files, {model.inputs[0].name: inputs[0]}, {"output_0": result},
                 tolerance={"rtol": 1e-3, "atol": 1e-4}, folder=folder)
        print(i, [type(layer).__name__ for layer in model.layers], flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
