"""How good the profiles of a build are, on creators whose own category was kept from the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.evaluation.profiling.figures import ProfileFigures, calibration_error, figures
from core.queries import niches
from core.queries.builds import PROFILES, has
from core.queries.profiling import profiles
from core.services.session import BuildSession

_BINS = 10
BOTH, CAPTIONS, PICTURES = "Captions and pictures", "Captions alone", "Pictures alone"
WEIGHTED, EQUAL = "Weighted posts (used)", "Equal weights"
_MEASURES = ("macro_f1", "accuracy", "calibration_error")
# What stands before a measure in table metrics -> way.
_WAYS = {"": WEIGHTED, "averaging_": EQUAL, "text_": CAPTIONS, "picture_": PICTURES}


@dataclass(frozen=True)
class ProfileQuality:
    """Attributes:
    creators_count: creators with a given category and a profile that it did not decide.
    categories_count: categories given to them.
    macro_f1, accuracy: 0-1, of the most probable category.
    calibration_error: mean gap between probability and share that is right, 0-1.
    frequent_category, frequent_share: what a guess of the most frequent category gets right, 0-1;
        frequent_macro_f1: its macro-F1.
    views: view, macro_f1, accuracy on the `both_count` creators of whom captions and pictures were
        read; empty when there are none.
    confusion: given_category, category, creators_count, share (0-1 of the given category); the
        most frequent given category first.
    bins: mean_probability, right_share, creators_count by tenths of the probability.
    ways: way, macro_f1, accuracy, calibration_error, note of what the build measured: all posts
        with their weights, each side alone, and equal weights; empty when it measured nothing.
    """

    creators_count: int
    categories_count: int
    macro_f1: float
    accuracy: float
    calibration_error: float
    frequent_category: str
    frequent_share: float
    frequent_macro_f1: float
    views: pd.DataFrame
    both_count: int
    confusion: pd.DataFrame
    bins: pd.DataFrame
    ways: pd.DataFrame


def profile_quality(session: BuildSession) -> ProfileQuality | None:
    """The quality of the profiles; None when no creator has a given category to compare with."""
    if not has(session.con, PROFILES):
        return None
    judged = profiles.judged_profiles(session.con)
    if judged.empty:
        return None
    given, read = judged["given_category"], judged["category"]
    is_right = (given == read).to_numpy()
    probability = judged["probability"].to_numpy(dtype=np.float64)
    frequent = str(given.value_counts().sort_index().idxmax())
    guess = _figures(given, pd.Series(frequent, index=given.index))
    overall = _figures(given, read)
    both = judged.dropna(subset=["text_category", "picture_category"])
    return ProfileQuality(
        len(judged),
        given.nunique(),
        overall.macro_f1,
        overall.accuracy,
        calibration_error(probability, is_right),
        frequent,
        guess.accuracy,
        guess.macro_f1,
        _views(both),
        len(both),
        _confusion(given, read),
        _calibration(probability, is_right),
        _ways(niches.model_metrics(session.con, "profiling")),
    )


def _figures(given: pd.Series, read: pd.Series) -> ProfileFigures:
    """Figures of categories that were read; the highest score of a row is its category."""
    names = sorted({*given, *read})
    places = {name: place for place, name in enumerate(names)}
    targets = given.map(places).to_numpy(dtype=np.int64)
    scores = np.zeros((len(given), len(names)))
    scores[np.arange(len(given)), read.map(places).to_numpy(dtype=np.int64)] = 1
    return figures(targets, scores)


def _views(both: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for view, column in ((BOTH, "category"), (CAPTIONS, "text_category"),
                         (PICTURES, "picture_category")):  # fmt: skip
        if len(both):
            measured = _figures(both["given_category"], both[column])
            rows.append((view, measured.macro_f1, measured.accuracy))
    return pd.DataFrame(rows, columns=["view", "macro_f1", "accuracy"])


def _ways(metrics: pd.DataFrame) -> pd.DataFrame:
    values = dict(zip(metrics["metric"], metrics["value"], strict=True))
    notes = dict(zip(metrics["metric"], metrics["note"], strict=True))
    rows = [
        (way, *(values.get(prefix + measure) for measure in _MEASURES), notes[prefix + "macro_f1"])
        for prefix, way in _WAYS.items()
        if prefix + "macro_f1" in values
    ]
    return pd.DataFrame(rows, columns=["way", *_MEASURES, "note"])


def _confusion(given: pd.Series, read: pd.Series) -> pd.DataFrame:
    counts = pd.DataFrame({"given_category": given, "category": read}).value_counts()
    frame = counts.rename("creators_count").reset_index()
    totals = frame.groupby("given_category")["creators_count"].transform("sum")
    frame = frame.assign(share=frame["creators_count"] / totals, total=totals)
    return frame.sort_values(
        ["total", "given_category", "creators_count", "category"],
        ascending=[False, True, False, True],
    ).drop(columns="total")


def _calibration(probability: np.ndarray, is_right: np.ndarray) -> pd.DataFrame:
    tenth = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    frame = pd.DataFrame({"tenth": tenth, "probability": probability, "is_right": is_right})
    return (
        frame.groupby("tenth")
        .agg(
            mean_probability=("probability", "mean"),
            right_share=("is_right", "mean"),
            creators_count=("is_right", "size"),
        )
        .reset_index(drop=True)
    )
