"""
Small models of Keras 3 in its own files, with inputs and the outputs that Keras computes: .keras, .weights.h5, and one
.h5 of Keras 2's layout. All are deflated, for most of an HDF5 file of a few weights is empty.

    pip install keras jax h5py && python tools/golden/keras_files.py
"""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
from keras import layers

FOLDER = Path(__file__).parents[2] / "packages/storage/test/golden/keras"


def dense():
    return keras.Sequential(
        [
            keras.Input((5,)),
            layers.Dense(6, activation="relu"),
            layers.BatchNormalization(momentum=0.9),
            layers.Dropout(0.3),
            layers.Dense(4, use_bias=False),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Dense(3, activation="softmax"),
        ]
    )


def activations():
    x = keras.Input((4,))
    names = "relu relu6 leaky_relu elu selu gelu silu mish hard_silu sigmoid hard_sigmoid tanh softplus softmax log_softmax linear"
    branches = [layers.Dense(2, activation=name)(x) for name in names.split()]
    own = [
        layers.ReLU(negative_slope=0.3)(x),
        layers.ReLU(max_value=6.0)(x),
        layers.ELU(alpha=0.5)(x),
        layers.PReLU()(x),
        layers.Activation("gelu")(x),
        layers.Softmax()(x),
        layers.Identity()(x),
    ]
    return keras.Model(x, layers.Concatenate()(branches + own))


def images():
    x = keras.Input((8, 9, 2))
    y = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")(x)
    y = layers.BatchNormalization()(y)
    y = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2)(y)
    y = layers.SpatialDropout2D(0.2)(y)
    y = layers.SeparableConv2D(5, (2, 3), activation="tanh")(y)
    y = layers.UpSampling2D(2, interpolation="bilinear")(y)
    y = layers.ZeroPadding2D(((1, 0), (2, 1)))(y)
    y = layers.Conv2D(4, 2, dilation_rate=2, groups=1, use_bias=False)(y)
    y = layers.Conv2DTranspose(3, 3, strides=2, padding="same", activation="elu")(y)
    y = layers.Conv2DTranspose(2, 2, strides=3)(y)
    y = layers.Cropping2D(((1, 2), (0, 1)))(y)
    y = layers.PReLU(shared_axes=[1, 2])(y)
    a = layers.MaxPooling2D((2, 3))(y)
    b = layers.AveragePooling2D(3, strides=2, padding="same")(y)
    pooled = [
        layers.GlobalAveragePooling2D()(a),
        layers.GlobalMaxPooling2D()(a),
        layers.Flatten()(layers.GlobalAveragePooling2D(keepdims=True)(b)),
    ]
    return keras.Model(x, layers.Dense(3)(layers.Concatenate()(pooled)))


def steps():
    x = keras.Input((12, 3))
    y = layers.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu")(x)
    y = layers.Conv1D(4, 2, groups=2)(y)
    y = layers.DepthwiseConv1D(3, padding="same")(y)
    y = layers.SeparableConv1D(5, 2, depth_multiplier=2)(y)
    y = layers.ZeroPadding1D((1, 2))(y)
    y = layers.UpSampling1D(2)(y)
    y = layers.Cropping1D((2, 1))(y)
    y = layers.Conv1DTranspose(3, 3, strides=2)(y)
    a = layers.MaxPooling1D(2)(y)
    b = layers.AveragePooling1D(3, strides=2, padding="same")(y)
    pooled = [layers.GlobalAveragePooling1D()(a), layers.GlobalMaxPooling1D()(b)]
    return keras.Model(x, layers.Concatenate()(pooled))


def recurrent():
    x = keras.Input((6, 3))
    y = layers.LSTM(4, return_sequences=True)(x)
    y = layers.Bidirectional(layers.GRU(3, return_sequences=True))(y)
    y = layers.TimeDistributed(layers.Dense(5, activation="relu"))(y)
    z = layers.SimpleRNN(4, return_sequences=True, activation="relu")(y)
    ends = [
        layers.GRU(3)(z),
        layers.LSTM(2, go_backwards=True, use_bias=False)(z),
        layers.Bidirectional(layers.LSTM(2), merge_mode="sum")(z),
        layers.GRU(2, use_bias=False, recurrent_activation="tanh")(z),
    ]
    return keras.Model(x, layers.Concatenate()(ends))


def resets():
    x = keras.Input((5, 3))
    y = layers.GRU(4, return_sequences=True, reset_after=False)(x)
    y = layers.Bidirectional(layers.GRU(2, reset_after=False, return_sequences=True))(y)
    ends = [
        layers.GRU(3, reset_after=False, recurrent_activation="tanh", activation="relu")(y),
        layers.GRU(2, reset_after=False, use_bias=False, go_backwards=True)(y),
    ]
    return keras.Model(x, layers.Concatenate()(ends))


