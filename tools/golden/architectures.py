"""Golden values for @neutype/architectures: outputs and gradients of small variants, computed by PyTorch in float64.

Weights are too many for a file. Both sides draw them from the minimal standard generator of Park & Miller, begun with the
name of the parameter, in PyTorch's layout; of each gradient the file has its product with such values, and its norm.

Run: python tools/golden/architectures.py [NAME …]   (PyTorch 2.13)
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'architectures' / 'test' / 'golden' / 'architectures.json'
torch.set_default_dtype(torch.float64)
MODULUS = 2**31 - 1


def uniform(name, count):
    """Numbers from -0.5 to 0.5."""
    state = 7
    for character in name:
        state = (state * 31 + ord(character)) % MODULUS
    values = np.empty(count)
    for index in range(count):
        state = state * 16807 % MODULUS
        values[index] = state / MODULUS - 0.5
    return values


def drawn(name, *shape):
    """Values of a parameter, rounded to 32 bits as ours are."""
    kind = name.rsplit('.', 1)[-1]
    scale = {'weight': math.sqrt(24 / max(1, math.prod(shape[1:]))), 'gamma': 0.5, 'runningVariance': 0.5}.get(kind, 0.25)
    offset = {'gamma': 0.5, 'runningVariance': 1}.get(kind, 0)
    values = (uniform(name, math.prod(shape)) * scale + offset).astype(np.float32)
    return torch.from_numpy(values.astype(np.float64)).reshape(shape)


class Weights:
    """Makes parameters when they are first asked for. Images are [N, channels, height, width] in here."""

    def __init__(self, training):
        self.training = training
        self.learned = {}

    def __call__(self, name, *shape):
        if name not in self.learned:
            self.learned[name] = drawn(name, *shape).requires_grad_()
        return self.learned[name]

    def conv(self, x, name, filters, size, bias=False, groups=1, **options):
        weight = self(f'{name}.weight', filters, x.shape[1] // groups, size, size)
        return F.conv2d(x, weight, self(f'{name}.bias', filters) if bias else None, groups=groups, **options)

    def norm(self, x, name):
        channels = x.shape[1]
        gamma, beta = self(f'{name}.gamma', channels), self(f'{name}.beta', channels)
        mean, variance = drawn(f'{name}.runningMean', channels), drawn(f'{name}.runningVariance', channels)
        return F.batch_norm(x, mean, variance, gamma, beta, self.training)

    def dense(self, x, name, units):
        return F.linear(x, self(f'{name}.weight', units, x.shape[1]), self(f'{name}.bias', units))


def flat(x):
    return x.permute(0, 2, 3, 1).flatten(1)


def same(size):
    return {'padding': size // 2}


def mlp(w, x):
    x = F.relu(w.dense(x, 'relu-1', 6))
    x = F.relu(w.dense(x, 'relu-2', 5))
    return F.softmax(w.dense(x, 'softmax-1', 3), -1)


def lenet5(w, x):
    x = F.avg_pool2d(torch.tanh(w.conv(x, 'conv2d-1', 6, 5, bias=True, padding=2)), 2)
    x = F.avg_pool2d(torch.tanh(w.conv(x, 'conv2d-2', 16, 5, bias=True)), 2)
    x = torch.tanh(w.dense(flat(x), 'tanh-3', 120))
    x = torch.tanh(w.dense(x, 'tanh-4', 84))
    return F.softmax(w.dense(x, 'softmax-1', 10), -1)


def small_cnn(w, x):
    number = 0
    for stage, filters in enumerate([4, 6]):
        x = F.max_pool2d(x, 2) if stage else x
        for _ in range(2):
            number += 1
            x = F.relu(w.norm(w.conv(x, f'conv2d-{number}', filters, 3, **same(3)), f'batch-norm-{number}'))
    return F.softmax(w.dense(x.mean((2, 3)), 'softmax-1', 3), -1)


def vgg(counts, width, units, classes):
    def forward(w, x):
        for group, count in enumerate(counts):
            for index in range(count):
                filters = width * min(2**group, 8)
                x = F.relu(w.conv(x, f'conv{group + 1}_{index + 1}', filters, 3, bias=True, **same(3)))
            x = F.max_pool2d(x, 2)
        x = F.relu(w.dense(flat(x), 'dense_1', units))
        x = F.relu(w.dense(x, 'dense_2', units))
        return F.softmax(w.dense(x, 'dense_3', classes), -1)

    return forward


def fire(w, x, name, squeezed, expanded):
    x = F.relu(w.conv(x, f'{name}/squeeze1x1', squeezed, 1, bias=True))
    one = F.relu(w.conv(x, f'{name}/expand1x1', expanded, 1, bias=True))
    three = F.relu(w.conv(x, f'{name}/expand3x3', expanded, 3, bias=True, padding=1))
    return torch.cat([one, three], 1)


def squeezenet(w, x):
    x = F.max_pool2d(F.relu(w.conv(x, 'conv1', 96, 7, bias=True, stride=2)), 3, 2)
    for name, squeezed, expanded in [('fire2', 16, 64), ('fire3', 16, 64), ('fire4', 32, 128)]:
        x = fire(w, x, name, squeezed, expanded)
    x = F.max_pool2d(x, 3, 2)
    for name, squeezed, expanded in [('fire5', 32, 128), ('fire6', 48, 192), ('fire7', 48, 192), ('fire8', 64, 256)]:
        x = fire(w, x, name, squeezed, expanded)
    x = fire(w, F.max_pool2d(x, 3, 2), 'fire9', 64, 256)
    x = F.relu(w.conv(x, 'conv10', 5, 1, bias=True))
    return F.softmax(x.mean((2, 3)), -1)


def residual(w, x, name, out, stride, body):
    shortcut = x
    if stride != 1 or x.shape[1] != out:
        shortcut = w.norm(w.conv(x, f'{name}.downsample.0', out, 1, stride=stride), f'{name}.downsample.1')
    return F.relu(body(x) + shortcut)


def basic(w, x, name, filters, stride, first, dilation):
    def body(x):
        x = F.relu(w.norm(w.conv(x, f'{name}.conv1', filters, 3, stride=stride, padding=first, dilation=first), f'{name}.bn1'))
        return w.norm(w.conv(x, f'{name}.conv2', filters, 3, padding=dilation, dilation=dilation), f'{name}.bn2')

    return residual(w, x, name, filters, stride, body)


def bottleneck(w, x, name, filters, stride, first, dilation):
    def body(x):
        x = F.relu(w.norm(w.conv(x, f'{name}.conv1', filters, 1), f'{name}.bn1'))
        x = F.relu(w.norm(w.conv(x, f'{name}.conv2', filters, 3, stride=stride, padding=first, dilation=first), f'{name}.bn2'))
        return w.norm(w.conv(x, f'{name}.conv3', 4 * filters, 1), f'{name}.bn3')

    return residual(w, x, name, 4 * filters, stride, body)


def resnet(block, counts, width, classes, dilated=(False, False, False)):
    """As in torchvision, whose replace_stride_with_dilation `dilated` is."""

    def forward(w, x):
        x = F.relu(w.norm(w.conv(x, 'conv1', width, 7, stride=2, padding=3), 'bn1'))
        x = F.max_pool2d(x, 3, 2, 1)
        dilation = 1
        for stage, count in enumerate(counts):
            stride, first = (1 if stage == 0 else 2), dilation
            if stage > 0 and dilated[stage - 1]:
                dilation, stride = dilation * stride, 1
            for index in range(count):
                name = f'layer{stage + 1}.{index}'
                x = block(w, x, name, width * 2**stage, stride, first, dilation)
                stride, first = 1, dilation
        return F.softmax(w.dense(x.mean((2, 3)), 'fc', classes), -1)

    return forward


def autoencoder(w, x):
    x = F.relu(w.dense(x, 'encoder-1', 8))
    x = F.relu(w.dense(x, 'encoder-2', 6))
    x = F.relu(w.dense(w.dense(x, 'code', 2), 'decoder-1', 6))
    x = F.relu(w.dense(x, 'decoder-2', 8))
    return torch.sigmoid(w.dense(x, 'reconstruction', 4))


def convolutional_autoencoder(w, x):
    x = F.relu(w.conv(x, 'encoder-1', 4, 3, bias=True, stride=2, padding=1))
    x = F.relu(w.conv(x, 'encoder-2', 6, 3, bias=True, stride=2, padding=1))
    x = F.relu(w.dense(w.dense(flat(x), 'code', 3), 'decoder-1', 2 * 3 * 6))
    x = x.reshape(-1, 2, 3, 6).permute(0, 3, 1, 2)
    x = F.relu(w.conv(F.interpolate(x, scale_factor=2), 'decoder-2', 4, 3, bias=True, padding=1))
    x = w.conv(F.interpolate(x, scale_factor=2), 'reconstruction', 2, 3, bias=True, padding=1)
    return torch.sigmoid(x).permute(0, 2, 3, 1)


def gpt(w, tokens):
    """Two blocks of nn.TransformerEncoderLayer, whose parameters ours are drawn for one by one."""
    length, width, heads, hidden, vocabulary = tokens.shape[1], 4, 2, 16, 5
    embedded = F.embedding(tokens.long(), w('embedding-1.weight', width, vocabulary).T)
    x = embedded + w('position-embedding-1.weight', width, length).T
    for block in (1, 2):
        norms = [(f'layer-norm-{2 * block - 1}', 1), (f'layer-norm-{2 * block}', 2)]
        attention, feed = f'multi-head-attention-{block}', f'feed-forward-{block}'
        roles = ('query', 'key', 'value')
        state = {
            'self_attn.in_proj_weight': torch.cat([w(f'{attention}.{role}Weight', width, width) for role in roles]),
            'self_attn.in_proj_bias': torch.cat([w(f'{attention}.{role}Bias', width) for role in roles]),
            'self_attn.out_proj.weight': w(f'{attention}.outputWeight', width, width),
            'self_attn.out_proj.bias': w(f'{attention}.outputBias', width),
            'linear1.weight': w(f'{feed}.hiddenWeight', hidden, width),
            'linear1.bias': w(f'{feed}.hiddenBias', hidden),
            'linear2.weight': w(f'{feed}.outputWeight', width, hidden),
            'linear2.bias': w(f'{feed}.outputBias', width),
        }
        for name, number in norms:
            state |= {f'norm{number}.weight': w(f'{name}.gamma', width), f'norm{number}.bias': w(f'{name}.beta', width)}
        layer = torch.nn.TransformerEncoderLayer(width, heads, hidden, 0.0, F.gelu, batch_first=True, norm_first=True)
        mask = torch.nn.Transformer.generate_square_subsequent_mask(length)
        x = torch.func.functional_call(layer, state, (x,), {'src_mask': mask, 'is_causal': True})
    x = F.layer_norm(x, (width,), w('layer-norm-5.gamma', width), w('layer-norm-5.beta', width))
    return torch.softmax(F.linear(x, w('softmax-1.weight', vocabulary, width)), -1)


def rounded(filters):
    nearest = max(8, int(filters + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * filters else nearest


def mobilenet_v2(width, classes):
    """As in torchvision."""
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]

    def forward(w, x):
        x = F.relu6(w.norm(w.conv(x, 'features.0.0', rounded(32 * width), 3, stride=2, padding=1), 'features.0.1'))
        number = 1
        for expansion, filters, count, stride in stages:
            for index in range(count):
                name, before, channels = f'features.{number}.conv', x, x.shape[1]
                inside, place = expansion * channels, 0
                if expansion != 1:
                    x = F.relu6(w.norm(w.conv(x, f'{name}.0.0', inside, 1), f'{name}.0.1'))
                    place = 1
                moves = {'stride': stride if index == 0 else 1, 'padding': 1, 'groups': inside}
                x = F.relu6(w.norm(w.conv(x, f'{name}.{place}.0', inside, 3, **moves), f'{name}.{place}.1'))
                x = w.norm(w.conv(x, f'{name}.{place + 1}', rounded(filters * width), 1), f'{name}.{place + 2}')
                if moves['stride'] == 1 and channels == x.shape[1]:
                    x = x + before
                number += 1
        last = rounded(1280 * max(1, width))
        x = F.relu6(w.norm(w.conv(x, f'features.{number}.0', last, 1), f'features.{number}.1'))
        return F.softmax(w.dense(x.mean((2, 3)), 'classifier.1', classes), -1)

    return forward


def char_gru(w, characters):
    """NeuPy's units, step by step."""
    x = F.embedding(characters.long(), w('embedding-1.weight', 3, 5).T)
    for number, units in enumerate([4, 2], 1):
        name = f'gru-{number}'
        of_input, of_state = w(f'{name}.inputWeight', 3 * units, x.shape[-1]), w(f'{name}.hiddenWeight', 3 * units, units)
        bias, state, states = w(f'{name}.bias', 3 * units), torch.zeros(len(x), units), []
        for step in range(x.shape[1]):
            z = F.linear(x[:, step], of_input, bias).chunk(3, -1)
            q = F.linear(state, of_state).chunk(3, -1)
            reset, update = torch.sigmoid(z[0] + q[0]), torch.sigmoid(z[1] + q[1])
            state = (1 - update) * state + update * torch.tanh(z[2] + reset * q[2])
            states.append(state)
        x = torch.stack(states, 1)
    return F.softmax(F.linear(x, w('softmax-1.weight', 5, 2), w('softmax-1.bias', 5)), -1)


