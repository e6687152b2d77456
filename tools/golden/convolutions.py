"""Golden values for the convolutions of @neutype/layers: outputs and gradients, computed by PyTorch in float64.

Run: python tools/golden/convolutions.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden' / 'convolutions.json'
torch.set_default_dtype(torch.float64)


def data(*shape, seed):
    """Values with few digits, so that float32 and float64 begin alike but for rounding."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * 100).round() / 100


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.7g}') for v in tensor.detach().flatten().tolist()]}


def case(layer, arguments, options, x, parameters, forward):
    """The output, and the gradients of sum(output * dy)."""
    x = x.clone().requires_grad_()
    parameters = {name: value.clone().requires_grad_() for name, value in parameters.items()}
    y = forward(x, **parameters)
    dy = data(*y.shape, seed=99)
    (y * dy).sum().backward()
    return {
        'layer': layer,
        'arguments': arguments,
        'options': options,
        'x': packed(x),
        'parameters': {name: packed(value) for name, value in parameters.items()},
        'y': packed(y),
        'dy': packed(dy),
        'dx': packed(x.grad),
        'gradients': {name: packed(value.grad) for name, value in parameters.items()},
    }


def pair(value):
    return list(value) if isinstance(value, (list, tuple)) else [value, value]


def around(padding, sizes, filters, strides, dilations):
    """Zeros before and after, for each dimension."""
    if padding == 'valid':
        return [(0, 0) for _ in sizes]
    if padding == 'causal':
        return [((filters[0] - 1) * dilations[0], 0)]
    if padding != 'same':
        if len(sizes) == 1:
            return [tuple(pair(padding))]
        return [tuple(pair(side)) for side in pair(padding)]
    pads = []
    for length, size, stride, dilation in zip(sizes, filters, strides, dilations):
        total = max((-(-length // stride) - 1) * stride + (size - 1) * dilation + 1 - length, 0)
        pads.append((total // 2, total - total // 2))
    return pads


def channels_first(x):
    return x.movedim(-1, 1)


def convolve(x, weight, bias, rank, options, groups):
    """`weight` [..., channels of a group, filters]."""
    options = {name: [options.get(name, 1)] if rank == 1 else pair(options.get(name, 1)) for name in ('stride', 'dilation')} | {
        'padding': options.get('padding', 'valid')
    }
    x = channels_first(x)
    filters = weight.shape[:-2]
    pads = around(options['padding'], x.shape[2:], filters, options['stride'], options['dilation'])
    x = F.pad(x, [zeros for sides in reversed(pads) for zeros in sides])
    order = (3, 2, 0, 1) if rank == 2 else (2, 1, 0)
    run = F.conv2d if rank == 2 else F.conv1d
    y = run(x, weight.permute(order), bias, options['stride'], 0, options['dilation'], groups)
    return y.movedim(1, -1)


def of_channels(weight):
    """[..., channels, multiplier] as the filters of as many groups as channels."""
    return weight.reshape(*weight.shape[:-2], 1, weight.shape[-2] * weight.shape[-1])


def convolution(rank, size, options, channels=4, filters=6):
    shape = (1, 6, 5, channels) if rank == 2 else (2, 7, channels)
    groups = options.get('groups', 1)
    parameters = {'weight': data(*size, channels // groups, filters, seed=1), 'bias': data(filters, seed=2)}
    return case(
        f'conv{rank}d',
        [filters, list(size) if rank == 2 else size[0]],
        options,
        data(*shape, seed=3),
        parameters,
        lambda x, weight, bias: convolve(x, weight, bias, rank, options, groups),
    )


def depthwise(rank, size, options, channels=3):
    shape = (1, 6, 5, channels) if rank == 2 else (2, 7, channels)
    multiplier = options.get('multiplier', 1)
    parameters = {
        'weight': data(*size, channels, multiplier, seed=4),
        'bias': data(channels * multiplier, seed=5),
    }
    return case(
        f'depthwiseConv{rank}d',
        [list(size) if rank == 2 else size[0]],
        options,
        data(*shape, seed=6),
        parameters,
        lambda x, weight, bias: convolve(x, of_channels(weight), bias, rank, options, channels),
    )


def separable(rank, size, options, channels=3, filters=4):
    shape = (1, 6, 5, channels) if rank == 2 else (2, 7, channels)
    multiplier = options.get('multiplier', 1)
    parameters = {
        'depthwiseWeight': data(*size, channels, multiplier, seed=7),
        'pointwiseWeight': data(*(1 for _ in size), channels * multiplier, filters, seed=8),
        'bias': data(filters, seed=9),
    }

    def forward(x, depthwiseWeight, pointwiseWeight, bias):
        apart = convolve(x, of_channels(depthwiseWeight), None, rank, options, channels)
        return convolve(apart, pointwiseWeight, bias, rank, {}, 1)

    return case(
        f'separableConv{rank}d',
        [filters, list(size) if rank == 2 else size[0]],
        options,
        data(*shape, seed=10),
        parameters,
        forward,
    )


def transposed(rank, size, options, channels=3, filters=2):
    """All that a transposed convolution makes, of which each side's padding is cut off; zeros where there is less."""
    shape = (1, 4, 3, channels) if rank == 2 else (2, 5, channels)
    stride = pair(options.get('stride', 1))[:rank]
    padding, added = options.get('padding', 'valid'), options.get('outputPadding')
    added = None if added is None else (pair(added) if rank == 2 else [added])
    run = F.conv_transpose2d if rank == 2 else F.conv_transpose1d
    lengths, befores = [], []
    for axis in range(rank):
        d, f, s = shape[1 + axis], size[axis], stride[axis]
        if padding == 'same':
            length, before = d * s, max(f - s, 0) // 2
        elif padding == 'valid':
            length, before = (d - 1) * s + f + (max(s - f, 0) if added is None else added[axis]), 0
        else:
            sides = pair(padding) if rank == 1 else pair(pair(padding)[axis])
            more = s - 1 if added is None else added[axis]
            length, before = (d - 1) * s + f - sum(sides) + more, sides[0]
        lengths.append(length)
        befores.append(before)

    def forward(x, weight, bias):
        order = (3, 2, 0, 1) if rank == 2 else (2, 1, 0)
        y = run(channels_first(x), weight.permute(order), None, stride)
        y = F.pad(y, [0, 9] * rank)
        for axis, (before, length) in enumerate(zip(befores, lengths)):
            y = y.narrow(2 + axis, before, length)
        return y.movedim(1, -1) + bias

    return case(
        f'conv{rank}dTranspose',
        [filters, list(size) if rank == 2 else size[0]],
        options,
        data(*shape, seed=13),
        {'weight': data(*size, filters, channels, seed=11), 'bias': data(filters, seed=12)},
        forward,
    )


CASES = [
    convolution(2, (3, 2), {'stride': 2, 'dilation': [1, 2]}),
    convolution(2, (2, 2), {'padding': 'same', 'stride': [2, 3], 'dilation': 2}),
    convolution(2, (3, 3), {'padding': [[0, 2], [1, 0]]}),
    convolution(2, (3, 2), {'padding': [1, 2], 'groups': 2}),
    convolution(2, (2, 3), {'padding': 'same', 'groups': 2, 'stride': 2, 'dilation': 2}),
    convolution(2, (2, 2), {'groups': 4}, filters=8),
    convolution(2, (1, 1), {'groups': 2}),
    convolution(1, (3,), {}),
    convolution(1, (3,), {'padding': 'causal', 'dilation': 2}),
    convolution(1, (4,), {'padding': 'same', 'stride': 2}),
    convolution(1, (2,), {'padding': [2, 1], 'groups': 2, 'stride': 2}),
    depthwise(2, (3, 3), {'padding': 'same'}),
    depthwise(2, (2, 3), {'multiplier': 2, 'stride': [2, 1], 'dilation': [1, 2], 'padding': [[1, 0], 2]}),
    depthwise(1, (3,), {'multiplier': 2, 'padding': 'causal'}),
    separable(2, (3, 2), {'multiplier': 2, 'padding': 'same', 'stride': 2}),
    separable(1, (3,), {'dilation': 2}),
    transposed(2, (3, 2), {}),
    transposed(2, (3, 3), {'stride': 2}),
    transposed(2, (2, 1), {'stride': 3}),
    transposed(2, (3, 3), {'padding': 'same', 'stride': 2}),
    transposed(2, (4, 2), {'padding': 'same', 'stride': [3, 2]}),
    transposed(2, (3, 3), {'padding': 1, 'stride': 2}),
    transposed(2, (3, 3), {'padding': [[1, 0], 2], 'stride': 2, 'outputPadding': [0, 1]}),
    transposed(1, (3,), {'padding': 1, 'stride': 2}),
    transposed(1, (4,), {'padding': 'same', 'stride': 2}),
]


def title(result):
    arguments = ', '.join(str(argument) for argument in result['arguments'])
    options = ', '.join(f'{name} {value}' for name, value in result['options'].items())
    return f"{result['layer']}({arguments}){', ' if options else ''}{options}"


OUT.write_text(json.dumps({title(result): result for result in CASES}, separators=(',', ':')) + '\n')
