"""Holds ONNX models that the tests wrote to what ONNX itself says of them.

Run: NEUTYPE_ONNX_DIR=FOLDER node ../../tools/jest-preset/run.mjs test/onnx   (in packages/storage; test/onnx.test.ts in packages/neutype)
     python tools/golden/onnx_checker.py FOLDER

Each model goes through ONNX's checker and its strict shape inference, which must arrive at the declared outputs; ONNX's
own reference implementation (where it can) and ONNX Runtime must compute from the same inputs what ONNX Runtime computed in
the tests.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator

TYPES = {onnx.TensorProto.FLOAT: np.float32, onnx.TensorProto.INT64: np.int64}
TOLERANCE = 1e-4


def shape_of(value):
    """None for one that is not known."""
    if not value.type.tensor_type.HasField('shape'):
        return None
    return [dim.dim_param or dim.dim_value for dim in value.type.tensor_type.shape.dim]


def inferred_outputs(model):
    """The outputs' shapes from those of the inputs alone: declared ones are taken away first."""
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    for output in bare.graph.output:
        output.type.tensor_type.ClearField('shape')
    inferred = onnx.shape_inference.infer_shapes(bare, check_type=True, strict_mode=True, data_prop=True)
    return [shape_of(output) for output in inferred.graph.output]


def is_same(inferred, declared):
    """Inference knows no shapes behind a Scan or a GroupNormalization, and not all sizes: those have names of its own."""
    if inferred is None:
        return True
    return len(inferred) == len(declared) and all(
        a == b or (isinstance(a, str) and a != 'batch') or a == 0 for a, b in zip(inferred, declared)
    )


def reference_can(model):
    """ONNX's reference implementation has no Scan backwards and no activations of gates but the usual ones, and sums the
    squares of LRN over as many channels as there are samples."""
    for node in model.graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == 'LRN' or 1 in attributes.get('scan_input_directions', []):
            return False
        if not set(attributes.get('activations', [])) <= {b'Sigmoid', b'Tanh'}:
            return False
    return True


def farthest(run, case, model):
    types = {value.name: TYPES[value.type.tensor_type.elem_type] for value in model.graph.input}
    worst = 0.0
    for inputs, outputs in zip(case['inputs'], case['outputs']):
        feed = {k: np.array(v['data'], types[k]).reshape(v['dims']) for k, v in inputs.items()}
        for name, computed in zip(outputs, run(list(outputs), feed)):
            expected = np.array(outputs[name]['data']).reshape(outputs[name]['dims'])
            worst = max(worst, float(np.abs(computed - expected).max() / max(np.abs(expected).max(), 1e-3)))
    return worst


def check(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    declared = [shape_of(output) for output in model.graph.output]
    inferred = inferred_outputs(model)
    if not all(map(is_same, inferred, declared)):
        yield f'shapes {inferred}, declared {declared}'
    case = json.loads(path.with_suffix('.json').read_text())
    session = onnxruntime.InferenceSession(model.SerializeToString())
    runs = {'ONNX Runtime': session.run}
    if reference_can(model):
        runs['the reference implementation'] = ReferenceEvaluator(model).run
    for who, run in runs.items():
        try:
            distance = farthest(run, case, model)
        except Exception as error:
            yield f'{who}: {type(error).__name__} {str(error)[:200]}'
            continue
        if not distance < TOLERANCE:
            yield f'{who} is {distance} away'


failed = 0
paths = sorted(Path(sys.argv[1]).glob('*.onnx'))
for path in paths:
    try:
        problems = list(check(path))
    except Exception as error:
        problems = [f'{type(error).__name__} {str(error)[:300]}']
    failed += len(problems) > 0
    for problem in problems:
        print(f'{path.stem}: {problem}')
print(f'{len(paths)} models, {failed} with problems')
sys.exit(1 if failed or not paths else 0)
