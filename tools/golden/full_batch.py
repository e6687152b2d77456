"""Golden values for the full-batch methods of @neutype/optimizers, in float64: trajectories of PyTorch's L-BFGS on test
functions and on networks, those of all methods on a small network, the iterations that SciPy needs, the formulas of conjugate gradients and of quasi-Newton
updates in NumPy, and least squares by SciPy (MINPACK).

Run: python tools/golden/full_batch.py   (PyTorch 2.13, SciPy 1.17, NumPy 2.4)
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import least_squares, minimize
from torch.optim.lbfgs import _strong_wolfe

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden'
torch.set_default_dtype(torch.float64)


# The functions of test/fullBatch/functions.ts, for PyTorch to differentiate.


def rosenbrock(w):
    return (100 * (w[1:] - w[:-1] ** 2) ** 2 + (1 - w[:-1]) ** 2).sum()


def beale(w):
    x, y = w
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def powell(w):
    a, b, c, d = w
    return (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4


def quadratic(w):
    return (10 ** (4 * torch.arange(20) / 19) * w**2).sum() / 2


FUNCTIONS = {
    'rosenbrock': (rosenbrock, [-1.2, 1.0]),
    'rosenbrockOf10': (rosenbrock, [-1.2, 1.0] * 5),
    'beale': (beale, [1.0, 1.0]),
    'powell': (powell, [3.0, -1.0, 0.0, 1.0]),
    'quadratic': (quadratic, [1.0] * 20),
}


def lbfgs(parameters, history_size):
    return torch.optim.LBFGS(
        parameters, max_iter=1, max_eval=21, history_size=history_size, tolerance_grad=0, tolerance_change=0,
        line_search_fn='strong_wolfe',
    )  # fmt: skip


def short(weights):
    return [float(f'{weight:.9g}') for weight in weights.tolist()]


def updates(parameters, loss_of, history_size, count):
    """The loss before each update, and all weights after it. An update is one iteration, of at most 20 evaluations."""
    optimizer = lbfgs(parameters, history_size)
    losses, weights = [], []

    def closure():
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        return loss

    for _ in range(count):
        losses.append(float(optimizer.step(closure).detach()))
        weights.append(short(torch.cat([p.detach().flatten() for p in parameters])))
    return {'historySize': history_size, 'losses': losses, 'weights': weights}


def trajectory_on(function, start, history_size):
    w = torch.tensor(start, requires_grad=True)
    return updates([w], lambda: function(w), history_size, 25)


def scipy_counts(function, start, method):
    def both(x):
        w = torch.tensor(x, requires_grad=True)
        value = function(w)
        value.backward()
        return float(value.detach()), w.grad.numpy()

    result = minimize(both, np.array(start), jac=True, method=method, options={'gtol': 1e-5} | ({'ftol': 0} if method == 'L-BFGS-B' else {}))
    return {'iterations': int(result.nit), 'evaluations': int(result.nfev), 'value': float(result.fun)}


def data(*shape, seed, scale=1.0):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 1000).round() / 1000


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': tensor.detach().flatten().tolist()}


def classifier(x, y, p):
    hidden = torch.tanh(x @ p['tanh-1.weight'] + p['tanh-1.bias'])
    return F.cross_entropy(hidden @ p['softmax-1.weight'] + p['softmax-1.bias'], y)


def regression(x, y, p):
    hidden = torch.sigmoid(x @ p['sigmoid-1.weight'] + p['sigmoid-1.bias'])
    return F.mse_loss(hidden @ p['linear-1.weight'] + p['linear-1.bias'], y)


NETWORKS = {
    'classifier': (
        data(30, 4, seed=0),
        F.one_hot(torch.randint(3, (30,), generator=torch.Generator().manual_seed(1)), 3).double(),
        {
            'tanh-1.weight': data(4, 6, seed=2, scale=0.7),
            'tanh-1.bias': data(6, seed=3, scale=0.1),
            'softmax-1.weight': data(6, 3, seed=4, scale=0.5),
            'softmax-1.bias': data(3, seed=5, scale=0.1),
        },
        classifier,
    ),
    'regression': (
        data(40, 2, seed=12),
        data(40, 2, seed=13),
        {
            'sigmoid-1.weight': data(2, 5, seed=14),
            'sigmoid-1.bias': data(5, seed=15, scale=0.1),
            'linear-1.weight': data(5, 2, seed=16, scale=0.5),
            'linear-1.bias': data(2, seed=17, scale=0.1),
        },
        regression,
    ),
}


def network_trajectory(x, y, initial, loss_of):
    parameters = {name: value.clone().requires_grad_() for name, value in initial.items()}
    run = updates(list(parameters.values()), lambda: loss_of(x, y, parameters), 5, 20)
    return {
        'x': packed(x),
        'y': packed(y),
        'initial': {name: packed(value) for name, value in initial.items()},
        **run,
    }


rng = np.random.default_rng(0)


def inverse_updates(size):
    """Each formula written out, on a random symmetric matrix and a move along which the gradient rises."""
    root = rng.normal(size=(size, size))
    h = root @ root.T / size + np.eye(size)
    s, y = rng.normal(size=(2, size, 1))
    y = y + s * max(0.0, 1 - (s.T @ y).item() / (s.T @ s).item())
    eye, rho = np.eye(size), 1 / (y.T @ s)
    p = s - h @ y
    yy = y.T @ y
    return {
        'inverse': h.flatten().tolist(),
        'weights': s.flatten().tolist(),
        'gradient': y.flatten().tolist(),
        'updated': {
            name: updated.flatten().tolist()
            for name, updated in {
                'bfgs': (eye - rho * s @ y.T) @ h @ (eye - rho * y @ s.T) + rho * s @ s.T,
                'dfp': h - (h @ y) @ (y.T @ h) / (y.T @ h @ y) + s @ s.T / (y.T @ s),
                'sr1': h + p @ p.T / (p.T @ y),
                'psb': h + (p @ y.T + y @ p.T) / yy - (y.T @ p) * (y @ y.T) / yy**2,
            }.items()
        },
    }


def conjugacies(size):
    g, g0, d = rng.normal(size=(3, size))
    y = g - g0
    return {
        'gradient': g.tolist(),
        'before': g0.tolist(),
        'direction': d.tolist(),
        'beta': {
            'fletcherReeves': np.dot(g, g) / np.dot(g0, g0),
            'polakRibiere': np.dot(g, y) / np.dot(g0, g0),
            'hestenesStiefel': np.dot(y, g) / np.dot(d, y),
            'liuStorey': -np.dot(g, y) / np.dot(d, g0),
            'daiYuan': np.dot(g, g) / np.dot(d, y),
        },
    }


def damped_least_squares(residuals, weights):
    jacobian = rng.normal(size=(residuals, weights))
    e = rng.normal(size=residuals)
    mu = 0.3
    step = np.linalg.solve(jacobian.T @ jacobian + mu * np.eye(weights), jacobian.T @ e)
    return {'rows': jacobian.tolist(), 'residuals': e.tolist(), 'mu': mu, 'step': step.tolist()}


TIMES = np.arange(12) / 4
MEASURED = np.round(2.5 * np.exp(-1.3 * TIMES) + 0.5 + 0.02 * np.sin(7 * TIMES), 6)

LEAST_SQUARES = {
    'rosenbrock': (lambda w: np.array([10 * (w[1] - w[0] ** 2), 1 - w[0]]), [-1.2, 1.0]),
    'powell': (
        lambda w: np.array([
            w[0] + 10 * w[1], 5**0.5 * (w[2] - w[3]), (w[1] - 2 * w[2]) ** 2, 10**0.5 * (w[0] - w[3]) ** 2,
        ]),  # fmt: skip
        [3.0, -1.0, 0.0, 1.0],
    ),
    'decay': (lambda w: w[0] * np.exp(-w[1] * TIMES) + w[2] - MEASURED, [1.0, 1.0, 0.0]),
}


def solution(function, start):
    result = least_squares(function, start, method='lm', xtol=1e-14, ftol=1e-14, gtol=1e-14)
    return {'weights': result.x.tolist(), 'squares': 2 * float(result.cost)}


class SmallNetwork:
    """tanh(5), then linear(1), on 40 noisy samples: what all methods are followed on for 60 updates."""

    SIZES = (10, 5, 5, 1)

    def __init__(self):
        self.x = data(40, 2, seed=30)
        self.y = torch.sin(2 * self.x[:, :1]) * self.x[:, 1:] + data(40, 1, seed=31, scale=0.1)
        self.y = (self.y * 1000).round() / 1000
        self.start = data(sum(self.SIZES), seed=32, scale=0.5)

    def outputs(self, w):
        weight, bias, weight2, bias2 = torch.split(w, self.SIZES)
        return torch.tanh(self.x @ weight.reshape(2, 5) + bias) @ weight2.reshape(5, 1) + bias2

    def loss(self, w):
        return ((self.outputs(w) - self.y) ** 2).mean()

    def value_and_gradient(self, w):
        w = w.detach().clone().requires_grad_()
        value = self.loss(w)
        (gradient,) = torch.autograd.grad(value, w)
        return float(value.detach()), gradient


NETWORK = SmallNetwork()
UPDATES = 60


def search(w, value, g, d, first, c2):
    """PyTorch's own line search."""
    found = _strong_wolfe(
        lambda x, t, direction: NETWORK.value_and_gradient(x + t * direction),
        w, first, d, value, g, g.dot(d), c1=1e-4, c2=c2, max_ls=20,
    )  # fmt: skip
    return found[1], float(found[2])


