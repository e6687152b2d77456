"""Writes a small convolutional network as Keras exports it to ONNX, and what Keras makes of some images.

Run with Python that has keras, torch and onnx:  KERAS_BACKEND=torch python tools/golden/onnx_keras.py
"""

import json
import pathlib
import tempfile

import keras
import numpy as np
import onnx
from keras import layers

OUT = pathlib.Path(__file__).parents[2] / "packages/storage/test/golden/onnx"


def main():
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            keras.Input((8, 10, 2)),
            layers.Conv2D(4, 3, padding="same", strides=2, activation="relu"),
            layers.BatchNormalization(),
            layers.DepthwiseConv2D(3, padding="same"),
            layers.LeakyReLU(),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(6, activation="gelu"),
            layers.Dropout(0.5),
            layers.Dense(3, activation="softmax"),
        ]
    )
    source = np.random.default_rng(3)
    model.set_weights([weight + source.uniform(0, 0.5, weight.shape) for weight in model.get_weights()])
    x = source.uniform(-1, 1, (3, 8, 10, 2)).astype(np.float32)
    y = model.predict(x, verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/keras.onnx"
        model.export(path, format="onnx", verbose=False)
        written = onnx.load(path)
    for node in written.graph.node:
        node.doc_string = ""
    del written.graph.value_info[:]
    onnx.save(written, str(OUT / "keras.onnx"))
    (OUT / "keras.json").write_text(json.dumps({"x": x.tolist(), "y": y.tolist()}))


if __name__ == "__main__":
    main()
