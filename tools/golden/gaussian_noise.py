"""Golden values for gaussianNoise: Threefry's bits in Python integers, Box and Muller's transform in double precision.

Run: python tools/golden/gaussian_noise.py
"""

import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from threefry import threefry2x32  # noqa: E402

OUT = Path(__file__).parents[2] / 'packages' / 'core' / 'test' / 'golden' / 'gaussianNoise.json'


def normals(key, counter, size):
    values = []
    for block in range((size + 1) // 2):
        first, second = threefry2x32(key, (counter, block))
        radius = math.sqrt(-2 * math.log(((first >> 8) + 1) / 2**24))
        turn = 2 * math.pi * ((second >> 8) / 2**24)
        values += [radius * math.cos(turn), radius * math.sin(turn)]
    return values[:size]


CASES = [((0, 0), 0, 24), ((320440878, 57701188), 7, 25)]
OUT.write_text(
    json.dumps(
        [
            {'key': key, 'counter': counter, 'values': [float(f'{value:.9g}') for value in normals(key, counter, size)]}
            for key, counter, size in CASES
        ]
    )
    + '\n'
)
