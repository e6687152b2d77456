"""Golden values for @neutype/metrics: reports, matrices, log losses and rankings of scikit-learn, chosen by hand.

Run: python tools/golden/metrics.py   (scikit-learn 1.9)

Thousands of random cases for every metric come from metrics_random.py.
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics

OUT = Path(__file__).parents[2] / 'packages' / 'metrics' / 'test' / 'golden'


def predictions(rng, labels, count, accuracy):
    actual = rng.choice(labels, count)
    predicted = np.where(rng.random(count) < accuracy, actual, rng.choice(labels, count))
    return actual.tolist(), predicted.tolist()


def plain(value):
    """Numbers as JSON, NaN as a text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return 'nan' if isinstance(value, float) and math.isnan(value) else value


def report_cases():
    rng = np.random.default_rng(0)
    digits = predictions(rng, np.arange(10), 300, 0.9)
    words = predictions(rng, np.array(['cat', 'dog', 'Zebra', 'ant', 'émeu']), 60, 0.6)
    pair = predictions(rng, np.array([0, 1]), 37, 0.7)
    yield 'ten digits', digits, {}
    yield 'perfect', (digits[0], digits[0]), {}
    yield 'two classes', pair, {}
    yield 'one class', ([3, 3, 3], [3, 3, 3]), {}
    yield 'all wrong', ([0, 0, 1], [1, 1, 0]), {}
    yield 'all wrong, some of the classes', ([0, 0, 1, 2], [1, 1, 2, 0]), {'labels': [0, 2]}
    yield 'all wrong but for a class that is left out', ([0, 0, 1, 2], [1, 1, 2, 2]), {'labels': [0, 1]}
    yield 'many classes', predictions(rng, np.arange(300), 2000, 0.5), {'digits': 18}
    yield 'negative and large labels', ([-5, 100, 12345678], [-5, 12345678, 12345678]), {}
    yield 'texts', words, {}
    yield 'long texts', (['a rather long class name'] * 3 + ['b'], ['b'] + ['a rather long class name'] * 3), {}
    yield 'some of the classes', digits, {'labels': [7, 1, 3]}
    yield 'all classes in another order', digits, {'labels': [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]}
    yield 'more classes than occur', pair, {'labels': [0, 1, 2, 3]}
    yield 'only classes that do not occur', pair, {'labels': [5, 6]}
    yield 'texts, some', words, {'labels': ['dog', 'émeu']}
    yield 'names', pair, {'target_names': ['negative', 'positive']}
    yield 'names beyond the widest heading', pair, {'target_names': ['no', 'a name of many characters']}
    yield 'names of wide characters', pair, {'target_names': ['ложь', '𝟙 yes']}
    yield 'names for some classes', digits, {'labels': [1, 2], 'target_names': ['one', 'two']}
    for count in [0, 1, 4, 13, 20]:
        yield f'{count} digits', digits, {'digits': count}
    yield 'never predicted', ([0, 1, 2, 2], [0, 1, 1, 0]), {}
    for zero_division in [0, 1, math.nan]:
        name = f'division by zero gives {zero_division}'
        yield name, ([0, 1, 2, 2], [0, 1, 1, 0]), {'zero_division': zero_division}
        yield f'{name}, recall', ([0, 1, 1, 0], [0, 1, 2, 2]), {'zero_division': zero_division}
        yield f'{name}, no samples', pair, {'labels': [0, 5], 'zero_division': zero_division}
        yield f'{name}, nothing at all', pair, {'labels': [5, 6], 'zero_division': zero_division}
    # 1/8, 3/8, 5/8 and 7/8 lie in the middle between two numbers of two digits.
    yield 'ties', ([0] * 8 + [1] * 8, [0] + [1] * 7 + [0] * 3 + [1] * 5), {}
    yield 'other ties', ([0] * 8 + [1] * 8, [0] * 5 + [1] * 3 + [0] * 1 + [1] * 7), {}
    for index in range(8):
        labels = np.arange(int(rng.integers(2, 7)))
        pairs = predictions(rng, labels, int(rng.integers(2, 50)), float(rng.random()))
        yield f'random {index}', pairs, {'digits': int(rng.integers(0, 7))}


def reports():
    for name, (actual, predicted), options in report_cases():
        yield {
            'name': name,
            'actual': actual,
            'predicted': predicted,
            'options': plain(options),
            'text': metrics.classification_report(actual, predicted, **options),
            'object': plain(metrics.classification_report(actual, predicted, output_dict=True, **options)),
            'accuracy': metrics.accuracy_score(actual, predicted),
        }


