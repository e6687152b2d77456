"""Golden numbers of scikit-learn for @neutype/datasets: python tools/golden/datasets.py"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import make_circles, make_moons
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler
from sklearn.utils.class_weight import compute_class_weight

OUT = Path(__file__).parents[2] / "packages/datasets/test/golden/scikit-learn.json"
SIZES = [None, 0.1, 0.25, 1 / 3, 1 / 7, 0.5, 0.999, 1, 3, 9, 0.0, 1.5, -1, 10, 11]


def split_sizes():
    rows = []
    for samples in (2, 7, 10, 70_000):
        for test in SIZES:
            for train in SIZES:
                try:
                    a, b = train_test_split(np.arange(samples), test_size=test, train_size=train)
                    rows.append([samples, test, train, len(a), len(b)])
                except ValueError:
                    rows.append([samples, test, train, None, None])
    return rows


def stratified_counts():
    rows = []
    for counts in ([10, 10], [5, 3, 2], [50, 30, 20], [7, 11, 13]):
        labels = np.repeat(np.arange(len(counts)), counts)
        for test in (0.2, 0.25, 0.5, 5):
            try:
                a, b = train_test_split(labels, test_size=test, stratify=labels, random_state=0)
                rows.append([counts, test, np.bincount(a).tolist(), np.bincount(b, minlength=len(counts)).tolist()])
            except ValueError:
                rows.append([counts, test, None, None])
    return rows


def scalers():
    rng = np.random.default_rng(0)
    x = np.round(rng.normal(3, [1, 10, 0.01, 0], (12, 4)), 3)
    new = np.round(rng.normal(0, 20, (3, 4)), 3)
    out = {"x": x.tolist(), "new": new.tolist()}
    for name, scaler in {
        "minMax": MinMaxScaler(),
        "minMaxRange": MinMaxScaler((-1, 3)),
        "standard": StandardScaler(),
        "mean": StandardScaler(with_std=False),
    }.items():
        scaler.fit(x)
        out[name] = [scaler.transform(x).tolist(), scaler.transform(new).tolist()]
    gaps = x[:, :3].copy()
    gaps[rng.integers(0, 12, 8), rng.integers(0, 3, 8)] = np.nan
    out["gaps"] = without_nan(gaps)
    for name, scaler in {"minMax": MinMaxScaler(), "standard": StandardScaler(), "mean": StandardScaler(with_std=False)}.items():
        out[f"{name}OfGaps"] = without_nan(scaler.fit_transform(gaps))
    return out


def without_nan(table):
    return [[None if np.isnan(value) else value for value in row] for row in table.tolist()]


def folds():
    plain = [
        [n, k, [t.tolist() for _, t in KFold(k).split(np.zeros(n))]] for n, k in [(6, 3), (7, 3), (10, 4), (5, 5)]
    ]
    labels = ["b", "a", "b", "a", "c", "c", "b", "a", "c", "b", "a", "b", "b", "c"]
    stratified = [
        [k, [t.tolist() for _, t in StratifiedKFold(k).split(np.zeros(len(labels)), labels)]] for k in (2, 3, 4)
    ]
    rare = ["a"] * 9 + ["b"] * 2 + ["a", "c"]
    rare_tests = [t.tolist() for _, t in StratifiedKFold(4).split(np.zeros(len(rare)), rare)]
    return {"plain": plain, "labels": labels, "stratified": stratified, "rare": [rare, 4, rare_tests]}


def labels():
    words = ["rose", "iris", "rose", "tulip", "iris", "rose"]
    encoder = LabelEncoder().fit(words)
    weights = compute_class_weight("balanced", classes=encoder.classes_, y=words)
    return {
        "words": words,
        "classes": encoder.classes_.tolist(),
        "codes": encoder.transform(words).tolist(),
        "weights": weights.tolist(),
    }


def shapes():
    moons, moon_labels = make_moons(9, shuffle=False)
    circles, circle_labels = make_circles(9, shuffle=False, factor=0.5)
    return {
        "moons": [moons.tolist(), moon_labels.tolist()],
        "circles": [circles.tolist(), circle_labels.tolist()],
    }


warnings.simplefilter("ignore")
golden = {
    "source": f"scikit-learn {sklearn.__version__}",
    "splitSizes": split_sizes(),
    "stratifiedCounts": stratified_counts(),
    "scalers": scalers(),
    "folds": folds(),
    "labels": labels(),
    "shapes": shapes(),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
