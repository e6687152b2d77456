"""Golden values for pad and upsample, computed by PyTorch and NumPy in float64.

Run: python tools/golden/shape_layers.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden' / 'shapeLayers.json'
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(0)


def rounded(*shape):
    return (torch.randn(shape, generator=generator) * 100).round() / 100


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(x, forward):
    x = x.clone().requires_grad_()
    y = forward(x)
    dy = rounded(*y.shape)
    (y * dy).sum().backward()
    return {
        'x': packed(x),
        'parameters': {},
        'y': packed(y),
        'dy': packed(dy),
        'dx': packed(x.grad),
        'gradients': {},
    }


def resized(scale, mode):
    """Channels are first in PyTorch."""

    def forward(x):
        y = F.interpolate(x.movedim(-1, 1), scale_factor=scale, mode=mode)
        return y.movedim(1, -1)

    return forward


def padded(sides, mode, value=0.0):
    """By positions that NumPy pads; PyTorch picks them, and so differentiates every mode."""

    def forward(x):
        if mode == 'constant':
            both = [side for pair in reversed(sides) for side in pair]
            return F.pad(x, [0, 0, *both], value=value)
        positions = np.pad(np.arange(x.numel()).reshape(x.shape), [(0, 0), *sides, (0, 0)], mode=mode)
        return x.flatten()[torch.from_numpy(positions)]

    return forward


SIDES = [(1, 0), (2, 1)]
image = rounded(2, 3, 4, 2)
sequence = rounded(2, 4, 3)
OUT.write_text(
    json.dumps(
        {
            'pad': case(image, padded(SIDES, 'constant', 0.5)),
            'pad reflect': case(image, padded(SIDES, 'reflect')),
            'pad symmetric': case(image, padded(SIDES, 'symmetric')),
            'pad edge': case(image, padded(SIDES, 'edge')),
            'pad reflect sequence': case(sequence, padded([(3, 2)], 'reflect')),
            'upsample nearest': case(image, resized((2, 3), 'nearest')),
            'upsample bilinear': case(image, resized((3, 2), 'bilinear')),
            'upsample bilinear of one row': case(rounded(2, 1, 3, 1), resized((4, 2), 'bilinear')),
            'upsample nearest sequence': case(sequence, resized(3, 'nearest')),
            'upsample linear sequence': case(sequence, resized(2, 'linear')),
        }
    )
    + '\n'
)
