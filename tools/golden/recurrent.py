"""Golden values for recurrent layers, computed by PyTorch in float64: its own RNN, LSTM and GRU where they have the case,
else NeuPy's formulas, step by step.

Run: python tools/golden/recurrent.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch

from graphs import case, data

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden'
FEATURES, UNITS = 3, 2
GATES = {'simple-rnn': 1, 'lstm': 4, 'gru': 3}


def sequences(time=4, features=FEATURES, seed=1, padded=()):
    x = data(3, time, features, seed=seed)
    for sample, step in padded:
        x[sample, step] = 0
    return x


# Padding in front, at the end, in the middle, and everywhere.
PADDED = [(0, 0), (0, 3), (1, 1), (1, 2)]


def weights(layer, features=FEATURES, seed=10):
    size = GATES[layer.rsplit('-', 1)[0]] * UNITS
    return {
        f'{layer}.inputWeight': data(features, size, seed=seed),
        f'{layer}.hiddenWeight': data(UNITS, size, seed=seed + 1),
        f'{layer}.bias': data(size, seed=seed + 2),
    }


def torch_weights(p, layer):
    """As PyTorch has them; the second bias is 0 unless there is one."""
    of = lambda name: p[f'{layer}.{name}']  # noqa: E731
    second = p.get(f'{layer}.hiddenBias', torch.zeros_like(of('bias')))
    return [of('inputWeight').T, of('hiddenWeight').T, of('bias'), second]


def zeros(x, count=1):
    return torch.zeros(count, x.shape[0], UNITS)


def torch_rnn(function, x, params, hidden, layers=1, bidirectional=False):
    return function(x, hidden, params, True, layers, 0.0, True, bidirectional, True)


def by_torch(function, layer, states=1, sequence=True, backwards=False, parameters=None, time=4):
    def forward(inputs, p):
        x = inputs['input-1'].flip(1) if backwards else inputs['input-1']
        hidden = (zeros(x), zeros(x)) if states == 2 else zeros(x)
        y = torch_rnn(function, x, torch_weights(p, layer), hidden)[0]
        if not sequence:
            return y[:, -1]
        return y.flip(1) if backwards else y

    return case({'input-1': sequences(time)}, parameters or weights(layer), forward)


class Clip(torch.autograd.Function):
    """Passes values on, and gradients between -limit and limit."""

    @staticmethod
    def forward(ctx, x, limit):
        ctx.limit = limit
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        return gradient.clamp(-ctx.limit, ctx.limit), None


def lstm_step(p, layer, clip):
    """NeuPy's: with peepholes where there are any. All that goes into a gate is clipped."""

    def step(x, state):
        h, c = state
        z = x @ p[f'{layer}.inputWeight'] + p[f'{layer}.bias'] + h @ p[f'{layer}.hiddenWeight']
        zi, zf, zg, zo = z.split(UNITS, -1)
        seen = lambda name: p.get(f'{layer}.{name}Peephole', 0)  # noqa: E731
        clipped = (lambda z: Clip.apply(z, clip)) if clip else (lambda z: z)
        i = torch.sigmoid(clipped(zi + c * seen('input')))
        f = torch.sigmoid(clipped(zf + c * seen('forget')))
        c = f * c + i * torch.tanh(clipped(zg))
        o = torch.sigmoid(clipped(zo + c * seen('output')))
        return o * torch.tanh(c), c

    return step


def gru_before_step(keeps=False):
    """The reset gate scales the state before it is multiplied: (r * h) U."""

    def make(p, layer, clip):
        def step(x, state):
            (h,) = state
            z = x @ p[f'{layer}.inputWeight'] + p[f'{layer}.bias']
            clipped = (lambda z: Clip.apply(z, clip)) if clip else (lambda z: z)
            (zr, zu, zh), (ur, uu, uh) = z.split(UNITS, -1), p[f'{layer}.hiddenWeight'].split(UNITS, -1)
            r, u = torch.sigmoid(clipped(zr + h @ ur)), torch.sigmoid(clipped(zu + h @ uu))
            candidate = torch.tanh(clipped(zh + (r * h) @ uh))
            return (u * h + (1 - u) * candidate if keeps else (1 - u) * h + u * candidate,)

        return step

    return make


