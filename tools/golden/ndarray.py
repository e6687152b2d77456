"""Golden values for @neutype/ndarray: what NumPy prints, and what its reductions give.

Run: python tools/golden/ndarray.py   (NumPy 2.4)
"""

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[2] / 'packages' / 'ndarray' / 'test' / 'golden'


def values(array):
    """Numbers as JSON, with texts for those that JSON lacks."""
    return [
        float(v) if np.isfinite(v) and not (v == 0 and np.signbit(v)) else ('-0' if v == 0 else str(v))
        for v in np.asarray(array, np.float64).ravel()
    ]


class Rule:
    """Data that the test makes again by the same rule, so that the golden file stays small."""

    def __init__(self, dtype, shape, divisor=1, factor=1, modulus=2**31):
        self.rule = {'divisor': divisor, 'factor': factor, 'modulus': modulus}
        index = np.arange(np.prod(shape))
        self.array = (index * factor % modulus / divisor).astype(dtype).reshape(shape)


def data_of(case):
    if isinstance(case, Rule):
        return {'dtype': str(case.array.dtype), 'shape': case.array.shape, 'rule': case.rule}
    return {'dtype': str(case.dtype), 'shape': case.shape, 'data': values(case)}


def array_of(case):
    return case.array if isinstance(case, Rule) else case


