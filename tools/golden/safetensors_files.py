"""Files that the format's own implementation writes from PyTorch's tensors, for @neutype/files.

Run: python tools/golden/safetensors_files.py
"""

import base64
import json
from pathlib import Path

import torch
from safetensors.torch import save

OUT = Path(__file__).parents[2] / 'packages' / 'files' / 'test' / 'golden' / 'pytorch.json'

VALUES = [0.0, -0.0, 1.0, -1.5, 1 / 3, 65504.0, 6.1e-5, 5.97e-8, float('inf'), float('-inf')]
tensors = {
    'f64': torch.tensor(VALUES, dtype=torch.float64),
    'f32': torch.tensor(VALUES, dtype=torch.float32),
    'f16': torch.tensor(VALUES, dtype=torch.float16),
    'f16.subnormal': torch.tensor([[2.0**-24, -(2.0**-24)], [1023 * 2.0**-24, 2.0**-14]], dtype=torch.float16),
    'bf16': torch.tensor(VALUES, dtype=torch.bfloat16),
    'i64': torch.tensor([-(2**53) + 1, -1, 0, 2**53 - 1], dtype=torch.int64),
    'i32': torch.tensor([-(2**31), -1, 0, 2**31 - 1], dtype=torch.int32),
    'i16': torch.tensor([[-(2**15)], [2**15 - 1]], dtype=torch.int16),
    'i8': torch.tensor([[[-128, 127]]], dtype=torch.int8),
    'u8': torch.tensor([0, 255], dtype=torch.uint8),
    'bool': torch.tensor([True, False, True]),
    'scalar': torch.tensor(2.5),
    'empty': torch.zeros(0, 3),
}
file = save(tensors, {'written by': 'PyTorch', 'größe': '重み'})
values = {name: [str(value) for value in tensor.flatten().tolist()] for name, tensor in tensors.items()}
shapes = {name: list(tensor.shape) for name, tensor in tensors.items()}
OUT.write_text(
    json.dumps({'file': base64.b64encode(file).decode(), 'values': values, 'shapes': shapes}, ensure_ascii=False) + '\n'
)