def matrices():
    rng = np.random.default_rng(1)
    pairs = predictions(rng, np.arange(4), 50, 0.6)
    words = predictions(rng, np.array(['b', 'a', 'C']), 20, 0.5)
    for (actual, predicted), labels in [
        (pairs, None), (pairs, [3, 0]), (pairs, [0, 1, 2, 3, 7]), (words, None), (words, ['b', 'C']), (([1], [1]), None),
    ]:
        matrix = metrics.confusion_matrix(actual, predicted, labels=labels)
        yield {'actual': actual, 'predicted': predicted, 'labels': labels, 'matrix': matrix.tolist()}


def losses():
    rng = np.random.default_rng(2)
    yield {'actual': [1, 1, 0], 'predicted': [0.9, 0.9, 0.6]}
    yield {'actual': [1, 1, 0], 'predicted': [0.6, 0.6, 0.4]}
    yield {'actual': [0, 1, 1], 'predicted': [0, 1, 1]}
    yield {'actual': [0, 1, 1], 'predicted': [1, 0, 1]}
    yield {'actual': ['spam', 'ham', 'ham', 'spam'], 'predicted': [[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]]}
    yield {'actual': [1, 1], 'predicted': [0.25, 0.5], 'labels': [0, 1]}
    yield {'actual': [2, 2], 'predicted': [[0.5, 0.25, 0.25], [0, 0, 1]], 'labels': [0, 1, 2]}
    for classes in [2, 3, 10]:
        raw = rng.random((40, classes))
        probabilities = raw / raw.sum(axis=1, keepdims=True)
        yield {
            'actual': np.resize(np.arange(classes), 40).tolist(),
            'predicted': probabilities.tolist(),
        }


def log_losses():
    for case in losses():
        loss = metrics.log_loss(case['actual'], np.array(case['predicted'], float), labels=case.get('labels'))
        yield {**case, 'loss': loss}


def ranking(actual, scores, weights=None):
    fpr, tpr, thresholds = metrics.roc_curve(actual, scores, sample_weight=weights)
    precision, recall, pr_thresholds = metrics.precision_recall_curve(actual, scores, sample_weight=weights)
    return {
        'actual': actual.tolist(),
        'scores': scores.tolist(),
        **({} if weights is None else {'sampleWeight': weights.tolist()}),
        'roc': {'fpr': fpr.tolist(), 'tpr': tpr.tolist(), 'thresholds': thresholds[1:].tolist()},
        'area': metrics.roc_auc_score(actual, scores, sample_weight=weights),
        'pr': {'precision': precision.tolist(), 'recall': recall.tolist(), 'thresholds': pr_thresholds.tolist()},
        'averagePrecision': metrics.average_precision_score(actual, scores, sample_weight=weights),
    }


def rankings():
    rng = np.random.default_rng(0)
    actual = rng.integers(0, 2, 200)
    scores = rng.normal(size=200) + actual
    yield {'name': 'four samples', **ranking(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))}
    yield {'name': 'noisy scores', **ranking(actual, np.round(scores, 6))}
    yield {'name': 'ties', **ranking(actual, np.round(scores))}
    yield {'name': 'perfect scores', **ranking(actual, actual.astype(float))}
    yield {'name': 'inverted scores', **ranking(actual, -np.round(scores, 6))}
    yield {'name': 'constant scores', **ranking(actual, np.zeros(200))}
    yield {'name': 'one positive', **ranking((np.arange(200) == 150).astype(int), np.round(scores, 6))}
    for number in range(60):
        count = int(rng.integers(2, 40))
        actual = rng.integers(0, 2, count)
        actual[:2] = [0, 1]
        scores = np.round(rng.normal(size=count) + actual, int(rng.integers(0, 3)))
        weights = rng.integers(0, 4, count) / 4 if number % 2 else None
        if weights is not None:
            weights[:2] = 1
        yield {'name': f'random samples {number}', **ranking(actual, scores, weights)}


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    for name, cases in {
        'reports': reports(),
        'matrices': matrices(),
        'logLosses': log_losses(),
        'rankings': rankings(),
    }.items():
        lines = ',\n'.join(json.dumps(case, ensure_ascii=False, separators=(',', ':')) for case in cases)
        (OUT / f'{name}.json').write_text(f'[\n{lines}\n]\n')