def descend(direction_of, learn, c2):
    """Steepest descent where no direction is known, or one that leads up."""
    w, weights, memory = NETWORK.start, [], {}
    for _ in range(UPDATES):
        value, g = NETWORK.value_and_gradient(w)
        heading = direction_of(memory, g)
        if heading is None or heading[0].dot(g) >= 0:
            memory = {}
            heading = -g, min(1.0, float(1 / g.abs().sum()))
        d, first = heading
        g_new, t = search(w, value, g, d, first, c2)
        learn(memory, g, g_new, d, t)
        w = w + t * d
        weights.append(short(w))
    return weights


BETAS = {
    'fletcherReeves': lambda g, g0, d: g.dot(g) / g0.dot(g0),
    'polakRibiere': lambda g, g0, d: g.dot(g - g0) / g0.dot(g0),
    'hestenesStiefel': lambda g, g0, d: g.dot(g - g0) / d.dot(g - g0),
    'liuStorey': lambda g, g0, d: -g.dot(g - g0) / d.dot(g0),
    'daiYuan': lambda g, g0, d: g.dot(g) / d.dot(g - g0),
}


def conjugate_gradient(name):
    def direction_of(memory, g):
        if not memory:
            return None
        d = -g + memory['beta'] * memory['d']
        return d, float(memory['promised'] / g.dot(d))

    def learn(memory, g, g_new, d, t):
        is_far = abs(g_new.dot(g)) >= 0.2 * g_new.dot(g_new)
        beta = 0.0 if is_far else max(0.0, float(BETAS[name](g_new, g, d)))
        memory.update(beta=beta, d=d, promised=t * g.dot(d))

    return descend(direction_of, learn, 0.1)