def variational_autoencoder(w, x):
    """Outside of training: the mean is decoded."""
    latent = w.dense(F.relu(w.dense(x, 'encoder-1', 6)), 'latent', 4)
    x = F.relu(w.dense(latent[:, :2], 'decoder-1', 6))
    return torch.cat([torch.sigmoid(w.dense(x, 'reconstruction', 5)), latent], -1)


def digest(gradient, name):
    """The gradient's product with drawn values, and its norm."""
    probe = torch.from_numpy(uniform(f'{name} probe', gradient.numel()))
    return [float(f'{value:.9g}') for value in (gradient.flatten() @ probe, gradient.norm())]


def case(forward, shape, training=False, tokens=None):
    """The output, and digests of the gradients of sum(output * dy). Images are given as [N, height, width, channels]."""
    weights = Weights(training)
    x = torch.tensor(tokens, dtype=torch.float64) if tokens else drawn('x', *shape).requires_grad_()
    y = forward(weights, x.permute(0, 3, 1, 2) if len(shape) == 4 else x)
    (y * drawn('dy', *y.shape)).sum().backward()
    return {
        'inputShape': list(shape),
        'training': training,
        'y': [float(f'{value:.9g}') for value in y.flatten().tolist()],
        **({'tokens': tokens} if tokens else {'dx': digest(x.grad, 'x')}),
        'gradients': {name: digest(value.grad, name) for name, value in weights.learned.items()},
    }


