"""Golden values for @neutype/backend-cpu: what PyTorch makes of NaN in kernels that compare. NaN and infinities are texts.

Run: python tools/golden/not_a_number.py
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'backend-cpu' / 'test' / 'golden' / 'notANumber.json'
generator = torch.Generator().manual_seed(13)


def numbers(*shape, share=0.2):
    """Few different values, so that largest ones come more than once; some of them NaN or infinite."""
    values = torch.randint(-2, 3, shape, generator=generator).float()
    special = torch.rand(shape, generator=generator)
    values[special < share] = math.nan
    values[(special >= share) & (special < share + 0.05)] = math.inf
    values[(special >= share + 0.05) & (special < share + 0.1)] = -math.inf
    return values


def plain(tensor):
    def text(value):
        return value if math.isfinite(value) else {math.inf: 'Infinity', -math.inf: '-Infinity'}.get(value, 'NaN')

    return {'shape': list(tensor.shape), 'values': [text(value) for value in tensor.flatten().tolist()]}


def pooling(batch, height, width, channels, size, strides, pad=0, share=0.2):
    x = numbers(batch, height, width, channels, share=share).requires_grad_()
    y = F.max_pool2d(x.permute(0, 3, 1, 2), size, strides, pad).permute(0, 2, 3, 1)
    dy = torch.arange(1, y.numel() + 1).float().reshape(y.shape)
    (dx,) = torch.autograd.grad(y, x, dy)
    return {
        'attrs': {'filterSize': size, 'strides': strides, 'pad': pad or 'valid'},
        'x': plain(x.detach()),
        'y': plain(y.detach()),
        'dy': plain(dy),
        'dx': plain(dx),
    }


def along(shape, axis):
    x = numbers(*shape, share=0.15)
    return {
        'x': plain(x),
        'axis': axis,
        'ArgMax': plain(x.argmax(axis)),
        'ArgMin': plain(x.argmin(axis)),
        'Max': plain(x.amax(axis)),
        'Min': plain(x.amin(axis)),
    }


a, b = numbers(40), numbers(40)
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(
    json.dumps(
        {
            'pooling': [
                pooling(2, 6, 6, 5, [2, 2], [2, 2]),
                pooling(1, 6, 6, 8, [2, 2], [2, 2], share=0.7),
                pooling(2, 7, 5, 3, [3, 3], [2, 2], 1),
                pooling(1, 5, 6, 4, [3, 2], [1, 1]),
                pooling(1, 4, 4, 1, [4, 4], [4, 4]),
                pooling(1, 6, 6, 4, [2, 2], [2, 2], share=1),
            ],
            'along': [along([7, 9], 1), along([9, 7], 0), along([3, 5, 4], 1), along([2, 40], 1)],
            'binary': {
                'a': plain(a),
                'b': plain(b),
                'Maximum': plain(torch.maximum(a, b)),
                'Minimum': plain(torch.minimum(a, b)),
            },
            'unary': {
                'x': plain(a),
                'Relu': plain(F.relu(a)),
                'Relu6': plain(F.relu6(a)),
                'ClipByValue': plain(a.clamp(-1, 1)),
                'LeakyRelu': plain(F.leaky_relu(a, 0.25)),
                'Elu': plain(F.elu(a)),
                'Sigmoid': plain(a.sigmoid()),
                'Tanh': plain(a.tanh()),
                'Softplus': plain(F.softplus(a)),
            },
        }
    )
    + '\n'
)
