"""Golden values for @neutype/core: dropout masks from an independent Threefry-2x32-20 in Python integers.

Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.

Run: python tools/golden/core.py
"""

import json
from pathlib import Path

OUT = Path(__file__).parents[2] / 'packages' / 'core' / 'test' / 'golden' / 'dropout.json'
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
MASK = 0xFFFFFFFF


def threefry2x32(key, counter):
    keys = (*key, 0x1BD11BDA ^ key[0] ^ key[1])
    x0 = (counter[0] + keys[0]) & MASK
    x1 = (counter[1] + keys[1]) & MASK
    for turn in range(20):
        x0 = (x0 + x1) & MASK
        rotation = ROTATIONS[turn % 8]
        x1 = ((x1 << rotation) | (x1 >> (32 - rotation))) & MASK
        x1 ^= x0
        if turn % 4 == 3:
            injection = turn // 4 + 1
            x0 = (x0 + keys[injection % 3]) & MASK
            x1 = (x1 + keys[(injection + 1) % 3] + injection) & MASK
    return x0, x1


# The known answers of Random123.
assert threefry2x32((0, 0), (0, 0)) == (0x6B200159, 0x99BA4EFE)
assert threefry2x32((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3)) == (0xC4923A9C, 0x483DF7A0)


def mask(rate, key, counter, size):
    words = [word for block in range((size + 1) // 2) for word in threefry2x32(key, (counter, block))]
    kept = [int((word >> 8) / 2**24 >= rate) for word in words[:size]]
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
