"""The same steps by Keras: model.train_on_batch, compiled by tf.function."""

import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
from keras import layers


def measure(step, count):
    for _ in range(max(8, count // 5)):
        step()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        loss = step()
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return {"best": round(times[0], 2), "median": round(times[count // 2], 2), "loss": float(loss)}


def steps(shape, *hidden):
    model = keras.Sequential([layers.Input(shape), *hidden, layers.Dense(10)])
    model.compile(
        keras.optimizers.SGD(0.001, momentum=0.9, nesterov=True),
        keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    x = np.random.rand(128, *shape).astype("float32")
    y = np.eye(10, dtype="float32")[np.arange(128) % 10]
    return lambda: model.train_on_batch(x, y)


mlp = steps((784,), layers.Dense(500, "relu"), layers.Dense(300, "relu"))
cnn = steps(
    (28, 28, 1),
    layers.Conv2D(32, 3, activation="relu"),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(128, "relu"),
)
print(json.dumps({"name": "Keras", "mlp": measure(mlp, 100), "cnn": measure(cnn, 8)}))
