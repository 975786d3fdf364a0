"""Writes SavedModels with TensorFlow's results into src/formats/fixtures/cases.

Run by hand: python scripts/references/saved_models.py [name …] (TensorFlow 2.21). The results are committed.
"""

import os
import sys
import tempfile

from case_file import FOLDER, function_case, pack, read_folder, saved_model_files, slim
import numpy as np
import tensorflow as tf

T = lambda name, *shape, dtype=tf.float32: tf.TensorSpec(shape, dtype, name)
rng = np.random.default_rng(7)
floats = lambda *shape: rng.normal(size=shape).astype("float32")


def table_from_range(name):
    """A TensorFlow 1 classification export: class names looked up by running numbers."""
    v1 = tf.compat.v1
    with tempfile.TemporaryDirectory() as folder, tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 3], "x")
        table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(
            tf.cast(tf.range(3), tf.int64), tf.constant(["ash", "elm", "oak"])), "?")
        names = table.lookup(tf.cast(tf.argsort(-x), tf.int64))
        session.run(v1.tables_initializer())
        info = v1.saved_model.utils.build_tensor_info
        signature = v1.saved_model.signature_def_utils.build_signature_def({"x": info(x)}, {"names": info(names)}, "classify")
        builder = v1.saved_model.Builder(os.path.join(folder, "m"))
        builder.add_meta_graph_and_variables(session, ["serve"], {"serving_default": signature}, main_op=v1.tables_initializer())
        builder.save()
        value = floats(2, 3)
        result = session.run(names, {x: value})
        files = read_folder(os.path.join(folder, "m"), "saved_model")
    files = {path: data for path, data in files.items() if not path.endswith("fingerprint.pb")}
    files["saved_model/saved_model.pb"] = slim(files["saved_model/saved_model.pb"])
    pack(name, files, {"x": value}, {"names": result}, "serving_default")


def no_signature(name):
    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(floats(3, 2))
            self.inner = tf.Module()
            self.inner.shift = tf.function(lambda x: x + self.w[0], input_signature=[T("x", None, 2)])

        @tf.function(input_signature=[T("x", None, 3)])
        def embed(self, x):
            return x @ self.w

        @tf.function
        def __call__(self, x, scale, training=False):
            y = x @ self.w
            return {"scaled": y * scale, "parts": (y, -y if training else y + 1.0)}

    module = Module()
    module(tf.zeros([1, 3]), 1.0)
    module(tf.zeros([1, 3]), 1.0, training=True)
    module.__call__.get_concrete_function(T("x", None, 3), T("scale"))
    files = saved_model_files(module, {})
    x = floats(2, 3)
    pack(name, files, {"x": x}, {"output_0": module.embed(x)}, "embed")
    pack(f"{name}_inner", files, {"x": x[:, :2]}, {"output_0": module.inner.shift(x[:, :2])}, "inner.shift")


TABLE = floats(4, 3)


def loop(x):
    table = tf.constant(TABLE)
    def body(i, y):
        values, indices = tf.math.top_k(y, 2)
        wide = tf.linalg.diag(values, k=0)
        return i + 1, tf.gather(table, indices[:, 0]) + tf.reduce_sum(wide, [1, 2])[:, None]
    return tf.while_loop(lambda i, _: i < 3, body, [0, x])[1]


variable = tf.Variable(floats(5, 3), name="rows")


def gather_in_branch(x):
    return tf.cond(tf.reduce_sum(x) > 0, lambda: tf.gather(variable, [0, 2]), lambda: tf.gather(variable, [1, 3]))


WORDS = tf.constant(["ash", "elm", "oak", "yew"])


def string_shapes(i):
    """Every op that moves strings about."""
    picked = tf.gather(WORDS, i)
    wide = tf.reshape(tf.tile(picked[None], [2, 1]), [-1, 2])
    padded = tf.pad(wide, [[0, 0], [1, 0]], constant_values="-")
    chosen = tf.where(i[:, None] > 1, tf.stack([picked, picked], 1), tf.constant([["a", "b"]]))
    unique, place = tf.unique(picked)
    return {
        "padded": padded, "chosen": chosen, "unique": unique, "place": place,
        "joined": tf.concat([picked, WORDS[1:3]], 0), "turned": tf.transpose(wide), "back": tf.reverse(picked, [0]),
        "first": tf.strided_slice(picked, [0], [3], [2]), "cut": tf.slice(wide, [0, 1], [-1, 1]),
        "spread": tf.broadcast_to(picked[:1], [2, 2]), "same": tf.equal(picked, "oak"), "other": tf.not_equal(picked, "oak"),
        "parts": tf.unstack(wide, axis=1)[1], "split": tf.split(wide, 2, axis=1)[0], "single": tf.squeeze(picked[:1]),
        "nd": tf.gather_nd(wide, [[0, 1]]), "masked": tf.boolean_mask(picked, i > 1),
        "scattered": tf.tensor_scatter_nd_update(picked, [[0]], ["new"]), "filled": tf.fill([2], picked[0]),
        "empty": tf.zeros_like(picked), "case": tf.where(tf.reduce_all(i > 0), picked, picked[::-1]),
    }


