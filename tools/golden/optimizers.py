"""Golden values for @neutype/optimizers: twenty full-batch updates of small networks, by PyTorch in float64.

Run: python tools/golden/optimizers.py   (PyTorch 2.13)

The losses are those before each update, as in the log; the parameters those after the last one.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden'
UPDATES = 20
torch.set_default_dtype(torch.float64)


def data(*shape, seed, scale=1.0):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 1000).round() / 1000


def one_hot(n, classes, seed):
    generator = torch.Generator().manual_seed(seed)
    return F.one_hot(torch.randint(classes, (n,), generator=generator), classes).double()


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


RULES = {
    'gradientDescent': {'step': 0.1},
    'momentum': {'step': 0.05, 'momentum': 0.9},
    'nesterov': {'step': 0.05, 'momentum': 0.9, 'nesterov': True},
}


def rule(parameters, step, momentum=0.0, nesterov=False):
    return torch.optim.SGD(parameters, lr=step, momentum=momentum, nesterov=nesterov)


def trajectory(x, y, initial, loss_of, options):
    parameters = {name: value.clone().requires_grad_() for name, value in initial.items()}
    optimizer = rule(list(parameters.values()), **options)
    losses = []
    for _ in range(UPDATES):
        optimizer.zero_grad()
        loss = loss_of(x, y, parameters)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return {
        'options': options,
        'x': packed(x),
        'y': packed(y),
        'initial': {name: packed(value) for name, value in initial.items()},
        'losses': losses,
        'final': {name: packed(value) for name, value in parameters.items()},
    }


def classifier(x, y, p):
    hidden = torch.relu(x @ p['relu-1.weight'] + p['relu-1.bias'])
    return F.cross_entropy(hidden @ p['softmax-1.weight'] + p['softmax-1.bias'], y)


def binary(x, y, p):
    hidden = torch.tanh(x @ p['tanh-1.weight'] + p['tanh-1.bias'])
    return F.binary_cross_entropy_with_logits(hidden @ p['sigmoid-1.weight'] + p['sigmoid-1.bias'], y)


def regression(x, y, p):
    hidden = torch.sigmoid(x @ p['sigmoid-1.weight'] + p['sigmoid-1.bias'])
    return F.mse_loss(hidden @ p['linear-1.weight'] + p['linear-1.bias'], y)


def convolutional(x, y, p):
    image = F.conv2d(x.permute(0, 3, 1, 2), p['conv2d-1.weight'].permute(3, 2, 0, 1), p['conv2d-1.bias'])
    image = F.batch_norm(image, None, None, p['batch-norm-1.gamma'], p['batch-norm-1.beta'], training=True)
    image = F.max_pool2d(torch.relu(image), 2).permute(0, 2, 3, 1)
    return F.cross_entropy(image.flatten(1) @ p['softmax-1.weight'] + p['softmax-1.bias'], y)


CASES = {
    'classifier': (
        data(8, 4, seed=0),
        one_hot(8, 3, seed=1),
        {
            'relu-1.weight': data(4, 6, seed=2, scale=0.7),
            'relu-1.bias': data(6, seed=3, scale=0.1),
            'softmax-1.weight': data(6, 3, seed=4, scale=0.5),
            'softmax-1.bias': data(3, seed=5, scale=0.1),
        },
        classifier,
    ),
    'binary': (
        data(10, 3, seed=6),
        (data(10, 1, seed=7) > 0).double(),
        {
            'tanh-1.weight': data(3, 4, seed=8, scale=0.6),
            'tanh-1.bias': data(4, seed=9, scale=0.1),
            'sigmoid-1.weight': data(4, 1, seed=10, scale=0.6),
            'sigmoid-1.bias': data(1, seed=11, scale=0.1),
        },
        binary,
    ),
    'regression': (
        data(12, 2, seed=12),
        data(12, 2, seed=13),
        {
            'sigmoid-1.weight': data(2, 5, seed=14),
            'sigmoid-1.bias': data(5, seed=15, scale=0.1),
            'linear-1.weight': data(5, 2, seed=16, scale=0.5),
            'linear-1.bias': data(2, seed=17, scale=0.1),
        },
        regression,
    ),
    'convolutional': (
        data(5, 6, 6, 1, seed=18),
        one_hot(5, 3, seed=19),
        {
            'conv2d-1.weight': data(3, 3, 1, 2, seed=20, scale=0.5),
            'conv2d-1.bias': data(2, seed=21, scale=0.1),
            'batch-norm-1.gamma': 1 + data(2, seed=22, scale=0.1),
            'batch-norm-1.beta': data(2, seed=23, scale=0.1),
            'softmax-1.weight': data(8, 3, seed=24, scale=0.4),
            'softmax-1.bias': data(3, seed=25, scale=0.1),
        },
        convolutional,
    ),
}

OUT.mkdir(parents=True, exist_ok=True)
golden = {
    f'{network} {name}': trajectory(*case, options)
    for network, case in CASES.items()
    for name, options in RULES.items()
}
(OUT / 'trajectories.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')
