"""How well the tutorial's network does on real MNIST after training on synthetic digits alone.

Run, with the datasets package built and MNIST's four .gz files in NEUTYPE_DATA_DIR:
python tools/golden/synthetic_digits.py [samples] [epochs] [train|test]   (PyTorch 2.13)

Generator settings are compared on MNIST's training images; the test images are for the final check alone.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

PACKAGE = Path(__file__).parents[2] / "packages" / "datasets"
MNIST = Path(os.environ["NEUTYPE_DATA_DIR"])


def mnist(part):
    images = gzip.decompress((MNIST / f"{part}-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((MNIST / f"{part}-labels-idx1-ubyte.gz").read_bytes())[8:]
    return as_tensors(np.frombuffer(images, np.uint8), np.frombuffer(labels, np.uint8))


def synthetic(samples, seed):
    with tempfile.NamedTemporaryFile() as file:
        export = ["node", "tools/exportDigits.mjs", str(samples), str(seed), file.name]
        subprocess.run(export, cwd=PACKAGE, check=True)
        content = np.fromfile(file.name, np.uint8)
    return as_tensors(content[: samples * 784], content[samples * 784 :])


def as_tensors(pixels, labels):
    images = torch.from_numpy(pixels.reshape(-1, 784).astype(np.float32) / 255)
    return images, torch.from_numpy(labels.astype(np.int64))


def tutorial_network():
    sizes = [784, 500, 300, 10]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layer = torch.nn.Linear(inputs, outputs)
        torch.nn.init.kaiming_normal_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def main(samples=70_000, epochs=10, part="test", seed=0):
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    x, y = synthetic(samples, seed)
    mean = x.mean(0)
    x -= mean
    images, labels = mnist("t10k" if part == "test" else "train")
    images -= mean
    network = tutorial_network()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.99, nesterov=True)
    for epoch in range(epochs):
        for batch in torch.randperm(samples).split(128):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            accuracy = (network(images).argmax(1) == labels).float().mean().item()
        print(f"epoch {epoch + 1}: {accuracy:.4f}", flush=True)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(*[int(value) for value in arguments[:2]], *arguments[2:3])
