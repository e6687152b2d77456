"""Golden values for the schedules of @neutype/optimizers: learning rates of PyTorch's lr_scheduler, and of NeuPy's
formulas, which are TensorFlow's.

Run: python tools/golden/schedules.py   (PyTorch 2.13)

Each case is the call that makes the schedule here, and the learning rate before each of the first updates or epochs.
"""

import json
import math
from pathlib import Path

import torch
from torch.optim import lr_scheduler as lr

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden' / 'schedules.json'


def optimizer(initial):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=initial)


def rates(count, initial, make, metrics=None):
    sgd = optimizer(initial)
    scheduler = make(sgd)
    values = []
    for index in range(count):
        values.append(sgd.param_groups[0]['lr'])
        sgd.step()
        scheduler.step(*([] if metrics is None else [metrics[index]]))
    return values


def case(schedule, arguments, values):
    return {'schedule': schedule, 'arguments': arguments, 'rates': values}


def sequence(sgd, parts, milestones):
    return lr.SequentialLR(sgd, [part(sgd) for part in parts], milestones)


def warm_up(start, total):
    return lambda sgd: lr.LinearLR(sgd, start_factor=start, total_iters=total)


def neupy(count, rate):
    return [rate(t) for t in range(count)]


def neupy_polynomial(initial, steps, minimum, power, cycle):
    def rate(t):
        end = steps * max(1, math.ceil(t / steps)) if cycle else steps
        return minimum + (initial - minimum) * (1 - min(t, end) / end) ** power

    return rate


def noise(count, seed, trend):
    generator = torch.Generator().manual_seed(seed)
    values = torch.rand(count, generator=generator, dtype=torch.float64)
    return [round(trend(i) + 0.2 * v.item(), 4) for i, v in enumerate(values)]


FALLING = noise(80, 0, lambda i: 1 / (1 + i / 5))
RISING = noise(80, 1, lambda i: 0.5 + 0.3 * (1 - math.exp(-i / 8)))