def words():
    return keras.Sequential(
        [
            keras.Input((7,)),
            layers.Embedding(10, 4, mask_zero=True),
            layers.Dropout(0.2),
            layers.LSTM(5),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


def padded():
    x = keras.Input((6, 3))
    y = layers.Masking(mask_value=0.0)(x)
    return keras.Model(x, [layers.GRU(4)(y), layers.GlobalAveragePooling1D()(y)])


def attention():
    x = keras.Input((5, 8))
    other = keras.Input((7, 6))
    y = layers.LayerNormalization()(x)
    y = layers.MultiHeadAttention(2, 4)(y, y, use_causal_mask=True)
    y = layers.Add()([x, y])
    z = layers.MultiHeadAttention(3, 4, use_bias=False)(y, other)
    z = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([y, z]))
    w = layers.MultiHeadAttention(1, 4)(z, y, x)
    return keras.Model([x, other], layers.GlobalAveragePooling1D()(w))


def graph():
    left = keras.Input((4,), name="left")
    right = keras.Input((4,), name="right")
    shared = layers.Dense(4, activation="tanh", name="shared")
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="relu"), layers.Dense(4)], name="inner")
    a, b = shared(left), shared(right)
    c, d = inner(a), inner(b)
    parts = [layers.Multiply()([a, c]), layers.Average()([b, d]), layers.Maximum()([a, b])]
    joined = layers.Concatenate()(parts)
    return keras.Model(
        [left, right],
        [layers.Dense(2, activation="softmax", name="kind")(joined), layers.Dense(1, name="size")(layers.Add()(parts))],
    )


def shapes():
    return keras.Sequential(
        [
            keras.Input((6,)),
            layers.RepeatVector(4),
            layers.Permute((2, 1)),
            layers.Reshape((3, -1, 2)),
            layers.SpatialDropout2D(0.1),
            layers.Flatten(),
            layers.Dense(3),
            layers.ActivityRegularization(l2=0.1),
        ]
    )


def norms():
    x = keras.Input((3, 4, 6))
    y = layers.Rescaling(0.5, offset=-0.25)(x)
    y = layers.Normalization(mean=[0.1] * 6, variance=[2.0] * 6)(y)
    y = layers.BatchNormalization(center=False, epsilon=1e-4)(y)
    y = layers.BatchNormalization(axis=1)(y)
    y = layers.LayerNormalization(scale=False)(y)
    y = layers.GroupNormalization(3)(y)
    y = layers.GroupNormalization(-1)(y)
    y = layers.RMSNormalization()(y)
    y = layers.GaussianNoise(0.1)(y)
    y = layers.GaussianDropout(0.1)(y)
    return keras.Model(x, y)


def adapted():
    normalization = layers.Normalization()
    normalization.adapt(np.random.default_rng(2).normal(3, 2, (50, 4)).astype("float32"))
    return keras.Sequential([keras.Input((4,)), normalization, layers.Dense(2)])


MODELS = [dense, activations, images, steps, recurrent, resets, words, padded, attention, graph, shapes, norms, adapted]
WHOLE = {"words": 10}


def give_values(model, rng):
    """Weights that tell one from another: biases that are not 0, statistics that are no unit ones."""
    for weight in model.weights:
        if weight.dtype != "float32" or "seed" in weight.path or "normalization/mean" in weight.path:
            continue
        values = rng.uniform(-0.7, 0.7, weight.shape)
        if "variance" in weight.path:
            if "moving" not in weight.path:
                continue
            values = rng.uniform(0.5, 1.5, weight.shape)
        weight.assign(values)


def inputs_of(name, model, rng):
    if name in WHOLE:
        x = rng.integers(1, WHOLE[name], (3, *model.inputs[0].shape[1:]))
        x[0, 5:] = 0
        x[1, 3:] = 0
        return [x]
    arrays = [rng.uniform(-1, 1, (3, *each.shape[1:])).astype("float32") for each in model.inputs]
    if name == "padded":
        arrays[0][0, 4:] = 0
        arrays[0][1, 2:] = 0
    return arrays


def names_of(model, outputs):
    return getattr(model, "output_names", None) or ["output"] * len(outputs)


def array(values):
    values = np.asarray(values, dtype="float32")
    return {"shape": list(values.shape), "data": [float(f"{each:.7g}") for each in values.ravel()]}


def repacked(path):
    with zipfile.ZipFile(path) as stored:
        files = {name: stored.read(name) for name in stored.namelist()}
    files["metadata.json"] = json.dumps({"keras_version": keras.__version__}).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, data, compresslevel=9)
    path.write_bytes(buffer.getvalue())


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    cases = {}
    for make in MODELS:
        name = make.__name__
        keras.utils.clear_session(free_memory=False)
        keras.utils.set_random_seed(1)
        rng = np.random.default_rng(len(name))
        model = make()
        give_values(model, rng)
        inputs = inputs_of(name, model, rng)
        outputs = model(inputs[0] if len(inputs) == 1 else inputs)
        listed = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        cases[name] = {
            "inputs": {each.name: array(values) for each, values in zip(model.inputs, inputs)},
            "outputs": {each: array(values) for each, values in zip(names_of(model, listed), listed)},
        }
        model.save(FOLDER / f"{name}.keras")
        repacked(FOLDER / f"{name}.keras")
        if name in ("dense", "recurrent"):
            for kind, save in (("weights.h5", model.save_weights), ("h5", model.save)):
                path = FOLDER / f"{name}.{kind}"
                save(path)
                path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
                path.unlink()
    (FOLDER / "files.json").write_text(json.dumps(cases) + "\n")


main()
