"""Golden values for the algorithms of @neutype/optimizers: the parameters of a small convolutional network after sixty
updates, all in float64. PyTorch's own optimizers where their formula is ours, update_rules.py for the others.

Run: python tools/golden/algorithms.py   (PyTorch 2.13)

Options are spelled as ours; a case without options has our defaults. Decay leaves biases out, as ours does.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import optim
from torch.optim.swa_utils import get_ema_multi_avg_fn, get_swa_multi_avg_fn

import update_rules as rules

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden' / 'algorithms'
UPDATES = 60
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def data(*shape, seed, scale=1.0):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 1000).round() / 1000


X = data(16, 5, 5, 2, seed=0)
Y = F.one_hot(torch.randint(3, (16,), generator=torch.Generator().manual_seed(1)), 3).double()
INITIAL = {
    'conv2d-1.weight': data(3, 3, 2, 2, seed=2, scale=0.3),
    'conv2d-1.bias': data(2, seed=3, scale=0.2),
    'tanh-2.weight': data(18, 4, seed=4, scale=0.3),
    'tanh-2.bias': data(4, seed=5, scale=0.2),
    'softmax-1.weight': data(4, 3, seed=6, scale=0.6),
    'softmax-1.bias': data(3, seed=7, scale=0.2),
}


def loss_of(p, x, y):
    """Of input([5, 5, 2]).to(conv2d(2, 3), tanh(), flatten(), tanh(4), softmax(3))."""
    image = F.conv2d(x.permute(0, 3, 1, 2), p['conv2d-1.weight'].permute(3, 2, 0, 1), p['conv2d-1.bias'])
    hidden = torch.tanh(image).permute(0, 2, 3, 1).flatten(1)
    hidden = torch.tanh(hidden @ p['tanh-2.weight'] + p['tanh-2.bias'])
    return F.cross_entropy(hidden @ p['softmax-1.weight'] + p['softmax-1.bias'], y)


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def by_torch(make):
    """`make(decayed, others, **options)` gives the optimizer of two groups of parameters: weights and biases."""

    def begin(parameters, options):
        weights = [p for name, p in parameters.items() if name.endswith('.weight')]
        biases = [p for name, p in parameters.items() if not name.endswith('.weight')]
        optimizer = make(weights, biases, **options)

        def update(_losses, step):
            if step is not None:
                for group in optimizer.param_groups:
                    group['lr'] = step
            optimizer.step()

        return update

    return begin


def by_rule(make):
    """`make(**options)` gives a rule of update_rules.py; decay is for weights alone."""

    def begin(parameters, options):
        state = {name: {'t': 0} for name in parameters}
        undecayed = {**options, 'weightDecay': 0} if 'weightDecay' in options else options
        update_of = {name: make(**(options if name.endswith('.weight') else undecayed)) for name in parameters}

        def update(losses, step):
            assert step is None
            for name, p in parameters.items():
                if p.grad is None:
                    continue
                state[name]['t'] += 1
                next_value = update_of[name](
                    p.detach().numpy(), p.grad.numpy(), state[name], state[name]['t'], losses
                )
                p.data = torch.from_numpy(next_value)

        return update

    return begin


def sgd(weights, biases, step=0.1, momentum=0.0, nesterov=False):
    return optim.SGD(weights + biases, lr=step, momentum=momentum, nesterov=nesterov)


def adam(weights, biases, step=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, epsilonHat=False, amsgrad=False):
    assert not epsilonHat
    return optim.Adam(weights + biases, lr=step, betas=(beta1, beta2), eps=epsilon, amsgrad=amsgrad)


def amsgrad(weights, biases, **options):
    return adam(weights, biases, **options, amsgrad=True)


def adam_w(weights, biases, step=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weightDecay=0.01):
    groups = [{'params': weights, 'weight_decay': weightDecay}, {'params': biases, 'weight_decay': 0}]
    return optim.AdamW(groups, lr=step, betas=(beta1, beta2), eps=epsilon)


def nadam(weights, biases, step=0.002, beta1=0.9, beta2=0.999, epsilon=1e-8, momentumDecay=0.004):
    return optim.NAdam(weights + biases, lr=step, betas=(beta1, beta2), eps=epsilon, momentum_decay=momentumDecay)


def radam(weights, biases, step=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    return optim.RAdam(weights + biases, lr=step, betas=(beta1, beta2), eps=epsilon)


def adadelta(weights, biases, step=1.0, rho=0.95, epsilon=1e-7):
    return optim.Adadelta(weights + biases, lr=step, rho=rho, eps=epsilon)


def adagrad(weights, biases, step=0.1, initialAccumulator=0.1, epsilon=0.0):
    return optim.Adagrad(weights + biases, lr=step, initial_accumulator_value=initialAccumulator, eps=epsilon)


class Both:
    """Two optimizers, each of its own parameters."""

    def __init__(self, *parts):
        self.parts = parts
        self.param_groups = [group for part in parts for group in part.param_groups]

    def step(self):
        for part in self.parts:
            part.step()


class RuleOptimizer:
    """A rule of update_rules.py beside optimizers of PyTorch."""

    def __init__(self, parameters, make, **options):
        self.parameters, self.rule = parameters, make(**options)
        self.state, self.t, self.param_groups = [{} for _ in parameters], 0, []

    def step(self):
        self.t += 1
        for p, state in zip(self.parameters, self.state):
            p.data = torch.from_numpy(self.rule(p.detach().numpy(), p.grad.numpy(), state, self.t, []))


def muon(weights, biases, step=0.02, momentum=0.95, nesterov=True, weightDecay=0.0, adamShare=0.015):
    """Muon's published code: matrices and kernels by Muon, the others by AdamW with its own learning rate."""
    return Both(
        RuleOptimizer(
            weights, rules.muon, step=step, momentum=momentum, nesterov=nesterov, weightDecay=weightDecay
        ),
        optim.AdamW(biases, lr=step * adamShare, betas=(0.9, 0.95), eps=1e-10, weight_decay=0),
    )


