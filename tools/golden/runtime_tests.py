"""Golden values for the contract suite: operations, their gradients, and whole training runs, by PyTorch in float64.

Images are NHWC and filters HWIO, as everywhere in Neutype; PyTorch computes in its own order and the results are
turned back.

Run: python tools/golden/runtime_tests.py   (PyTorch 2.13)
"""

import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parent))
from loss_cases import draw, of_samples  # noqa: E402
from losses import LOSSES, ROOTS  # noqa: E402
from threefry import dropout_mask  # noqa: E402

OUT = Path(__file__).parents[1] / 'runtime-tests' / 'src' / 'golden'
torch.set_default_dtype(torch.float64)


def data(*shape, seed, scale=1.0):
    """Values with few digits, so that float32 and float64 begin alike but for rounding."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 64).round() / 64


def numbers(tensor):
    return [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]


def packed(tensor):
    return {'shape': list(tensor.shape), 'values': numbers(tensor)}


def operation(name, kind, options, inputs, forward, constants=()):
    """The output and the gradients of sum(output * dy) with respect to all inputs but the constants."""
    leaves = {k: v.clone().requires_grad_(k not in constants) for k, v in inputs.items()}
    y = forward(**leaves)
    dy = data(*y.shape, seed=99)
    (y * dy).sum().backward()
    return {
        'name': name,
        'kind': kind,
        'options': options,
        'inputs': {k: packed(v) for k, v in inputs.items()},
        'y': packed(y),
        'dy': packed(dy),
        'gradients': {k: packed(v.grad) for k, v in leaves.items() if k not in constants},
    }


ACTIVATIONS = {
    'linear': lambda z: z,
    'relu': F.relu,
    'relu6': F.relu6,
    'sigmoid': torch.sigmoid,
    'tanh': torch.tanh,
    'elu': F.elu,
    'leakyrelu': lambda z: F.leaky_relu(z, 0.01),
}


SELF_GATED = {
    'gelu': F.gelu,
    'geluTanh': lambda x: F.gelu(x, approximate='tanh'),
    'silu': F.silu,
    'mish': F.mish,
    'hardSwish': F.hardswish,
}


def dense(activation):
    return lambda x, weight, bias=0: ACTIVATIONS[activation](x @ weight + bias)


def same_padding(length, window, stride):
    total = max((-(-length // stride) - 1) * stride + window - length, 0)
    return total // 2, total - total // 2


def padded(x, window, strides, padding, value=0.0):
    """NCHW, padded as TensorFlow pads: what is left over goes after."""
    if padding == 'valid':
        return x
    if padding == 'same':
        top, bottom = same_padding(x.shape[2], window[0], strides[0])
        left, right = same_padding(x.shape[3], window[1], strides[1])
    else:
        top = bottom = left = right = padding
    return F.pad(x, (left, right, top, bottom), value=value)


def conv(x, filter, bias=None, *, strides=(1, 1), padding='valid', dilations=(1, 1), activation='linear'):
    window = [(n - 1) * d + 1 for n, d in zip(filter.shape[:2], dilations)]
    image = padded(x.permute(0, 3, 1, 2), window, strides, padding)
    y = F.conv2d(image, filter.permute(3, 2, 0, 1), bias, stride=strides, dilation=dilations)
    return ACTIVATIONS[activation](y.permute(0, 2, 3, 1))


def max_pool(x, *, size, strides, padding='valid'):
    image = padded(x.permute(0, 3, 1, 2), size, strides, padding, value=float('-inf'))
    return F.max_pool2d(image, size, strides).permute(0, 2, 3, 1)


def avg_pool(x, *, size, strides, padding='valid'):
    """Padding does not count."""
    image = x.permute(0, 3, 1, 2)
    total = F.avg_pool2d(padded(image, size, strides, padding), size, strides)
    counted = F.avg_pool2d(padded(torch.ones_like(image), size, strides, padding), size, strides)
    return (total / counted).permute(0, 2, 3, 1)


def batch_norm(epsilon):
    def forward(x, gamma, beta):
        axes = tuple(range(x.ndim - 1))
        mean = x.mean(axes)
        variance = x.var(axes, unbiased=False)
        return (x - mean) / torch.sqrt(variance + epsilon) * gamma + beta

    return forward


def one_hot(n, classes, seed):
    generator = torch.Generator().manual_seed(seed)
    return F.one_hot(torch.randint(classes, (n,), generator=generator), classes).to(torch.float64)


def softmax_cross_entropy(labels, logits):
    return -(labels * torch.log_softmax(logits, -1)).sum(-1).mean()


def operations():
    for activation in ACTIVATIONS:
        inputs = {'x': data(7, 9, seed=1), 'weight': data(9, 5, seed=2), 'bias': data(5, seed=3)}
        yield operation(f'dense, {activation}', 'dense', {'activation': activation}, inputs, dense(activation))
    sizes = [(1, 1, 1), (1, 17, 3), (33, 2, 1), (37, 21, 13)]
    for rows, depth, columns in sizes:
        inputs = {'x': data(rows, depth, seed=4), 'weight': data(depth, columns, seed=5)}
        yield operation(f'dense, no bias, {rows}x{depth}x{columns}', 'dense', {'activation': 'relu'}, inputs, dense('relu'))

    image, bias = data(3, 7, 6, 2, seed=6), data(4, seed=8)
    for options in (
        {'activation': 'relu'},
        {'activation': 'sigmoid', 'padding': 'same', 'strides': [2, 2]},
        {'activation': 'tanh', 'padding': 1, 'strides': [1, 2]},
        {'activation': 'linear', 'padding': 'same', 'dilations': [2, 2]},
    ):
        inputs = {'x': image, 'filter': data(3, 3, 2, 4, seed=7), 'bias': bias}
        name = ', '.join(f'{k} {v}' for k, v in options.items())
        yield operation(f'conv2d, {name}', 'conv2d', options, inputs, lambda o=options, **i: conv(**i, **o))
    inputs = {'x': image, 'filter': data(1, 2, 2, 4, seed=7)}
    yield operation('conv2d, 1x2, no bias', 'conv2d', {}, inputs, conv)

    distinct = torch.randperm(3 * 7 * 6 * 2, generator=torch.Generator().manual_seed(9)).reshape(3, 7, 6, 2) / 64.0 - 2
    for options in (
        {'size': [2, 2], 'strides': [2, 2]},
        {'size': [3, 3], 'strides': [2, 2], 'padding': 'same'},
        {'size': [3, 2], 'strides': [1, 1]},
    ):
        for kind, pool in (('maxPool', max_pool), ('avgPool', avg_pool)):
            name = ', '.join(f'{k} {v}' for k, v in options.items())
            yield operation(f'{kind}, {name}', kind, options, {'x': distinct}, lambda x, p=pool, o=options: p(x, **o))

    for shape in ((11, 3), (4, 5, 6, 3)):
        inputs = {'x': data(*shape, seed=10, scale=3) + 2, 'gamma': data(3, seed=11), 'beta': data(3, seed=12)}
        yield operation(f'batchNormTraining, rank {len(shape)}', 'batchNorm', {'epsilon': 1e-3}, inputs, batch_norm(1e-3))

    for shape in ((5, 7), (3, 4, 6)):
        inputs = {'x': data(*shape, seed=17, scale=3) + 2, 'gamma': data(shape[-1], seed=18), 'beta': data(shape[-1], seed=19)}
        yield operation(f'layerNorm, rank {len(shape)}', 'layerNorm', {'epsilon': 1e-3}, inputs,
                        lambda x, gamma, beta: F.layer_norm(x, x.shape[-1:], gamma, beta, 1e-3))
        yield operation(f'rmsNorm, rank {len(shape)}', 'rmsNorm', {'epsilon': 1e-3}, {k: inputs[k] for k in ('x', 'gamma')},
                        lambda x, gamma: F.rms_norm(x, x.shape[-1:], gamma, 1e-3))

    labels, logits = one_hot(9, 4, seed=13), data(9, 4, seed=14, scale=20)
    yield operation('softmaxCrossEntropy', 'softmaxCrossEntropy', {}, {'labels': labels, 'logits': logits},
                    softmax_cross_entropy, constants=('labels',))
    bits = (data(9, 4, seed=15) > 0).to(torch.float64)
    yield operation('sigmoidCrossEntropy', 'sigmoidCrossEntropy', {}, {'labels': bits, 'logits': logits},
                    lambda labels, logits: F.binary_cross_entropy_with_logits(logits, labels), constants=('labels',))
    mask = torch.tensor(dropout_mask(0.3, (5, 6), 7, 8 * 9)).reshape(8, 9)
    yield operation('dropout', 'dropout', {'rate': 0.3, 'key': [5, 6], 'counter': 7}, {'x': data(8, 9, seed=16)},
                    lambda x: x * mask)
    for gate, forward in SELF_GATED.items():
        yield operation(f'selfGated, {gate}', 'selfGated', {'gate': gate}, {'x': data(5, 9, seed=17, scale=3)},
                        lambda x, forward=forward: forward(x))


def train(name, initial, optimizer, steps, loss_of, running=None, **settings):
    """Losses before each update, and the parameters after the last."""
    parameters = {k: v.clone().requires_grad_() for k, v in initial.items()}
    rule = torch.optim.SGD(parameters.values(), lr=settings['step'], momentum=settings.get('momentum', 0),
                           nesterov=settings.get('nesterov', False))
    losses = []
    for update in range(1, steps + 1):
        rule.zero_grad()
        loss = loss_of(parameters, update)
        loss.backward()
        losses.append(loss.item())
        rule.step()
    result = {
        'name': name,
        'rule': optimizer,
        'settings': settings,
        'initial': {k: packed(v) for k, v in initial.items()},
        'losses': [float(f'{v:.9g}') for v in losses],
        'final': {k: packed(v) for k, v in parameters.items()},
    }
    if running is not None:
        result['running'] = {k: packed(v) for k, v in running.items()}
    return result


def perceptron_weights(sizes, seed):
    weights = {}
    for layer, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        weights[f'w{layer}'] = data(inputs, units, seed=seed + layer, scale=(2 / inputs) ** 0.5)
        weights[f'b{layer}'] = data(units, seed=seed + 50 + layer, scale=0.1)
    return weights


def trainings():
    x, labels = data(16, 6, seed=20), one_hot(16, 3, seed=21)
    initial = perceptron_weights([6, 8, 5, 3], seed=22)

    def classifier(p, _):
        hidden = F.relu(F.relu(x @ p['w0'] + p['b0']) @ p['w1'] + p['b1'])
        return softmax_cross_entropy(labels, hidden @ p['w2'] + p['b2'])

    def dropping(p, update):
        hidden = F.relu(x @ p['w0'] + p['b0'])
        hidden = hidden * torch.tensor(dropout_mask(0.25, (5, 6), update, hidden.numel())).reshape(hidden.shape)
        hidden = F.relu(hidden @ p['w1'] + p['b1'])
        return softmax_cross_entropy(labels, hidden @ p['w2'] + p['b2'])

    perceptron = {'x': packed(x), 'labels': packed(labels), 'runs': [
        train('gradient descent', initial, 'gradientDescent', 20, classifier, step=0.1),
        train('momentum', initial, 'momentum', 20, classifier, step=0.05, momentum=0.9),
        train('Nesterov momentum', initial, 'momentum', 20, classifier, step=0.05, momentum=0.9, nesterov=True),
    ]}
    dropout = {'x': packed(x), 'labels': packed(labels), 'rate': 0.25, 'key': [5, 6], 'runs': [
        train('Nesterov momentum with dropout', initial, 'momentum', 20, dropping, step=0.05, momentum=0.9, nesterov=True),
    ]}

    bits = (data(16, 2, seed=24) > 0).to(torch.float64)

    def binary(p, _):
        logits = torch.tanh(x @ p['w0'] + p['b0']) @ p['w1'] + p['b1']
        return F.binary_cross_entropy_with_logits(logits, bits)

    sigmoid = {'x': packed(x), 'labels': packed(bits), 'runs': [
        train('momentum', perceptron_weights([6, 7, 2], seed=25), 'momentum', 20, binary, step=0.2, momentum=0.8),
    ]}

    images = data(6, 8, 8, 2, seed=26)
    kinds = one_hot(6, 3, seed=27)
    weights = {
        'filter': data(3, 3, 2, 4, seed=28, scale=0.4),
        'gamma': torch.ones(4),
        'beta': torch.zeros(4),
        'w': data(64, 3, seed=29, scale=0.2),
        'b': torch.zeros(3),
    }
    running = {'mean': torch.zeros(4), 'variance': torch.ones(4)}

    def convolutional(p, _):
        z = conv(images, p['filter'], padding='same')
        with torch.no_grad():
            running['mean'] += 0.1 * (z.mean((0, 1, 2)) - running['mean'])
            running['variance'] += 0.1 * (z.var((0, 1, 2)) - running['variance'])
        z = F.relu(batch_norm(1e-3)(z, p['gamma'], p['beta']))
        z = max_pool(z, size=(2, 2), strides=(2, 2)).reshape(6, -1)
        return softmax_cross_entropy(kinds, z @ p['w'] + p['b'])

    network = {'x': packed(images), 'labels': packed(kinds), 'runs': [
        train('Nesterov momentum', weights, 'momentum', 10, convolutional, running, step=0.02, momentum=0.9, nesterov=True),
    ]}
    return {'perceptron': perceptron, 'dropout': dropout, 'sigmoid': sigmoid, 'convolutional': network}


def losses():
    """Each loss and its gradient with respect to what goes in: outputs, or logits before the last activation."""
    for name, setups in LOSSES.items():
        plain = [setup for setup in setups if 'options' not in setup]
        for form in ['outputs', 'sigmoid', 'softmax']:
            setup = next((setup for setup in plain if setup['form'] == form), None)
            if setup is not None:
                yield loss_case(name if form == 'outputs' else f'{name} from logits', name in ROOTS, setup)


def loss_case(name, is_root, setup):
    """The first random case of several samples that are neither small nor far out."""
    draws = (draw(setup, seed) for seed in range(1000))
    t, y = next((t, y) for t, y, *_ in draws if len(y) > 3 and 0.5 < y.abs().max() < 17)
    loss = of_samples(setup['reference'](t, y, {})).mean()
    loss = loss.sqrt() if is_root else loss
    loss.backward()
    return {'name': name, 'targets': packed(t), 'outputs': packed(y), 'loss': loss.item(), 'gradient': packed(y.grad)}


OUT.mkdir(parents=True, exist_ok=True)
(OUT / 'losses.json').write_text(json.dumps(list(losses())) + '\n')
(OUT / 'operations.json').write_text(json.dumps(list(operations())) + '\n')
(OUT / 'training.json').write_text(json.dumps(trainings()) + '\n')
