"""A ResNet-18 with torchvision's names, its layers as torchvision has them, for the test that its files load.

Run: python tools/golden/torchvision_resnet.py
"""

import base64
import json
from pathlib import Path

import torch
from safetensors.torch import save
from torch import nn

OUT = Path(__file__).parents[2] / 'packages' / 'neutype' / 'test' / 'golden' / 'resnet18.json'
WIDTH, CLASSES, SIZE = 2, 3, 16


class BasicBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample = None
        if stride != 1 or channels != filters:
            self.downsample = nn.Sequential(
                nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, WIDTH, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(WIDTH)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        channels = WIDTH
        for index in range(4):
            filters = WIDTH * 2**index
            stride = 1 if index == 0 else 2
            blocks = nn.Sequential(BasicBlock(channels, filters, stride), BasicBlock(filters, filters, 1))
            setattr(self, f'layer{index + 1}', blocks)
            channels = filters
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, CLASSES)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for index in range(4):
            x = getattr(self, f'layer{index + 1}')(x)
        return self.fc(self.avgpool(x).flatten(1))


torch.manual_seed(0)
model = ResNet18()
for module in model.modules():
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode='fan_out', nonlinearity='relu')
model.fc.weight.data *= 4
for name, value in model.state_dict().items():
    if name.endswith(('running_mean', 'bn1.bias', 'bn2.bias')):
        value.copy_(torch.randn(value.shape) * 0.2)
    if name.endswith('running_var'):
        value.copy_(torch.rand(value.shape) + 0.5)
model.half().float().eval()
x = (torch.randn(2, 3, SIZE, SIZE) * 16).round() / 16
with torch.no_grad():
    y = model(x).softmax(-1)
state = {key: value.half() if value.is_floating_point() else value for key, value in model.state_dict().items()}
case = {
    'file': base64.b64encode(save(state)).decode(),
    'inputs': {'data': x.permute(0, 2, 3, 1).flatten().tolist(), 'shape': [2, SIZE, SIZE, 3]},
    'outputs': y.tolist(),
}
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps(case) + '\n')
print(y)
