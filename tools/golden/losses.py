"""Golden values for @neutype/losses: 5,000 random cases of each loss, by PyTorch in float64.

Run: python tools/golden/losses.py [--cases 5000] [huber dice …]   (PyTorch 2.13)

Where PyTorch has the loss, its own function computes it; otherwise the formula is written down here again, from the paper
or from Keras, and PyTorch's autograd differentiates it.
"""

import argparse
import math

import torch
import torch.nn.functional as F

from loss_cases import CASES, write

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
NUMBERS = [[1], [3], [7], [2, 2]]
CLASSES = [[2], [3], [10], [2, 3]]


class EndedLog(torch.autograd.Function):
    """ln max(x, least), with a slope of 1 / max(x, least)."""

    @staticmethod
    def forward(context, x, least):
        ended = x.clamp(min=least)
        context.save_for_backward(ended)
        return ended.log()

    @staticmethod
    def backward(context, slope):
        return slope / context.saved_tensors[0], None


def log(x):
    return EndedLog.apply(x, 2.0**-126)


def each(function, **fixed):
    """One of PyTorch's functions of values and targets."""
    return lambda t, o, options: function(o, t, reduction='none', **fixed)


def setup(reference, targets='numbers', values='numbers', shapes=NUMBERS, **more):
    return {'form': 'outputs', 'targets': targets, 'values': values, 'shapes': shapes, 'reference': reference, **more}


def one_hot(t, o):
    """Rows of targets, where they are class numbers."""
    return t if t.dim() == o.dim() else F.one_hot(t.long(), o.shape[-1]).double()


def numbers():
    return {
        'mse': [setup(each(F.mse_loss))],
        'rmse': [setup(each(F.mse_loss))],
        'mae': [setup(each(F.l1_loss))],
        'msle': [setup(logarithmic, 'aboveMinusOne', 'aboveMinusOne')],
        'rmsle': [setup(logarithmic, 'aboveMinusOne', 'aboveMinusOne')],
        'huber': [
            setup(each(F.huber_loss)),
            setup(each(F.huber_loss, delta=0.25), options={'delta': 0.25}),
            setup(each(F.huber_loss, delta=8), options={'delta': 8}),
        ],
        'logCosh': [setup(log_cosh)],
        'poisson': [
            setup(each(F.poisson_nll_loss, log_input=False, eps=0), 'counts', 'rates'),
            setup(each(F.poisson_nll_loss, log_input=True), 'counts', 'numbers', options={'logInput': True}),
        ],
        'gaussianKl': [setup(gaussian_divergence, 'small', 'small', shapes=[[2], [6], [2, 4]])],
        'cosineDistance': [
            setup(lambda t, o, _: 1 - F.cosine_similarity(o, t, dim=-1), shapes=[[3], [8], [2, 4]]),
        ],
    }


def gaussian_divergence(t, o, _):
    (wanted_mean, wanted_logarithm), (mean, logarithm) = t.chunk(2, -1), o.chunk(2, -1)
    wanted = torch.distributions.Normal(wanted_mean, torch.exp(wanted_logarithm / 2))
    given = torch.distributions.Normal(mean, torch.exp(logarithm / 2))
    return torch.distributions.kl_divergence(given, wanted).sum(-1)


def log_cosh(t, o, _):
    error = (o - t).abs()
    return error + F.softplus(-2 * error) - math.log(2)


def logarithmic(t, o, _):
    return (torch.log1p(o) - torch.log1p(t)) ** 2


def binary_crossentropy(t, o, options):
    t, (no, yes) = smoothed(t, 2, options), options.get('classWeights', [1, 1])
    return -(yes * t * log(o) + no * (1 - t) * log(1 - o))


def binary_crossentropy_of_logits(t, z, options):
    t, (no, yes) = smoothed(t, 2, options), options.get('classWeights', [1, 1])
    return no * F.binary_cross_entropy_with_logits(z, t, reduction='none', pos_weight=torch.tensor(yes / no))


def smoothed(t, classes, options):
    amount = options.get('labelSmoothing', 0)
    return t * (1 - amount) + amount / classes


def binary_focal(t, o, options):
    """Keras's and torchvision's, from probabilities."""
    gamma, alpha = options.get('gamma', 2), options.get('alpha', 0.25)
    right = o * t + (1 - o) * (1 - t)
    weight = 1 if alpha is None else alpha * t + (1 - alpha) * (1 - t)
    return weight * (1 - right) ** gamma * -log(right)


