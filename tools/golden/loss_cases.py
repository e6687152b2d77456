"""Random cases of losses: what goes in is made from seeds, the same here and in packages/losses/test/randomCases.ts.

A golden file holds how its cases are made (`setups`, taken in turn) and two numbers for each case, as float32 in base64:
the loss of the batch with a weight for each sample, and its slope in a random direction.
"""

import base64
import json
import math
import zlib
from pathlib import Path

import numpy as np
import torch

OUT = Path(__file__).parents[2] / 'packages' / 'losses' / 'test' / 'golden'
CASES = 5000
MASK = 0xFFFFFFFF


class Stream:
    """Splitmix with 32 bits."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self, below):
        self.state = (self.state + 0x9E3779B9) & MASK
        z = self.state
        z = ((z ^ (z >> 16)) * 0x21F0AAAD) & MASK
        z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
        return (z ^ (z >> 15)) % below


def numbers(stream, shape, scales=(1 / 16, 1, 16)):
    scale = scales[stream.next(len(scales))]
    return [(stream.next(8193) - 4096) / 1024 * scale for _ in range(math.prod(shape))]


def rows(stream, shape, row):
    return [value for _ in range(math.prod(shape[:-1])) for value in row(shape[-1])]


def distribution(stream, least):
    def row(length):
        counts = [stream.next(16) + least for _ in range(length)]
        counts[0] += sum(counts) == 0
        return [float(np.float32(count) / np.float32(sum(counts))) for count in counts]

    return row


def classes(stream, shape, count):
    """In one case of eight all samples are of the same class."""
    one = stream.next(count) if stream.next(8) == 0 else None
    return [stream.next(count) if one is None else one for _ in range(math.prod(shape))]


def one_hot(stream, shape):
    labels = classes(stream, shape[:-1], shape[-1])
    return [float(column == label) for label in labels for column in range(shape[-1])]


KINDS = {
    'numbers': numbers,
    'logits': lambda stream, shape: numbers(stream, shape, (1 / 16, 1, 16, 2500)),
    'small': lambda stream, shape: numbers(stream, shape, (1 / 16, 1 / 4, 1)),
    'aboveMinusOne': lambda stream, shape: [stream.next(8192) / 1024 - 1023 / 1024 for _ in range(math.prod(shape))],
    'rates': lambda stream, shape: [(stream.next(4096) + 1) / 256 for _ in range(math.prod(shape))],
    'counts': lambda stream, shape: [stream.next(9) for _ in range(math.prod(shape))],
    # Without 0 and 1, and with them.
    'inside': lambda stream, shape: [(stream.next(255) + 1) / 256 for _ in range(math.prod(shape))],
    'unit': lambda stream, shape: [min(stream.next(320), 256) / 256 for _ in range(math.prod(shape))],
    'bits': lambda stream, shape: classes(stream, shape, 2),
    'signs': lambda stream, shape: [2 * bit - 1 for bit in classes(stream, shape, 2)],
    'insideRows': lambda stream, shape: rows(stream, shape, distribution(stream, 1)),
    'rows': lambda stream, shape: rows(stream, shape, distribution(stream, 0)),
    'oneHot': one_hot,
    'labels': lambda stream, shape: classes(stream, shape[:-1], shape[-1]),
    'bit': lambda stream, shape: classes(stream, shape[:1], 2),
    'label': lambda stream, shape: classes(stream, shape[:1], 3),
}


def draw(setup, seed):
    """Targets and values, the weight of each sample, and a direction."""
    stream = Stream(seed)
    sample = setup['shapes'][stream.next(len(setup['shapes']))]
    shape = [1 + stream.next(6), *sample]
    targets = torch.tensor(KINDS[setup['targets']](stream, shape), dtype=torch.float64)
    values = torch.tensor(KINDS[setup['values']](stream, shape), dtype=torch.float64).reshape(shape)
    if targets.numel() == values.numel() and setup['targets'] != 'labels':
        targets = targets.reshape(shape)
    elif setup['targets'] == 'labels':
        targets = targets.reshape(shape[:-1])
    weights = torch.tensor([stream.next(9) / 4 for _ in range(shape[0])], dtype=torch.float64)
    direction = torch.tensor([(stream.next(513) - 256) / 256 for _ in range(values.numel())], dtype=torch.float64)
    return targets, values.requires_grad_(), weights, direction.reshape(shape)


def of_samples(errors):
    return errors.reshape(errors.shape[0], -1).mean(1)


def write(name, setups, cases, after_mean):
    """Each setup has a `reference`: (targets, values, options) to the error of each element, row or sample."""
    seed = zlib.crc32(name.encode())
    results = []
    for case in range(cases):
        setup = setups[case % len(setups)]
        targets, values, weights, direction = draw(setup, seed + 0x6D2B79F5 * case)
        each = of_samples(setup['reference'](targets, values, setup.get('options', {})))
        loss = after_mean((weights * each).mean())
        loss.backward()
        slopes = values.grad * direction
        # A root has no slope at 0; ours is 0 there.
        results += [loss.item(), torch.nan_to_num(slopes, nan=0.0).sum().item()]
    described = [{key: value for key, value in setup.items() if key != 'reference'} for setup in setups]
    packed = base64.b64encode(np.array(results, '<f4').tobytes()).decode()
    golden = {'seed': seed, 'setups': described, 'results': packed}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f'{name}.json').write_text(json.dumps(golden) + '\n')