def gru_step(p, layer, clip):
    """NeuPy's: the update gate replaces the state."""

    def step(x, state):
        (h,) = state
        z = x @ p[f'{layer}.inputWeight'] + p[f'{layer}.bias']
        q = h @ p[f'{layer}.hiddenWeight']
        clipped = (lambda z: Clip.apply(z, clip)) if clip else (lambda z: z)
        (zr, zu, zh), (qr, qu, qh) = z.split(UNITS, -1), q.split(UNITS, -1)
        r, u = torch.sigmoid(clipped(zr + qr)), torch.sigmoid(clipped(zu + qu))
        candidate = torch.tanh(clipped(zh + r * qh))
        return ((1 - u) * h + u * candidate,)

    return step


def rnn_step(p, layer, clip):
    def step(x, state):
        (h,) = state
        z = x @ p[f'{layer}.inputWeight'] + p[f'{layer}.bias'] + h @ p[f'{layer}.hiddenWeight']
        return (torch.tanh(z),)

    return step


def through(step, x, state, backwards=False, masked=False):
    """All parts of the state after each step; over padding it stays."""
    present = (x != 0).any(-1, keepdim=True)
    after = [None] * x.shape[1]
    times = range(x.shape[1])
    for t in reversed(times) if backwards else times:
        new = step(x[:, t], state)
        if masked:
            new = tuple(torch.where(present[:, t], a, b) for a, b in zip(new, state))
        state = new
        after[t] = torch.cat(state, -1)
    return torch.stack(after, 1)


def by_step(make, layer, sequence=True, backwards=False, masked=False, clip=0, peepholes=False, initial=(), cells=False):
    made = weights(layer)
    if peepholes:
        made |= {f'{layer}.{name}Peephole': data(UNITS, seed=20 + at) for at, name in enumerate(['input', 'forget', 'output'])}
    made |= {f'{layer}.{name}': data(UNITS, seed=30 + at) for at, name in enumerate(initial)}
    states = 2 if layer.startswith('lstm') else 1

    def forward(inputs, p):
        x = inputs['input-1']
        given = [p.get(f'{layer}.{name}', torch.zeros(UNITS)) for name in ['initialHidden', 'initialCell'][:states]]
        state = tuple(value.expand(x.shape[0], UNITS) for value in given)
        y = through(make(p, layer, clip), x, state, backwards, masked)
        y = y if cells else y[..., :UNITS]
        return y if sequence else y[:, 0 if backwards else -1]

    return case({'input-1': sequences(padded=PADDED if masked else ())}, made, forward)


def stacked():
    def forward(inputs, p):
        x = inputs['input-1']
        params = torch_weights(p, 'lstm-1') + torch_weights(p, 'lstm-2')
        return torch_rnn(torch.lstm, x, params, (zeros(x, 2), zeros(x, 2)), layers=2)[0][:, -1]

    return case({'input-1': sequences()}, weights('lstm-1') | weights('lstm-2', UNITS, seed=20), forward)


def both_ways(function, kind, merge, states=1):
    def forward(inputs, p):
        x = inputs['input-1']
        params = torch_weights(p, f'{kind}-1') + torch_weights(p, f'{kind}-2')
        hidden = (zeros(x, 2), zeros(x, 2)) if states == 2 else zeros(x, 2)
        y = torch_rnn(function, x, params, hidden, bidirectional=True)[0]
        return merge(*y.split(UNITS, -1))

    return case({'input-1': sequences()}, weights(f'{kind}-1') | weights(f'{kind}-2', seed=20), forward)


def encoder_decoder():
    """The decoder begins with the state in which the encoder ends."""

    def forward(inputs, p):
        source, target = inputs['source'], inputs['target']
        _, h, c = torch_rnn(torch.lstm, source, torch_weights(p, 'lstm-1'), (zeros(source), zeros(source)))
        return torch_rnn(torch.lstm, target, torch_weights(p, 'lstm-2'), (h, c))[0]

    inputs = {'target': sequences(3, 2, seed=1), 'source': sequences(4, 3, seed=2)}
    return case(inputs, weights('lstm-1') | weights('lstm-2', 2, seed=20), forward)