def binary_focal_of_logits(t, z, options):
    """The same from logits, where a power of what has rounded to 0 has no slope."""
    gamma, alpha = options.get('gamma', 2), options.get('alpha', 0.25)
    yes, no = (1, 1) if alpha is None else (alpha, 1 - alpha)
    if_yes = yes * torch.exp(gamma * F.logsigmoid(-z)) * -F.logsigmoid(z)
    if_no = no * torch.exp(gamma * F.logsigmoid(z)) * -F.logsigmoid(-z)
    return t * if_yes + (1 - t) * if_no


def binary_setups(of_outputs, of_logits, options, targets):
    for option in options:
        more = {'options': option} if option else {}
        for kind in targets:
            yield setup(of_outputs, kind, 'inside', **more)
            yield setup(of_logits, kind, 'logits', **more, form='sigmoid')
    yield setup(of_outputs, 'bits', 'unit')


def binary():
    return {
        'binaryCrossentropy': [
            setup(each(F.binary_cross_entropy), 'bits', 'inside'),
            setup(each(F.binary_cross_entropy_with_logits), 'bits', 'logits', form='sigmoid'),
            *binary_setups(
                binary_crossentropy,
                binary_crossentropy_of_logits,
                [{}, {'labelSmoothing': 0.25}, {'classWeights': [0.5, 3]}, {'labelSmoothing': 0.125, 'classWeights': [2, 1]}],
                ['bits', 'inside'],
            ),
        ],
        'binaryFocal': list(
            binary_setups(
                binary_focal,
                binary_focal_of_logits,
                [{}, {'gamma': 0}, {'gamma': 0.5, 'alpha': None}, {'gamma': 5, 'alpha': 0.75}],
                ['bits'],
            )
        ),
        'binaryHinge': [
            setup(lambda t, o, _: F.relu(1 - t * o), 'signs'),
            setup(lambda t, o, _: F.relu(0.5 - t * o), 'signs', options={'delta': 0.5}),
        ],
        'squaredHinge': [setup(lambda t, o, _: F.relu(1 - t * o) ** 2, 'signs')],
        'dice': [
            setup(dice, 'bits', 'unit'),
            setup(dice, 'inside', 'inside', shapes=[[2, 2], [3, 3, 1]]),
            setup(dice, 'bits', 'unit', options={'smooth': 0.0078125}),
            setup(dice, 'bits', 'unit', options={'squared': True}),
        ],
    }


def dice(t, o, options):
    t, o = t.flatten(1), o.flatten(1)
    smooth = options.get('smooth', 1)
    below = t**2 + o**2 if options.get('squared') else t + o
    return 1 - (2 * (t * o).sum(1) + smooth) / (below.sum(1) + smooth)


def cross_entropy(t, z, options):
    """PyTorch's, by class numbers where targets are, and by rows where they are."""
    weight = torch.tensor(options['classWeights']) if 'classWeights' in options else None
    wanted = t.flatten().long() if t.dim() < z.dim() else t.reshape(-1, z.shape[-1])
    rows = F.cross_entropy(
        z.reshape(-1, z.shape[-1]),
        wanted,
        weight,
        reduction='none',
        label_smoothing=options.get('labelSmoothing', 0.0),
    )
    return rows.reshape(z.shape[:-1])


def cross_entropy_of_outputs(t, o, options):
    rows = smoothed(one_hot(t, o), o.shape[-1], options)
    return -(rows * torch.tensor(options.get('classWeights', [1.0])) * log(o)).sum(-1)


def categorical_focal(t, o, options):
    """Keras's."""
    weight = torch.tensor(options.get('alpha', 0.25)) * (1 - o) ** options.get('gamma', 2)
    return -(one_hot(t, o) * weight * log(o)).sum(-1)


def categorical_focal_of_logits(t, z, options):
    logarithms = F.log_softmax(z, -1)
    weight = torch.tensor(options.get('alpha', 0.25)) * (1 - logarithms.exp()) ** options.get('gamma', 2)
    return -(one_hot(t, z) * weight * logarithms).sum(-1)


def divergence(t, o, _):
    return F.kl_div(log(o), one_hot(t, o), reduction='none').sum(-1)


def divergence_of_logits(t, z, _):
    return F.kl_div(F.log_softmax(z, -1), one_hot(t, z), reduction='none').sum(-1)


def class_setups(of_outputs, of_logits, options, targets):
    for option in options:
        shapes = [[3], [2, 3]] if any(isinstance(value, list) for value in option.values()) else CLASSES
        more = {'shapes': shapes, **({'options': option} if option else {})}
        for kind in targets:
            yield setup(of_outputs, kind, 'insideRows', **more)
            yield setup(of_logits, kind, 'logits', **more, form='softmax')
    yield setup(of_outputs, 'labels', 'rows', shapes=CLASSES)
    yield setup(of_outputs, 'rows', 'rows', shapes=CLASSES)


