"""Runs cases of `npm run check:kernels` in TensorFlow: python kernels.py CASES.jsonl > EXPECTED.jsonl

TensorFlow aborts the process on some cases, so a child runs them, and another child goes on after the one that aborted.
Each line of CASES is a case as `--write` prints it. Each line of EXPECTED is {"id", "outputs": [{dtype, shape, data}]},
or {"id", "error"} where TensorFlow cannot run the case on a processor.
"""
import json
import os
import subprocess
import sys

if len(sys.argv) == 2:
    lines = list(open(sys.argv[1]))
    done = 0
    while done < len(lines):
        child = subprocess.Popen([sys.executable, __file__, sys.argv[1], str(done)], stdout=subprocess.PIPE, text=True)
        for line in child.stdout:
            print(line, end="", flush=True)
            done += 1
        if child.wait() != 0:
            print(json.dumps({"id": json.loads(lines[done])["id"], "error": "TensorFlow aborted"}), flush=True)
            done += 1
    sys.exit(0)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import tensorflow as tf
from tensorflow.core.framework import attr_value_pb2, node_def_pb2, graph_pb2

tf.compat.v1.disable_eager_execution()
types = {"float32": tf.float32, "int32": tf.int32, "bool": tf.bool, "complex64": tf.complex64}
special = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf}


def array(tensor):
    values = [special.get(v, v) for v in tensor["data"]]
    if tensor["dtype"] == "complex64":
        return np.array(values, "f4").view("c8").reshape(tensor["shape"])
    return np.array(values, types[tensor["dtype"]].as_numpy_dtype).reshape(tensor["shape"])


def attribute(value):
    a = attr_value_pb2.AttrValue()
    for kind, v in value.items():
        if kind == "type":
            a.type = types[v].as_datatype_enum
        elif kind == "s":
            a.s = v.encode()
        elif kind == "list":
            a.list.SetInParent()
            for k, many in v.items():
                getattr(a.list, k).extend([x.encode() for x in many] if k == "s" else many)
        else:
            setattr(a, kind, v)
    return a


def run(case):
    graph = graph_pb2.GraphDef()
    for i, x in enumerate(case["inputs"]):
        node = node_def_pb2.NodeDef(name=f"x{i}", op="Placeholder")
        node.attr["dtype"].type = types[x["dtype"]].as_datatype_enum
        graph.node.append(node)
    for i, n in enumerate(case["nodes"]):
        node = node_def_pb2.NodeDef(name=f"n{i}", op=n["op"], input=n["inputs"])
        for key, value in n["attributes"].items():
            node.attr[key].CopyFrom(attribute(value))
        if n["op"] == "_FusedMatMul":
            node.attr["T"].type = tf.float32.as_datatype_enum
        graph.node.append(node)
    last = len(case["nodes"]) - 1
    fetches = [f"n{last}:{k}" for k in range(case["nodes"][last]["outputs"])]
    with tf.Graph().as_default() as g:
        tf.import_graph_def(graph, name="")
        with tf.compat.v1.Session(graph=g, config=config) as session:
            return session.run(fetches, {f"x{i}:0": array(x) for i, x in enumerate(case["inputs"])})


def plain(y):
    dtype = {"int64": "int32"}.get(str(y.dtype), str(y.dtype))
    flat = y.ravel().view("f4") if dtype == "complex64" else y.ravel()
    data = [int(v) if y.dtype.kind in "iu" else float(f"{v:.7g}") if np.isfinite(v) else str(v).replace("inf", "Infinity").replace("nan", "NaN") for v in flat]
    return {"dtype": dtype, "shape": list(y.shape), "data": [int(v) if isinstance(v, float) and v == int(v) else v for v in data]}


config = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
config.graph_options.optimizer_options.global_jit_level = tf.compat.v1.OptimizerOptions.OFF
for line in list(open(sys.argv[1]))[int(sys.argv[2]) :]:
    case = json.loads(line)
    try:
        result = {"outputs": [plain(y) for y in run(case)]}
    except Exception as error:
        result = {"error": str(error).split("\n")[0][:200]}
    print(json.dumps({"id": case["id"], **result}), flush=True)
