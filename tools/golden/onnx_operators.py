"""Writes small ONNX graphs in the forms that tools other than PyTorch write, and what ONNX Runtime makes of them.

Run with Python that has onnx, onnxruntime and numpy:  python tools/golden/onnx_operators.py
"""

import base64
import json
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OUT = pathlib.Path(__file__).parents[2] / "packages/storage/test/golden/onnx/operators.json"

SOURCE = np.random.default_rng(5)


def values(*shape):
    return SOURCE.uniform(-1, 1, shape).astype(np.float32)


def ints(*numbers):
    return np.array(numbers, np.int64)


def node(operator, inputs, outputs, **attributes):
    return helper.make_node(operator, inputs, outputs, **attributes)


CASES = {}


def case(name, sample, nodes, opset=18, batch="batch", output=("y",), whole=None, **constants):
    """`sample` is the shape of one; `whole`, of the input as the file has it, where samples are not its first axis."""
    dims = whole or [batch, *sample]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, dims)],
        [helper.make_tensor_value_info(each, TensorProto.FLOAT, None) for each in output],
        [numpy_helper.from_array(value, key) for key, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    count = batch if isinstance(batch, int) else 3
    x = values(*[count if isinstance(size, str) else size for size in dims])
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    results = session.run(list(output), {"x": x})
    at = dims.index(batch)
    ours = np.moveaxis(x, at, 0)
    CASES[name] = {
        "model": base64.b64encode(model.SerializeToString()).decode(),
        "x": ours.tolist(),
        "y": [each.tolist() for each in results],
    }


# Keras by tf2onnx: channels last outside, transposes around convolutions, a product and a sum in place of Gemm.
case(
    "channels last outside",
    [6, 7, 2],
    [
        node("Transpose", ["x"], ["a"], perm=[0, 3, 1, 2]),
        node("Conv", ["a", "w"], ["b"], auto_pad="SAME_UPPER", strides=[2, 2]),
        node("Add", ["b", "c"], ["d"]),
        node("Relu", ["d"], ["e"]),
        node("MaxPool", ["e"], ["f"], kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_UPPER"),
        node("Transpose", ["f"], ["g"], perm=[0, 2, 3, 1]),
        node("Reshape", ["g", "s"], ["h"]),
        node("MatMul", ["h", "m"], ["i"]),
        node("Add", ["i", "n"], ["j"]),
        node("Softmax", ["j"], ["y"], axis=-1),
    ],
    w=values(4, 2, 3, 3), c=values(1, 4, 1, 1), s=ints(-1, 16), m=values(16, 3), n=values(3),
)
case(
    "padding before rather than behind",
    [2, 5, 6],
    [node("Conv", ["x", "w", "c"], ["y"], auto_pad="SAME_LOWER", strides=[2, 1])],
    w=values(3, 2, 2, 4), c=values(3),
)
for mode in (0, 1):
    case(
        f"pools that reach over the end, count_include_pad {mode}",
        [2, 6, 7],
        [
            node("AveragePool", ["x"], ["a"], kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1], count_include_pad=mode),
            node("MaxPool", ["a"], ["y"], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
        ],
    )
case(
    "layer normalization in nine nodes",
    [4, 6],
    [
        node("ReduceMean", ["x"], ["m"], axes=[-1]),
        node("Sub", ["x", "m"], ["d"]),
        node("Pow", ["d", "two"], ["q"]),
        node("ReduceMean", ["q"], ["v"], axes=[-1]),
        node("Add", ["v", "epsilon"], ["w"]),
        node("Sqrt", ["w"], ["r"]),
        node("Div", ["d", "r"], ["n"]),
        node("Mul", ["n", "g"], ["s"]),
        node("Add", ["s", "b"], ["y"]),
    ],
    opset=13, two=np.array(2, np.float32), epsilon=np.array(1e-5, np.float32), g=values(6), b=values(6),
)
case(
    "GELU by its error function",
    [5],
    [
        node("Div", ["x", "root"], ["a"]),
        node("Erf", ["a"], ["b"]),
        node("Add", ["b", "one"], ["c"]),
        node("Mul", ["x", "c"], ["d"]),
        node("Mul", ["d", "half"], ["y"]),
    ],
    root=np.array(np.sqrt(2), np.float32), one=np.array(1, np.float32), half=np.array(0.5, np.float32),
)
case(
    "softmax of version 11",
    [3, 4],
    [node("Softmax", ["x"], ["y"])],
    opset=11,
)
case(
    "a reshape for two samples",
    [2, 6],
    [node("Reshape", ["x", "s"], ["a"]), node("MatMul", ["a", "w"], ["y"])],
    batch=2, s=ints(2, 3, 4), w=values(4, 2),
)
case(
    "a reshape that moves values",
    [2, 3, 4],
    [node("Conv", ["x", "w"], ["a"]), node("Reshape", ["a", "s"], ["b"]), node("Softmax", ["b"], ["y"], axis=1)],
    w=values(6, 2, 1, 1), s=ints(-1, 9, 8),
)
case(
    "normalized input, joined and split",
    [3, 4, 4],
    [
        node("Sub", ["x", "mean"], ["a"]),
        node("Div", ["a", "deviation"], ["b"]),
        node("Conv", ["b", "w"], ["c"], pads=[1, 1, 1, 1]),
        node("Concat", ["b", "c"], ["d"], axis=1),
        node("Split", ["d", "sizes"], ["e", "f"], axis=1),
        node("Sigmoid", ["e"], ["g"]),
        node("Mul", ["g", "f"], ["h"]),
        node("Resize", ["h", "", "scales"], ["i"], mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
        node("Pad", ["i", "pads"], ["y"], mode="reflect"),
    ],
    mean=values(3, 1, 1), deviation=np.abs(values(3, 1, 1)) + np.float32(0.5), w=values(5, 3, 3, 3),
    sizes=ints(4, 4), scales=np.array([1, 1, 2, 3], np.float32), pads=ints(0, 0, 1, 0, 0, 0, 2, 3),
)
case(
    "groups, depthwise filters with a multiplier, and a batch normalization",
    [4, 6, 5],
    [
        node("Conv", ["x", "w"], ["a"], group=2, dilations=[2, 1]),
        node("BatchNormalization", ["a", "g", "b", "m", "v"], ["c"], epsilon=1e-3),
        node("LeakyRelu", ["c"], ["d"]),
        node("Conv", ["d", "k", "l"], ["e"], group=6, strides=[1, 2], pads=[0, 1, 0, 0]),
        node("GlobalMaxPool", ["e"], ["f"]),
        node("Squeeze", ["f", "axes"], ["y"]),
    ],
    w=values(6, 2, 2, 2), g=values(6), b=values(6), m=values(6), v=np.abs(values(6)) + np.float32(0.1),
    k=values(12, 1, 2, 2), l=values(12), axes=ints(2, 3),
)
case(
    "a transposed convolution that is as large as its stride",
    [2, 3, 4],
    [node("ConvTranspose", ["x", "w", "b"], ["y"], strides=[2, 2], auto_pad="SAME_UPPER")],
    w=values(2, 3, 3, 3), b=values(3),
)
case(
    "sequences before samples, read backwards",
    [4, 3],
    [node("GRU", ["x", "w", "r", "b"], ["s", "h"], hidden_size=2, direction="reverse", linear_before_reset=1), node("Squeeze", ["h", "axes"], ["y"])],
    whole=[4, "batch", 3], w=values(1, 6, 3), r=values(1, 6, 2), b=values(1, 12), axes=ints(0),
)
case(
    "an LSTM whose last cell comes out",
    [4, 3],
    [
        node("Transpose", ["x"], ["a"], perm=[1, 0, 2]),
        node("LSTM", ["a", "w", "r", "b"], ["s", "h", "c"], hidden_size=2),
        node("Concat", ["h", "c"], ["d"], axis=-1),
        node("Squeeze", ["d", "axes"], ["y"]),
    ],
    w=values(1, 8, 3), r=values(1, 8, 2), b=values(1, 16), axes=ints(0),
)
case(
    "both directions, all states and the last ones",
    [4, 3],
    [
        node("Transpose", ["x"], ["a"], perm=[1, 0, 2]),
        node("RNN", ["a", "w", "r", "b"], ["s", "h"], hidden_size=2, direction="bidirectional", activations=["Relu", "Tanh"]),
        node("Transpose", ["s"], ["t"], perm=[2, 0, 1, 3]),
        node("Reshape", ["t", "shape"], ["y"]),
        node("Transpose", ["h"], ["z"], perm=[1, 0, 2]),
    ],
    output=("y", "z"), w=values(2, 2, 3), r=values(2, 2, 2), b=values(2, 4), shape=ints(0, 0, -1),
)
case(
    "two outputs that share a trunk",
    [5],
    [
        node("Gemm", ["x", "w", "b"], ["a"], transB=1, alpha=0.5, beta=2.0),
        node("Tanh", ["a"], ["c"]),
        node("Gemm", ["c", "v"], ["y"]),
        node("Clip", ["c", "least", "most"], ["z"]),
    ],
    output=("y", "z"), w=values(4, 5), b=values(4), v=values(4, 2),
    least=np.array(0, np.float32), most=np.array(6, np.float32),
)
case(
    "attention of one head that sees nothing later",
    [4, 6],
    [
        node("MatMul", ["x", "q"], ["a"]),
        node("MatMul", ["x", "k"], ["b"]),
        node("MatMul", ["x", "v"], ["c"]),
        node("Transpose", ["b"], ["d"], perm=[0, 2, 1]),
        node("MatMul", ["a", "d"], ["e"]),
        node("Mul", ["e", "scale"], ["f"]),
        node("Add", ["f", "mask"], ["g"]),
        node("Softmax", ["g"], ["h"], axis=-1),
        node("MatMul", ["h", "c"], ["i"]),
        node("MatMul", ["i", "o"], ["y"]),
    ],
    q=values(6, 6), k=values(6, 6), v=values(6, 6), o=values(6, 6), scale=np.array(0.3, np.float32),
    mask=np.triu(np.full((4, 4), -np.inf, np.float32), 1),
)
case(
    "a squeeze-and-excitation block",
    [4, 3, 5],
    [
        node("GlobalAveragePool", ["x"], ["a"]),
        node("Conv", ["a", "w"], ["b"]),
        node("Relu", ["b"], ["c"]),
        node("Conv", ["c", "v"], ["d"]),
        node("HardSigmoid", ["d"], ["e"]),
        node("Mul", ["e", "x"], ["y"]),
    ],
    w=values(2, 4, 1, 1), v=values(4, 2, 1, 1),
)
case(
    "a GRU that resets before the product, of both directions",
    [4, 3],
    [
        node("Transpose", ["x"], ["a"], perm=[1, 0, 2]),
        node("GRU", ["a", "w", "r", "b"], ["s", "h"], hidden_size=2, direction="bidirectional"),
        node("Transpose", ["s"], ["t"], perm=[2, 0, 1, 3]),
        node("Reshape", ["t", "shape"], ["y"]),
    ],
    w=values(2, 6, 3), r=values(2, 6, 2), b=values(2, 12), shape=ints(0, 0, -1),
)
case(
    "a GRU that resets before the product, without biases",
    [4, 3],
    [
        node("GRU", ["x", "w", "r"], ["s", "h"], hidden_size=2, direction="reverse", linear_before_reset=0),
        node("Squeeze", ["h", "axes"], ["y"]),
    ],
    whole=[4, "batch", 3], w=values(1, 6, 3), r=values(1, 6, 2), axes=ints(0),
)

OUT.write_text(json.dumps(CASES))
