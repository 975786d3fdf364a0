"""Packs a model with inputs and TensorFlow's outputs into one zip, as src/formats/cases.test.ts reads it."""

import io
import json
import os
import tempfile
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

FOLDER = os.path.join(os.path.dirname(__file__), "../../src/formats/fixtures/cases")


def port(name, value):
    array = np.asarray(value)
    if array.dtype.kind in "OSU":
        data = [item.decode() if isinstance(item, bytes) else str(item) for item in array.ravel()]
        return {"name": name, "dtype": "string", "shape": list(array.shape), "data": data}
    if array.dtype.kind == "b":
        return {"name": name, "dtype": "bool", "shape": list(array.shape), "data": [int(item) for item in array.ravel()]}
    if array.dtype.kind in "iu":
        return {"name": name, "dtype": "int32", "shape": list(array.shape), "data": [int(item) for item in array.ravel()]}
    special = lambda x: float(f"{x:.8g}") if np.isfinite(x) else str(x).replace("inf", "Infinity").replace("nan", "NaN")
    data = [special(float(item)) for item in array.ravel()]
    return {"name": name, "dtype": "float32", "shape": list(array.shape), "data": data}


def pack(name, files, inputs, outputs, signature=None, tolerance=None, folder=FOLDER):
    """`files`: path -> bytes; `inputs`, `outputs`: name -> array."""
    case = {
        "signature": signature,
        "tolerance": tolerance or {"rtol": 1e-4, "atol": 1e-5},
        "inputs": [port(key, value) for key, value in inputs.items()],
        "outputs": [port(key, value) for key, value in outputs.items()],
    }
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, f"{name}.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in [*files.items(), ("case.json", json.dumps(case, separators=(",", ":")).encode())]:
            archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)


def read_folder(root, under):
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.join(under, os.path.relpath(path, root))] = file.read()
    return found


def slim(data, keep_ops=True):
    """A saved_model.pb without debug information; without op definitions too unless kept."""
    model = saved_model_pb2.SavedModel()
    model.ParseFromString(data)
    for meta in model.meta_graphs:
        for node in [*meta.graph_def.node, *(n for f in meta.graph_def.library.function for n in f.node_def)]:
            node.ClearField("experimental_debug_info")
        if not keep_ops:
            meta.meta_info_def.ClearField("stripped_op_list")
    return model.SerializeToString(deterministic=True)


def saved_model_files(module, signatures=None, keep_ops=True):
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, signatures=signatures)
        files = read_folder(folder, "saved_model")
    files.pop("saved_model/fingerprint.pb", None)
    files["saved_model/saved_model.pb"] = slim(files["saved_model/saved_model.pb"], keep_ops)
    return files


def function_case(name, function, specs, inputs, variables=(), keep_ops=True, **more):
    """A SavedModel of one function of named tensors; `inputs`: one array per spec."""
    module = tf.Module()
    module.variables_ = list(variables)
    module.f = tf.function(function, input_signature=specs)
    files = saved_model_files(module, {"serving_default": module.f}, keep_ops)
    results = module.f(*[tf.constant(value) for value in inputs])
    results = results if isinstance(results, dict) else {"output_0": results}
    pack(name, files, {spec.name: value for spec, value in zip(specs, inputs)}, results, "serving_default", **more)


def keras_files(model, kind):
    """`kind`: keras, h5 or saved_model."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "saved_model":
            model.export(folder, verbose=False)
            files = read_folder(folder, "saved_model")
            files.pop("saved_model/fingerprint.pb", None)
            files["saved_model/saved_model.pb"] = slim(files["saved_model/saved_model.pb"])
            return files
        path = os.path.join(folder, f"model.{kind}")
        model.save(path)
        with open(path, "rb") as file:
            return {f"model.{kind}": file.read()}


def served(files, values):
    """Name -> result of a SavedModel's default signature. `values`: name -> array."""
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "wb") as file:
                file.write(data)
        signature = tf.saved_model.load(os.path.join(folder, "saved_model")).signatures["serving_default"]
        return {name: np.asarray(value) for name, value in signature(**{name: tf.constant(value) for name, value in values.items()}).items()}
