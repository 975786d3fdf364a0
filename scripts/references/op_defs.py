"""Writes the op definitions of TensorFlow's registry that the product needs (TensorFlow 2.21).

Run by hand: python scripts/references/op_defs.py. The results are committed:
  src/graph/op-defs.json                       outputs and default attributes of the ops in docs/coverage.md
  src/formats/saved-model/lower/op-outputs.json the outputs of all other ops, unless the only one is named "output":
                                               "name", "name*attribute with the count", "name@attribute with the types"
"""

import json
import os
import re

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import tensorflow  # noqa: F401  (registers the ops)
from tensorflow.core.framework import op_def_pb2, types_pb2
from tensorflow.python.client import pywrap_tf_session

ROOT = os.path.join(os.path.dirname(__file__), "../..")
DEFS = os.path.join(ROOT, "src/graph/op-defs.json")
OUTPUTS = os.path.join(ROOT, "src/formats/saved-model/lower/op-outputs.json")
# As everywhere in the graph: narrower types become the ones that it computes with.
DTYPES = {
    "float": "float32", "double": "float32", "half": "float32", "bfloat16": "float32",
    "string": "string", "bool": "bool", "complex64": "complex64", "complex128": "complex64",
    "resource": "resource", "variant": "variant",
    **{f"{sign}int{bits}": "int32" for sign in ("", "u") for bits in (8, 16, 32, 64)},
}


def dtype(value):
    return DTYPES.get(types_pb2.DataType.Name(value).removeprefix("DT_").lower())


def default(value):
    """An AttrValue as the graph stores it; None for what it does not hold."""
    kind = value.WhichOneof("value")
    if kind == "s":
        return {"s": value.s.decode()}
    if kind == "type":
        return {"type": dtype(value.type)} if dtype(value.type) else None
    if kind == "shape":
        shape = value.shape
        return {"shape": None if shape.unknown_rank else [None if d.size < 0 else d.size for d in shape.dim]}
    if kind == "list":
        for field in ("s", "i", "f", "b"):
            items = list(getattr(value.list, field))
            if items:
                return {"list": {field: [item.decode() if field == "s" else item for item in items]}}
        if value.list.type:
            return {"list": {"type": [dtype(item) for item in value.list.type]}}
        return {"list": {"i": []}}
    return {kind: round(value.f, 9) if kind == "f" else getattr(value, kind)} if kind in ("i", "f", "b") else None


def registry():
    ops = op_def_pb2.OpList()
    ops.ParseFromString(pywrap_tf_session.TF_GetBuffer(pywrap_tf_session.TF_GetAllOpList()))
    return {op.name: op for op in ops.op}


def covered():
    with open(os.path.join(ROOT, "docs/coverage.md")) as file:
        text = file.read()
    return set(re.findall(r"\b[A-Z_]\w+\b", text[text.index("## TensorFlow ops"):]))


def output(argument):
    if argument.number_attr:
        return f"{argument.name}*{argument.number_attr}"
    return f"{argument.name}@{argument.type_list_attr}" if argument.type_list_attr else argument.name


def main():
    ops = registry()
    with open(DEFS) as file:
        defs = json.load(file)
    for name in covered() & ops.keys() - defs.keys():
        found = {one.name: default(one.default_value) for one in ops[name].attr if one.HasField("default_value")}
        attributes = {key: value for key, value in found.items() if value is not None}
        defs[name] = {"attributes": attributes, "outputs": [one.name for one in ops[name].output_arg]}
    with open(DEFS, "w") as file:
        lines = [f"{json.dumps(name)}: {json.dumps(one)}" for name, one in sorted(defs.items())]
        file.write("{" + ",\n".join(lines) + "}")
    listed = {name: [output(one) for one in op.output_arg] for name, op in sorted(ops.items())}
    plain = {name for name, one in defs.items() if name in ops and listed[name] == one["outputs"]}
    rest = {name: " ".join(outputs) for name, outputs in listed.items()
            if outputs and outputs != ["output"] and name not in plain}
    with open(OUTPUTS, "w") as file:
        json.dump(rest, file, indent=0)


main()
