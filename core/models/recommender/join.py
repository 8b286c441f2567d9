"""How what was learned, the texts and the rule points become one score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.domain.thresholds import KNOWN_BRAND_CHOICES

PARTS = ("trained", "semantic", "points")
_BRANDS_FOR_HALF = 10  # brands with interactions at which what they taught counts half
_CLICKS_FOR_HALF = 10  # creators a new brand has to choose until texts and points count half


@dataclass(frozen=True)
class JoinWeights:
    """How much each standardised part counts; at least 0.

    Attributes:
        trained: the factors, from what brands did.
        semantic: similarity of the texts.
        points: the rule points.
    """

    trained: float = 1.0
    semantic: float = 0.1
    points: float = 0.1

    def of(self, part: str) -> float:
        """The weight of one of `PARTS`."""
        return {"trained": self.trained, "semantic": self.semantic, "points": self.points}[part]


# A brand that has acted is ranked by what was learned alone, which saw its category, country and
# hashtags as features already.
KNOWN_BRAND = JoinWeights(1.0, 0.0, 0.0)


def few_data_weights(brands_count: int) -> JoinWeights:
    """Weights when too few brands have acted to measure any: texts and points fill in.

    Args:
        brands_count: brands with at least one interaction.
    Returns:
        Without any, texts and points alone, 1.1 to 0.6.
    """
    share = brands_count / (brands_count + _BRANDS_FOR_HALF)
    return JoinWeights(share, 1.0 - share + 0.1, (1.0 - share) / 2 + 0.1)


def brand_weights(new_brand: JoinWeights, chosen_count: int, learns: bool = True) -> JoinWeights:
    """The weights for one brand: the more it has chosen itself, the less texts and points say.

    Args:
        new_brand: weights for a brand without interactions.
        chosen_count: creators the brand did something with, before and since it was learned.
        learns: whether anything was learned at all.
    Returns:
        `KNOWN_BRAND` from twenty creators on.
    """
    if not learns:
        return few_data_weights(0)
    if chosen_count >= KNOWN_BRAND_CHOICES:
        return KNOWN_BRAND
    left = _CLICKS_FOR_HALF / (_CLICKS_FOR_HALF + chosen_count)
    learned = new_brand.trained if not chosen_count else max(new_brand.trained, 1.0 - left)
    return JoinWeights(learned, new_brand.semantic * left, new_brand.points * left)


def standardised(scores: np.ndarray) -> np.ndarray:
    """Mean 0 and spread 1 a row, float64; 0 where all are alike. Unknown (NaN) counts as 0."""
    table = np.atleast_2d(np.asarray(scores, dtype=np.float64))
    known = np.isfinite(table)
    filled = np.where(known, table, 0.0)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    mean = filled.sum(axis=1, keepdims=True) / count
    centred = np.where(known, table - mean, 0.0)
    spread = np.sqrt((centred**2).sum(axis=1, keepdims=True) / count)
    scaled = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 1e-9)
    return scaled if np.ndim(scores) == 2 else scaled[0]


def joined(parts: Mapping[str, np.ndarray], weights: JoinWeights) -> np.ndarray:
    """Weighted sum of the standardised `PARTS`; what is missing from `parts` counts nothing."""
    total: np.ndarray | None = None
    for name, scores in parts.items():
        term = weights.of(name) * standardised(scores)
        total = term if total is None else total + term
    if total is None:
        raise ValueError("Expected at least one part to join, found none.")
    return total


def shown_score(scores: np.ndarray) -> np.ndarray:
    """(n,) 0-100 for people: 100 is the best creator of this brand, 0 its median one or worse.

    A place on the way between the two: scores of two brands cannot be compared.
    """
    if not len(scores):
        return np.zeros(0)
    middle, best = float(np.median(scores)), float(np.max(scores))
    if best - middle < 1e-9:
        return np.full(len(scores), 50.0)
    return np.clip((scores - middle) / (best - middle) * 100, 0.0, 100.0)


def adventurous(scores: np.ndarray, popularity: np.ndarray, adventure: float) -> np.ndarray:
    """Scores moved towards creators many brands choose, or away from them.

    Args:
        scores: (n,) of standardised parts, higher is better.
        popularity: (n,) at least 0; how much a creator was chosen by all brands.
        adventure: 0 safe, 0.5 as learned, 1 adventurous.
    """
    if abs(adventure - 0.5) < 1e-9:
        return scores
    # Logarithms: a creator chosen a hundred times is not ten times as safe as one chosen ten.
    return scores + (1.0 - 2.0 * adventure) * standardised(np.log1p(popularity))


def driver_shares(
    parts: Mapping[str, np.ndarray],
    weights: JoinWeights,
    popularity: np.ndarray,
    adventure: float,
) -> dict[str, np.ndarray]:
    """What raised each creator's score: part -> (n,) share 0-1, over all parts 1 or nothing.

    The parts are those of `parts` and 'popularity', which `adventurous` adds. A part with weight
    0, and one in which the creator is below the mean, has the share 0.
    """
    terms = {name: weights.of(name) * standardised(scores) for name, scores in parts.items()}
    terms["popularity"] = (1.0 - 2.0 * adventure) * standardised(np.log1p(popularity))
    if abs(adventure - 0.5) < 1e-9:
        terms["popularity"] = np.zeros(len(popularity))
    raised = {name: np.maximum(term, 0.0) for name, term in terms.items()}
    total = np.sum(list(raised.values()), axis=0)
    return {
        name: np.divide(term, total, out=np.zeros(len(term)), where=total > 1e-9)
        for name, term in raised.items()
    }
