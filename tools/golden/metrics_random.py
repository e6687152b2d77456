"""Golden values for @neutype/metrics: what scikit-learn makes of thousands of random cases.

Run: python tools/golden/metrics_random.py   (scikit-learn 1.9; minutes)

Only results are stored, eight bytes each: the cases are derived from a hash that packages/metrics/test/scikitLearn/cases.ts
repeats. A metric that gives many numbers, or a text, is stored as a digest of them. To compare more cases than are stored:

    python tools/golden/metrics_random.py --cases 50000 --out /tmp/golden
    NEUTYPE_METRICS_GOLDEN=/tmp/golden pnpm --filter @neutype/metrics test

`--report 17` prints the classification report of a case, `--only f1Score` writes one file anew.
"""

import argparse
import hashlib
import math
import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn import calibration, metrics

OUT = Path(__file__).parents[2] / 'packages' / 'metrics' / 'test' / 'golden' / 'scikitLearn'
REFUSED = math.inf
WORDS = ['ant', 'Bee', 'cat', 'élan', 'ложь', 'a name longer than any heading', '10', '9']


class Draws:
    """Numbers that a case is made of: hashes of the family, the case and their place."""

    def __init__(self, family, case):
        self.seed = (family * 1000003 + case) * 0x9E3779B1 & 0xFFFFFFFF
        self.place = 0

    def many(self, limit, count):
        """Integers from 0 below the limit."""
        places = np.arange(self.place, self.place + count, dtype=np.uint64)
        self.place += count
        x = ((places * 0x85EBCA77 + self.seed) & 0xFFFFFFFF).astype(np.uint64)
        for shift, factor in [(16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)]:
            x = ((x ^ (x >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
        return (x % np.uint64(limit)).astype(np.int64)

    def below(self, limit):
        return int(self.many(limit, 1)[0])

    def one_of(self, values):
        return values[self.below(len(values))]

    def size(self, case):
        return 1 + self.below(300 if case % 10 == 0 else 24)

    def weights(self, count):
        style = self.below(4)
        if style == 0:
            return self.many(5, count) / 4
        return self.many(1000, count) / 1000 if style == 1 else None


def class_case(case):
    """Few samples of classes some of which are missing, so that divisions by zero are frequent."""
    d = Draws(1, case)
    kinds, count = 1 + d.below(6), d.size(case)
    present, guessed, agreement = 1 + d.below(kinds), 1 + d.below(kinds), d.below(5)
    actual, other, agree = d.many(present, count), d.many(guessed, count), d.many(4, count)
    predicted = np.where(agree < agreement, actual, other + kinds - guessed)
    first, step = d.below(3) - 1, 1 + d.below(2)
    is_text = d.below(4) == 0
    known = WORDS[: kinds + 1] if is_text else [first + step * kind for kind in range(kinds + 1)]
    weights = d.weights(count)
    average = d.one_of(['binary', 'macro', 'weighted', 'micro', None])
    if kinds <= 2 and d.below(2) == 0:
        average = 'binary'
    start, length, has_labels = d.below(kinds + 1), 1 + d.below(kinds + 1), d.below(3) == 0
    labels = [known[(start + place) % len(known)] for place in range(length)] if has_labels else None
    names = np.array(known)
    return {
        'y': (names[actual], names[predicted]),
        'w': {} if weights is None else {'sample_weight': weights},
        'labels': labels,
        'average': average,
        'pos_label': d.one_of([1, known[0], known[min(1, kinds)]]),
        'zero_division': d.one_of([0, 1, math.nan]),
        'beta': d.one_of([0, 0.5, 1, 2, math.inf]),
        'normalize': d.one_of([None, 'true', 'pred', 'all']),
        'kappa': d.one_of([None, 'linear', 'quadratic']),
        'adjusted': d.below(2) == 1,
        'digits': d.below(7),
        'target_names': [f'<{name}>' for name in known] if d.below(4) == 0 else None,
    }


def rank_case(case):
    """Scores with many ties and few, of two classes of which one may be missing."""
    d = Draws(2, case)
    count = d.size(case)
    share, levels, lift = d.one_of([0, 1, 1, 2, 2, 3, 3, 4]), d.one_of([2, 5, 20, 1000]), d.below(4)
    actual = (d.many(4, count) < share).astype(int)
    scores = (d.many(levels, count) + lift * levels * actual / 8) / 64 - 1
    weights = d.weights(count)
    return {'y': (actual, scores), 'w': {} if weights is None else {'sample_weight': weights}}


def probabilities_of(d, count, kinds):
    """Rows that add up to 1; every fourth case is certain of many."""
    parts = np.maximum(d.many(17, count * kinds) - (8 if d.below(4) == 0 else 0), 0).reshape(count, kinds)
    parts[:, 0] += parts.sum(axis=1) == 0
    return parts / parts.sum(axis=1, keepdims=True)


def row_case(case):
    """Probabilities of three to six classes, some of which have no sample."""
    d = Draws(3, case)
    kinds, count = 3 + d.below(4), d.size(case)
    present = kinds - d.below(3) * d.below(2)
    first = d.below(3) - 1
    actual = d.many(present, count) + first
    rows = probabilities_of(d, count, kinds)
    weights = d.weights(count)
    return {
        'y': (actual, rows),
        'w': {} if weights is None else {'sample_weight': weights},
        'labels': list(range(first, first + kinds)),
        'k': 1 + d.below(kinds),
        'ovr': d.one_of(['macro', 'weighted', 'micro', None]),
        'ovo': d.one_of(['macro', 'weighted']),
        'half': d.one_of(['auto', True, False]),
        'bins': 1 + d.below(15),
        'kinds': kinds,
    }


def chance_case(case):
    """One probability for each sample of two classes."""
    d = Draws(4, case)
    count = d.size(case)
    share, levels = d.one_of([0, 1, 1, 2, 2, 3, 3, 4]), d.one_of([2, 8, 65])
    return {
        'y': ((d.many(4, count) < share).astype(int), d.many(levels, count) / (levels - 1)),
        'w': {} if (weights := d.weights(count)) is None else {'sample_weight': weights},
        'bins': 1 + d.below(12),
        'strategy': d.one_of(['uniform', 'quantile']),
    }


def number_case(case):
    """Numbers near and far from what was predicted, of one to three outputs that may not vary."""
    d = Draws(5, case)
    width, count = 1 + d.below(3) * d.below(2), d.size(case)
    spread, error, sign = d.one_of([1, 7, 2001]), d.one_of([1, 9, 401]), d.below(2)
    actual = ((d.many(spread, count * width) - sign * (spread // 2)) / 64).reshape(count, width)
    predicted = actual + ((d.many(error, count * width) - error // 2) / 64).reshape(count, width)
    weights = d.many(5, count) / 4 if d.below(2) == 0 else None
    return {
        'y': (actual, predicted) if width > 1 else (actual[:, 0], predicted[:, 0]),
        'w': {} if weights is None else {'sample_weight': weights},
        'alpha': d.below(5) / 4,
        'share': {
            'multioutput': d.one_of(['uniform_average', 'variance_weighted']),
            'force_finite': d.below(4) > 0,
        },
    }


def indicator_case(case):
    """Samples with several labels each, or none."""
    d = Draws(6, case)
    width, count = 2 + d.below(4), d.size(case)
    share, agreement = 1 + d.below(3), d.below(5)
    actual = (d.many(4, count * width) < share).astype(int)
    other, agree = (d.many(4, count * width) < share).astype(int), d.many(4, count * width)
    scores = (d.many(20, count * width) + 5 * actual) / 32
    weights = d.weights(count)
    start, length, has_labels = d.below(width), 1 + d.below(width), d.below(3) == 0
    shape = (count, width)
    return {
        'y': (actual.reshape(shape), np.where(agree < agreement, actual, other).reshape(shape)),
        'scores': scores.reshape(shape),
        'w': {} if weights is None else {'sample_weight': weights},
        'labels': [(start + place) % width for place in range(length)] if has_labels else None,
        'average': d.one_of(['samples', 'macro', 'weighted', 'micro', None]),
        'ranked': d.one_of(['macro', 'weighted', 'micro', None]),
        'zero_division': d.one_of([0, 1, math.nan]),
    }


def digest(*lists):
    """One number for many: the sum of each times a weight of its place, which tells them and their places apart."""
    values = np.concatenate([np.asarray(values, float).ravel() for values in lists])
    places = 1 + Draws(0, 0).many(4096, len(values)) / 4096
    return float(len(values) + np.sum(np.where(np.isnan(values), 7.5, values) * places))


def text_digest(text):
    return float(int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]))


def averaged(function, c, **options):
    if c['average'] == 'binary':
        options['pos_label'] = c['pos_label']
    else:
        options['labels'] = c['labels']
    score = function(*c['y'], average=c['average'], **options, **c['w'])
    return digest(score) if c['average'] is None else score


def of_labels(function, c):
    options = {'average': c['average'], 'labels': c['labels'], 'zero_division': c['zero_division'], **c['w']}
    if function is metrics.jaccard_score and math.isnan(c['zero_division']):
        options['zero_division'] = 0
    score = function(*c['y'], **options)
    return digest(score) if c['average'] is None else score


def without_nan(c):
    """Of Jaccard's index, scikit-learn knows no NaN."""
    return {'zero_division': 0 if math.isnan(c['zero_division']) else c['zero_division']}


def report(c):
    names = {}
    if c['target_names'] is not None:
        labels = metrics.confusion_matrix(*c['y']).shape[0] if c['labels'] is None else len(c['labels'])
        names = {'target_names': (c['target_names'] * 2)[:labels]}
    return metrics.classification_report(
        *c['y'], labels=c['labels'], digits=c['digits'], zero_division=c['zero_division'], **names, **c['w']
    )


def counts_of(c):
    """The weight of each class: a metric that needs some of a class is undefined where scikit-learn only warns."""
    y = c['y'][0]
    w = c['w'].get('sample_weight', np.ones(len(y)))
    return np.sum(w * (y == 1)), np.sum(w * (y == 0))


def roc_curve(c):
    fpr, tpr, thresholds = metrics.roc_curve(*c['y'], **c['w'])
    return math.nan if np.isnan(fpr).any() or np.isnan(tpr).any() else digest(fpr, tpr, thresholds[1:])


def precision_recall(c):
    curve = metrics.precision_recall_curve(*c['y'], **c['w'])
    return digest(*curve) if counts_of(c)[0] > 0 else math.nan


def average_precision(c):
    score = metrics.average_precision_score(*c['y'], **c['w'])
    return score if counts_of(c)[0] > 0 else math.nan


def check_weights(w):
    """Here scikit-learn gives NaN for each class, or 0; elsewhere it refuses weights that are all 0."""
    if not w.get('sample_weight', np.ones(1)).any():
        raise ValueError('weights of zero')


def roc_auc_rows(c, multi_class):
    weights = c['w'] if multi_class == 'ovr' else {}
    check_weights(weights)
    average = c[multi_class]
    score = metrics.roc_auc_score(*c['y'], multi_class=multi_class, average=average, labels=c['labels'], **weights)
    return digest(score) if average is None else score


def roc_auc_labels(c):
    """Where no sample has any label, scikit-learn's weighted average is 0; here it is undefined."""
    actual, average = c['y'][0], c['ranked']
    check_weights(c['w'])
    score = metrics.roc_auc_score(actual, c['scores'], average=average, **c['w'])
    if average is None:
        return digest(score)
    weights = c['w'].get('sample_weight', np.ones(len(actual)))
    return score if average != 'weighted' or weights @ actual.any(axis=1) > 0 else math.nan


def one_hot(c):
    return (c['y'][0][:, None] == np.array(c['labels'])).astype(int)


def average_precision_rows(actual, scores, average, w):
    """Of classes without weight scikit-learn warns and takes 0; here they have none."""
    weights = w.get('sample_weight', np.ones(len(actual)))
    missing = (weights[:, None] * actual).sum(axis=0) == 0
    score = metrics.average_precision_score(actual, scores, average=average, **w)
    if average is None:
        return digest(np.where(missing, math.nan, score))
    is_undefined = missing.all() if average in ('micro', 'weighted') else missing.any()
    return math.nan if is_undefined else score


def calibration_error(outcomes, confidences, bins, w):
    """Guo et al., 2017, written out: scikit-learn has none."""
    weights = w.get('sample_weight', np.ones(len(outcomes)))
    if not weights.any():
        return REFUSED
    places = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidences)
    gaps = [abs(np.sum((weights * (outcomes - confidences))[places == place])) for place in range(bins)]
    return sum(gaps) / weights.sum()


def row_calibration_error(c):
    actual, rows = c['y']
    best = rows.argmax(axis=1)
    return calibration_error(best + c['labels'][0] == actual, rows.max(axis=1), c['bins'], c['w'])


def calibration_curve(c):
    return digest(*calibration.calibration_curve(*c['y'], n_bins=c['bins'], strategy=c['strategy'], pos_label=1))


def absolute(c):
    return tuple(np.abs(part) for part in c['y'])


def max_error(c):
    return np.max([metrics.max_error(*pair) for pair in zip(*(np.atleast_2d(part.T) for part in c['y']))])


RANDOM = {
    class_case: {
        'accuracyScore': lambda c: metrics.accuracy_score(*c['y'], **c['w']),
        'balancedAccuracyScore': lambda c: metrics.balanced_accuracy_score(*c['y'], adjusted=c['adjusted'], **c['w']),
        'precisionScore': lambda c: averaged(metrics.precision_score, c, zero_division=c['zero_division']),
        'recallScore': lambda c: averaged(metrics.recall_score, c, zero_division=c['zero_division']),
        'f1Score': lambda c: averaged(metrics.f1_score, c, zero_division=c['zero_division']),
        'fbetaScore': lambda c: averaged(metrics.fbeta_score, c, beta=c['beta'], zero_division=c['zero_division']),
        'jaccardScore': lambda c: averaged(metrics.jaccard_score, c, **without_nan(c)),
        'hammingLoss': lambda c: metrics.hamming_loss(*c['y'], **c['w']),
        'matthewsCorrcoef': lambda c: metrics.matthews_corrcoef(*c['y'], **c['w']),
        'cohenKappaScore': lambda c: metrics.cohen_kappa_score(
            *c['y'], labels=c['labels'], weights=c['kappa'], **c['w']
        ),
        'confusionMatrix': lambda c: digest(
            metrics.confusion_matrix(*c['y'], labels=c['labels'], normalize=c['normalize'], **c['w'])
        ),
        'classificationReport': lambda c: text_digest(report(c)),
    },
    rank_case: {
        'rocCurve': roc_curve,
        'precisionRecallCurve': precision_recall,
        'rocAucScore': lambda c: metrics.roc_auc_score(*c['y'], **c['w']),
        'averagePrecisionScore': average_precision,
        'auc': lambda c: metrics.auc(np.sort(c['y'][1])[:: -1 if len(c['y'][1]) % 2 else 1], c['y'][0]),
    },
    row_case: {
        'rocAucScore ovr': lambda c: roc_auc_rows(c, 'ovr'),
        'rocAucScore ovo': lambda c: roc_auc_rows(c, 'ovo'),
        'averagePrecisionScore of classes': lambda c: average_precision_rows(one_hot(c), c['y'][1], c['ovr'], c['w']),
        'topKAccuracyScore': lambda c: metrics.top_k_accuracy_score(*c['y'], k=c['k'], labels=c['labels'], **c['w']),
        'logLoss of classes': lambda c: metrics.log_loss(*c['y'], labels=c['labels'], **c['w']),
        'brierScoreLoss of classes': lambda c: metrics.brier_score_loss(
            *c['y'], labels=c['labels'], scale_by_half=c['half'], **c['w']
        ),
        'expectedCalibrationError of classes': row_calibration_error,
    },
    chance_case: {
        'logLoss': lambda c: metrics.log_loss(*c['y'], labels=[0, 1], **c['w']),
        'brierScoreLoss': lambda c: metrics.brier_score_loss(*c['y'], **c['w']),
        'calibrationCurve': calibration_curve,
        'expectedCalibrationError': lambda c: calibration_error(*c['y'], c['bins'], c['w']),
    },
    number_case: {
        'r2Score': lambda c: metrics.r2_score(*c['y'], **c['share'], **c['w']),
        'explainedVarianceScore': lambda c: metrics.explained_variance_score(*c['y'], **c['share'], **c['w']),
        'maxError': max_error,
        'meanAbsoluteError': lambda c: metrics.mean_absolute_error(*c['y'], **c['w']),
        'meanSquaredError': lambda c: metrics.mean_squared_error(*c['y'], **c['w']),
        'rootMeanSquaredError': lambda c: metrics.root_mean_squared_error(*c['y'], **c['w']),
        'medianAbsoluteError': lambda c: metrics.median_absolute_error(*c['y'], **c['w']),
        'meanAbsolutePercentageError': lambda c: metrics.mean_absolute_percentage_error(*c['y'], **c['w']),
        'meanSquaredLogError': lambda c: metrics.mean_squared_log_error(*absolute(c), **c['w']),
        'rootMeanSquaredLogError': lambda c: metrics.root_mean_squared_log_error(*absolute(c), **c['w']),
        'meanPinballLoss': lambda c: metrics.mean_pinball_loss(*c['y'], alpha=c['alpha'], **c['w']),
    },
    indicator_case: {
        'precisionScore of labels': lambda c: of_labels(metrics.precision_score, c),
        'recallScore of labels': lambda c: of_labels(metrics.recall_score, c),
        'f1Score of labels': lambda c: of_labels(metrics.f1_score, c),
        'jaccardScore of labels': lambda c: of_labels(metrics.jaccard_score, c),
        'hammingLoss of labels': lambda c: metrics.hamming_loss(*c['y'], **c['w']),
        'rocAucScore of labels': roc_auc_labels,
        'averagePrecisionScore of labels': lambda c: average_precision_rows(
            c['y'][0], c['scores'], c['ranked'], c['w']
        ),
    },
}


def value_of(compute, case):
    """NaN where a metric is undefined; what scikit-learn refuses is infinite."""
    try:
        return float(compute(case))
    except (ValueError, ZeroDivisionError):
        return REFUSED


def write(out, only, count):
    out.mkdir(parents=True, exist_ok=True)
    for make, functions in RANDOM.items():
        wanted = {name: compute for name, compute in functions.items() if only is None or name in only}
        cases = [make(case) for case in range(count)] if wanted else []
        for name, compute in wanted.items():
            values = np.array([value_of(compute, case) for case in cases], '<f8')
            (out / f'{name}.f64').write_bytes(values.tobytes())
            refused, undefined = np.sum(values == REFUSED), np.sum(np.isnan(values))
            print(f'{name}: {count} cases, {refused} refused, {undefined} undefined', flush=True)


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--cases', type=int, default=5000)
    parser.add_argument('--out', type=Path, default=OUT)
    parser.add_argument('--only', nargs='+')
    parser.add_argument('--report', type=int)
    arguments = parser.parse_args()
    warnings.simplefilter('ignore')
    np.seterr(all='ignore')
    if arguments.report is None:
        write(arguments.out, arguments.only, arguments.cases)
    else:
        sys.stdout.write(report(class_case(arguments.report)))
