"""Golden values for @neutype/metrics: principal components of scikit-learn, and SciPy's orthogonal Procrustes.

Run: python tools/golden/projection.py   (scikit-learn 1.9, SciPy)
"""

import json
from pathlib import Path

import numpy as np
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import PCA

OUT = Path(__file__).parents[2] / 'packages' / 'metrics' / 'test' / 'golden'


def rounded(array):
    """Enough digits for single samples, few enough for a small file."""
    return np.round(array, 6).tolist()


def tables():
    rng = np.random.default_rng(0)
    yield 'more samples than features', rng.normal(size=(40, 6)) * [5, 4, 3, 2, 1, 0.5], 2
    yield 'more features than samples', rng.normal(size=(12, 30)), 3
    yield 'a flat spectrum', rng.normal(size=(80, 40)), 2
    yield 'far from the origin', rng.normal(size=(30, 5)) * [3, 2, 1, 1, 1] + 1000, 2
    yield 'all components', rng.normal(size=(9, 4)), 4
    yield 'a single component', rng.normal(size=(25, 3)) * [1, 7, 1], 1
    outlier = np.zeros((12, 3))
    outlier[0, 0] = 3
    outlier[1:, 1] = np.linspace(-2, 2, 11)
    outlier[:, 2] = 0.01 * np.arange(12)
    yield 'a long row beside the direction of most variance', outlier, 1
    relu = np.maximum(rng.normal(size=(60, 20)) @ rng.normal(size=(20, 25)), 0)
    yield 'activations of rectified units', relu, 2


def components():
    for name, table, count in tables():
        table = np.round(table, 6)
        pca = PCA(count, svd_solver='full').fit(table)
        yield {
            'name': name,
            'x': table.tolist(),
            'components': pca.components_.tolist(),
            'points': rounded(pca.transform(table)),
            'mean': pca.mean_.tolist(),
            'explainedVariance': pca.explained_variance_.tolist(),
            'explainedVarianceRatio': pca.explained_variance_ratio_.tolist(),
        }


def alignments():
    rng = np.random.default_rng(1)
    for name, shape in [('a plane', (7, 2)), ('space', (9, 3)), ('five dimensions', (20, 5))]:
        points = np.round(rng.normal(size=shape), 6)
        for kind, onto in [
            ('others', rng.normal(size=shape)),
            ('mirrored', points * ([-1] + [1] * (shape[1] - 1)) + 0.1 * rng.normal(size=shape)),
        ]:
            onto = np.round(onto, 6)
            rotation, scale = orthogonal_procrustes(points, onto)
            yield {
                'name': f'{name}, {kind}',
                'points': points.tolist(),
                'onto': onto.tolist(),
                'rotation': rotation.tolist(),
                'scale': scale,
            }


for file, cases in [('components', components()), ('alignments', alignments())]:
    (OUT / f'{file}.json').write_text(json.dumps(list(cases)) + '\n')
