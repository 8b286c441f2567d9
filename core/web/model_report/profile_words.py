"""Sentences on the quality of profiles."""

from __future__ import annotations

from core.charts.profiling.quality import FEW_CREATORS
from core.services.profiling.quality import EQUAL, ProfileQuality
from core.web.kit.formats import count, plain

NOTHING = (
    "No profiles in this build: no creator has a category, or an earlier version made the build. "
    "Add categories for some creators, then make a new build on the Data page."
)
FREQUENT = "Most frequent category"
DEMO = (
    ":material/science: Demo data: captions, categories and pictures were generated, so these "
    "figures say how well the method finds what was planted. On your own data they will differ."
)


def measured_words(quality: ProfileQuality) -> str:
    """On whom it was measured, and what the model did not see."""
    return (
        f"Out-of-fold: each of the {count(quality.creators_count)} creators was judged by models "
        "trained without that creator's category and posts. A given category is taken as the "
        "truth, though some are wrong or could be two."
    )


def ways_words(quality: ProfileQuality) -> str:
    """Whether weights help, said as it is."""
    ways = quality.ways.set_index("way")["macro_f1"]
    if EQUAL not in ways:
        return f"The most frequent category is '{plain(quality.frequent_category)}'."
    gain = quality.macro_f1 - float(ways[EQUAL])
    if gain >= 0.005:
        words = f"Weighing posts and joining the views adds {gain:.3f}"
    elif gain <= -0.005:
        words = f"In this build equal weights are better by {-gain:.3f}"
    else:
        words = "Weighing posts and equal weights are as good as each other here"
    return (
        f"{words} (macro-F1). Equal weights: the mean of what each post says on its own, not "
        "calibrated."
    )


def calibration_words(quality: ProfileQuality) -> str:
    """How far probabilities can be trusted."""
    gap = quality.calibration_error
    verdict = (
        "Probabilities can be read as they are"
        if gap <= 0.05
        else "Probabilities are roughly right"
        if gap <= 0.1
        else "Read probabilities as an order, not as shares"
    )
    few = (
        f" Rings: fewer than {FEW_CREATORS} creators, too few to judge."
        if (quality.bins["creators_count"] < FEW_CREATORS).any()
        else ""
    )
    return f"{verdict}: they are off by {gap:.1%} on average. Dotted: exactly as it says.{few}"