def multi_margin(t, o, options):
    weight = torch.tensor(options['classWeights']) if 'classWeights' in options else None
    labels = (t if t.dim() < o.dim() else t.argmax(-1)).flatten().long()
    flat = o.reshape(-1, o.shape[-1])
    rows = F.multi_margin_loss(
        flat, labels, options.get('power', 1), options.get('margin', 1), weight, reduction='none'
    )
    return rows.reshape(o.shape[:-1])


def categorical_hinge(t, o, _):
    """Keras's."""
    t = one_hot(t, o)
    return F.relu(((1 - t) * o).amax(-1) - (t * o).sum(-1) + 1)


def classes():
    return {
        'categoricalCrossentropy': list(
            class_setups(
                cross_entropy_of_outputs,
                cross_entropy,
                [
                    {},
                    {'labelSmoothing': 0.25},
                    {'classWeights': [0.5, 3, 0.0]},
                    {'labelSmoothing': 0.125, 'classWeights': [2.0, 1.0, 0.5]},
                ],
                ['labels', 'oneHot', 'insideRows'],
            )
        ),
        'categoricalFocal': list(
            class_setups(
                categorical_focal,
                categorical_focal_of_logits,
                [{}, {'gamma': 0}, {'gamma': 1}, {'alpha': [0.25, 0.5, 2]}],
                ['labels', 'oneHot'],
            )
        ),
        'klDivergence': list(class_setups(divergence, divergence_of_logits, [{}], ['labels', 'insideRows', 'rows'])),
        'categoricalHinge': [
            setup(categorical_hinge, kind, shapes=CLASSES) for kind in ['labels', 'oneHot']
        ],
        'multiMargin': [
            setup(multi_margin, kind, shapes=shapes, **({'options': option} if option else {}))
            for kind in ['labels', 'oneHot']
            for option, shapes in [
                ({}, CLASSES),
                ({'margin': 0.5}, CLASSES),
                ({'power': 2}, CLASSES),
                ({'classWeights': [0.5, 3.0, 0.0]}, [[3], [2, 3]]),
            ]
        ],
    }


def contrastive(t, o, options):
    first, second = o.chunk(2, -1)
    apart = torch.linalg.vector_norm(first - second, dim=-1)
    return (t * apart**2 + (1 - t) * F.relu(options.get('margin', 1) - apart) ** 2) / 2


def triplet_margin(_, o, options):
    anchor, positive, negative = o.chunk(3, -1)
    return F.triplet_margin_loss(
        anchor, positive, negative, options.get('margin', 1), eps=0, swap=options.get('swap', False), reduction='none'
    )


def triplet(labels, o, options):
    """Sample by sample, as it is told."""
    losses = []
    for i, anchor in enumerate(o):
        near = [torch.linalg.vector_norm(anchor - o[j]) for j in range(len(o)) if labels[j] == labels[i] and j != i]
        far = [torch.linalg.vector_norm(anchor - o[j]) for j in range(len(o)) if labels[j] != labels[i]]
        if near and far:
            losses.append(F.relu(torch.stack(near).amax() - torch.stack(far).amin() + options.get('margin', 1)))
        else:
            losses.append(0 * anchor.sum())
    return torch.stack(losses)


def points():
    return {
        'contrastive': [
            setup(contrastive, 'bit', shapes=[[2], [6]]),
            setup(contrastive, 'bit', shapes=[[2], [6]], options={'margin': 4}),
        ],
        'tripletMargin': [
            setup(triplet_margin, 'bit', shapes=[[3], [6], [12]]),
            setup(triplet_margin, 'bit', shapes=[[3], [6], [12]], options={'margin': 0.25, 'swap': True}),
        ],
        'triplet': [
            setup(triplet, 'label', shapes=[[1], [2], [4]]),
            setup(triplet, 'label', shapes=[[1], [2], [4]], options={'margin': 8}),
        ],
    }


LOSSES = {**numbers(), **binary(), **classes(), **points()}
ROOTS = {'rmse', 'rmsle'}

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('names', nargs='*', metavar='NAME', help='all unless named')
    parser.add_argument('--cases', type=int, default=CASES)
    arguments = parser.parse_args()
    for name in arguments.names or LOSSES:
        write(name, LOSSES[name], arguments.cases, torch.sqrt if name in ROOTS else torch.clone)
        print(name)