def clip_values(parameters, limit):
    torch.nn.utils.clip_grad_value_(parameters, limit)


def clip_norms(parameters, limit):
    """Each parameter's gradient by itself, as optax's clip_by_block_norm in the Frobenius norm."""
    for p in parameters:
        p.grad.mul_(min(1, limit / max(p.grad.norm().item(), 1e-30)))


def clip_global_norm(parameters, limit):
    """As optax's clip_by_global_norm: PyTorch's has 1e-6 beside the norm."""
    norm = math.sqrt(sum(p.grad.square().sum().item() for p in parameters))
    for p in parameters:
        p.grad.mul_(min(1, limit / max(norm, 1e-30)))


CLIPPERS = {'value': clip_values, 'norm': clip_norms, 'globalNorm': clip_global_norm}


def penalty_of(weights, l1=0.0, l2=0.0, lInfinity=0.0):
    return sum(l1 * w.abs().sum() + l2 * w.square().sum() + lInfinity * w.abs().max() for w in weights)


def hold_units(weights, limit):
    """Each unit's weights: ours have them along the last axis."""
    for w in weights:
        w.data = torch.renorm(w.data, 2, w.dim() - 1, limit)


def hold_parameters(weights, limit):
    for w in weights:
        w.data = w.data * min(1, limit / w.data.norm().item())


HOLDERS = {'unit': hold_units, 'parameter': hold_parameters}


def decaying_steps(initial, reduction):
    """NeuPy's step decay: the learning rate of update t, 0 at the first, is initial / (1 + t / reduction)."""
    return [initial / (1 + t / reduction) for t in range(UPDATES)]


def average_of(kind, decay=None, warmup=False):
    """PyTorch's AveragedModel, updated after every update (ema) or every epoch (swa)."""
    n_averaged, averages = 0, None

    def hear(parameters):
        nonlocal n_averaged, averages
        current = [p.detach().clone() for p in parameters.values()]
        if averages is None:
            averages = current
        elif kind == 'swa':
            get_swa_multi_avg_fn()(averages, current, n_averaged)
        else:
            now = min(decay, (1 + n_averaged) / (10 + n_averaged)) if warmup else decay
            get_ema_multi_avg_fn(now)(averages, current, n_averaged)
        n_averaged += 1

    return hear, lambda names: {name: packed(value) for name, value in zip(names, averages)}