def boxes(x):
    scores = tf.sigmoid(x[:, :, 4:])
    corners = tf.concat([x[:, :, :2], x[:, :, :2] + tf.nn.softplus(x[:, :, 2:4])], -1)
    found = tf.image.combined_non_max_suppression(corners[:, :, None], scores, 2, 4, 0.3, 0.4, clip_boxes=False)
    kept = tf.image.combined_non_max_suppression(tf.tile(corners[:, :, None], [1, 1, 2, 1]), scores, 3, 5, pad_per_class=True)
    return {"boxes": found[0], "scores": found[1], "classes": found[2], "valid": found[3], "kept": kept[1], "clipped": kept[0]}


def decoded(x):
    parts, scores = tf.nn.ctc_greedy_decoder(tf.transpose(x, [1, 0, 2]), tf.fill([tf.shape(x)[0]], 6))
    repeated, _ = tf.nn.ctc_greedy_decoder(tf.transpose(x, [1, 0, 2]), [6, 4], merge_repeated=False)
    return {"text": tf.sparse.to_dense(parts[0], default_value=-1), "scores": scores,
            "repeated": tf.sparse.to_dense(repeated[0], default_value=-1)}


def stitched(x, which):
    low, high = tf.dynamic_partition(x, which, 2)
    places = tf.dynamic_partition(tf.range(tf.shape(x)[0]), which, 2)
    return {"low": low, "back": tf.dynamic_stitch(places, [low * 2.0, high]),
            "parallel": tf.raw_ops.ParallelDynamicStitch(indices=places, data=[low, high])}


def algebra(x):
    m = tf.matmul(x, x, transpose_b=True) + tf.eye(3)
    return {"inverse": tf.linalg.inv(m), "adjoint": tf.linalg.inv(m, adjoint=True), "det": tf.linalg.det(m),
            "solved": tf.linalg.solve(m, x), "root": tf.linalg.cholesky(m),
            "triangle": tf.linalg.triangular_solve(tf.linalg.cholesky(m), x)}


def gammas(x):
    return {"lgamma": tf.math.lgamma(x), "digamma": tf.math.digamma(x)}


def patches(x):
    cut = lambda sizes, strides, rates, padding: tf.image.extract_patches(
        x, [1, *sizes, 1], [1, *strides, 1], [1, *rates, 1], padding)
    return {"same": cut((3, 2), (2, 3), (1, 1), "SAME"), "valid": cut((2, 2), (1, 2), (2, 1), "VALID")}


def ragged(x):
    rows = tf.RaggedTensor.from_row_splits(x, [0, 2, 2, 5])
    sorted_ = tf.sparse.reorder(tf.SparseTensor([[1, 0], [0, 2]], x[:2], [2, 3]))
    ranges = tf.ragged.range([0, 3], [2, 6])
    return {"gathered": tf.gather(rows, [2, 0]).to_tensor(), "sorted": tf.sparse.to_dense(sorted_), "ranges": ranges.to_tensor(),
            "sums": tf.reduce_sum(rows, 1), "lengths": rows.row_lengths(), "flat": rows.flat_values}


def texts(x):
    return {"bytes": tf.io.decode_raw(x, tf.uint8), "all": tf.strings.reduce_join(x, separator="/"),
            "joined": tf.strings.reduce_join(tf.strings.bytes_split(x).to_tensor(), 1, separator="-"),
            "encoded": tf.io.encode_base64(x), "decoded": tf.io.decode_base64(tf.io.encode_base64(x))}


def hashed(x):
    return {"old": tf.raw_ops.StringToHashBucket(string_tensor=x, num_buckets=1000003), "fast": tf.strings.to_hash_bucket_fast(x, 1000003)}


def samples(seed):
    return {"ints": tf.random.stateless_uniform([3, 4], seed, 2, 20, tf.int32), "cut": tf.random.stateless_truncated_normal([3, 3], seed),
            "full": tf.random.stateless_uniform([4], seed, None, None, tf.int32) % 1000,
            "wide": tf.random.stateless_uniform([5], seed, -3, 90, tf.int64), "old": tf.raw_ops.StatelessTruncatedNormal(shape=[6], seed=seed),
            "old_ints": tf.raw_ops.StatelessRandomUniformInt(shape=[6], seed=seed, minval=-5, maxval=9),
            "gamma": tf.random.stateless_gamma([3, 4], seed, [1.5, 0.5, 1.0, 2.0])}


counter = tf.Variable(2.0)


generator = tf.random.Generator.from_seed(7)


def generated(x):
    """Draws from a generator that is a variable; the numbers drawn do not show in the result."""
    whole = tf.cast(generator.uniform([2], 5, 6, tf.int32), tf.float32)
    drawn = x + tf.floor(generator.uniform([2])) + whole + 0 * generator.normal([2])
    return tf.cond(tf.reduce_all(x > 100), lambda: generator.uniform([2]), lambda: drawn)


