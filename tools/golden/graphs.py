"""Golden values for @neutype/layers: outputs and gradients of small graphs, computed by PyTorch in float64.

Run: python tools/golden/graphs.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

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


def case(inputs, parameters, forward):
    """The output, and the gradients of sum(output * dy)."""
    inputs = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    parameters = {name: value.clone().requires_grad_() for name, value in parameters.items()}
    y = forward(inputs, parameters)
    dy = data(*y.shape, seed=99)
    (y * dy).sum().backward()
    return {
        'inputs': {name: packed(value) for name, value in inputs.items()},
        'parameters': {name: packed(value) for name, value in parameters.items()},
        'y': packed(y),
        'dy': packed(dy),
        'inputGradients': {name: packed(value.grad) for name, value in inputs.items()},
        'gradients': {name: packed(value.grad) for name, value in parameters.items()},
    }


def dense(name, inputs, units, seed):
    return {f'{name}.weight': data(inputs, units, seed=seed) / 4, f'{name}.bias': data(units, seed=seed + 1)}


def affine(x, parameters, name):
    return x @ parameters[f'{name}.weight'] + parameters[f'{name}.bias']


def residual_dense():
    parameters = dense('relu-1', 4, 6, 1) | dense('linear-1', 6, 4, 3) | dense('softmax-1', 4, 3, 5)

    def forward(inputs, p):
        x = inputs['input-1']
        hidden = torch.relu(x + affine(torch.relu(affine(x, p, 'relu-1')), p, 'linear-1'))
        return torch.softmax(affine(hidden, p, 'softmax-1'), -1)

    return case({'input-1': data(5, 4, seed=0)}, parameters, forward)


def residual_convolution():
    parameters = {}
    for number, seed in ((1, 1), (2, 3)):
        parameters[f'conv2d-{number}.weight'] = data(3, 3, 2, 2, seed=seed)
        parameters[f'conv2d-{number}.bias'] = data(2, seed=seed + 1)
    parameters |= dense('linear-1', 32, 2, 5)

    def convolved(x, p, name):
        x = x.permute(0, 3, 1, 2)
        y = F.conv2d(x, p[f'{name}.weight'].permute(3, 2, 0, 1), p[f'{name}.bias'], padding='same')
        return y.permute(0, 2, 3, 1)

    def forward(inputs, p):
        x = inputs['input-1']
        x = x + convolved(torch.relu(convolved(x, p, 'conv2d-1')), p, 'conv2d-2')
        return affine(torch.relu(x).reshape(-1, 32), p, 'linear-1')

    return case({'input-1': data(2, 4, 4, 2, seed=0)}, parameters, forward)


def two_inputs():
    parameters = dense('relu-1', 4, 5, 1) | dense('tanh-1', 2, 3, 3) | dense('linear-1', 8, 2, 5)

    def forward(inputs, p):
        left = torch.relu(affine(inputs['image'], p, 'relu-1'))
        right = torch.tanh(affine(inputs['age'], p, 'tanh-1'))
        return affine(torch.cat([left, right], -1), p, 'linear-1')

    return case({'image': data(5, 4, seed=0), 'age': data(5, 2, seed=10)}, parameters, forward)


def merged(merge):
    parameters = dense('tanh-1', 4, 3, 1) | dense('sigmoid-1', 4, 3, 3) | dense('linear-1', 4, 3, 5)

    def forward(inputs, p):
        x = inputs['input-1']
        branches = torch.tanh(affine(x, p, 'tanh-1')), torch.sigmoid(affine(x, p, 'sigmoid-1')), affine(x, p, 'linear-1')
        return merge(*branches)

    return case({'input-1': data(5, 4, seed=0)}, parameters, forward)


def gated():
    parameters = dense('softmax-1', 4, 2, 1) | dense('tanh-1', 4, 3, 3) | dense('linear-1', 4, 3, 5)

    def forward(inputs, p):
        x = inputs['input-1']
        gate = torch.softmax(affine(x, p, 'softmax-1'), -1)
        return gate[:, :1] * torch.tanh(affine(x, p, 'tanh-1')) + gate[:, 1:] * affine(x, p, 'linear-1')

    return case({'input-1': data(5, 4, seed=0)}, parameters, forward)


def shared():
    """One layer for both inputs, and a network placed behind itself."""
    parameters = dense('tanh-1', 3, 3, 1)

    def forward(inputs, p):
        once = torch.tanh(affine(inputs['input-1'], p, 'tanh-1'))
        return torch.tanh(affine(once, p, 'tanh-1'))

    return case({'input-1': data(5, 3, seed=0)}, parameters, forward)


if __name__ == '__main__':
    cases = {
        'residual': residual_dense(),
        'residual convolution': residual_convolution(),
        'two inputs': two_inputs(),
        'add': merged(lambda a, b, c: a + b + c),
        'multiply': merged(lambda a, b, c: a * b * c),
        'average': merged(lambda a, b, c: (a + b + c) / 3),
        'maximum': merged(lambda a, b, c: torch.maximum(torch.maximum(a, b), c)),
        'concatenate': merged(lambda a, b, c: torch.cat([a, b, c], -1)),
        'gatedAverage': gated(),
        'shared': shared(),
    }
    (OUT / 'graphs.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