CASES = {
    'mlp': lambda: case(mlp, (4, 5)),
    'lenet5': lambda: case(lenet5, (2, 28, 28, 1)),
    'smallCnn': lambda: case(small_cnn, (3, 8, 8, 2), training=True),
    'vgg16': lambda: case(vgg([2, 2, 3, 3, 3], 2, 8, 5), (2, 32, 32, 3)),
    'vgg19': lambda: case(vgg([2, 2, 4, 4, 4], 2, 8, 5), (2, 32, 32, 3)),
    'squeezenet': lambda: case(squeezenet, (1, 51, 43, 3)),
    'resnet18 in training': lambda: case(resnet(basic, [2, 2, 2, 2], 4, 5, (False, True, True)), (6, 32, 32, 3), training=True),
    'resnet18': lambda: case(resnet(basic, [2, 2, 2, 2], 4, 5), (2, 32, 32, 3)),
    'resnet50': lambda: case(resnet(bottleneck, [3, 4, 6, 3], 4, 5), (2, 32, 32, 3)),
    'resnet50 dilated': lambda: case(resnet(bottleneck, [3, 4, 6, 3], 4, 5, (False, False, True)), (2, 32, 32, 3)),
    'autoencoder': lambda: case(autoencoder, (3, 4)),
    'mobilenetV2': lambda: case(mobilenet_v2(0.25, 5), (2, 32, 32, 3)),
    'charGru': lambda: case(char_gru, (2, 4), tokens=[[1, 4, 0, 3], [2, 2, 3, 1]]),
    'gpt': lambda: case(gpt, (2, 3), tokens=[[1, 4, 0], [2, 2, 3]]),
    'variationalAutoencoder': lambda: case(variational_autoencoder, (3, 5)),
    'convolutionalAutoencoder': lambda: case(convolutional_autoencoder, (2, 8, 12, 2)),
}

if __name__ == '__main__':
    golden = json.loads(OUT.read_text()) if OUT.exists() else {}
    for name in sys.argv[1:] or CASES:
        golden[name] = CASES[name]()
    OUT.parent.mkdir(exist_ok=True)
    lines = [f'{json.dumps(name)}:{json.dumps(golden[name], separators=(",", ":"))}' for name in CASES if name in golden]
    OUT.write_text('{\n' + ',\n'.join(lines) + '\n}\n')