def printing():
    rng = np.random.default_rng(0)
    f32, f64 = np.float32, np.float64
    cases = {
        'thirds': np.array([[1, 2], [3, 4]], f32) / f32(3),
        'whole floats': np.arange(12, dtype=f32).reshape(3, 4),
        'negative floats': np.array([-1.5, 2, -0.25], f32),
        'minus zero': np.array([-0.0, 0.0, 1], f32),
        'nan and infinity': np.array([np.nan, np.inf, -np.inf, 1.5], f32),
        'nan and infinity among wide numbers': np.array([np.nan, np.inf, 123.456], f32),
        'nan and infinity with exponents': np.array([np.nan, -np.inf, 1e-20], f32),
        'only nan': np.array([np.nan, np.nan], f32),
        'only minus infinity': np.array([-np.inf, np.nan], f32),
        'large float32': np.array([1e6, 2], f32),
        'almost large float32': np.array([999999, 1000], f32),
        'large float64': np.array([1e8, 1e7], f64),
        'almost large float64': np.array([99999999.0, 1e6], f64),
        'small': np.array([0.0001, 0.001], f32),
        'smaller': np.array([0.00009, 0.001], f32),
        'ratio of a thousand': np.array([1, 1000], f32),
        'ratio above a thousand': np.array([1, 1001], f32),
        'three-digit exponents': np.array([1e-300, 1e300, 1], f64),
        'float64 beyond eight digits': np.array([np.pi, np.e, 1 / 3], f64),
        'exponents beyond eight digits': np.array([np.pi * 1e10, np.e, 1 / 3], f64),
        'ties to even': np.array([0.001953125, 0.005859375, 0.998046875, 3.001953125], f64),
        'ties to even, single': np.array([0.001953125, 0.005859375, 0.998046875, 3.001953125], f32),
        'ties to even with exponents': np.array([9999999995.0, 1000000005.0, 1000000015.0], f64),
        'powers of two, single': np.array([2.0**k for k in range(-12, 13)], f32),
        'powers of two with exponents': np.array([2.0**k for k in range(-60, 61, 7)], f32),
        'wide powers of two': np.array([2.0**k for k in range(-40, 41, 5)], f64),
        'denormals': np.array([1e-45, 3e-45, 1e-40], f32),
        'largest': np.array([np.finfo(f32).max, -np.finfo(f32).max], f32),
        'uniform float32': rng.random((5, 7)).astype(f32),
        'normal float32': rng.standard_normal((3, 3)).astype(f32),
        'normal float64': rng.standard_normal((4, 6)),
        'three dimensions': rng.integers(0, 9, (2, 3, 4)).astype(np.int32),
        'four dimensions': rng.integers(0, 9, (2, 2, 2, 2)).astype(np.uint8),
        'three dimensions of floats': (rng.integers(0, 90, (2, 2, 3)) / 8).astype(f32),
        'long line of integers': np.arange(60, dtype=np.int32),
        'long line of floats': (np.arange(30) / 4).astype(f32),
        'wide rows': (np.arange(60) / 4).astype(f32).reshape(2, 30),
        'negative integers': np.array([[-1, 10], [100, -1000]], np.int32),
        'bytes': np.array([0, 255, 7], np.uint8),
        'large integers': np.array([2**31 - 1, -(2**31)], np.int32),
        'exactly a thousand': Rule(np.int32, (1000,)),
        'more than a thousand': Rule(np.int32, (1001,)),
        'more than a thousand, floats': Rule(f32, (1001,), divisor=7),
        'summarized rows and columns': Rule(f32, (40, 50), divisor=7),
        'summarized rows only': Rule(f32, (400, 5), divisor=1024),
        'summarized columns only': Rule(f32, (5, 400), divisor=1024),
        'summarized in three dimensions': Rule(np.int32, (20, 9, 8)),
        'six rows are not summarized': Rule(np.int32, (6, 200)),
        'one-hot': np.eye(10, dtype=f32)[[3, 1, 4]],
        'pixels': Rule(f32, (60, 784), divisor=255, factor=7919, modulus=256),
        'one element': np.array([7.25], f32),
        'one by one': np.array([[7]], np.int32),
        'empty': np.zeros((0,), f32),
        'no rows': np.zeros((0, 3), f32),
        'no columns': np.zeros((3, 0), f32),
    }
    for name, number in {
        'a whole number': 3, 'a fraction': 0.1, 'a negative one': -2.5, 'zero': 0, 'a large one': 1e20,
        'below the limit': 123456789, 'a small one': 0.00001, 'a small limit': 0.0001, 'no number': np.nan,
    }.items():
        cases[f'scalar: {name}'] = np.array(number, f32)
        cases[f'scalar, double: {name}'] = np.array(number, f64)
    cases['scalar: integer'] = np.array(42, np.int32)
    for index in range(12):
        scale = 10.0 ** rng.integers(-6, 7)
        cases[f'random float32 {index}'] = (rng.standard_normal((4, 5)) * scale).astype(f32)
        cases[f'random float64 {index}'] = rng.standard_normal((4, 5)) * scale
        digits = rng.integers(0, 10)
        cases[f'random rounded float32 {index}'] = np.round(rng.standard_normal(9) * 10, digits).astype(f32)
    return [{'name': name, **data_of(case), 'text': str(array_of(case))} for name, case in cases.items()]


NAMES = ['sum', 'mean', 'std', 'min', 'max']


def reductions():
    rng = np.random.default_rng(1)
    cases = [
        *((rng.random(shape) * 255).astype(np.float32) for shape in [(7,), (5, 4), (2, 3, 4)]),
        rng.integers(-5, 5, (4, 5)).astype(np.int32),
        Rule(np.float32, (20000, 3), divisor=255, factor=7919, modulus=256),
    ]
    return [
        {
            **data_of(case),
            'axis': axis,
            **{name: values(getattr(array_of(case).astype(np.float64), name)(axis=axis)) for name in NAMES},
            'meanAsNumPy': values(array_of(case).mean(axis=axis)),
            'argmax': array_of(case).argmax(axis=axis).ravel().tolist(),
        }
        for case in cases
        for axis in range(array_of(case).ndim)
        if not (isinstance(case, Rule) and axis == 1)
    ]


if __name__ == '__main__':
    OUT.mkdir(parents=True, exist_ok=True)
    for name, content in {'printing': printing(), 'reductions': reductions()}.items():
        lines = ',\n'.join(json.dumps(case, separators=(',', ':')) for case in content)
        (OUT / f'{name}.json').write_text(f'[\n{lines}\n]\n')