def updated(name, h, s, y):
    s, y = s[:, None], y[:, None]
    hy, sy = h @ y, (s.T @ y).item()
    if name == 'bfgs':
        v = torch.eye(len(h)) - s @ y.T / sy
        return v @ h @ v.T + s @ s.T / sy
    if name == 'dfp':
        return h - hy @ hy.T / (y.T @ hy) + s @ s.T / sy
    p, yy = s - hy, (y.T @ y).item()
    if name == 'psb':
        return h + (p @ y.T + y @ p.T) / yy - (y.T @ p) * (y @ y.T) / yy**2
    is_small = abs(p.T @ y) < 1e-8 * p.norm() * y.norm()
    return h if is_small else h + p @ p.T / (p.T @ y)


def quasi_newton(name):
    def direction_of(memory, g):
        return (-(memory['h'] @ g), 1.0) if memory else None

    def learn(memory, g, g_new, d, t):
        h = memory.get('h', torch.eye(len(g)))
        memory['h'] = updated(name, h, t * d, g_new - g)

    return descend(direction_of, learn, 0.1 if name == 'dfp' else 0.9)


def lbfgs_on_network():
    w = NETWORK.start.clone().requires_grad_()
    return updates([w], lambda: NETWORK.loss(w), 10, UPDATES)['weights']