def changing_variable(x):
    """The old value is read before it changes, but needed only after the new one."""
    old = counter.read_value()
    counter.assign_add(1.0)
    return counter.read_value() * x + old


def quantised(x):
    fake = tf.quantization
    low, high = tf.constant([-1.0, -0.5, 0.2]), tf.constant([1.0, 2.0, 0.9])
    return {"args": fake.fake_quant_with_min_max_args(x, -1.3, 2.1, 4, True), "vars": fake.fake_quant_with_min_max_vars(x, 0.3, 2.0),
            "channels": fake.fake_quant_with_min_max_vars_per_channel(x, low, high, 8, True),
            "few": fake.fake_quant_with_min_max_vars_per_channel(x, low, high, 3),
            "v2": fake.quantize_and_dequantize_v2(x, -1.0, 1.5), "range": tf.raw_ops.QuantizeAndDequantizeV4(
                input=x, input_min=-1.0, input_max=0.7, signed_input=True, num_bits=8, range_given=True, round_mode="HALF_TO_EVEN",
                narrow_range=True, axis=-1)}


def image_sizes(x):
    """Resizes to and from sizes that only the input states."""
    size = tf.shape(x)[1:3]
    return {"cubic": tf.image.resize(x, [5, 6], "bicubic"), "area": tf.image.resize(x, [2, 2], "area"),
            "lanczos": tf.image.resize(x, [6, 5], "lanczos3", antialias=True), "double": tf.image.resize(x, size * 2, "bicubic"),
            "smooth": tf.image.resize(x, [3, 3], antialias=True), "padded": tf.image.resize_with_pad(x, 6, 6),
            "fit": tf.image.resize(x, [8, 8], preserve_aspect_ratio=True)}


CASES = {
    "table_from_range": table_from_range,
    "no_signature": no_signature,
    "ops_of_functions": lambda name: function_case(name, loop, [T("x", None, 3)], [floats(2, 3)], keep_ops=False),
    "gather_in_branch": lambda name: function_case(name, gather_in_branch, [T("x", 2)], [floats(2)], [variable]),
    "string_shapes": lambda name: function_case(name, string_shapes, [T("i", None, dtype=tf.int32)], [np.array([3, 1, 3, 2], "int32")]),
    "combined_boxes": lambda name: function_case(name, boxes, [T("x", None, 6, 6)], [floats(2, 6, 6)]),
    "ctc_greedy": lambda name: function_case(name, decoded, [T("x", 2, 6, 4)], [floats(2, 6, 4)]),
    "dynamic_parts": lambda name: function_case(name, stitched, [T("x", None, 2), T("which", None, dtype=tf.int32)],
                                                [floats(5, 2), np.array([1, 0, 0, 1, 0], "int32")]),
    "matrix_algebra": lambda name: function_case(name, algebra, [T("x", None, 3, 3)], [floats(2, 3, 3)]),
    "special_functions": lambda name: function_case(name, gammas, [T("x", None)], [np.array([-2.3, -0.4, 0.01, 0.7, 1, 2.5, 12], "float32")]),
    "image_patches": lambda name: function_case(name, patches, [T("x", None, 5, 6, 2)], [floats(1, 5, 6, 2)]),
    "image_patches_any_size": lambda name: function_case(name, patches, [T("x", None, None, None, 1)], [floats(1, 5, 4, 1)]),
    "ragged_rows": lambda name: function_case(name, ragged, [T("x", 5)], [floats(5)]),
    "text_bytes": lambda name: function_case(name, texts, [T("x", None, dtype=tf.string)], [np.array(["abc", "xyz"])]),
    "hashed_texts": lambda name: function_case(name, hashed, [T("x", None, dtype=tf.string)],
                                               [np.array(["", "a", "seven77", "eight888", "nine99999", "naïve café, twice naïve café"])]),
    "stateless_samples": lambda name: function_case(name, samples, [T("seed", 2, dtype=tf.int32)], [np.array([3, 9], "int32")]),
    "generated": lambda name: function_case(name, generated, [T("x", 2)], [floats(2)], [generator]),
    "changing_variable": lambda name: function_case(name, changing_variable, [T("x", None)], [floats(2)], [counter]),
    "fake_quantisation": lambda name: function_case(name, quantised, [T("x", None, 3)], [floats(4, 3)]),
    "image_sizes": lambda name: function_case(name, image_sizes, [T("x", 1, None, None, 3)],
                                              [rng.uniform(0, 255, (1, 4, 3, 3)).astype("float32")], tolerance={"rtol": 1e-4, "atol": 1e-3}),
}

if __name__ == "__main__":
    for case in sys.argv[1:] or CASES:
        rng = np.random.default_rng(sum(map(ord, case)))
        CASES[case](case)
        print(case, os.path.getsize(os.path.join(FOLDER, f"{case}.zip")), flush=True)
