"""PyTorch's side of @neutype/storage's torch format: runs the code that `torchCode` prints.

First with the files that `torchWeights` writes, whose outputs must be ours; then with other values, of which it writes the
files that PyTorch saves and what comes out there, for the committed test.

Build @neutype/storage before. Run: python tools/golden/torch_networks.py [node]
"""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save
from torch import nn

ROOT = Path(__file__).parents[2]
OUT = ROOT / 'packages' / 'storage' / 'test' / 'golden' / 'torch'
NODE = sys.argv[1] if len(sys.argv) > 1 else 'node'


def tensor(array, integers=False):
    values = torch.tensor(array['data'], dtype=torch.float32).reshape(array['shape'])
    return values.long() if integers else values


def run(code, inputs, file):
    path = Path(tempfile.mkdtemp()) / 'network.safetensors'
    path.write_bytes(file)
    scope = {}
    exec(code.replace('"network.safetensors"', repr(str(path))), scope)
    return scope, scope['predict'](*inputs)


def difference(ours, theirs):
    expected = tensor(ours)
    assert expected.shape == theirs.shape, (expected.shape, theirs.shape)
    return ((expected - theirs).abs() / theirs.abs().clamp(min=1)).max().item()


def other_values(state, generator):
    """Multiples of 1/64 that no layer begins with."""
    values = {}
    for name, old in state.items():
        if not old.is_floating_point():
            values[name] = torch.full_like(old, 7)
            continue
        new = (torch.randn(old.shape, generator=generator) * 48).round() / 64
        values[name] = new.abs() + 0.5 if name.endswith('running_var') else new
    return values


def clear(model, ours):
    """What must be 0 in files that we read: padding, and the second bias of a gru's new state where we have one bias."""
    for name, module in model.named_modules():
        if isinstance(module, nn.Embedding) and module.padding_idx is not None:
            module.weight.data[module.padding_idx] = 0
        if isinstance(module, nn.GRU):
            for key, value in module.named_parameters():
                if key.startswith('bias_hh') and not ours[f'{name}.{key}'].any():
                    value.data[-module.hidden_size :] = 0


def plain(value):
    return {'data': [float(f'{number:.9g}') for number in value.flatten().tolist()], 'shape': list(value.shape)}


class Digits(nn.Module):
    """As people write it by hand."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 3, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(3)
        self.fc1 = nn.Linear(12, 4)
        self.fc2 = nn.Linear(4, 2)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        x = nn.functional.max_pool2d(x, 2).flatten(1)
        return self.fc2(torch.tanh(self.fc1(x))).softmax(-1)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(2, 3, batch_first=True, bidirectional=True)
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        return self.head(self.rnn(x)[0])


class Encoder(nn.Module):
    """Attention of four dense layers, as BERT has it."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.dense = (nn.Linear(4, 4) for _ in range(4))

    def forward(self, x):
        q, k, v = (each(x).unflatten(-1, (2, 2)).transpose(1, 2) for each in (self.query, self.key, self.value))
        return self.dense(nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """A block of a vision transformer as timm has it."""

    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(4), nn.LayerNorm(4)
        self.attn = nn.Module()
        self.attn.qkv, self.attn.proj = nn.Linear(4, 12), nn.Linear(4, 4)
        self.mlp = nn.Sequential()
        self.mlp.fc1, self.mlp.act, self.mlp.fc2 = nn.Linear(4, 5), nn.GELU(), nn.Linear(5, 4)

    def forward(self, x):
        q, k, v = (
            each.unflatten(-1, (2, 2)).transpose(1, 2) for each in self.attn.qkv(self.norm1(x)).chunk(3, -1)
        )
        y = nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        x = x + self.attn.proj(y)
        return x + self.mlp(self.norm2(x))


def modules():
    """Models that were made in PyTorch, and the shape of a sample there."""
    layer = nn.TransformerEncoderLayer(4, 2, 5, 0.0, 'gelu', batch_first=True, norm_first=True)
    yield 'TransformerEncoder', nn.TransformerEncoder(layer, 2, enable_nested_tensor=False), [3, 4], torch.float32
    yield 'Digits, in half precision', Digits(), [1, 4, 4], torch.float16
    yield 'Digits, in bfloat16', Digits(), [1, 4, 4], torch.bfloat16
    yield 'Tagger, in double precision', Tagger(), [4, 2], torch.float64
    yield 'LSTM', nn.LSTM(2, 3, batch_first=True), [4, 2], torch.float32
    yield 'GRU', nn.GRU(2, 3, batch_first=True), [4, 2], torch.float32
    yield 'attention of four dense layers', Encoder(), [3, 4], torch.float32
    yield 'a block of a vision transformer', Block(), [3, 4], torch.float32
    yield 'twelve alike', nn.Sequential(*[nn.Linear(2, 2) for _ in range(12)]), [2], torch.float32


def module_case(name, model, shape, dtype, generator):
    model.load_state_dict(other_values(model.state_dict(), generator))
    model.eval()
    x = (torch.randn([3, *shape], generator=generator) * 64).round() / 64
    with torch.no_grad():
        y = model(x)
    y = y[0] if isinstance(y, tuple) else y
    kept = {
        key: value.to(dtype) if value.is_floating_point() else value for key, value in model.state_dict().items()
    }
    return {'name': name, 'file': base64.b64encode(save(kept)).decode(), 'inputs': [plain(x)], 'outputs': plain(y)}


def write(path, cases):
    path.write_text('[\n' + ',\n'.join(json.dumps(case, ensure_ascii=False) for case in cases) + '\n]\n')


def main():
    lines = subprocess.run([NODE, ROOT / 'tools/golden/torchNetworks.mjs'], check=True, capture_output=True).stdout
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(1)
    cases, worst, failed = [], 0.0, []
    for line in lines.splitlines():
        case = json.loads(line)
        inputs = [tensor(array, case['integers']) for array in case['inputs']]
        try:
            scope, outputs = run(case['code'], inputs, base64.b64decode(case['file']))
            pairs = (
                [(case['outputs'][name], value) for name, value in outputs.items()]
                if isinstance(outputs, dict)
                else [(case['outputs'], outputs)]
            )
            largest = max(difference(*pair) for pair in pairs)
        except Exception as error:
            failed.append(f'{case["name"]}: {type(error).__name__} {error}')
            continue
        worst = max(worst, largest)
        if not largest < 2e-6:
            failed.append(f'{case["name"]}: differs by {largest}')
        model = scope['model']
        ours = {name: value.clone() for name, value in model.state_dict().items()}
        model.load_state_dict(other_values(ours, generator))
        clear(model, ours)
        outputs = scope['predict'](*inputs)
        cases.append(
            {
                'name': case['name'],
                'code': case['code'],
                'file': base64.b64encode(save(model.state_dict())).decode(),
                'inputs': case['inputs'],
                'outputs': {name: plain(value) for name, value in outputs.items()}
                if isinstance(outputs, dict)
                else plain(outputs),
            }
        )
    write(OUT / 'networks.json', cases)
    write(OUT / 'modules.json', [module_case(*given, generator) for given in modules()])
    print(f'{len(cases)} networks, worst relative difference {worst:.3g}')
    for failure in failed:
        print(failure)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
