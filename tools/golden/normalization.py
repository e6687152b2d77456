"""Golden values for the layers that normalize, computed by PyTorch in float64.

Run: python tools/golden/normalization.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden' / 'normalization.json'
torch.set_default_dtype(torch.float64)


def data(*shape, seed):
    """Values with few digits, so that float32 and float64 begin alike but for rounding."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * 100).round() / 100


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(layer, options, x, parameters, forward):
    """The output, and the gradients of sum(output * dy)."""
    x = x.clone().requires_grad_()
    parameters = {name: value.clone().requires_grad_() for name, value in parameters.items()}
    y = forward(x, **parameters)
    dy = data(*y.shape, seed=99)
    (y * dy).sum().backward()
    return {
        'layer': layer,
        'options': options,
        'x': packed(x),
        'parameters': {name: packed(value) for name, value in parameters.items()},
        'y': packed(y),
        'dy': packed(dy),
        'dx': packed(x.grad),
        'gradients': {name: packed(value.grad) for name, value in parameters.items()},
    }


def affine(channels):
    return {'gamma': data(channels, seed=9) + 2, 'beta': data(channels, seed=10)}


def layer_norm(epsilon):
    return lambda x, gamma, beta: F.layer_norm(x, x.shape[-1:], gamma, beta, epsilon)


def rms_norm(epsilon):
    return lambda x, gamma: F.rms_norm(x, x.shape[-1:], gamma, epsilon)


CASES = {}
for name, shape in {'rows': (4, 5), 'sequences': (2, 3, 6), 'images': (2, 2, 3, 3)}.items():
    x = data(*shape, seed=8) * 2 + 1
    parameters = affine(shape[-1])
    gamma = {'gamma': parameters['gamma']}
    CASES[f'layerNorm of {name}'] = case('layerNorm', {}, x, parameters, layer_norm(1e-5))
    CASES[f'rmsNorm of {name}'] = case('rmsNorm', {}, x, gamma, rms_norm(1e-6))
CASES['layerNorm, epsilon 0.1'] = case('layerNorm', {'epsilon': 0.1}, data(3, 4, seed=1), affine(4), layer_norm(0.1))
CASES['rmsNorm, epsilon 0.1'] = case('rmsNorm', {'epsilon': 0.1}, data(3, 4, seed=1), {'gamma': affine(4)['gamma']}, rms_norm(0.1))

OUT.write_text(json.dumps(CASES, separators=(',', ':')) + '\n')
