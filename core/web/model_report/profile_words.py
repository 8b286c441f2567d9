"""Sentences on the quality of profiles."""

from __future__ import annotations

from core.services.profiling.quality import ProfileQuality
from core.web.kit.formats import count

NOTHING = (
    "No profiles in this build: no creator has a category, or an earlier version made the build. "
    "Add categories for some creators, then make a new build on the Data page."
)
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
    return f"{verdict}: they are off by {gap:.1%} on average. Dotted: exactly as it says."
