"""Golden values for running statistics that are taken anew, by PyTorch's update_bn in float64.

Run: python tools/golden/update_bn.py   (PyTorch 2.13)
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.optim.swa_utils import update_bn

OUT = Path(__file__).parents[2] / 'packages' / 'optimizers' / 'test' / 'golden'
torch.set_default_dtype(torch.float64)


def data(*shape, seed, scale=1.0):
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(shape, generator=generator) * scale * 1000).round() / 1000


def packed(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


class TwoNorms(nn.Module):
    """input(3).to(linear(4), batchNorm(), tanh(), linear(2), batchNorm())"""

    def __init__(self):
        super().__init__()
        self.parts = nn.Sequential(
            nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2), nn.BatchNorm1d(2)
        )
        for seed, index in enumerate((0, 3)):
            layer = self.parts[index]
            layer.weight.data = data(*layer.weight.shape, seed=seed + 1)
            layer.bias.data = data(*layer.bias.shape, seed=seed + 3)

    def forward(self, x):
        return self.parts(x)


x = 2 + data(24, 3, seed=0, scale=3)
model = TwoNorms()
initial = {
    f'linear-{number}.{name}': packed(value)
    for number, index in ((1, 0), (2, 3))
    for name, value in (('weight', model.parts[index].weight.t()), ('bias', model.parts[index].bias))
}
for index in (1, 4):
    model.parts[index].running_mean.fill_(7)  # of which nothing is left
update_bn(torch.split(x, 8), model)
statistics = {
    f'batch-norm-{number}.{name}': packed(value)
    for number, index in ((1, 1), (2, 4))
    for name, value in (
        ('runningMean', model.parts[index].running_mean),
        ('runningVariance', model.parts[index].running_var),
    )
}
golden = {'batchSize': 8, 'x': packed(x), 'initial': initial, 'statistics': statistics}
(OUT / 'updateBn.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')