def run(begin, options=None, updates=UPDATES, clip=None, accumulate=1, rows=16, steps=None, average=None, regularizer=None, max_norm=None, freeze=None):
    options = options or {}
    parameters = {name: value.clone().requires_grad_() for name, value in INITIAL.items()}
    weights = [p for name, p in parameters.items() if name.endswith('.weight')]
    update = begin(parameters, options)
    hear, averages = average_of(average['kind'], average.get('decay'), average.get('warmup')) if average else (None, None)
    losses, at = [], 0
    for t in range(1, updates + 1):
        for p in parameters.values():
            p.grad = None
        for _ in range(accumulate):
            loss = loss_of(parameters, X[at : at + rows], Y[at : at + rows])
            if regularizer:
                loss = loss + penalty_of(weights, **regularizer)
            (loss / accumulate).backward()
            at = (at + rows) % len(X)
        losses.append(loss.item())
        if clip:
            ((kind, limit),) = clip.items()
            CLIPPERS[kind](list(parameters.values()), limit)
        if freeze and freeze['after'] < t <= freeze['until']:
            for name in freeze['names']:
                parameters[name].grad = None
        update(losses, steps[t - 1] if steps else None)
        if max_norm:
            HOLDERS[max_norm.get('of', 'unit')](weights, max_norm['limit'])
        if average and t >= average.get('from', 1):
            hear(parameters)
    case = {'options': options, 'final': {name: packed(value) for name, value in parameters.items()}}
    if clip:
        case['options'] = {**options, 'clip': clip}
    if max_norm:
        case['options'] = {**options, 'maxNorm': max_norm}
    if freeze:
        case['freeze'] = freeze
    if regularizer:
        case['regularizer'] = regularizer
    if accumulate > 1:
        case['options'] = {**options, 'accumulate': accumulate}
    if updates != UPDATES:
        case['updates'] = updates
    if rows < len(X):
        case['batchSize'] = rows
    if steps:
        case['steps'] = [float(f'{step:.9g}') for step in steps]
    if average:
        case['average'] = average
        case['averages'] = averages(parameters)
    return case


SGD, ADAM, ADAM_W = by_torch(sgd), by_torch(adam), by_torch(adam_w)
OTHER_BETAS = {'step': 0.02, 'beta1': 0.8, 'beta2': 0.95, 'epsilon': 1e-3}
NEUPY_ADAGRAD, TORCH_ADAGRAD = by_rule(rules.adagrad), by_torch(adagrad)
NEUPY_ADAM = by_rule(rules.adam)

