"""Random layers with random options for tensors of shape [batch, ...spatial, channels]."""

import keras

L = keras.layers


def spatial_layers(draw, shape):
    """Functions that make a layer for inputs of `shape` (without the batch), by class name; 1 to 3 spatial axes."""
    rank, channels = len(shape) - 1, shape[-1]
    sizes = lambda low, high: draw.sizes(rank, low, high)
    padding = lambda: draw.pick("same", "valid") if min(shape[:-1]) > 3 else "same"
    window = lambda: draw.pick(draw.size(1, 3), sizes(1, 3))
    first = lambda: draw.some(data_format=lambda: "channels_first")
    bias = lambda: draw.some(use_bias=lambda: False, activation=draw.activation)
    stride_or_dilation = lambda: draw.pick({}, {"strides": sizes(1, 3)}, {"dilation_rate": sizes(1, 2), "padding": "same"})
    ends = lambda: draw.pick(draw.size(0, 2), sizes(0, 2), tuple(draw.sizes(2, 0, 2) for _ in range(rank)))
    separable = lambda: {
        "depth_multiplier": draw.size(1, 2), "padding": padding(),
        **draw.pick({}, {"strides": 2}, {"dilation_rate": 2, "padding": "same"}), **bias()}
    one_axis = lambda value: value if rank > 1 or isinstance(value, int) else value[0]
    crop = lambda: tuple((draw.size(0, 1), draw.size(0, 1)) for _ in range(rank))
    name = lambda base: getattr(L, f"{base}{rank}D")
    layers = {
        "Conv": lambda: name("Conv")(draw.size(), window(), **{"padding": padding(), **stride_or_dilation(), **bias()}),
        "Conv groups": lambda: name("Conv")(2 * channels, window(), groups=channels, padding="same", **bias()),
        "ConvTranspose": lambda: getattr(L, f"Conv{rank}DTranspose")(
            draw.size(), sizes(1, 3), strides=sizes(1, 2), padding=padding(), **bias()),
        "MaxPooling": lambda: name("MaxPooling")(window(), padding=padding(), **draw.some(strides=lambda: sizes(1, 3))),
        "AveragePooling": lambda: name("AveragePooling")(window(), padding=padding(), **draw.some(strides=lambda: sizes(1, 3))),
        "AdaptiveAveragePooling": lambda: name("AdaptiveAveragePooling")(sizes(1, 4), **first()),
        "AdaptiveMaxPooling": lambda: name("AdaptiveMaxPooling")(sizes(1, 4), **first()),
        "UpSampling": lambda: upsampling(draw, rank, first),
        "ZeroPadding": lambda: name("ZeroPadding")(one_axis(ends()), **first()),
        "Cropping": lambda: name("Cropping")(one_axis(crop())),
        "SpatialDropout": lambda: name("SpatialDropout")(0.3),
        "PReLU": lambda: L.PReLU(**draw.some(shared_axes=lambda: list(range(1, rank + 1)))),
        "SpectralNormalization": lambda: L.SpectralNormalization(name("Conv")(draw.size(), window(), padding="same")),
        "GroupNormalization": lambda: L.GroupNormalization(
            groups=draw.pick(1, -1, channels), epsilon=draw.pick(1e-3, 0.1), **affine(draw)),
    }
    if rank == 1:
        layers["Conv1D causal"] = lambda: L.Conv1D(draw.size(), 2, padding="causal", dilation_rate=draw.size(1, 3), **bias())
    if rank < 3:
        layers["Separable"] = lambda: name("SeparableConv")(draw.size(), draw.size(1, 3), **separable())
        layers["Depthwise"] = lambda: name("DepthwiseConv")(draw.size(1, 3), **separable())
    return {**layers, **any_layers(draw, shape)}


def upsampling(draw, rank, first):
    if rank != 2:
        return getattr(L, f"UpSampling{rank}D")(draw.size(1, 2) if rank == 1 else draw.sizes(3, 1, 2))
    return L.UpSampling2D(
        draw.sizes(2, 1, 3), interpolation=draw.pick("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"), **first())


