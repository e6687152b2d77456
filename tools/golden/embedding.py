"""Golden values for embedding, computed by PyTorch in float64. PyTorch's padding row, too, gets no gradient.

Run: python tools/golden/embedding.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'layers' / 'test' / 'golden' / 'embedding.json'
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(0)


def rounded(*shape):
    return (torch.randn(shape, generator=generator) * 100).round() / 100


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(indices, padding=None):
    table = rounded(6, 3)
    if padding is not None:
        table[padding] = 0
    table.requires_grad_()
    y = F.embedding(indices, table, padding_idx=padding)
    dy = rounded(*y.shape)
    (y * dy).sum().backward()
    return {
        'x': packed(indices),
        'parameters': {'weight': packed(table)},
        'y': packed(y),
        'dy': packed(dy),
        'dx': packed(torch.zeros(indices.shape)),
        'gradients': {'weight': packed(table.grad)},
    }


words = torch.tensor([[1, 5, 1, 0], [0, 0, 3, 5]])
OUT.write_text(
    json.dumps(
        {
            'words': case(words),
            'with padding': case(words, padding=0),
            'of two axes': case(words.reshape(1, 4, 2)),
        }
    )
    + '\n'
)
