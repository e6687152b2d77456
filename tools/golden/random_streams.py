"""Golden values for @neutype/random: streams named by labels, and what is drawn from them, in Python integers.

Run: python tools/golden/random_streams.py

Every seeded run of every user depends on these numbers: they may not change.
"""

import json
import struct
from pathlib import Path

from threefry import threefry2x32

OUT = Path(__file__).parents[2] / 'packages' / 'random' / 'test' / 'golden' / 'streams.json'

INTEGER_LABEL = 0x80000000
TEXT_LABEL = 0xC0000000
END_OF_TEXT = 0xFFFFFFFF


def key_of_seed(seed):
    bits = seed % 2**64
    return bits >> 32, bits % 2**32


def child(key, label):
    if isinstance(label, int):
        return threefry2x32(key, (INTEGER_LABEL + (label >> 32), label % 2**32))
    units = struct.unpack(f'<{len(label.encode("utf-16-le")) // 2}H', label.encode('utf-16-le'))
    for index, unit in enumerate(units):
        key = threefry2x32(key, (TEXT_LABEL + index, unit))
    return threefry2x32(key, (END_OF_TEXT, len(units)))


class Stream:
    def __init__(self, key):
        self.words = (word for block in range(2**40) for word in threefry2x32(key, divmod(block, 2**32)))

    def uint32(self):
        return next(self.words)

    def bits53(self):
        return (self.uint32() >> 5) * 2**26 + (self.uint32() >> 6)

    def uniform(self):
        return self.bits53() / 2**53

    def integer(self, limit):
        whole = 2**32 if limit <= 2**32 else 2**53
        while True:
            drawn = self.uint32() if whole == 2**32 else self.bits53()
            if drawn < whole - whole % limit:
                return drawn % limit

    def permutation(self, n):
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            chosen = self.integer(last + 1)
            order[last], order[chosen] = order[chosen], order[last]
        return order


PATHS = [
    (0, []),
    (0, ['weights']),
    (0, ['stop']),
    (0, ['tops']),
    (0, ['']),
    (0, ['é', '日本', '𝟙']),
    (0, [0]),
    (0, [2**32 + 5]),
    (-1, ['weights', 3]),
    (2**53 - 1, ['relu-1', 'weight', 0, 'order']),
    (42, ['a rather long name of a layer, with more than sixty-four UTF-16 code units in it']),
]


def case(seed, path):
    key = key_of_seed(seed)
    for label in path:
        key = child(key, label)
    stream = lambda: Stream(key)
    words = stream()
    return {
        'seed': seed,
        'path': path,
        'key': key,
        'words': [words.uint32() for _ in range(4)],
        'uniform': stream().uniform(),
        'integer': stream().integer(3 * 2**30),
        'largeInteger': stream().integer(3 * 2**51),
        'permutation': stream().permutation(8),
    }


if __name__ == '__main__':
    lines = ',\n'.join(json.dumps(case(*path), ensure_ascii=False) for path in PATHS)
    OUT.write_text(f'[\n{lines}\n]\n')