def levenberg_marquardt():
    w, weights, mu, division = NETWORK.start, [], 0.01, 1.2
    for _ in range(UPDATES):
        jacobian = torch.autograd.functional.jacobian(NETWORK.outputs, w).reshape(-1, len(w))
        e = (NETWORK.outputs(w) - NETWORK.y).flatten()
        growth = 1.2
        while mu <= 1e10:
            step = torch.linalg.solve(jacobian.T @ jacobian + mu * torch.eye(len(w)), jacobian.T @ e)
            if NETWORK.loss(w - step) < NETWORK.loss(w):
                break
            division, mu, growth = 1.2, mu * growth, growth * 2
        else:
            return weights
        w = w - step
        mu, division = max(1e-7, mu / division), min(division * 1.2, 10)
        weights.append(short(w))
    return weights


def hessian_of(w):
    return torch.autograd.functional.hessian(NETWORK.loss, w)


def damped_newton(penalty):
    w, weights, damping = NETWORK.start, [], penalty
    for _ in range(UPDATES):
        h, (_, g) = hessian_of(w), NETWORK.value_and_gradient(w)
        while True:
            matrix = h + damping * torch.eye(len(w))
            is_definite = torch.linalg.eigvalsh(matrix)[0] > 0
            moved = w - torch.linalg.solve(matrix, g)
            if is_definite and NETWORK.loss(moved) < NETWORK.loss(w):
                break
            damping = max(damping * 2, 1e-3 * float(h.abs().max()))
        w, damping = moved, max(penalty, damping / 10)
        weights.append(short(w))
    return weights


def diagonal_newton(step, min_eigval):
    w, weights = NETWORK.start, []
    for _ in range(UPDATES):
        h, (_, g) = hessian_of(w).diagonal(), NETWORK.value_and_gradient(w)
        w = w - step * g / h.abs().clamp(min=min_eigval)
        weights.append(short(w))
    return weights


golden = {
    'followed': {
        'x': NETWORK.x.tolist(),
        'y': NETWORK.y.flatten().tolist(),
        'start': NETWORK.start.tolist(),
        'weights': {
            **{name: conjugate_gradient(name) for name in BETAS},
            **{name: quasi_newton(name) for name in ('bfgs', 'dfp', 'sr1', 'psb')},
            'lbfgs': lbfgs_on_network(),
            'levenbergMarquardt': levenberg_marquardt(),
            'hessian': damped_newton(0.1),
            'hessianDiagonal': diagonal_newton(0.1, 0.01),
        },
    },
    'lbfgs': {
        name: [trajectory_on(*case, history_size) for history_size in (100, 3)] for name, case in FUNCTIONS.items()
    },
    'scipy': {
        name: {method: scipy_counts(*case, method) for method in ('CG', 'BFGS', 'L-BFGS-B')}
        for name, case in FUNCTIONS.items()
    },
    'networks': {name: network_trajectory(*case) for name, case in NETWORKS.items()},
    'inverseUpdates': [inverse_updates(size) for size in (1, 2, 3, 7) for _ in range(3)],
    'conjugacies': [conjugacies(size) for size in (1, 2, 5, 30) for _ in range(3)],
    'dampedLeastSquares': [damped_least_squares(*shape) for shape in ((7, 3), (3, 7), (5, 5), (1, 4), (4, 1))],
    'leastSquares': {name: solution(*case) for name, case in LEAST_SQUARES.items()},
    'measured': MEASURED.tolist(),
}
OUT.mkdir(parents=True, exist_ok=True)
(OUT / 'fullBatch.json').write_text(json.dumps(golden) + '\n')
