"""Golden values for @neutype/layers: outputs and gradients of each layer, computed by PyTorch in float64.

Run: python tools/golden/layers.py   (PyTorch 2.13)
"""

import json
from pathlib import Path
from unittest import mock

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden'
torch.set_default_dtype(torch.float64)


def data(*shape, seed):
    """Values with few digits, so that float32 and float64 begin alike but for rounding."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * 100).round() / 100


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(x, parameters, forward):
    """The output, and the gradients of sum(output * dy)."""
    x = x.clone().requires_grad_()
    parameters = {name: value.clone().requires_grad_() for name, value in parameters.items()}
    y = forward(x, **parameters)
    dy = data(*y.shape, seed=99)
    (y * dy).sum().backward()
    return {
        'x': packed(x),
        'parameters': {name: packed(value) for name, value in parameters.items()},
        'y': packed(y),
        'dy': packed(dy),
        'dx': packed(x.grad),
        'gradients': {name: packed(value.grad) for name, value in parameters.items()},
    }


def dense():
    x = data(4, 3, seed=0)
    parameters = {'weight': data(3, 5, seed=1), 'bias': data(5, seed=2)}
    activations = {
        'linear': lambda z: z,
        'relu': torch.relu,
        'sigmoid': torch.sigmoid,
        'tanh': torch.tanh,
        'softmax': lambda z: torch.softmax(z, -1),
    }
    cases = {}
    for name, activation in activations.items():
        cases[name] = case(x, parameters, lambda x, weight, bias: activation(x @ weight + bias))
        if name != 'linear':
            cases[f'{name} alone'] = case(data(2, 3, 4, seed=3), {}, activation)
    cases['linear without bias'] = case(x, {'weight': parameters['weight']}, lambda x, weight: x @ weight)
    return cases


def same_padding(length, size, stride, dilation=1):
    reach = (size - 1) * dilation + 1
    total = max((-(-length // stride) - 1) * stride + reach - length, 0)
    return total // 2, total - total // 2


def convolution(x, weight, bias, padding, stride, dilation):
    x, weight = x.permute(0, 3, 1, 2), weight.permute(3, 2, 0, 1)
    if padding == 'same':
        rows = same_padding(x.shape[2], weight.shape[2], stride[0], dilation[0])
        columns = same_padding(x.shape[3], weight.shape[3], stride[1], dilation[1])
        x, padding = F.pad(x, (*columns, *rows)), 0
    if padding == 'valid':
        padding = 0
    return F.conv2d(x, weight, bias, stride, padding, dilation).permute(0, 2, 3, 1)


def conv2d():
    cases = {}
    for padding, stride, dilation, size in [
        ('valid', (1, 1), (1, 1), (3, 3)),
        ('valid', (2, 1), (1, 1), (3, 2)),
        ('same', (1, 1), (1, 1), (3, 3)),
        ('same', (2, 2), (1, 1), (3, 3)),
        (1, (1, 1), (1, 1), (3, 3)),
        ('valid', (1, 1), (2, 2), (3, 3)),
        ('valid', (1, 1), (1, 1), (1, 1)),
    ]:
        result = case(
            data(2, 7, 6, 3, seed=4),
            {'weight': data(*size, 3, 4, seed=5), 'bias': data(4, seed=6)},
            lambda x, weight, bias: convolution(x, weight, bias, padding, stride, dilation),
        )
        result['options'] = {'size': size, 'padding': padding, 'stride': stride, 'dilation': dilation}
        cases[f'{size} {padding} stride {stride} dilation {dilation}'] = result
    return cases


def pooling(kind, x, size, stride, padding):
    x = x.permute(0, 3, 1, 2)
    if padding == 'same':
        pads = (*same_padding(x.shape[3], size[1], stride[1]), *same_padding(x.shape[2], size[0], stride[0]))
    else:
        pads = (0 if padding == 'valid' else padding,) * 4
    if kind == 'max':
        y = F.max_pool2d(F.pad(x, pads, value=-torch.inf), size, stride)
    else:
        ones = F.pad(torch.ones_like(x), pads)
        y = F.avg_pool2d(F.pad(x, pads), size, stride) / F.avg_pool2d(ones, size, stride)
    return y.permute(0, 2, 3, 1)


def pool2d(kind):
    cases = {}
    for size, stride, padding in [
        ((2, 2), (2, 2), 'valid'),
        ((3, 2), (1, 2), 'valid'),
        ((3, 3), (2, 2), 'same'),
        ((3, 3), (2, 1), 1),
        ((3, 4), (2, 3), 2),
    ]:
        # Distinct values, for where two are largest the gradient has no one place to go.
        shuffled = torch.randperm(2 * 7 * 6 * 3, generator=torch.Generator().manual_seed(7))
        x = (shuffled.reshape(2, 7, 6, 3) - 126) / 100
        result = case(x.double(), {}, lambda x: pooling(kind, x, size, stride, padding))
        result['options'] = {'size': size, 'stride': stride, 'padding': padding}
        cases[f'{size} stride {stride} {padding}'] = result
    return cases


def batch_norm():
    cases = {}
    for name, shape in {'rows': (6, 3), 'images': (2, 3, 4, 3)}.items():
        x = data(*shape, seed=8) * 2 + 1
        parameters = {'gamma': data(3, seed=9) + 2, 'beta': data(3, seed=10)}

        def forward(x, gamma, beta):
            columns = x.reshape(-1, 3)
            return F.batch_norm(columns, None, None, gamma, beta, training=True, eps=1e-5).reshape(x.shape)

        cases[name] = case(x, parameters, forward)
        norm = torch.nn.BatchNorm1d(3)
        norm(x.reshape(-1, 3))
        cases[name]['runningMean'] = packed(norm.running_mean)
        cases[name]['runningVariance'] = packed(norm.running_var)
    return cases


def spread_of(fill, shape):
    """What PyTorch's initializer `fill` hands to its generator for Neutype's `shape`: outputs come first in PyTorch."""
    drawn = {}

    def normal_(tensor, mean=0, std=1, **_):
        drawn['normal'] = std
        return tensor

    def uniform_(tensor, low=0, high=1, **_):
        drawn['limit'] = high
        return tensor

    order = (len(shape) - 1, len(shape) - 2, *range(len(shape) - 2))
    with mock.patch.object(torch.Tensor, 'normal_', normal_), mock.patch.object(torch.Tensor, 'uniform_', uniform_):
        fill(torch.empty([shape[axis] for axis in order]))
    return drawn


def orthogonal_matrices():
    """PyTorch's orthogonal_ for the normal numbers that it would have drawn; rows are inputs here, as there columns are."""
    cases = []
    for rows, columns in [(5, 5), (6, 3), (3, 6)]:
        drawn = torch.randn(rows, columns, generator=torch.Generator().manual_seed(rows)).float().double()

        def normal_(tensor, *_, **__):
            return tensor.copy_(drawn)

        with mock.patch.object(torch.Tensor, 'normal_', normal_):
            matrix = torch.nn.init.orthogonal_(torch.empty(rows, columns), gain=1.5)
        cases.append({'drawn': packed(drawn), 'matrix': packed(matrix)})
    return cases


