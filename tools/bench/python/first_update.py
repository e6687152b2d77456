"""As firstUpdate.ts, with PyTorch."""

import json
import time

began = time.perf_counter()
import torch  # noqa: E402
from torch import nn  # noqa: E402

imported = time.perf_counter() - began
network = nn.Sequential(
    nn.Linear(784, 500), nn.ReLU(), nn.Linear(500, 300), nn.ReLU(), nn.Linear(300, 10)
)
optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
x = torch.rand(128, 784) - 0.5
y = torch.arange(128) % 10
nn.functional.cross_entropy(network(x), y).backward()
optimizer.step()
print(json.dumps({"imported": 1000 * imported, "updated": 1000 * time.time()}))
