"""How algorithms change one parameter, in NumPy and float64: NeuPy's formulas for NeuPy's names, the papers' for the
others. What PyTorch has in the same form is taken from there, in algorithms.py.

Each rule gets the parameter `w`, its gradient `g`, a dictionary `s` that it may keep things in, the number `t` of the
update, 1 at the first, and the losses before this update and all earlier ones. It gives the parameter's next value.
"""

import numpy as np


def adagrad(step=0.1, initialAccumulator=0.1, epsilon=0.0):
    """NeuPy 0.8; with another accumulator and epsilon, Duchi, Hazan and Singer 2011 as PyTorch has it."""

    def update(w, g, s, t, losses):
        s['a'] = s.get('a', initialAccumulator) + g**2
        return w - step * g / (np.sqrt(s['a']) + epsilon)

    return update


def rmsprop(step=0.1, decay=0.95, momentum=0.0, epsilon=1e-7, centered=False, initialAccumulator=1.0):
    """NeuPy 0.8, which is TensorFlow 1's; with an accumulator that begins with 0, Keras 3's."""

    def update(w, g, s, t, losses):
        s['s'] = decay * s.get('s', initialAccumulator) + (1 - decay) * g**2
        variance = s['s']
        if centered:
            s['m'] = decay * s.get('m', 0) + (1 - decay) * g
            variance = variance - s['m'] ** 2
        s['b'] = momentum * s.get('b', 0) + step * g / np.sqrt(variance + epsilon)
        return w - s['b']

    return update


def adam(step=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7):
    """NeuPy 0.8: epsilon is beside the root of what is not yet corrected ("epsilon hat" in Kingma and Ba 2015)."""

    def update(w, g, s, t, losses):
        s['m'] = beta1 * s.get('m', 0) + (1 - beta1) * g
        s['v'] = beta2 * s.get('v', 0) + (1 - beta2) * g**2
        rate = step * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        return w - rate * s['m'] / (np.sqrt(s['v']) + epsilon)

    return update


def adamax(step=0.002, beta1=0.9, beta2=0.999, epsilon=1e-7):
    """NeuPy 0.8; Kingma and Ba 2015, section 7.1, with an epsilon."""

    def update(w, g, s, t, losses):
        s['m'] = beta1 * s.get('m', 0) + (1 - beta1) * g
        s['u'] = np.maximum(beta2 * s.get('u', 0), np.abs(g))
        return w - step / (1 - beta1**t) * s['m'] / (s['u'] + epsilon)

    return update


def lamb(step=0.001, beta1=0.9, beta2=0.999, epsilon=1e-6, weightDecay=0.01):
    """You et al. 2020, algorithm 2, with the identity as phi."""

    def update(w, g, s, t, losses):
        s['m'] = beta1 * s.get('m', 0) + (1 - beta1) * g
        s['v'] = beta2 * s.get('v', 0) + (1 - beta2) * g**2
        ratio = (s['m'] / (1 - beta1**t)) / (np.sqrt(s['v'] / (1 - beta2**t)) + epsilon)
        change = ratio + weightDecay * w
        norms = np.linalg.norm(w), np.linalg.norm(change)
        trust = norms[0] / norms[1] if min(norms) > 0 else 1
        return w - step * trust * change

    return update


def lion(step=1e-4, beta1=0.9, beta2=0.99, weightDecay=0.0):
    """Chen et al. 2023, algorithm 2."""

    def update(w, g, s, t, losses):
        m = s.get('m', 0)
        s['m'] = beta2 * m + (1 - beta2) * g
        return w - step * (np.sign(beta1 * m + (1 - beta1) * g) + weightDecay * w)

    return update


def adafactor(step=0.01, decay=0.8, epsilon1=1e-30, epsilon2=1e-3, clipThreshold=1.0, relativeStep=True):
    """Shazeer and Stern 2018, algorithms 4 to 6; matrices are the last two axes, as in PyTorch and Keras."""

    def update(w, g, s, t, losses):
        kept = 1 - t**-decay
        square = g**2 + epsilon1
        if w.ndim < 2:
            s['v'] = kept * s.get('v', 0) + (1 - kept) * square
            spread = s['v']
        else:
            s['r'] = kept * s.get('r', 0) + (1 - kept) * square.sum(-1, keepdims=True)
            s['c'] = kept * s.get('c', 0) + (1 - kept) * square.sum(-2, keepdims=True)
            spread = s['r'] * s['c'] / s['r'].sum(-2, keepdims=True)
        change = g / np.sqrt(spread)
        change = change / max(1, rms(change) / clipThreshold)
        rate = max(epsilon2, rms(w)) * min(step, t**-0.5) if relativeStep else step
        return w - rate * change

    return update


def rms(x):
    return np.sqrt(np.mean(x**2))


def orthogonalized(g, rounds=5, a=3.4445, b=-4.7750, c=2.0315):
    """Newton and Schulz's iteration of Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/"""
    x = g / max(np.linalg.norm(g), 1e-7)
    for _ in range(rounds):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


def muon(step=0.02, momentum=0.95, nesterov=True, weightDecay=0.0):
    """Jordan et al. 2024, https://github.com/KellerJordan/Muon, without its rounding to bfloat16.

    Their matrices are [outputs, inputs]; ours are [inputs, outputs], kernels [height, width, inputs, outputs].
    """

    def update(w, g, s, t, losses):
        s['m'] = momentum * s.get('m', 0) + (1 - momentum) * g
        change = (1 - momentum) * g + momentum * s['m'] if nesterov else s['m']
        matrix = change.reshape(-1, change.shape[-1]).T
        outputs, inputs = matrix.shape
        change = orthogonalized(matrix) * np.sqrt(max(1, outputs / inputs))
        return w * (1 - step * weightDecay) - step * change.T.reshape(w.shape)

    return update


def rprop(step=0.1, minStep=0.001, maxStep=10.0, increaseFactor=1.2, decreaseFactor=0.5):
    """NeuPy 0.8: Riedmiller and Braun 1993, with the last change taken back where the gradient turns."""
    return resilient(step, minStep, maxStep, increaseFactor, decreaseFactor, lambda losses: True)


def irprop_plus(step=0.1, minStep=0.001, maxStep=10.0, increaseFactor=1.2, decreaseFactor=0.5, backtracking='delayed'):
    """NeuPy 0.8, which compares the losses before the last two updates; "immediate" is Igel and Huesken 2003, which
    compare the loss before this update with that before the last one."""
    latest = {'delayed': -2, 'immediate': -1}[backtracking]

    def has_grown(losses):
        return len(losses) > -latest and losses[latest] > losses[latest - 1]

    return resilient(step, minStep, maxStep, increaseFactor, decreaseFactor, has_grown)


def resilient(step, smallest, largest, increase, decrease, takes_back):
    def update(w, g, s, t, losses):
        sign = np.sign(g)
        turn = sign * s.get('sign', 0)
        size = s.get('size', np.full_like(w, step))
        factor = np.where(turn > 0, increase, np.where(turn < 0, decrease, 1))
        s['size'] = np.clip(size * factor, smallest, largest)
        back = -s.get('change', 0) * np.ones_like(w) if takes_back(losses) else np.zeros_like(w)
        change = np.where(turn < 0, back, s['size'] * sign)
        s['change'] = change
        s['sign'] = np.where(turn < 0, 0, sign)
        return w - change

    return update
