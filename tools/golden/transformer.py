"""Golden values for feedForward and transformerBlock, computed by PyTorch in float64: nn.TransformerEncoderLayer.

Run: python tools/golden/transformer.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
from torch import nn

from graphs import case, data

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden'
FEATURES, HEADS, HIDDEN = 4, 2, 6

ATTENTION = [(f'{name}Weight', (FEATURES, FEATURES)) for name in ('query', 'key', 'value', 'output')] + [
    (f'{name}Bias', (FEATURES,)) for name in ('query', 'key', 'value', 'output')
]
FEED_FORWARD = [
    ('hiddenWeight', (FEATURES, HIDDEN)),
    ('outputWeight', (HIDDEN, FEATURES)),
    ('hiddenBias', (HIDDEN,)),
    ('outputBias', (FEATURES,)),
]
NORM = [('gamma', (FEATURES,)), ('beta', (FEATURES,))]


def parameters(*layers):
    """Of layers in the order in which our networks have them."""
    shapes = [(f'{layer}.{name}', shape) for layer, own in layers for name, shape in own]
    return {name: data(*shape, seed=30 + at) / 2 for at, (name, shape) in enumerate(shapes)}


def state_of(p):
    """The state of an nn.TransformerEncoderLayer with our parameters."""
    of = lambda name: p[f'multi-head-attention-1.{name}']  # noqa: E731
    roles = ('query', 'key', 'value')
    state = {
        'self_attn.in_proj_weight': torch.cat([of(f'{role}Weight').T for role in roles]),
        'self_attn.in_proj_bias': torch.cat([of(f'{role}Bias') for role in roles]),
        'self_attn.out_proj.weight': of('outputWeight').T,
        'self_attn.out_proj.bias': of('outputBias'),
    }
    for theirs, ours in (('linear1', 'hidden'), ('linear2', 'output')):
        state[f'{theirs}.weight'] = p[f'feed-forward-1.{ours}Weight'].T
        state[f'{theirs}.bias'] = p[f'feed-forward-1.{ours}Bias']
    for norm in (1, 2):
        state[f'norm{norm}.weight'] = p[f'layer-norm-{norm}.gamma']
        state[f'norm{norm}.bias'] = p[f'layer-norm-{norm}.beta']
    return state


def block(norm_first, activation='gelu', causal=False, padded=()):
    layers = {
        True: (('layer-norm-1', NORM), ('multi-head-attention-1', ATTENTION), ('layer-norm-2', NORM), ('feed-forward-1', FEED_FORWARD)),
        False: (('multi-head-attention-1', ATTENTION), ('layer-norm-1', NORM), ('feed-forward-1', FEED_FORWARD), ('layer-norm-2', NORM)),
    }[norm_first]
    module = nn.TransformerEncoderLayer(
        FEATURES, HEADS, HIDDEN, dropout=0.0, activation=activation, batch_first=True, norm_first=norm_first
    )

    given = data(2, 3, FEATURES, seed=1)
    for sample, step in padded:
        given[sample, step] = 0

    def forward(inputs, p):
        x = inputs['input-1']
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if causal else None
        padding = (given == 0).all(-1) if padded else None
        options = {'src_mask': mask, 'is_causal': causal, 'src_key_padding_mask': padding}
        y = torch.func.functional_call(module, state_of(p), (x,), options)
        return y if padding is None else torch.where(padding.unsqueeze(-1), torch.zeros(()), y)

    return case({'input-1': given}, parameters(*layers), forward)


def feed_forward(activation):
    def forward(inputs, p):
        hidden = inputs['input-1'] @ p['feed-forward-1.hiddenWeight'] + p['feed-forward-1.hiddenBias']
        return activation(hidden) @ p['feed-forward-1.outputWeight'] + p['feed-forward-1.outputBias']

    return case({'input-1': data(2, 3, FEATURES, seed=1)}, parameters(('feed-forward-1', FEED_FORWARD)), forward)


if __name__ == '__main__':
    cases = {
        'normFirst': block(True),
        'normFirst, causal': block(True, causal=True),
        'norm last': block(False),
        'norm last, relu': block(False, activation='relu'),
        'normFirst, padded': block(True, padded=[(0, 0), (1, 2)]),
        'norm last, padded': block(False, padded=[(0, 1)]),
        'feedForward, gelu': feed_forward(nn.functional.gelu),
        'feedForward, silu': feed_forward(nn.functional.silu),
    }
    (OUT / 'transformer.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
