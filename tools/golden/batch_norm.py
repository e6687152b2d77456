"""Golden values for batch normalization in training, by PyTorch's own modules in float64.

Run: python tools/golden/batch_norm.py   (PyTorch 2.13)

Each case tells the loss of every update, the running statistics after every update, and what the trained network
predicts for its training data with those statistics.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden'
torch.set_default_dtype(torch.float64)


def data(*shape, seed, scale=1.0):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 1000).round() / 1000


def classes(n, seed):
    return torch.randint(3, (n,), generator=torch.Generator().manual_seed(seed))


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


class Dense(nn.Module):
    def __init__(self, features, seed):
        super().__init__()
        self.hidden = nn.Linear(features, 6)
        self.norm = nn.BatchNorm1d(6)
        self.out = nn.Linear(6, 3)
        self.hidden.weight.data = data(6, features, seed=seed, scale=0.5)
        self.out.weight.data = data(3, 6, seed=seed + 1, scale=0.5)
        self.hidden.bias.data.zero_()
        self.out.bias.data.zero_()

    def forward(self, x):
        return self.out(torch.relu(self.norm(self.hidden(x))))

    def initial(self):
        return {'linear-1.weight': self.hidden.weight.t(), 'softmax-1.weight': self.out.weight.t()}


class First(nn.Module):
    """Batch normalization of the features themselves."""

    def __init__(self, features, seed):
        super().__init__()
        self.norm = nn.BatchNorm1d(features)
        self.out = nn.Linear(features, 3)
        self.out.weight.data = data(3, features, seed=seed, scale=0.5)
        self.out.bias.data.zero_()

    def forward(self, x):
        return self.out(self.norm(x))

    def initial(self):
        return {'softmax-1.weight': self.out.weight.t()}


class Convolutional(nn.Module):
    def __init__(self, _, seed):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.out = nn.Linear(4 * 9, 3)
        self.conv.weight.data = data(3, 3, 2, 4, seed=seed, scale=0.4).permute(3, 2, 0, 1).contiguous()
        self.out.weight.data = data(36, 3, seed=seed + 1, scale=0.3).t().contiguous()
        self.out.bias.data.zero_()

    def forward(self, x):
        image = torch.relu(self.norm(self.conv(x.permute(0, 3, 1, 2))))
        return self.out(image.permute(0, 2, 3, 1).flatten(1))

    def initial(self):
        return {'conv2d-1.weight': self.conv.weight.permute(2, 3, 1, 0), 'softmax-1.weight': self.out.weight.t()}


def train(model, x, y, batch_size, epochs, step=0.05):
    result = {
        'x': packed(x),
        'y': packed(F.one_hot(y, 3).double()),
        'batchSize': batch_size,
        'epochs': epochs,
        'step': step,
        'initial': {name: packed(value) for name, value in model.initial().items()},
        'losses': [],
        'runningMean': [],
        'runningVariance': [],
    }
    optimizer = torch.optim.SGD(model.parameters(), lr=step, momentum=0.9)
    model.train()
    for _ in range(epochs):
        for at in range(0, len(x), batch_size):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[at:at + batch_size]), y[at:at + batch_size])
            loss.backward()
            optimizer.step()
            result['losses'].append(loss.item())
            result['runningMean'].append(packed(model.norm.running_mean)['data'])
            result['runningVariance'].append(packed(model.norm.running_var)['data'])
    model.eval()
    result['predictions'] = packed(torch.softmax(model(x), -1))
    result['score'] = F.cross_entropy(model(x), y).item()
    return result


def sparse(n, features, seed):
    """Features that are zero in 98 of 100 samples, so that they are constant in most batches."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.rand(n, features, generator=generator) < 0.02).double()


def in_turn(batch_size, batches, features, seed):
    """Batches of deviation 1 and 10 in turn."""
    scales = torch.tensor([1.0 if batch % 2 == 0 else 10.0 for batch in range(batches)])
    return data(batch_size * batches, features, seed=seed) * scales.repeat_interleave(batch_size)[:, None]


CASES = {
    'dense': lambda: train(Dense(5, seed=1), data(24, 5, seed=2), classes(24, seed=3), 8, 4),
    'dense, last batch of 2': lambda: train(Dense(5, seed=4), data(18, 5, seed=5), classes(18, seed=6), 8, 4),
    'dense, means far from 0': lambda: train(Dense(5, seed=7), data(24, 5, seed=8) + 20, classes(24, seed=9), 8, 3, 0.001),
    'first, sparse features': lambda: train(First(4, seed=10), sparse(128, 4, seed=11), classes(128, seed=12), 16, 2),
    'first, deviations 1 and 10 in turn': lambda: train(First(3, seed=13), in_turn(8, 6, 3, seed=14), classes(48, seed=15), 8, 2),
    'convolutional': lambda: train(Convolutional(2, seed=16), data(12, 5, 5, 2, seed=17), classes(12, seed=18), 4, 4),
    'convolutional, last batch of 1': lambda: train(Convolutional(2, seed=19), data(9, 5, 5, 2, seed=20), classes(9, seed=21), 4, 4),
}

golden = {name: run() for name, run in CASES.items()}
(OUT / 'batchNorm.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')
