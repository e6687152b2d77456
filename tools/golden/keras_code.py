"""
What Keras computes by the code that kerasCode prints, with the weights that kerasWeights writes, for every example of a
layer. The test writes both into a folder, this reads them and keeps code and outputs.

    cd packages/storage
    NEUTYPE_KERAS_CODE=/tmp/code node ../../tools/jest-preset/run.mjs test/keras/kerasCode.test.ts
    pip install keras torch jax h5py
    KERAS_BACKEND=torch python ../../tools/golden/keras_code.py /tmp/code
    KERAS_BACKEND=jax python ../../tools/golden/keras_code.py /tmp/code avgPool2d-same-stride-2

PyTorch is quicker and takes values of another size than the keys; its means of windows over the border count the padding.
"""

import json
import os
import sys
from pathlib import Path

import keras
import numpy as np

OUT = Path(__file__).parents[2] / "packages/storage/test/golden/keras/code.json"

folder = Path(sys.argv[1])
os.chdir(folder)
cases = json.loads(OUT.read_text()) if len(sys.argv) > 2 else {}
for path in sorted(folder.glob("*.json")):
    if len(sys.argv) > 2 and path.stem not in sys.argv[2:]:
        continue
    example = json.loads(path.read_text())
    keras.utils.clear_session(free_memory=False)
    names = {}
    exec(example["code"], names)
    inputs = np.array(example["inputs"]["data"], dtype="float32").reshape(example["inputs"]["shape"])
    outputs = keras.ops.convert_to_numpy(names["model"](inputs))
    cases[example["name"]] = {
        "code": example["code"],
        "shape": list(outputs.shape),
        "outputs": [float(f"{each:.7g}") for each in outputs.ravel()],
    }
OUT.write_text(json.dumps(cases, indent=1) + "\n")
