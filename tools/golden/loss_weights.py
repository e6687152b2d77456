"""Golden values for the weights of classes and samples in @neutype/optimizers, by PyTorch in float64: twenty updates of
SGD with momentum on small networks, in batches of seven.

Run: python tools/golden/loss_weights.py   (PyTorch 2.13)

Weights of classes are PyTorch's own: CrossEntropyLoss(weight=...), whose mean is the weighted one. Weights of samples are
sums of weight · loss over sums of weights. 'balanced' is scikit-learn's compute_class_weight.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.utils.class_weight import compute_class_weight

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden' / 'lossWeights.json'
BATCH, EPOCHS, STEP, MOMENTUM = 7, 5, 0.05, 0.9
torch.set_default_dtype(torch.float64)
random = torch.Generator().manual_seed(15)


def drawn(*shape, scale=1.0):
    return (torch.randn(shape, generator=random) * scale * 1000).round() / 1000


def listed(tensor):
    return [float(f'{value:.9g}') for value in tensor.detach().flatten().tolist()]


def train(x, y, initial, loss_of):
    parameters = [value.clone().requires_grad_() for value in initial]
    optimizer = torch.optim.SGD(parameters, lr=STEP, momentum=MOMENTUM)
    losses = []
    for _ in range(EPOCHS):
        for start in range(0, len(x), BATCH):
            optimizer.zero_grad()
            w1, b1, w2, b2 = parameters
            rows = slice(start, start + BATCH)
            logits = torch.tanh(x[rows] @ w1 + b1) @ w2 + b2
            loss = loss_of(logits, y[rows], rows)
            losses.append(loss.item())
            loss.backward()
            optimizer.step()
    return {'losses': losses, 'final': [listed(value) for value in parameters]}


x = drawn(25, 4)
labels = torch.multinomial(torch.tensor([0.6, 0.3, 0.1]), 25, replacement=True, generator=random)
sample_weight = (torch.rand(25, generator=random) * 100).round() / 100
sample_weight[3] = 0
class_weight = torch.tensor([0.5, 2.0, 3.5])
balanced = torch.tensor(compute_class_weight('balanced', classes=np.unique(labels.numpy()), y=labels.numpy()))
initial = [drawn(4, 5, scale=0.5), drawn(5, scale=0.1), drawn(5, 3, scale=0.5), drawn(3, scale=0.1)]
binary_labels = (labels == 0).double()
binary_initial = [*initial[:2], drawn(5, 1, scale=0.5), drawn(1, scale=0.1)]
binary_weight = torch.tensor([3.0, 0.75])


def mean(losses, weights):
    return (losses * weights).sum() / weights.sum()


def by_samples(logits, y, rows):
    return mean(F.cross_entropy(logits, y, reduction='none'), sample_weight[rows])


def by_both(logits, y, rows):
    return mean(F.cross_entropy(logits, y, reduction='none'), sample_weight[rows] * class_weight[y])


def binary(logits, y, rows):
    losses = F.binary_cross_entropy_with_logits(logits[:, 0], y, reduction='none')
    return mean(losses, binary_weight[y.long()])


golden = {
    'batchSize': BATCH, 'epochs': EPOCHS, 'step': STEP, 'momentum': MOMENTUM,
    'x': x.tolist(), 'labels': labels.tolist(), 'sampleWeight': sample_weight.tolist(),
    'classWeight': class_weight.tolist(), 'binaryLabels': binary_labels.tolist(), 'binaryWeight': binary_weight.tolist(),
    'initial': [listed(value) for value in initial], 'binaryInitial': [listed(value) for value in binary_initial],
    'runs': {
        'none': train(x, labels, initial, lambda logits, y, _: F.cross_entropy(logits, y)),
        'classes': train(x, labels, initial, lambda logits, y, _: F.cross_entropy(logits, y, weight=class_weight)),
        'balanced': train(x, labels, initial, lambda logits, y, _: F.cross_entropy(logits, y, weight=balanced)),
        'samples': train(x, labels, initial, by_samples),
        'both': train(x, labels, initial, by_both),
        'binary': train(x, binary_labels, binary_initial, binary),
    },
}
OUT.write_text(json.dumps(golden) + '\n')
