"""Golden values for @neutype/losses: losses and their gradients, computed by PyTorch in float64.

Run: python tools/golden/losses.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

OUT = Path(__file__).parents[2] / 'packages' / 'losses' / 'test' / 'golden'
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(0)


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def logits(*shape):
    return (torch.randn(shape, generator=generator) * 300).round() / 100


def case(targets, values, loss):
    values = values.clone().requires_grad_()
    result = loss(targets, values)
    result.backward()
    return {
        'targets': packed(targets),
        'values': packed(values),
        'loss': result.item(),
        'gradient': packed(values.grad),
    }


def one_hot(*shape, classes):
    labels = torch.randint(classes, shape, generator=generator)
    return F.one_hot(labels, classes).double()


def cross_entropy(targets, z):
    return F.cross_entropy(z.reshape(-1, z.shape[-1]), targets.reshape(-1, z.shape[-1]))


soft = torch.softmax(logits(4, 3), -1)
bits = torch.randint(2, (4, 3), generator=generator).double()

# Exactly float32's, down to where its logarithms end; PyTorch's, at -100, lie beyond.
close = torch.tensor([[2.0**-100, 2.0**-126, 1 - 2.0**-24], [1 - 2.0**-20, 2.0**-40, 2.0**-24]])
close_bits = torch.tensor([[1.0, 1, 0], [0, 1, 0]])

GOLDEN = {
    'mse': {
        'rows': case(logits(5, 3), logits(5, 3), lambda t, o: F.mse_loss(o, t)),
        'images': case(logits(2, 3, 2), logits(2, 3, 2), lambda t, o: F.mse_loss(o, t)),
    },
    'binaryCrossentropy': {
        'bits': case(bits, torch.sigmoid(logits(4, 3)), lambda t, o: F.binary_cross_entropy(o, t)),
        'outputs close to 0 and 1': case(
            close_bits,
            close,
            # By autograd: PyTorch's own gradient takes o (1 - o) as 1e-12 at least.
            lambda t, o: -(t * o.log() + (1 - t) * (1 - o).log()).mean(),
        ),
        'logits': case(bits, logits(4, 3), lambda t, z: F.binary_cross_entropy_with_logits(z, t)),
        'logits far out': case(bits, 40 * logits(4, 3), lambda t, z: F.binary_cross_entropy_with_logits(z, t)),
    },
    'categoricalCrossentropy': {
        'one-hot': case(
            one_hot(4, classes=3),
            torch.softmax(logits(4, 3), -1),
            lambda t, o: -(t * o.log()).sum(-1).mean(),
        ),
        'outputs close to 0': case(
            torch.eye(3)[[0, 1]],
            torch.tensor([[2.0**-120, 0.75, 0.25], [0.5, 2.0**-60, 0.5]]),
            lambda t, o: -(t * o.log()).sum(-1).mean(),
        ),
        'logits': case(one_hot(4, classes=3), logits(4, 3), cross_entropy),
        'logits, soft targets': case(soft, logits(4, 3), cross_entropy),
        'logits far out': case(one_hot(4, classes=3), 40 * logits(4, 3), cross_entropy),
        'logits of pixels': case(one_hot(2, 3, 2, classes=4), logits(2, 3, 2, 4), cross_entropy),
    },
}

OUT.mkdir(parents=True, exist_ok=True)
(OUT / 'losses.json').write_text(json.dumps(GOLDEN, separators=(',', ':')) + '\n')
