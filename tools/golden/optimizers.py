"""Golden values for @neutype/optimizers, by PyTorch in float64: full-batch updates of small networks, twenty of SGD
and sixty of Adam, and epochs of shuffled batches whose last one is smaller.

Run: python tools/golden/optimizers.py   (PyTorch 2.13)

The losses are those before each update, as in the log; the parameters those after the last one. The order of the samples
is that of the seed, drawn here by Threefry in Python integers.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

from random_streams import Stream, child, key_of_seed

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden'
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
    'adam': {'epsilon': 1e-8, 'epsilonHat': False},
    'adam otherwise': {'step': 0.02, 'beta1': 0.8, 'beta2': 0.95, 'epsilon': 1e-3, 'epsilonHat': False},
}
UPDATES = {'gradientDescent': 20, 'momentum': 20, 'nesterov': 20, 'adam': 60, 'adam otherwise': 60}


def sgd(parameters, step, momentum=0.0, nesterov=False):
    return torch.optim.SGD(parameters, lr=step, momentum=momentum, nesterov=nesterov)


def adam(parameters, epsilon, epsilonHat, step=0.001, beta1=0.9, beta2=0.999):
    assert not epsilonHat
    return torch.optim.Adam(parameters, lr=step, betas=(beta1, beta2), eps=epsilon)


def trajectory(x, y, initial, loss_of, name, options):
    parameters = {name: value.clone().requires_grad_() for name, value in initial.items()}
    optimizer = (adam if name.startswith('adam') else sgd)(list(parameters.values()), **options)
    losses = []
    for _ in range(UPDATES[name]):
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
    f'{network} {name}': trajectory(*case, name, options)
    for network, case in CASES.items()
    for name, options in RULES.items()
}
(OUT / 'trajectories.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')

SEED, EPOCHS, BATCH = 7, 3, 16
BATCH_RULES = {
    'gradientDescent': {'step': 0.1},
    **{
        f'{"nesterov" if nesterov else "momentum"} {momentum}': {'step': 0.02, 'momentum': momentum, 'nesterov': nesterov}
        for momentum in (0, 0.5, 0.99)
        for nesterov in (False, True)
    },
}


def order(n, epoch):
    key = child(child(key_of_seed(SEED), 'shuffle'), epoch)
    return Stream(key).permutation(n)


def batch_sgd(parameters, step, momentum=0.0, nesterov=False):
    """torch.optim.SGD refuses Nesterov without momentum, which is plain gradient descent."""
    return torch.optim.SGD(parameters, lr=step, momentum=momentum, nesterov=nesterov and momentum > 0)


def epochs(x, y, x_test, y_test, initial, loss_of, options):
    parameters = {name: value.clone().requires_grad_() for name, value in initial.items()}
    optimizer = batch_sgd(list(parameters.values()), **options)
    losses, means, valid = [], [], []
    for epoch in range(1, EPOCHS + 1):
        rows = order(len(x), epoch)
        total = 0
        for start in range(0, len(x), BATCH):
            batch = rows[start : start + BATCH]
            optimizer.zero_grad()
            loss = loss_of(x[batch], y[batch], parameters)
            losses.append(loss.item())
            total += loss.item() * len(batch)
            loss.backward()
            optimizer.step()
        means.append(total / len(x))
        valid.append(loss_of(x_test, y_test, parameters).item())
    return {
        'options': options,
        'losses': losses,
        'means': means,
        'valid': valid,
        'final': {name: packed(value) for name, value in parameters.items()},
    }


def batches(x, y, x_test, y_test, initial, loss_of):
    return {
        'x': packed(x),
        'y': packed(y),
        'xTest': packed(x_test),
        'yTest': packed(y_test),
        'initial': {name: packed(value) for name, value in initial.items()},
        'runs': {name: epochs(x, y, x_test, y_test, initial, loss_of, options) for name, options in BATCH_RULES.items()},
    }


# Rows of 24 values and more are copied in another way than narrow ones.
BATCHES = {
    'narrow': batches(
        data(53, 3, seed=30),
        one_hot(53, 3, seed=31),
        data(21, 3, seed=32),
        one_hot(21, 3, seed=33),
        {
            'relu-1.weight': data(3, 6, seed=34, scale=0.7),
            'relu-1.bias': data(6, seed=35, scale=0.1),
            'softmax-1.weight': data(6, 3, seed=36, scale=0.5),
            'softmax-1.bias': data(3, seed=37, scale=0.1),
        },
        classifier,
    ),
    'wide': batches(
        data(53, 26, seed=38),
        one_hot(53, 3, seed=39),
        data(21, 26, seed=40),
        one_hot(21, 3, seed=41),
        {
            'relu-1.weight': data(26, 4, seed=42, scale=0.25),
            'relu-1.bias': data(4, seed=43, scale=0.1),
            'softmax-1.weight': data(4, 3, seed=44, scale=0.5),
            'softmax-1.bias': data(3, seed=45, scale=0.1),
        },
        classifier,
    ),
}
(OUT / 'batches.json').write_text(json.dumps({'seed': SEED, 'batchSize': BATCH, 'problems': BATCHES}, separators=(',', ':')) + '\n')
