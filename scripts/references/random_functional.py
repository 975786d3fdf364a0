"""Random Keras models with several inputs and outputs: branches that join, shared layers, nested models, dictionaries."""

import keras
from random_layers import any_layers, shared_or_nested, spatial_layers
from random_sequences import attention, recurrent, sequence_layers

L = keras.layers


def functional_model(draw):
    """A model, and one array for each of its inputs, in the order of `model.inputs`."""
    sources = [source(draw) for _ in range(draw.size(1, 3))]
    inputs, values = [first for first, _ in sources], [array for _, array in sources]
    pool = [tensor for entry in inputs for tensor in branch(draw, entry)]
    for _ in range(draw.size(1, 4)):
        pool += joined(draw, pool)
    outputs = [pool[-1], *(pool[draw.rng.integers(len(pool))] for _ in range(draw.size(0, 2)))]
    outputs = [named(draw, i, x) for i, x in enumerate(outputs)]
    model = keras.Model(structure(draw, inputs), structure(draw, outputs))
    by_name = {entry.name: array for entry, array in zip(inputs, values)}
    return model, [by_name[entry.name] for entry in model.inputs]


def source(draw):
    """An input and values for two rows of it."""
    name = draw.pick(None, f"{draw.pick('zeta', 'alpha', 'X', 'in')}_{draw.size(0, 999)}")
    kind = draw.pick("numbers", "numbers", "picture", "steps", "words", "integers")
    shape = {
        "numbers": draw.sizes(1, 1, 5), "picture": (*draw.sizes(2, 4, 7), draw.size(1, 3)), "steps": draw.sizes(2, 2, 5),
        "words": draw.sizes(1, 2, 5), "integers": draw.sizes(1, 1, 3)}[kind]
    whole = kind in ("words", "integers")
    values = draw.rng.integers(0, 9, (2, *shape)).astype("int32") if whole else draw.rng.normal(size=(2, *shape)).astype("float32")
    if kind == "words":
        values[0, draw.pick(0, -1)] = 0
    return keras.Input(shape, name=name, dtype="int32" if whole else "float32"), values


def branch(draw, x):
    """The input itself or what some layers make of it, and a vector of it."""
    if x.dtype == "int32":
        x = L.Embedding(9, draw.size(2, 4), mask_zero=draw.flag())(x)
    for _ in range(draw.size(0, 2)):
        layers = {4: spatial_layers, 3: lambda draw, shape: {}, 2: any_layers}[len(x.shape)](draw, x.shape[1:])
        if len(x.shape) == 3:
            x = draw.choice(sequence_layers(draw, x.shape[1:]))(x)
        elif layers:
            x = shared_or_nested(draw, draw.choice(layers)(), x)
        if len(x.shape) not in (2, 3, 4):
            break
    return [x, vector(draw, x)]


def vector(draw, x):
    if len(x.shape) == 3 and draw.flag():
        return recurrent(draw)(x)
    if len(x.shape) == 4 and draw.flag():
        return draw.pick(L.GlobalAveragePooling2D(), L.GlobalMaxPooling2D())(x)
    return L.Dense(draw.size(2, 4), activation=draw.activation())(L.Flatten()(x) if len(x.shape) != 2 else x)


def joined(draw, pool):
    """What one join of tensors of the pool makes: one tensor or several."""
    vectors = [x for x in pool if len(x.shape) == 2 and "float" in x.dtype]
    steps = [x for x in pool if len(x.shape) == 3 and "float" in x.dtype]
    a, b = (vectors[draw.rng.integers(len(vectors))] for _ in range(2))
    ways = [joined_vectors, joined_vectors, joined_by_operations, joined_by_model, several_results]
    if steps:
        ways += [joined_steps, joined_steps]
    way = draw.pick(*ways)
    return way(draw, a, b) if way is not joined_steps else way(draw, draw.pick(*steps), draw.pick(*steps), a)


def of_size(size, x):
    return x if x.shape[-1] == size else L.Dense(size)(x)


def joined_vectors(draw, a, b):
    if draw.flag():
        merge = draw.pick(L.Concatenate(), L.Concatenate(axis=1))
        return [merge([a, b, a] if draw.flag() else [b, a])]
    size = draw.size(2, 4)
    pair = [of_size(size, a), of_size(size, b)]
    if draw.flag():
        return [draw.pick(L.Add, L.Multiply, L.Maximum, L.Minimum, L.Average, L.Subtract)()(pair)]
    shared = L.Dense(size, activation=draw.activation())
    return draw.pick(
        lambda: [L.Dot(axes=draw.pick(1, -1), normalize=draw.flag())(pair)],
        lambda: [shared(pair[0]), shared(pair[1])],
        lambda: [shared(shared(pair[0]) - pair[1])],
    )()


