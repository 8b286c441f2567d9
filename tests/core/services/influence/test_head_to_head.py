"""Duels and brackets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.models.influence.store_features import FEATURES, NAMES
from core.services.influence.head_to_head import bracket_of, duel_of


def rival(name: str, strength: float, *, spread: float = 0.1, seed: int = 0) -> dict[str, Any]:
    """A row of `compared_creators` whose strength comes from followers for the most part."""
    parts = np.zeros(len(FEATURES))
    parts[NAMES.index("followers_count")] = strength - 0.2
    parts[NAMES.index("is_tiktok")] = 0.5
    parts[NAMES.index("is_youtube")] = -0.3
    values: list[float | None] = [None] * len(FEATURES)
    values[NAMES.index("followers_count")] = 12_400.0
    draws = strength + np.random.default_rng(seed).normal(0, spread, 40)
    return {
        "influencer_id": name, "name": name, "handle": name, "platform": "tiktok",
        "strength": strength, "strength_draws": draws, "parts": parts, "feature_values": values,
    }  # fmt: skip


def test_a_clear_duel_and_its_mirror() -> None:
    a, b = rival("a", 1.2), rival("b", 0.2, seed=1)
    found, mirrored = duel_of(a, b), duel_of(b, a)
    assert found.probability == pytest.approx(1 / (1 + np.exp(-1)))
    assert found.probability == pytest.approx(1 - mirrored.probability)
    assert found.low == pytest.approx(1 - mirrored.high)
    assert not found.is_too_close
    assert found.low < found.probability < found.high
    assert found.parts["log_odds"].sum() == pytest.approx(found.log_odds)
    first = found.parts.iloc[0]
    assert (first["words"], first["speaks_for"]) == ("followers", "a")
    assert first["value_a"] == "12.4k"
    assert mirrored.parts.iloc[0]["speaks_for"] == "b"


def test_an_interval_over_even_odds_is_too_close() -> None:
    found = duel_of(rival("a", 0.25, spread=0.8), rival("b", 0.2, spread=0.8, seed=1))
    assert found.is_too_close
    assert found.low < 0.5 < found.high


def test_the_same_platform_speaks_for_neither() -> None:
    found = duel_of(rival("a", 1.0), rival("b", 0.2)).parts.set_index("words")
    assert found.loc["platform", "speaks_for"] == "neither"
    assert found.loc["platform", "value_a"] == "TikTok"
    assert not [words for words in found.index if "being on" in words]
    assert found.loc["views per post before", "value_b"] == "unknown"


def test_a_bracket_ranks_and_counts() -> None:
    rows = pd.DataFrame([rival("b", 0.0, seed=2), rival("a", 3.0), rival("c", -0.02, seed=5)])
    found = bracket_of(rows)
    assert found.ranking["influencer_id"].tolist() == ["a", "b", "c"]
    assert found.ranking["place"].tolist() == [1, 2, 3]
    assert found.ranking["close_count"].tolist() == [0, 1, 1]
    assert found.ranking["beaten_count"].tolist() == [2, 0, 0]
    np.testing.assert_allclose(found.probabilities + found.probabilities.T, _ones(3))
    assert (np.nan_to_num(found.low) <= np.nan_to_num(found.high)).all()
    mean = np.nanmean(found.probabilities, axis=1)
    np.testing.assert_allclose(found.ranking["mean_probability"], mean)


def _ones(count: int) -> np.ndarray:
    return np.where(np.eye(count, dtype=bool), np.nan, 1.0)
