"""Golden values for the layers that are called after their activations: outputs and gradients by PyTorch in float64.

NeuPy's hard sigmoid, elsewhere than in PyTorch, is its formula written down once more.

Run: python tools/golden/activations.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden' / 'activations.json'
torch.set_default_dtype(torch.float64)


def data(*shape, seed, scale=1):
    """Values with few digits, so that float32 and float64 begin alike but for rounding."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 100).round() / 100


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.8g}') for v in tensor.detach().flatten().tolist()]}


ACTIVATIONS = [
    ('linear', {}, lambda z: z),
    ('relu', {}, F.relu),
    ('relu', {'alpha': 0.2}, lambda z: F.leaky_relu(z, 0.2)),
    ('leakyRelu', {}, F.leaky_relu),
    ('leakyRelu', {'alpha': 0.3}, lambda z: F.leaky_relu(z, 0.3)),
    ('relu6', {}, F.relu6),
    ('elu', {}, F.elu),
    ('elu', {'alpha': 0.5}, lambda z: F.elu(z, 0.5)),
    ('selu', {}, F.selu),
    ('gelu', {}, F.gelu),
    ('gelu', {'approximate': 'tanh'}, lambda z: F.gelu(z, approximate='tanh')),
    ('silu', {}, F.silu),
    ('mish', {}, F.mish),
    ('hardSwish', {}, F.hardswish),
    ('sigmoid', {}, torch.sigmoid),
    ('hardSigmoid', {}, lambda z: torch.clip(0.2 * z + 0.5, 0, 1)),
    ('hardSigmoid', {'slope': 1 / 6}, F.hardsigmoid),
    ('tanh', {}, torch.tanh),
    ('softplus', {}, F.softplus),
    ('softmax', {}, lambda z: torch.softmax(z, -1)),
    ('softmax', {'axis': 1}, lambda z: torch.softmax(z, 1)),
    ('logSoftmax', {}, lambda z: torch.log_softmax(z, -1)),
    ('logSoftmax', {'axis': 1}, lambda z: torch.log_softmax(z, 1)),
]

# Alpha of these sizes, broadcast over the other axes.
PRELU = [
    (-1, (2, 3, 4), (4,)),
    (-1, (3, 4), (4,)),
    ([1, 3], (2, 3, 2, 4), (3, 4)),
    ([-1, 1], (2, 3, 4), (3, 4)),
]


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


def spread(alpha, axes, rank):
    axes = [axis % rank for axis in ([axes] if isinstance(axes, int) else axes)]
    sizes = iter(alpha.shape)
    return alpha.reshape([next(sizes) if axis in axes else 1 for axis in range(rank)])


def prelu(z, alpha, axes):
    return torch.relu(z) + spread(alpha, axes, z.ndim) * torch.minimum(z, torch.zeros(()))


def cases():
    weights = {'weight': data(3, 2, seed=1), 'bias': data(2, seed=2)}
    for kind, options, activation in ACTIVATIONS:
        shapes = {'alone': (2, 3, 4), 'rows': (4, 3), 'sequences': (2, 3, 3)}
        if kind == 'linear':
            shapes = {'rows': (4, 3), 'sequences': (2, 3, 3), 'images': (2, 2, 2, 3)}
        elif 'axis' in options:
            del shapes['rows'], shapes['sequences']  # where the gradient of the bias is 0 but for rounding
        elif options:
            del shapes['rows']
        for name, shape in shapes.items():
            x = data(*shape, seed=3, scale=2)
            forward = (lambda x: activation(x)) if name == 'alone' else (
                lambda x, weight, bias: activation(x @ weight + bias))
            yield {'kind': kind, 'options': options, 'name': name, **case(x, {} if name == 'alone' else weights, forward)}
    for axes, shape, sizes in PRELU:
        options = {'alphaAxes': axes}
        alpha = {'alpha': data(*sizes, seed=4)}
        forward = lambda x, alpha: prelu(x, alpha, axes)
        yield {'kind': 'pRelu', 'options': options, 'name': f'alone {list(shape)}',
               **case(data(*shape, seed=5), alpha, forward)}
    alpha = {'alpha': data(2, seed=6)}
    yield {'kind': 'pRelu', 'options': {}, 'name': 'sequences',
           **case(data(2, 3, 3, seed=7), weights | alpha,
                  lambda x, weight, bias, alpha: prelu(x @ weight + bias, alpha, -1))}


OUT.write_text(json.dumps(list(cases()), separators=(',', ':')) + '\n')