def joined_by_operations(draw, a, b):
    size = draw.size(2, 4)
    a, b = of_size(size, a), of_size(size, b)
    ops = keras.ops
    return draw.pick(
        lambda: [a * ops.sigmoid(b)], lambda: [ops.where(a > b, a, 0.5 * b)], lambda: [ops.stack([a, b], axis=draw.size(0, 2))],
        lambda: [ops.matmul(ops.expand_dims(a, 2), ops.expand_dims(b, 1))], lambda: [1 - a, b / 2], lambda: [ops.maximum(a, b) ** 2],
        lambda: [ops.einsum("bi,bj->bij", a, b)], lambda: [ops.concatenate([a, b], axis=-1)[:, 1:], a[:, :1]],
        lambda: [ops.mean(a, axis=-1, keepdims=True) - b], lambda: [ops.softmax(a + b)], lambda: [ops.abs(-a) + b],
    )()


def joined_by_model(draw, a, b):
    """A nested model of two inputs and one or two outputs, called once or twice."""
    first, second = keras.Input(a.shape[1:], name=draw.pick(None, f"z_{draw.size(0, 99)}")), keras.Input(b.shape[1:])
    x = L.Concatenate()([first, L.Dense(2)(second)])
    results = {"sum": L.Dense(draw.size())(x), "also": L.Dense(2, activation="tanh")(second)}
    outputs = draw.pick(results["sum"], list(results.values()), results)
    inner = keras.Model(draw.pick([first, second], {"one": first, "two": second}), outputs)
    call = lambda p, q: keras.tree.flatten(inner([p, q] if isinstance(inner._inputs_struct, list) else {"two": q, "one": p}))
    return [*call(a, b), *(call(of_size(a.shape[-1], b), of_size(b.shape[-1], a)) if draw.flag() else [])]


def several_results(draw, a, b):
    a = of_size(4, a)
    lstm = L.LSTM(draw.size(), return_state=True, return_sequences=draw.flag())
    return draw.pick(
        lambda: list(keras.ops.split(a, 2, axis=-1)), lambda: list(keras.ops.split(a, [1, 3], axis=1)), lambda: keras.ops.unstack(a, axis=1)[1:2],
        lambda: list(lstm(L.Reshape((2, 2))(a))), lambda: list(keras.ops.moments(a, axes=[1], keepdims=True)),
        lambda: list(keras.ops.top_k(a, 2))[:1], lambda: [L.RepeatVector(draw.size(1, 3))(b)],
    )()


def joined_steps(draw, a, b, state):
    """Sequences with one another, or with a vector as their state."""
    units = state.shape[-1]
    return draw.pick(
        lambda: [attention(draw, a)],
        lambda: [L.MultiHeadAttention(draw.size(1, 2), draw.size(1, 3))(a, b)],
        lambda: list(L.MultiHeadAttention(2, 2)(a, b, return_attention_scores=True)),
        lambda: [L.Concatenate(axis=1)([a, of_size(a.shape[-1], b)])],
        lambda: [L.GRU(units, return_sequences=draw.flag())(a, initial_state=state)],
        lambda: [L.LSTM(units)(a, initial_state=[state, state])],
        lambda: [L.Dot(axes=(2, 2))([a, of_size(a.shape[-1], b)])],
        lambda: [L.Add()([L.GlobalMaxPooling1D()(a), L.Dense(a.shape[-1])(state)])],
        lambda: [L.Multiply()([a, L.Reshape((1, a.shape[-1]))(of_size(a.shape[-1], state))])],
    )()


def named(draw, index, x):
    """An output as it is, or behind a layer with a name out of alphabetical order."""
    return L.Dense(draw.size(), name=f"{draw.pick('z', 'm', 'B')}{9 - index}")(x) if draw.flag() and "float" in x.dtype else x


def structure(draw, tensors):
    """Tensors as Keras takes them: one, a list, or a dictionary."""
    if len(tensors) == 1 and draw.flag():
        return tensors[0]
    keys = [f"{draw.pick('q', 'b', 'k')}{len(tensors) - i}" for i in range(len(tensors))]
    return draw.pick(tensors, tensors, dict(zip(keys, tensors)))
