"""Golden values for @neutype/core: dropout masks.

Run: python tools/golden/core.py
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from threefry import dropout_mask  # noqa: E402

OUT = Path(__file__).parents[2] / 'packages' / 'core' / 'test' / 'golden' / 'dropout.json'


def mask(rate, key, counter, size):
    kept = [int(scale > 0) for scale in dropout_mask(rate, key, counter, size)]
    return {'rate': rate, 'key': key, 'counter': counter, 'size': size, 'kept': kept}


OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(
    json.dumps(
        [
            mask(0.5, [0, 0], 0, 64),
            mask(0.3, [0x13198A2E, 0x03707344], 1, 101),
            mask(0.9, [0xFFFFFFFF, 0xDEADBEEF], 1_000_000, 50),
            mask(0.1, [1, 2], 2, 1),
        ]
    )
    + '\n'
)
