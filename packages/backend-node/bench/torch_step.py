"""The same steps by PyTorch, eager, on all cores."""

import json
import time

import torch
from torch import nn


def measure(step, count):
    for _ in range(max(8, count // 5)):
        step()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        loss = step()
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return {"best": round(times[0], 2), "median": round(times[count // 2], 2), "loss": loss}


def steps(shape, *hidden):
    model = nn.Sequential(*hidden)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9, nesterov=True)
    x, y = torch.randn(128, *shape), torch.arange(128) % 10
    criterion = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


mlp = steps((784,), nn.Linear(784, 500), nn.ReLU(), nn.Linear(500, 300), nn.ReLU(), nn.Linear(300, 10))
cnn = steps(
    (1, 28, 28),
    nn.Conv2d(1, 32, 3),
    nn.ReLU(),
    nn.Conv2d(32, 64, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(9216, 128),
    nn.ReLU(),
    nn.Linear(128, 10),
)
print(json.dumps({"name": "PyTorch", "mlp": measure(mlp, 100), "cnn": measure(cnn, 8)}))