def initializers():
    init = torch.nn.init
    functions = {
        'heNormal': lambda tensor: init.kaiming_normal_(tensor, nonlinearity='relu'),
        'heUniform': lambda tensor: init.kaiming_uniform_(tensor, nonlinearity='relu'),
        'lecunNormal': lambda tensor: init.kaiming_normal_(tensor, nonlinearity='linear'),
        'lecunUniform': lambda tensor: init.kaiming_uniform_(tensor, nonlinearity='linear'),
        'xavierNormal': init.xavier_normal_,
        'xavierUniform': init.xavier_uniform_,
        # How torch.nn.Linear and Conv2d begin.
        'heUniform(gain=1/3)': lambda tensor: init.kaiming_uniform_(tensor, a=5**0.5),
    }
    shapes = [(400, 200), (5, 5, 10, 6)]
    return [
        {'name': name, 'shape': list(shape), **spread_of(fill, shape)} for name, fill in functions.items() for shape in shapes
    ]


GOLDEN = {
    'initializers': initializers(),
    'orthogonal': orthogonal_matrices(),
    'dense': dense(),
    'conv2d': conv2d(),
    'maxPool2d': pool2d('max'),
    'avgPool2d': pool2d('avg'),
    'batchNorm': batch_norm(),
}

OUT.mkdir(parents=True, exist_ok=True)
for name, cases in GOLDEN.items():
    (OUT / f'{name}.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
