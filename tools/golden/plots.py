"""Golden values and sample data for @neutype/plots, from scikit-learn, SciPy, NumPy and PyTorch.

    python tools/golden/plots.py

writes packages/plots/test/golden/curves.json, filters.json and digits.json. Needs numpy, scipy, scikit-learn, torch.
"""
import json
from pathlib import Path

import numpy as np
import torch
from scipy.ndimage import gaussian_filter
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split

OUT = Path(__file__).parents[2] / "packages/plots/test/golden"


def write(name, value):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")


def curves(probabilities, labels):
    write("curves.json", [
        {
            "area": roc_auc_score(labels == c, probabilities[:, c]),
            "averagePrecision": average_precision_score(labels == c, probabilities[:, c]),
        }
        for c in range(10)
    ])


def filters():
    rng = np.random.default_rng(1)
    picture = np.round(rng.normal(size=(6, 9)), 4)
    values = np.round(rng.normal(size=500), 4)
    heights, edges = np.histogram(values, bins=12)
    weights = np.round(rng.normal(size=(3, 4)), 4)
    max_weight = 2 ** np.ceil(np.log2(np.abs(weights).max()))
    write(
        "filters.json",
        {
            "picture": picture.tolist(),
            "gaussian": {str(s): gaussian_filter(picture, s).tolist() for s in (0.5, 1, 3)},
            "histogram": {"values": values.tolist(), "heights": heights.tolist(), "edges": edges.tolist()},
            "hinton": {
                "weights": weights.tolist(),
                "sides": (np.sign(weights) * np.minimum(np.sqrt(np.abs(weights) / max_weight), 1)).tolist(),
            },
        },
    )


def digits():
    """A small network trained on scikit-learn's 8x8 digits: a run with everything there is to plot."""
    torch.manual_seed(0)
    x, y = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=360, random_state=0, stratify=y)
    scale = lambda images: torch.tensor(images / 16, dtype=torch.float32)
    inputs, targets = scale(x_train), torch.tensor(y_train)
    test_inputs, test_targets = scale(x_test), torch.tensor(y_test)
    first, second = torch.nn.Linear(64, 32), torch.nn.Linear(32, 10)
    network = torch.nn.Sequential(first, torch.nn.ReLU(), second)
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, nesterov=True)
    train, valid, accuracy = [], [], []
    for _ in range(20):
        for batch in torch.randperm(len(inputs)).split(64):
            optimizer.zero_grad()
            value = loss(network(inputs[batch]), targets[batch])
            value.backward()
            optimizer.step()
            train.append(round(value.item(), 5))
        with torch.no_grad():
            output = network(test_inputs)
            valid.append(round(loss(output, test_targets).item(), 5))
            accuracy.append(round((output.argmax(1) == test_targets).double().mean().item(), 4))
    probabilities = network(test_inputs).softmax(1).detach().double().numpy().round(5)
    image = test_inputs[:1].clone().requires_grad_()
    network(image).softmax(1).max().backward()
    write(
        "digits.json",
        {
            "train": train,
            "valid": valid,
            "accuracy": accuracy,
            "updatesPerEpoch": len(train) // 20,
            "images": x_test.astype(int).tolist(),
            "labels": y_test.tolist(),
            "probabilities": probabilities.tolist(),
            "weights": first.weight.T.detach().double().numpy().round(4).tolist(),
            "outputWeights": second.weight.T.detach().double().numpy().round(4).tolist(),
            "hidden": torch.relu(first(test_inputs[:100])).detach().double().numpy().round(3).ravel().tolist(),
            "output": second(torch.relu(first(test_inputs[:100]))).detach().double().numpy().round(3).ravel().tolist(),
            "gradient": image.grad[0].double().numpy().round(6).tolist(),
        },
    )
    return probabilities, y_test


if __name__ == "__main__":
    torch.set_num_threads(1)
    curves(*digits())
    filters()