CASES = {
    'gradientDescent': {
        'defaults': run(SGD),
        'a learning rate of 0.5': run(SGD, {'step': 0.5}),
    },
    'momentum': {
        'momentum': run(SGD, {'step': 0.05, 'momentum': 0.9}),
        'Nesterov': run(SGD, {'step': 0.05, 'momentum': 0.9, 'nesterov': True}),
    },
    'adagrad': {
        'defaults': run(NEUPY_ADAGRAD),
        'as PyTorch, from 0.1': run(TORCH_ADAGRAD, {'step': 0.05, 'initialAccumulator': 0.1, 'epsilon': 1e-10}),
        'as PyTorch, from 0': run(TORCH_ADAGRAD, {'step': 0.01, 'initialAccumulator': 0, 'epsilon': 1e-10}),
        'a large epsilon': run(NEUPY_ADAGRAD, {'step': 0.3, 'initialAccumulator': 0.01, 'epsilon': 0.1}),
    },
    'adadelta': {
        'defaults': run(by_torch(adadelta)),
        'otherwise': run(by_torch(adadelta), {'step': 2, 'rho': 0.8, 'epsilon': 1e-4}),
    },
    'rmsprop': {
        'defaults': run(by_rule(rules.rmsprop)),
        'centered': run(by_rule(rules.rmsprop), {'centered': True, 'step': 0.05}),
        'with momentum': run(by_rule(rules.rmsprop), {'momentum': 0.9, 'step': 0.02}),
        'centered, with momentum': run(
            by_rule(rules.rmsprop),
            {'centered': True, 'momentum': 0.8, 'decay': 0.9, 'epsilon': 1e-3, 'step': 0.02},
        ),
        'as Keras, from 0': run(
            by_rule(rules.rmsprop), {'initialAccumulator': 0, 'decay': 0.9, 'step': 0.001}
        ),
    },
    'adam': {
        'defaults': run(NEUPY_ADAM),
        'otherwise': run(NEUPY_ADAM, OTHER_BETAS),
        'as PyTorch': run(ADAM, {'epsilonHat': False, 'epsilon': 1e-8, 'step': 0.01}),
        'as PyTorch, otherwise': run(ADAM, {**OTHER_BETAS, 'epsilonHat': False}),
    },
    'amsgrad': {
        'betas 0.9 and 0.999': run(
            by_torch(amsgrad), {'step': 0.01, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8}
        ),
        'other betas': run(by_torch(amsgrad), OTHER_BETAS),
    },
    'adamW': {
        'defaults': run(ADAM_W),
        'otherwise': run(ADAM_W, {**OTHER_BETAS, 'weightDecay': 0.3}),
    },
    'nadam': {
        'defaults': run(by_torch(nadam)),
        'otherwise': run(by_torch(nadam), {**OTHER_BETAS, 'momentumDecay': 0.02}),
    },
    'radam': {
        'defaults': run(by_torch(radam)),
        'otherwise': run(by_torch(radam), OTHER_BETAS),
    },
    'adamax': {
        'defaults': run(by_rule(rules.adamax)),
        'otherwise': run(by_rule(rules.adamax), OTHER_BETAS),
    },
    'lamb': {
        'a decay of 0.01': run(by_rule(rules.lamb), {'step': 0.01, 'weightDecay': 0.01}),
        'otherwise': run(by_rule(rules.lamb), {**OTHER_BETAS, 'weightDecay': 0.3}),
    },
    'lion': {
        'no decay': run(by_rule(rules.lion), {'step': 1e-3, 'weightDecay': 0}),
        'a decay of 0.3': run(by_rule(rules.lion), {'step': 2e-3, 'beta1': 0.8, 'beta2': 0.95, 'weightDecay': 0.3}),
    },
    'adafactor': {
        'defaults': run(by_rule(rules.adafactor)),
        'larger steps': run(by_rule(rules.adafactor), {'step': 0.2, 'clipThreshold': 0.7, 'decay': 0.6}),
        'steps that are not relative': run(by_rule(rules.adafactor), {'step': 0.01, 'relativeStep': False}),
        'large epsilons': run(by_rule(rules.adafactor), {'epsilon1': 1e-4, 'epsilon2': 0.5}),
    },
    'muon': {
        'defaults': run(by_torch(muon)),
        'otherwise': run(
            by_torch(muon),
            {'step': 0.01, 'momentum': 0.8, 'nesterov': False, 'weightDecay': 0.2, 'adamShare': 0.5},
        ),
    },
    # Signs of gradients near 0 are chance: the network must not be trained to where there is nothing left to learn.
    'rprop': {
        'defaults': run(by_rule(rules.rprop), updates=12),
        'small changes': run(by_rule(rules.rprop), {'step': 0.002, 'maxStep': 0.01}),
        'batches': run(
            by_rule(rules.rprop),
            {'step': 0.005, 'minStep': 0.002, 'maxStep': 0.01, 'increaseFactor': 1.5, 'decreaseFactor': 0.3},
            rows=4,
        ),
    },
    'irpropPlus': {
        'defaults': run(by_rule(rules.irprop_plus), updates=12),
        'small changes': run(by_rule(rules.irprop_plus), {'step': 0.002, 'maxStep': 0.01}),
        'delayed backtracking': run(
            by_rule(rules.irprop_plus), {'backtracking': 'delayed', 'step': 0.005, 'maxStep': 0.01}, rows=4
        ),
        'immediate backtracking': run(
            by_rule(rules.irprop_plus), {'backtracking': 'immediate', 'step': 0.005, 'maxStep': 0.01}, rows=4
        ),
    },
    'clip': {
        'by value': run(SGD, {'step': 0.5, 'momentum': 0.9}, clip={'value': 0.02}),
        'by norm': run(SGD, {'step': 0.5, 'momentum': 0.9}, clip={'norm': 0.05}),
        'by global norm': run(SGD, {'step': 0.5, 'momentum': 0.9}, clip={'globalNorm': 0.1}),
        'never': run(SGD, {'step': 0.1, 'momentum': 0.9}, clip={'globalNorm': 100}),
    },
    'accumulate': {
        'two batches an update': run(SGD, {'step': 0.1, 'momentum': 0.9}, accumulate=2, rows=4),
        'four batches an update': run(SGD, {'step': 0.1, 'momentum': 0.9}, accumulate=4, rows=4),
    },
    'schedule': {
        'momentum': run(SGD, {'momentum': 0.9}, steps=decaying_steps(0.1, 10)),
        'adamW': run(ADAM_W, steps=decaying_steps(0.01, 20)),
    },
    'freezing': {
        name: run(begin, options, freeze={'after': after, 'until': 35, 'names': ['conv2d-1.weight', 'tanh-2.bias']})
        for after in (0, 15)
        for name, begin, options in (
            (f'momentum after {after}', SGD, {'step': 0.05, 'momentum': 0.9}),
            (f'adam after {after}', NEUPY_ADAM, {'step': 0.01}),
            (f'amsgrad after {after}', by_torch(amsgrad), {'step': 0.01}),
            (f'nadam after {after}', by_torch(nadam), {'step': 0.01}),
            (f'radam after {after}', by_torch(radam), {'step': 0.01}),
            (f'adamax after {after}', by_rule(rules.adamax), {'step': 0.01}),
            (f'adafactor after {after}', by_rule(rules.adafactor), {'step': 0.05}),
            (f'rprop after {after}', by_rule(rules.rprop), {'step': 0.002, 'maxStep': 0.01}),
        )
    },
    'regularizer': {
        'l1': run(SGD, {'momentum': 0.9}, regularizer={'l1': 0.01}),
        'l2': run(SGD, {'momentum': 0.9}, regularizer={'l2': 0.01}),
        'lInfinity': run(SGD, {'momentum': 0.9}, regularizer={'lInfinity': 0.1}),
        'elasticNet': run(SGD, {'momentum': 0.9}, regularizer={'l1': 0.003, 'l2': 0.02}),
    },
    'maxNorm': {
        'of units': run(SGD, {'momentum': 0.9}, max_norm={'limit': 0.7}),
        'of parameters': run(SGD, {'momentum': 0.9}, max_norm={'limit': 1.5, 'of': 'parameter'}),
    },
    'average': {
        'ema': run(SGD, {'step': 0.1, 'momentum': 0.9}, average={'kind': 'ema', 'decay': 0.9}),
        'ema with warm-up': run(
            SGD, {'step': 0.1, 'momentum': 0.9}, average={'kind': 'ema', 'decay': 0.95, 'warmup': True}
        ),
        'ema of batches': run(SGD, {'step': 0.1}, rows=4, average={'kind': 'ema', 'decay': 0.99}),
        'swa from epoch 30': run(SGD, {'step': 0.1, 'momentum': 0.9}, average={'kind': 'swa', 'from': 30}),
    },
}



