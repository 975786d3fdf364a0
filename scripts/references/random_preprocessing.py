"""Random preprocessing layers with random options: pictures, categories, text, audio."""

import keras
import numpy as np

L = keras.layers
WORDS = ["red", "green", "blue", "Deep Sea", "a,b!", "", "[UNK]", "naïve café"]


def picture_layers(draw, shape):
    """Functions that make a layer for pictures of `shape` ([height, width, channels]), by name."""
    small = lambda: draw.sizes(2, 1, 9)
    range_ = {"value_range": draw.pick((0, 255), (0, 1), (-1, 1))}
    format_ = draw.some(data_format=lambda: "channels_last")
    layers = {
        "Resizing": lambda: L.Resizing(
            *small(), interpolation=draw.pick("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5"),
            **draw.pick({}, {"crop_to_aspect_ratio": True}, {"pad_to_aspect_ratio": True, "fill_value": draw.number()}),
            **draw.some(antialias=lambda: True)),
        "CenterCrop": lambda: L.CenterCrop(*small()),
        "RandomCrop": lambda: L.RandomCrop(*small()),
        "Rescaling": lambda: L.Rescaling(draw.pick(1 / 255, draw.numbers(shape[-1])), offset=draw.pick(0.0, -1, draw.numbers(shape[-1]))),
        "Normalization": lambda: L.Normalization(
            axis=draw.pick(-1, 1, 3), mean=draw.number(), variance=draw.number(0.1, 2), invert=draw.flag()),
        "random": lambda: draw.pick(
            L.RandomFlip(), L.RandomRotation(0.2), L.RandomZoom(0.2), L.RandomTranslation(0.1, 0.1), L.RandomContrast(0.2),
            L.RandomBrightness(0.1, **range_), L.RandomShear(0.1, 0.1), L.RandomErasing(), L.RandomPerspective(),
            L.RandomElasticTransform(), L.RandomGaussianBlur(), L.MixUp(), L.CutMix()),
        "Solarization": lambda: L.Solarization(addition_factor=draw.number(0, 0.5), threshold_factor=draw.number(0, 0.5), **range_),
    }
    if shape[-1] == 3:
        layers |= {
            "colour": lambda: draw.pick(
                L.RandomHue(0.1, **range_), L.RandomSaturation(0.5), L.RandomGrayscale(), L.RandomColorJitter(**range_),
                L.RandomColorDegeneration(0.5), L.RandomPosterization(4), L.RandomSharpness(0.3), L.RandomInvert(),
                L.RandAugment(), L.AugMix(), L.AutoContrast(**range_)),
            "Equalization": lambda: L.Equalization(**range_, **draw.some(bins=lambda: draw.pick(16, 256))),
        }
    return {name: (lambda make=make: with_format(make(), format_)) for name, make in layers.items()}


def with_format(layer, format_):
    return layer.__class__.from_config({**layer.get_config(), **format_}) if "data_format" in layer.get_config() else layer


def output_mode(draw, *modes):
    mode = draw.pick("int", "one_hot", "multi_hot", "count", *modes)
    return {"output_mode": mode}


def padded(draw):
    return {"pad_to_max_tokens": True, "max_tokens": 12} if draw.flag() else {}


def string_lookup(draw):
    words = [word for word in WORDS[: draw.size(1, 5)] if word]
    mode = output_mode(draw, "tf_idf")
    options = {"num_oov_indices": draw.size(1, 3), **mode}
    if mode["output_mode"] == "int":
        options |= draw.some(mask_token=lambda: draw.pick("", "mask"))
    else:
        options |= padded(draw)
    if mode["output_mode"] == "tf_idf":
        options["idf_weights"] = draw.numbers(len(words), 0.1, 2)
    return L.StringLookup(vocabulary=words, **options)


def integer_lookup(draw):
    mode = output_mode(draw)
    options = draw.some(mask_token=lambda: 0) if mode["output_mode"] == "int" else padded(draw)
    return L.IntegerLookup(vocabulary=[3, 5, 40, -7][: draw.size(1, 4)], num_oov_indices=draw.size(1, 3), **mode, **options)


