"""Golden values for @neutype/random: quantiles of the normal distribution, by SciPy.

Run: python tools/golden/random_quantiles.py   (SciPy 1.17)
"""

import json
from pathlib import Path

from scipy.special import ndtri

OUT = Path(__file__).parents[2] / 'packages' / 'random' / 'test' / 'golden' / 'quantiles.json'

if __name__ == '__main__':
    near_half = [0.5, 0.5 + 2**-40, 0.25, 0.075, 0.0750001, 0.0749999, 0.925, 0.9250001, 0.6, 0.9]
    tails = [10.0**-k for k in range(2, 17)] + [2.0**-53, 1.3e-11, 1.4e-11, 1e-300] + [1 - 10.0**-k for k in range(2, 13)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([[p, float(ndtri(p))] for p in near_half + tails]) + '\n')
