"""Golden values for multiHeadAttention, computed by PyTorch in float64: nn.MultiheadAttention where it has the case,
else the formula.

Run: python tools/golden/attention.py   (PyTorch 2.13)
"""

import json
import math
from pathlib import Path

import torch
from torch import nn

from graphs import case, data

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden'
LAYER = 'multi-head-attention-1'
PROJECTIONS = ('query', 'key', 'value')


def parameters(query, key, value, compared, taken, bias=True):
    sizes = [
        ('queryWeight', (query, compared)),
        ('keyWeight', (key, compared)),
        ('valueWeight', (value, taken)),
        ('outputWeight', (taken, query)),
    ]
    biases = [('queryBias', compared), ('keyBias', compared), ('valueBias', taken), ('outputBias', query)]
    made = {f'{LAYER}.{name}': data(*size, seed=10 + at) / 2 for at, (name, size) in enumerate(sizes)}
    if bias:
        made |= {f'{LAYER}.{name}': data(size, seed=20 + at) for at, (name, size) in enumerate(biases)}
    return made


def attention(heads, p, query, key, value, causal=False, padding=None):
    """nn.MultiheadAttention with these parameters, so that gradients flow to them."""
    of = lambda name: p.get(f'{LAYER}.{name}')  # noqa: E731
    module = nn.MultiheadAttention(
        query.shape[-1], heads, bias=of('queryBias') is not None, batch_first=True,
        kdim=key.shape[-1], vdim=value.shape[-1],
    )
    state = {'out_proj.weight': of('outputWeight').T}
    if of('queryBias') is not None:
        state |= {
            'out_proj.bias': of('outputBias'),
            'in_proj_bias': torch.cat([of(f'{name}Bias') for name in PROJECTIONS]),
        }
    weights = [of(f'{name}Weight').T for name in PROJECTIONS]
    if module.in_proj_weight is not None:
        state['in_proj_weight'] = torch.cat(weights)
    else:
        state |= {f'{name[0]}_proj_weight': weight for name, weight in zip(PROJECTIONS, weights)}
    mask = torch.triu(torch.ones(query.shape[1], key.shape[1], dtype=torch.bool), 1) if causal else None
    options = {'attn_mask': mask, 'key_padding_mask': padding, 'need_weights': False}
    return torch.func.functional_call(module, state, (query, key, value), options)[0]


def self_attention(heads, causal=False, padded=(), bias=True):
    x = data(2, 5, 6, seed=1)
    for sample, step in padded:
        x[sample, step] = 0
    padding = (x == 0).all(-1) if padded else None
    forward = lambda inputs, p: attention(heads, p, *[inputs['input-1']] * 3, causal, padding)  # noqa: E731
    return case({'input-1': x}, parameters(6, 6, 6, 6, 6, bias), forward)


def two_inputs():
    inputs = {'query': data(2, 3, 4, seed=1), 'key': data(2, 5, 6, seed=2)}
    forward = lambda i, p: attention(2, p, i['query'], i['key'], i['key'])  # noqa: E731
    return case(inputs, parameters(4, 6, 6, 4, 4), forward)


def three_inputs():
    inputs = {'query': data(2, 3, 4, seed=1), 'key': data(2, 5, 6, seed=2), 'value': data(2, 5, 3, seed=3)}
    forward = lambda i, p: attention(2, p, i['query'], i['key'], i['value'])  # noqa: E731
    return case(inputs, parameters(4, 6, 3, 4, 4), forward)


def own_sizes(heads=2, head_size=5, value_size=1):
    def forward(inputs, p):
        x = inputs['input-1']
        split = lambda name, size: (  # noqa: E731
            x @ p[f'{LAYER}.{name}Weight'] + p[f'{LAYER}.{name}Bias']
        ).unflatten(-1, (heads, size))
        q, k, v = split('query', head_size), split('key', head_size), split('value', value_size)
        weights = torch.softmax(torch.einsum('nqhd,nkhd->nhqk', q, k) / head_size**0.5, -1)
        taken = torch.einsum('nhqk,nkhd->nqhd', weights, v).flatten(-2)
        return taken @ p[f'{LAYER}.outputWeight'] + p[f'{LAYER}.outputBias']

    made = parameters(3, 3, 3, heads * head_size, heads * value_size)
    return case({'input-1': data(2, 4, 3, seed=1)}, made, forward)


def position_embedding():
    """nn.Embedding of the places, added."""

    def forward(inputs, p):
        x = inputs['input-1']
        return x + nn.functional.embedding(torch.arange(x.shape[1]), p['position-embedding-1.weight'])

    parameters = {'position-embedding-1.weight': data(5, 4, seed=5)}
    return case({'input-1': data(2, 3, 4, seed=1)}, parameters, forward)


def positional_encoding(time, features):
    """As PyTorch's tutorial on transformers writes it, with room for an odd number of features."""
    position = torch.arange(time).unsqueeze(1)
    factors = torch.exp(torch.arange(0, features, 2) * (-math.log(10000.0) / features))
    encoding = torch.zeros(time, features)
    encoding[:, 0::2] = torch.sin(position * factors)
    encoding[:, 1::2] = torch.cos(position * factors)[:, : features // 2]
    return case({'input-1': data(2, time, features, seed=1)}, {}, lambda inputs, _: inputs['input-1'] + encoding)


if __name__ == '__main__':
    cases = {
        'self': self_attention(2),
        'one head': self_attention(1),
        'causal': self_attention(3, causal=True),
        'padded': self_attention(2, padded=[(0, 0), (0, 3), (1, 4)]),
        'causal, padded': self_attention(2, causal=True, padded=[(0, 2), (1, 3), (1, 4)]),
        'no bias': self_attention(2, bias=False),
        'two inputs': two_inputs(),
        'three inputs': three_inputs(),
        'own sizes': own_sizes(),
        'positionEmbedding': position_embedding(),
        'positionalEncoding': positional_encoding(4, 6),
        'positionalEncoding, odd': positional_encoding(3, 5),
    }
    (OUT / 'attention.json').write_text(json.dumps(cases, separators=(',', ':')) + '\n')
