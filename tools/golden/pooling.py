"""Golden values for the layers that pool, computed by PyTorch in float64.

Run: python tools/golden/pooling.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden' / 'pooling.json'
torch.set_default_dtype(torch.float64)


def data(*shape, seed):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * 100).round() / 100


def distinct(*shape, seed):
    """For where two are largest the gradient has no one place to go."""
    size = torch.Size(shape).numel()
    order = torch.randperm(size, generator=torch.Generator().manual_seed(seed))
    return (order.reshape(shape) - size // 2) / 100.0


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(layer, options, x, forward):
    """The output, and the gradient of sum(output * dy)."""
    x = x.clone().requires_grad_()
    y = forward(x)
    dy = data(*y.shape, seed=99)
    (y * dy).sum().backward()
    return {
        'layer': layer,
        'options': options,
        'x': packed(x),
        'parameters': {},
        'y': packed(y),
        'dy': packed(dy),
        'dx': packed(x.grad),
        'gradients': {},
    }


def channels_first(function):
    return lambda x: function(x.movedim(-1, 1)).movedim(1, -1)


def ends(length, size, stride, padding):
    """What 'same' and numbers add at both ends."""
    if padding == 'valid':
        return 0, 0
    if padding == 'same':
        total = max((-(-length // stride) - 1) * stride + size - length, 0)
        return total // 2, total - total // 2
    return padding, padding


def pool1d(kind, size, stride, padding):
    def forward(x):
        pads = ends(x.shape[-1], size, stride, padding)
        if kind == 'max':
            return F.max_pool1d(F.pad(x, pads, value=-torch.inf), size, stride)
        counted = F.avg_pool1d(F.pad(torch.ones_like(x), pads), size, stride)
        return F.avg_pool1d(F.pad(x, pads), size, stride) / counted

    return channels_first(forward)


def largest_first(x):
    """Over the second axis, the gradient to one position, which `amax` shares out."""
    return x.max(1).values


def pool2d(kind, size, stride, pads):
    """`pads` is left, right, top, bottom, as PyTorch has it."""
    def forward(x):
        if kind == 'max':
            return F.max_pool2d(F.pad(x, pads, value=-torch.inf), size, stride)
        counted = F.avg_pool2d(F.pad(torch.ones_like(x), pads), size, stride)
        return F.avg_pool2d(F.pad(x, pads), size, stride) / counted

    return channels_first(forward)


GLOBAL = {'avg': lambda x: x.mean(1), 'max': largest_first, 'sum': lambda x: x.sum(1)}


def masked(kind, mask):
    """Sample by sample, of the time steps that are there."""
    def forward(x):
        rows = []
        for sample in x:
            steps = sample[(sample != mask).any(-1)]
            rows.append(GLOBAL[kind](steps[None])[0] if len(steps) > 0 else (sample * 0).sum(0))
        return torch.stack(rows)

    return forward


CASES = {}
for size, stride, padding in ((2, 2, 'valid'), (3, 1, 'valid'), (3, 2, 'same'), (4, 3, 1)):
    options = {'size': size, 'stride': stride, 'padding': padding}
    for kind in ('max', 'avg'):
        x = distinct(2, 7, 3, seed=1)
        name = f'{kind}Pool1d of {size}, stride {stride}, {padding}'
        CASES[name] = case(f'{kind}Pool1d', options, x, pool1d(kind, size, stride, padding))
for kind in ('max', 'avg'):
    x = distinct(3, 7, 2, seed=5)[None]
    for padding, pads in (([1, 0], (0, 0, 1, 1)), ([0, [2, 1]], (2, 1, 0, 0))):
        options = {'size': [2, 3], 'stride': [1, 2], 'padding': padding}
        CASES[f'{kind}Pool2d, padding {padding}'] = case(f'{kind}Pool2d', options, x, pool2d(kind, [2, 3], [1, 2], pads))
    x = distinct(1, 7, 3, seed=6)
    causal = channels_first(lambda x, kind=kind: pool2d(kind, [1, 3], [1, 2], (2, 0, 0, 0))(x.movedim(1, -1)[:, None])[:, 0].movedim(-1, 1))
    CASES[f'{kind}Pool1d, causal'] = case(f'{kind}Pool1d', {'size': 3, 'stride': 2, 'padding': 'causal'}, x, causal)
for size in ([3, 2], [2, 4], [7, 1], [1, 9]):
    for kind, pool in (('Max', F.adaptive_max_pool2d), ('Avg', F.adaptive_avg_pool2d)):
        x = distinct(1, 7, 5, 2, seed=2)
        name = f'adaptive{kind}Pool2d to {size}'
        CASES[name] = case(f'adaptive{kind}Pool2d', {'size': size}, x, channels_first(lambda x, s=size, p=pool: p(x, s)))
for kind, pool in GLOBAL.items():
    for shape in ((2, 5, 3), (2, 3, 4, 2)):
        x = distinct(*shape, seed=3)
        forward = lambda x, p=pool: p(x.reshape(x.shape[0], -1, x.shape[-1]))
        CASES[f'globalPool {kind} of rank {len(shape)}'] = case('globalPool', {'pooling': kind}, x, forward)
    for mask in (0, -1.5):
        x = distinct(4, 5, 3, seed=4) + 0.003
        x[0, 3:] = mask  # padding behind,
        x[1, :2] = mask  # before,
        x[2, [1, 3]] = mask  # between,
        x[3] = mask  # and nothing else
        x[0, 0, 0] = mask  # one feature alone makes no padding
        options = {'pooling': kind, 'maskValue': mask}
        CASES[f'globalPool {kind} without {mask}'] = case('globalPool', options, x, masked(kind, mask))

OUT.write_text(json.dumps(CASES, separators=(',', ':')) + '\n')