def furthest_apart(one, other):
    pairs = [(one['final'][name]['data'], other['final'][name]['data']) for name in INITIAL]
    return max(abs(a - b) for mine, theirs in pairs for a, b in zip(mine, theirs))


def torch_adafactor(weights, biases, step=0.01):
    return optim.Adafactor(weights + biases, lr=step, eps=(1e-15, 1e-3))


def check_rules():
    """Holds rules to PyTorch where it has them nearly as ours: its Adafactor has other epsilons, its Muon bfloat16."""
    assert furthest_apart(CASES['adafactor']['defaults'], run(by_torch(torch_adafactor))) < 1e-7
    gradient = data(4, 7, seed=8)
    w = torch.zeros(4, 7, requires_grad=True)
    w.grad = gradient
    optim.Muon([w], lr=0.02, weight_decay=0).step()
    mine = rules.muon(step=0.02)(np.zeros((7, 4)), gradient.T.numpy(), {}, 1, [])
    assert np.abs(w.detach().numpy() - mine.T).max() < 0.02 * 0.02


check_rules()
OUT.mkdir(parents=True, exist_ok=True)
PROBLEM = {'updates': UPDATES, 'x': packed(X), 'y': packed(Y), 'initial': {name: packed(p) for name, p in INITIAL.items()}}
for name, golden in {'problem': PROBLEM, **CASES}.items():
    (OUT / f'{name}.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')
