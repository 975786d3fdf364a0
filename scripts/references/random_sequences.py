"""Random layers with random options for tensors of shape [batch, steps, features]: recurrent layers, attention, wrappers."""

import keras

L = keras.layers


def cell_options(draw):
    return draw.some(use_bias=lambda: False, activation=lambda: draw.pick("tanh", "relu", "hard_sigmoid", "gelu", "linear", "softsign"))


def gates(draw):
    return {**cell_options(draw), **draw.some(recurrent_activation=lambda: draw.pick("sigmoid", "hard_sigmoid", "tanh"))}


def recurrent(draw, **options):
    options = {**options, **draw.some(unroll=lambda: True)}
    return draw.pick(
        lambda: L.LSTM(draw.size(), unit_forget_bias=draw.flag(), **gates(draw), **options),
        lambda: L.GRU(draw.size(), reset_after=draw.flag(), **gates(draw), **options),
        lambda: L.SimpleRNN(draw.size(), **cell_options(draw), **options),
    )()


def cells(draw):
    cell = lambda: draw.pick(
        lambda: L.LSTMCell(draw.size(), **gates(draw)),
        lambda: L.GRUCell(draw.size(), reset_after=draw.flag(), **gates(draw)),
        lambda: L.SimpleRNNCell(draw.size(), **cell_options(draw)),
    )()
    return draw.pick(cell, lambda: [cell(), cell()], lambda: L.StackedRNNCells([cell(), cell()]))()


def bidirectional(draw, all_steps):
    merge = draw.pick("concat", "sum", "mul", "ave")
    if draw.flag():
        return L.Bidirectional(recurrent(draw, return_sequences=all_steps), merge_mode=merge)
    units = draw.size()
    return L.Bidirectional(
        L.LSTM(units, return_sequences=all_steps), merge_mode=merge,
        backward_layer=L.GRU(units, return_sequences=all_steps, go_backwards=True))


def sequence_layers(draw, shape):
    """Functions that apply a layer to a tensor of `shape` ([steps, features]), by name."""
    steps, features = shape
    options = lambda: draw.some(return_sequences=lambda: True, go_backwards=lambda: True)
    return {
        "recurrent": lambda x: recurrent(draw, **options())(x),
        "cells": lambda x: L.RNN(cells(draw), **options())(x),
        "Bidirectional": lambda x: bidirectional(draw, draw.flag())(x),
        "states": lambda x: with_states(draw, x),
        "TimeDistributed": lambda x: L.TimeDistributed(
            draw.pick(L.Dense(draw.size()), keras.Sequential([L.Dense(draw.size()), L.LayerNormalization()]), L.Softmax()))(x),
        "Conv1D": lambda x: L.Conv1D(draw.size(), 2, padding=draw.pick("causal", "same"))(x),
        "LayerNormalization": lambda x: L.LayerNormalization()(x),
        "Dense": lambda x: L.Dense(draw.size(), activation=draw.activation())(x),
        "Masking": lambda x: L.Masking(draw.pick(0.0, 1.0))(x),
        "Dropout": lambda x: L.Dropout(0.2)(x),
        "Add": lambda x: L.Add()([x, L.Dense(features)(x)]),
        "Concatenate": lambda x: L.Concatenate(axis=draw.pick(1, 2, -1))([x, L.Dense(features)(x)]),
        "Dot": lambda x: L.Dot(axes=draw.pick(2, (2, 2)), normalize=draw.flag())([x, L.Dense(features)(x)]),
        "Attention": lambda x: attention(draw, x),
        "MultiHeadAttention": lambda x: multi_head(draw, x),
        "ops": lambda x: x * keras.ops.sigmoid(x) if draw.flag() else x + 1,
    }


def with_states(draw, x):
    units, kind = draw.size(), draw.pick(L.LSTM, L.GRU, L.SimpleRNN)
    output, *states = kind(units, return_sequences=draw.flag(), return_state=True)(x)
    if draw.flag():
        return kind(units, return_sequences=True)(x, initial_state=states)
    return L.Concatenate()([states[-1], output]) if len(output.shape) == 2 else output


def attention(draw, x):
    others = [L.Dense(x.shape[-1])(x) for _ in range(draw.size(1, 2))]
    kind = draw.pick(L.Attention, L.AdditiveAttention)
    score = {"score_mode": draw.pick("dot", "concat")} if kind is L.Attention else {}
    return kind(use_scale=draw.flag(), dropout=draw.pick(0.0, 0.2), **score)([x, *others], use_causal_mask=draw.flag())


def multi_head(draw, x):
    value = x if draw.flag() else L.Dense(draw.size())(x)
    causal = {"use_causal_mask": draw.flag()}
    if draw.flag():
        groups = draw.size(1, 2)
        return L.GroupQueryAttention(draw.size(1, 3), groups * draw.size(1, 2), groups, use_bias=draw.flag())(x, value, **causal)
    options = draw.some(value_dim=draw.size, use_bias=lambda: False, output_shape=draw.size, use_gate=draw.flag, attention_axes=lambda: 1)
    return L.MultiHeadAttention(draw.size(1, 3), draw.size(1, 3), **options)(x, value, **causal)


def video_layer(draw, rank):
    """A ConvLSTM or a TimeDistributed layer for [batch, steps, ...spatial, channels]."""
    options = {
        "padding": "same", "return_sequences": draw.flag(), "go_backwards": draw.flag(), **gates(draw),
        **draw.pick({}, {"strides": draw.size(1, 2)}, {"dilation_rate": draw.size(1, 2)}),
    }
    lstm = getattr(L, f"ConvLSTM{rank}D")(draw.size(1, 3), draw.sizes(rank, 1, 3), **options)
    bare = getattr(L, f"ConvLSTM{rank}D")(draw.size(1, 3), 3, padding="same", return_sequences=options["return_sequences"])
    return draw.pick(
        lstm, L.Bidirectional(bare, merge_mode=draw.pick("concat", "ave")),
        L.TimeDistributed(getattr(L, f"Conv{rank}D")(draw.size(1, 3), 3, padding="same", activation=draw.activation())),
        L.TimeDistributed(getattr(L, f"MaxPooling{rank}D")(2, padding="same")))