def vectorization(draw):
    mode = draw.pick("int", "multi_hot", "count", "tf_idf")
    words = ["red", "green", "blue", "deep sea", "naïve"][: draw.size(2, 5)]
    options = {"output_sequence_length": draw.size(2, 6)} if mode == "int" else padded(draw)
    if mode == "tf_idf":
        options["idf_weights"] = draw.numbers(len(words), 0.1, 2)
    return L.TextVectorization(
        standardize=draw.pick("lower_and_strip_punctuation", "strip_punctuation", "lower", None),
        split=draw.pick("whitespace", "character"), output_mode=mode, vocabulary=words,
        **draw.some(ngrams=lambda: draw.pick(2, (1, 3))), **options)


def hashing(draw, mask):
    return L.Hashing(draw.size(2, 9), **draw.some(salt=lambda: draw.pick(7, [3, 5]), mask_value=lambda: mask), **output_mode(draw))


def string_model(draw):
    width = draw.size(1, 3)
    layer = draw.pick(
        lambda: string_lookup(draw), lambda: string_lookup(draw),
        lambda: hashing(draw, "red"),
    )()
    values = draw.rng.choice(WORDS[:6], (4, width)).astype(object)
    return keras.Input((width,), dtype="string"), layer, values


def text_model(draw):
    texts = [["Red, GREEN deep sea"], ["blue red? red"], [""], ["naïve café  deep\tsea!"]]
    return keras.Input((1,), dtype="string"), vectorization(draw), np.array(texts, dtype=object)


def integer_model(draw):
    width = draw.size(1, 3)
    layer = draw.pick(
        lambda: integer_lookup(draw),
        lambda: L.StringLookup(vocabulary=["ash", "elm", "oak"], invert=True, **draw.some(mask_token=lambda: "none")),
        lambda: hashing(draw, 3),
        lambda: L.CategoryEncoding(8, output_mode=draw.pick("one_hot", "multi_hot", "count")),
        lambda: L.Discretization(sorted(draw.numbers(3, 0, 7)), **output_mode(draw)),
    )()
    return keras.Input((width,), dtype="int64" if draw.flag() else "int32"), layer, draw.rng.integers(0, 8, (4, width)).astype("int32")


def number_model(draw):
    width = draw.size(1, 3)
    layer = draw.pick(
        lambda: L.Discretization(sorted(draw.numbers(draw.size(1, 5), -2, 2)), **output_mode(draw)),
        lambda: L.Normalization(axis=draw.pick(-1, None), mean=draw.number(), variance=draw.number(0.1, 2), invert=draw.flag()),
    )()
    return keras.Input((width,)), layer, draw.rng.normal(0, 1, (4, width)).astype("float32")


def audio_model(draw):
    length = draw.size(40, 90)
    layer = draw.pick(
        lambda: L.STFTSpectrogram(
            mode=draw.pick("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
            frame_length=draw.size(8, 16), frame_step=draw.size(2, 8), fft_length=draw.pick(16, 32),
            window=draw.pick("hann", "hamming", None), periodic=draw.flag(), scaling=draw.pick("density", "spectrum"),
            padding=draw.pick("valid", "same"), expand_dims=draw.flag()),
        lambda: L.MelSpectrogram(
            fft_length=draw.pick(16, 32), sequence_stride=draw.size(2, 8), num_mel_bins=draw.size(2, 8), sampling_rate=8000,
            min_freq=20.0, **draw.some(
                sequence_length=lambda: draw.size(8, 16), max_freq=lambda: 3000.0, power_to_db=lambda: False, mag_exp=lambda: 1.0)),
    )()
    shape = (length, 1) if isinstance(layer, L.STFTSpectrogram) else (length,)
    return keras.Input(shape), layer, draw.rng.normal(size=(2, *shape)).astype("float32")


def preprocessing_model(draw):
    inputs, layer, values = draw.pick(string_model, text_model, integer_model, number_model, audio_model)(draw)
    return keras.Model(inputs, layer(inputs)), [values]
