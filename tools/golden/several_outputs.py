"""Golden values for networks with several inputs and outputs in @neutype/optimizers, by PyTorch in float64: thirty updates
of SGD with momentum, in batches of eight, on the weighted sum of a cross-entropy and a mean squared error.

Run: python tools/golden/several_outputs.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden' / 'severalOutputs.json'
BATCH, EPOCHS, STEP, MOMENTUM = 8, 10, 0.05, 0.9
LOSS_WEIGHTS = {'kind': 1.0, 'place': 0.25}
torch.set_default_dtype(torch.float64)
random = torch.Generator().manual_seed(16)


def drawn(*shape, scale=1.0):
    return (torch.randn(shape, generator=random) * scale * 1000).round() / 1000


def listed(tensor):
    return [float(f'{value:.9g}') for value in tensor.detach().flatten().tolist()]


image, age = drawn(20, 4), drawn(20, 1)
kind = torch.randint(3, (20,), generator=random)
place = drawn(20, 2)
weight = (torch.rand(20, generator=random) * 100).round() / 100
initial = {
    'image': drawn(4, 5, scale=0.5), 'age': drawn(1, 5, scale=0.5), 'hidden': drawn(5, scale=0.1),
    'kind': drawn(5, 3, scale=0.5), 'place': drawn(5, 2, scale=0.5),
}


def outputs(p, rows):
    hidden = torch.tanh(image[rows] @ p['image'] + age[rows] @ p['age'] + p['hidden'])
    return hidden @ p['kind'], hidden @ p['place']


def loss_of(p, rows, weights):
    logits, places = outputs(p, rows)
    of_kind = F.cross_entropy(logits, kind[rows], reduction='none')
    of_place = ((places - place[rows]) ** 2).mean(1)
    w = weights[rows]
    mean = lambda losses: (losses * w).sum() / w.sum()
    return LOSS_WEIGHTS['kind'] * mean(of_kind) + LOSS_WEIGHTS['place'] * mean(of_place)


def train(weights):
    p = {name: value.clone().requires_grad_() for name, value in initial.items()}
    optimizer = torch.optim.SGD(p.values(), lr=STEP, momentum=MOMENTUM)
    losses = []
    for _ in range(EPOCHS):
        for start in range(0, 20, BATCH):
            optimizer.zero_grad()
            loss = loss_of(p, slice(start, start + BATCH), weights)
            losses.append(loss.item())
            loss.backward()
            optimizer.step()
    logits, places = outputs(p, slice(None))
    return {
        'losses': losses,
        'score': loss_of(p, slice(None), weights).item(),
        'kind': listed(logits.softmax(1)),
        'place': listed(places),
    }


golden = {
    'batchSize': BATCH, 'epochs': EPOCHS, 'step': STEP, 'momentum': MOMENTUM, 'lossWeights': LOSS_WEIGHTS,
    'x': {'image': image.tolist(), 'age': age.tolist()}, 'y': {'kind': kind.tolist(), 'place': place.tolist()},
    'sampleWeight': weight.tolist(), 'initial': {name: listed(value) for name, value in initial.items()},
    'runs': {'alike': train(torch.ones(20)), 'weighted': train(weight)},
}
OUT.write_text(json.dumps(golden) + '\n')