CASES = [
    case('stepDecay', [0.1, {'N': 7}], rates(40, 0.1, lambda o: lr.StepLR(o, 7))),
    case('stepDecay', [0.3, {'N': 4, 'factor': 0.5}], rates(40, 0.3, lambda o: lr.StepLR(o, 4, 0.5))),
    case('multiStepDecay', [0.1, {'N': [5, 12, 13]}], rates(30, 0.1, lambda o: lr.MultiStepLR(o, [5, 12, 13]))),
    case(
        'multiStepDecay',
        [0.2, {'N': [3, 20], 'factor': 0.3}],
        rates(30, 0.2, lambda o: lr.MultiStepLR(o, [3, 20], 0.3)),
    ),
    case('exponentialDecay', [0.1, {'N': 1, 'factor': 0.9}], rates(50, 0.1, lambda o: lr.ExponentialLR(o, 0.9))),
    case(
        'exponentialDecay',
        [0.1, {'N': 10, 'factor': 0.5}],
        neupy(50, lambda t: 0.1 * 0.5 ** (t / 10)),
    ),
    case(
        'exponentialDecay',
        [0.1, {'N': 10, 'factor': 0.5, 'staircase': True}],
        neupy(50, lambda t: 0.1 * 0.5 ** (t // 10)),
    ),
    case(
        'inverseTimeDecay',
        [0.1, {'N': 10}],
        rates(50, 0.1, lambda o: lr.LambdaLR(o, lambda t: 1 / (1 + t / 10))),
    ),
    case('polynomialDecay', [0.1, {'N': 20}], rates(30, 0.1, lambda o: lr.PolynomialLR(o, 20))),
    case('polynomialDecay', [0.1, {'N': 20, 'power': 2.5}], rates(30, 0.1, lambda o: lr.PolynomialLR(o, 20, 2.5))),
    case(
        'polynomialDecay',
        [0.1, {'N': 5, 'to': 0.01, 'cycle': True}],
        neupy(50, neupy_polynomial(0.1, 5, 0.01, 1, True)),
    ),
    case(
        'polynomialDecay',
        [0.1, {'N': 12, 'to': 0.001, 'power': 2}],
        neupy(50, neupy_polynomial(0.1, 12, 0.001, 2, False)),
    ),
    case('cosineDecay', [0.1, {'N': 25}], rates(26, 0.1, lambda o: lr.CosineAnnealingLR(o, 25))),
    case('cosineDecay', [0.1, {'N': 13, 'to': 0.02}], rates(14, 0.1, lambda o: lr.CosineAnnealingLR(o, 13, 0.02))),
    case('warmRestarts', [0.1, {'N': 10}], rates(60, 0.1, lambda o: lr.CosineAnnealingWarmRestarts(o, 10))),
    case(
        'warmRestarts',
        [0.1, {'N': 5, 'growth': 2, 'to': 0.001}],
        rates(80, 0.1, lambda o: lr.CosineAnnealingWarmRestarts(o, 5, 2, 0.001)),
    ),
    case('linearWarmup', [0.1, {'N': 10, 'from': 0.02}], rates(20, 0.1, warm_up(0.2, 10))),
    case(
        'linearWarmup',
        ['cosineDecay', [0.1, {'N': 20}], {'N': 8, 'from': 0.001}],
        rates(28, 0.1, lambda o: sequence(o, [warm_up(0.01, 8), lambda s: lr.CosineAnnealingLR(s, 20)], [8])),
    ),
    case(
        'stepSequence',
        [0.1, 6, 'exponentialDecay', [0.1, {'N': 1, 'factor': 0.8}], 10, 0.005],
        rates(
            30,
            0.1,
            lambda o: sequence(
                o,
                [
                    lambda s: lr.ConstantLR(s, 1.0, 0),
                    lambda s: lr.ExponentialLR(s, 0.8),
                    lambda s: lr.ConstantLR(s, 0.05, 1000),
                ],
                [6, 16],
            ),
        ),
    ),
    case('oneCycle', [0.4, {'updates': 50}], rates(50, 0.4, lambda o: lr.OneCycleLR(o, 0.4, total_steps=50))),
    case(
        'oneCycle',
        [0.4, {'updates': 33, 'warmup': 0.2, 'shape': 'linear', 'from': 0.04, 'to': 0.0004}],
        rates(
            33,
            0.4,
            lambda o: lr.OneCycleLR(
                o, 0.4, total_steps=33, pct_start=0.2, anneal_strategy='linear', div_factor=10, final_div_factor=100
            ),
        ),
    ),
]


def plateau(initial, options, metrics, monitor, **theirs):
    return {
        'arguments': [initial, {**options, 'monitor': monitor}],
        'metrics': metrics,
        'rates': rates(len(metrics), initial, lambda o: lr.ReduceLROnPlateau(o, eps=0, **theirs), metrics),
    }


PLATEAUS = [
    plateau(0.1, {'patience': 2, 'factor': 0.5}, FALLING, 'valid', patience=2, factor=0.5),
    plateau(
        0.1,
        {'patience': 1, 'factor': 0.3, 'threshold': 0.02, 'thresholdMode': 'absolute', 'cooldown': 4, 'to': 0.0005},
        FALLING,
        'train',
        patience=1,
        factor=0.3,
        threshold=0.02,
        threshold_mode='abs',
        cooldown=4,
        min_lr=0.0005,
    ),
    plateau(0.2, {'patience': 0, 'cooldown': 1}, RISING, 'accuracy', mode='max', patience=0, cooldown=1),
    plateau(
        0.2,
        {'patience': 3, 'mode': 'max', 'thresholdMode': 'absolute', 'threshold': 0.01, 'factor': 0.5},
        RISING,
        'valid',
        mode='max',
        patience=3,
        threshold_mode='abs',
        threshold=0.01,
        factor=0.5,
    ),
]

X = [1.0, -0.5, 0.8, 0.3]
Y = [0.3, 0.1, -0.2, 0.4]


def trained(epochs, make, momentum=0.0, by='updates'):
    """One weight that is 1, trained on four samples, one at a time: losses before updates, validation losses, rates."""
    weight = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    sgd = torch.optim.SGD([weight], lr=0.1, momentum=momentum)
    scheduler = make(sgd)
    losses, valid, steps = [], [], []
    for epoch in range(epochs):
        for index, (x, y) in enumerate(zip(X, Y)):
            if by == 'parts':
                scheduler.step(epoch + index / len(X))
            sgd.zero_grad()
            loss = ((weight * x - y) ** 2).mean()
            losses.append(loss.item())
            steps.append(sgd.param_groups[0]['lr'])
            loss.backward()
            sgd.step()
            if by == 'updates':
                scheduler.step()
        valid.append((((weight * 2 - 0.5) ** 2).mean()).item())
        if by == 'plateau':
            scheduler.step(valid[-1])
    return {'losses': losses, 'valid': valid, 'steps': steps}


TRAINED = [
    {
        'schedule': 'oneCycle',
        'arguments': [0.3, {'updates': 60}],
        'momentum': 0.9,
        **trained(15, lambda o: lr.OneCycleLR(o, 0.3, total_steps=60, cycle_momentum=False), 0.9),
    },
    {
        'schedule': 'polynomialDecay',
        'arguments': [0.1, {'updates': 40, 'power': 2}],
        'momentum': 0,
        **trained(15, lambda o: lr.PolynomialLR(o, 40, 2)),
    },
    {
        'schedule': 'warmRestarts',
        'arguments': [0.1, {'epochs': 5, 'to': 0.01}],
        'momentum': 0.5,
        **trained(15, lambda o: lr.CosineAnnealingWarmRestarts(o, 5, 1, 0.01), 0.5, 'parts'),
    },
    {
        'schedule': 'reduceOnPlateau',
        'arguments': [0.1, {'patience': 1, 'factor': 0.5}],
        'momentum': 0.5,
        **trained(15, lambda o: lr.ReduceLROnPlateau(o, patience=1, factor=0.5, eps=0), 0.5, 'plateau'),
    },
]

OUT.write_text(json.dumps({'cases': CASES, 'plateaus': PLATEAUS, 'x': X, 'y': Y, 'trained': TRAINED}, separators=(',', ':')) + '\n')