def hidden_alone():
    """A second input that is a hidden state alone; the cell begins with what was learned."""
    made = weights('lstm-1') | {'lstm-1.initialCell': data(UNITS, seed=30)}

    def forward(inputs, p):
        x, h = inputs['x'], inputs['state']
        c = p['lstm-1.initialCell'].expand(x.shape[0], UNITS)
        return torch_rnn(torch.lstm, x, torch_weights(p, 'lstm-1'), (h[None], c[None].contiguous()))[0][:, -1]

    return case({'x': sequences(), 'state': data(3, UNITS, seed=5)}, made, forward)


def state_of_gru(make=gru_step):
    def forward(inputs, p):
        return through(make(p, 'gru-1', 0), inputs['x'], (inputs['state'],))

    return case({'x': sequences(), 'state': data(3, UNITS, seed=5)}, weights('gru-1'), forward)


if __name__ == '__main__':
    second_bias = weights('gru-1') | {'gru-1.hiddenBias': data(3 * UNITS, seed=40)}
    initial = ['initialHidden', 'initialCell']
    cases = {
        'simpleRnn': by_torch(torch.rnn_tanh, 'simple-rnn-1'),
        'simpleRnn, relu, last, backwards': by_torch(torch.rnn_relu, 'simple-rnn-1', sequence=False, backwards=True),
        'simpleRnn, padded': by_step(rnn_step, 'simple-rnn-1', masked=True, initial=initial[:1]),
        'lstm': by_torch(torch.lstm, 'lstm-1', states=2),
        'lstm, last': by_torch(torch.lstm, 'lstm-1', states=2, sequence=False),
        'lstm, backwards': by_torch(torch.lstm, 'lstm-1', states=2, backwards=True),
        'lstm, peepholes, learned state': by_step(lstm_step, 'lstm-1', peepholes=True, initial=initial),
        'lstm, peepholes, padded, backwards, last': by_step(
            lstm_step, 'lstm-1', peepholes=True, masked=True, backwards=True, sequence=False, initial=initial
        ),
        'lstm, padded': by_step(lstm_step, 'lstm-1', masked=True),
        'lstm, cell': by_step(lstm_step, 'lstm-1', cells=True, masked=True, sequence=False, initial=initial),
        'lstm, cells': by_step(lstm_step, 'lstm-1', cells=True),
        'lstm, clipped': by_step(lstm_step, 'lstm-1', peepholes=True, clip=0.05),
        'lstm, stacked': stacked(),
        'lstm, encoder and decoder': encoder_decoder(),
        'lstm, hidden state given': hidden_alone(),
        'gru': by_step(gru_step, 'gru-1'),
        'gru, padded': by_step(gru_step, 'gru-1', masked=True, initial=initial[:1]),
        'gru, padded, backwards, last': by_step(gru_step, 'gru-1', masked=True, backwards=True, sequence=False),
        'gru, clipped': by_step(gru_step, 'gru-1', clip=0.05),
        'gru of PyTorch': by_torch(torch.gru, 'gru-1', parameters=second_bias),
        'gru, state given': state_of_gru(),
        'gru, reset before': by_step(gru_before_step(), 'gru-1'),
        'gru, reset before, keeps': by_step(gru_before_step(keeps=True), 'gru-1'),
        'gru, reset before, padded, backwards, last': by_step(
            gru_before_step(), 'gru-1', masked=True, backwards=True, sequence=False, initial=initial[:1]
        ),
        'gru, reset before, clipped': by_step(gru_before_step(), 'gru-1', clip=0.05),
        'gru, reset before, state given': state_of_gru(gru_before_step()),
        'bidirectional lstm': both_ways(torch.lstm, 'lstm', lambda a, b: torch.cat([a, b], -1), states=2),
        'bidirectional gru, average': both_ways(torch.gru, 'gru', lambda a, b: (a + b) / 2),
        'bidirectional simpleRnn, multiply': both_ways(torch.rnn_tanh, 'simple-rnn', lambda a, b: a * b),
    }
    (OUT / 'recurrent.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
