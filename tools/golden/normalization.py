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


def channels_first(function, x):
    return function(x.movedim(-1, 1)).movedim(1, -1)


def group_norm(groups, epsilon):
    return lambda x, gamma, beta: channels_first(lambda x: F.group_norm(x, groups, gamma, beta, epsilon), x)


def instance_norm(epsilon):
    return lambda x, gamma, beta: channels_first(lambda x: F.instance_norm(x, weight=gamma, bias=beta, eps=epsilon), x)


def local_response_norm(alpha=1e-4, beta=0.75, k=2, radius=5):
    """NeuPy's formula: PyTorch's divides alpha by the size of the window."""
    size = 2 * radius + 1
    return lambda x: channels_first(lambda x: F.local_response_norm(x, size, alpha * size, beta, k), x)


for name, shape, groups in (('rows', (3, 6), 2), ('sequences', (2, 4, 6), 3), ('images', (2, 3, 2, 4), 2), ('images', (2, 3, 2, 3), 1)):
    x = data(*shape, seed=11) * 2 + 1
    CASES[f'groupNorm of {name} in {groups}'] = case('groupNorm', {'groups': groups}, x, affine(shape[-1]), group_norm(groups, 1e-5))
    if len(shape) > 2:
        CASES[f'instanceNorm of {name}, {shape[-1]} channels'] = case('instanceNorm', {}, x, affine(shape[-1]), instance_norm(1e-5))
options = {'groups': 2, 'epsilon': 0.1}
CASES['groupNorm, epsilon 0.1'] = case('groupNorm', options, data(3, 2, 4, seed=1), affine(4), group_norm(2, 0.1))
CASES['instanceNorm, epsilon 0.1'] = case('instanceNorm', {'epsilon': 0.1}, data(3, 2, 4, seed=1), affine(4), instance_norm(0.1))



def batch_norm(axes):
    """In training, over these axes."""
    def forward(x, gamma, beta):
        kept = [axis for axis in range(x.ndim) if axis not in axes]
        moved = x.permute(*axes, *kept)
        rows = moved.reshape(-1, gamma.numel())
        y = F.batch_norm(rows, None, None, gamma.reshape(-1), beta.reshape(-1), training=True)
        return y.reshape(moved.shape).permute(*(sorted(range(x.ndim), key=lambda axis: [*axes, *kept][axis])))

    return forward


for axes, shape in (([0], (4, 2, 3)), ([0, 1], (3, 2, 2, 3)), ([0, 2], (3, 2, 4)), ([0, 1, 2, 3], (2, 2, 1, 2, 3))):
    x = data(*shape, seed=13) * 2 + 1
    own = [length for axis, length in enumerate(shape) if axis not in axes]
    parameters = {'gamma': data(*own, seed=14) + 2, 'beta': data(*own, seed=15)}
    CASES[f'batchNorm over {axes} of rank {len(shape)}'] = case('batchNorm', {'axes': axes}, x, parameters, batch_norm(axes))

pixels = data(2, 2, 1, 9, seed=12) * 3
CASES['localResponseNorm'] = case('localResponseNorm', {}, pixels, {}, local_response_norm())
options = {'alpha': 0.5, 'beta': 0.6, 'k': 1, 'depthRadius': 2}
CASES['localResponseNorm, radius 2'] = case('localResponseNorm', options, pixels, {}, local_response_norm(0.5, 0.6, 1, 2))

OUT.write_text(json.dumps(CASES, separators=(',', ':')) + '\n')