def affine(draw):
    return draw.some(center=lambda: False, scale=lambda: False)


def any_layers(draw, shape):
    """Layers for tensors of any rank."""
    rank = len(shape)
    axis = lambda: draw.pick(-1, draw.size(1, rank))
    axes = lambda: draw.pick(-1, axis(), [1, -1] if rank > 1 else [-1])
    return {
        "BatchNormalization": lambda: L.BatchNormalization(axis=axis(), epsilon=draw.pick(1e-3, 0.1), **affine(draw)),
        "LayerNormalization": lambda: L.LayerNormalization(axis=axes(), epsilon=draw.pick(1e-3, 0.1), **affine(draw)),
        "RMSNormalization": lambda: L.RMSNormalization(axis=axes(), epsilon=draw.pick(1e-6, 0.1)),
        "UnitNormalization": lambda: L.UnitNormalization(axis=axes()),
        "Activation": lambda: L.Activation(draw.activation()),
        "ReLU": lambda: L.ReLU(**draw.some(
            max_value=lambda: draw.number(0.5, 2), negative_slope=lambda: draw.number(0, 0.5), threshold=lambda: draw.number(0, 0.5))),
        "LeakyReLU": lambda: L.LeakyReLU(negative_slope=draw.number(0, 0.5)),
        "ELU": lambda: L.ELU(alpha=draw.number(0.2, 2)),
        "Softmax": lambda: L.Softmax(axis=axes()),
        "noise": lambda: draw.pick(
            L.Dropout(0.3), L.GaussianNoise(0.2), L.GaussianDropout(0.2), L.AlphaDropout(0.2), L.ActivityRegularization(0.1), L.Identity()),
        "Dense": lambda: L.Dense(draw.size(), **draw.some(use_bias=lambda: False, activation=draw.activation)),
        "Permute": lambda: L.Permute([int(i) + 1 for i in draw.rng.permutation(rank)]) if rank > 1 else L.Identity(),
        "Reshape": lambda: L.Reshape([*shape[:-2], -1, 1] if rank > 1 else [-1, 1]) if draw.flag() else L.Reshape(shape),
        "Rescaling": lambda: L.Rescaling(
            draw.pick(1 / 255, 2.0, draw.numbers(shape[-1])), offset=draw.pick(0, -1, draw.numbers(shape[-1]))),
        "Normalization": lambda: L.Normalization(
            axis=-1, mean=draw.numbers(shape[-1]), variance=draw.numbers(shape[-1], 0.1, 2), invert=draw.flag()),
        "Normalization None": lambda: L.Normalization(axis=None, mean=draw.number(), variance=draw.number(0.1, 2)),
        "EinsumDense": lambda: L.EinsumDense(
            "...x,xy->...y", output_shape=draw.size(), **draw.some(bias_axes=lambda: "y", activation=draw.activation)),
        "Discretization": lambda: L.Discretization(sorted(draw.numbers(draw.size(1, 4))), **draw.some(output_mode=lambda: "int")),
    }


def shared_or_nested(draw, layer, x):
    """Applies `layer` in one of the ways in which Keras nests and shares layers."""
    shape = x.shape[1:]
    way = draw.size(0, 6)
    if way == 0:
        return keras.Sequential([layer, L.Activation(draw.activation())])(x)
    if way == 1:
        inner = keras.Input(shape)
        return keras.Model(inner, layer(inner))(x)
    if way == 2:
        dense = L.Dense(shape[-1])
        x = draw.pick(L.Add, L.Multiply, L.Maximum, L.Minimum, L.Average, L.Subtract)()([dense(x), dense(dense(x))])
    if way == 3:
        inner = keras.Sequential([L.Dense(shape[-1]), L.Dense(shape[-1], activation="tanh")])
        x = inner(x) + 0.5 * inner(draw.pick(lambda: x * x, lambda: -x, lambda: keras.ops.abs(x))())
    return layer(x)
