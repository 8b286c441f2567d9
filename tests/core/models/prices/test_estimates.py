"""Estimated prices: what they follow, how often the range holds, and when there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.domain.tiers import tier_of
from core.errors import ModelError
from core.models.prices.conformal import COVERAGE
from core.models.prices.estimates import OTHER_FORMAT, PRICED_LEAST, SIMILAR, price_estimates
from core.models.prices.predictors import BASELINE, PREDICTORS, by_tier_and_platform, labels, logs


def market(n: int, *, seed: int = 3, noise: float = 0.4) -> pd.DataFrame:
    """Creators whose log price rises with log followers and engagement; TikTok costs twice."""
    rng = np.random.default_rng(seed)
    followers = np.exp(rng.uniform(np.log(2_000), np.log(900_000), n)).round()
    engagement = np.exp(rng.normal(np.log(0.03), 0.6, n))
    platform = rng.choice(["instagram", "tiktok"], n)
    log_price = 0.8 * np.log(followers) + 0.3 * np.log(engagement) - 2.5
    log_price += np.log(2) * (platform == "tiktok") + rng.normal(0, noise, n)
    post = np.exp(log_price)
    return pd.DataFrame(
        {
            "followers_count": followers,
            "tier": [tier_of(int(count)) for count in followers],
            "platform": platform,
            "engagement_rate": engagement,
            "avg_views": np.where(rng.random(n) < 0.3, np.nan, followers * 0.4),
            "niche": rng.choice(["a", "b"], n),
            "country": rng.choice(["DE", "FR"], n),
            "post_price": post,
            "story_price": post * 0.4,
        },
        index=[f"c{i}" for i in range(n)],
    )


def hidden(creators: pd.DataFrame, rows: object) -> pd.DataFrame:
    creators = creators.copy()
    creators.loc[rows, ["post_price", "story_price"]] = np.nan
    return creators


def test_hidden_prices_lie_in_the_range_as_often_as_it_says_and_near_the_estimate() -> None:
    creators = market(900)
    unlisted = creators.index[::3]
    found = price_estimates(hidden(creators, unlisted), "post", seed=1)
    rows, truth = found.frame.loc[unlisted], creators.loc[unlisted, "post_price"]
    inside = (truth >= rows["price_low"]) & (truth <= rows["price_high"])
    # 300 hidden prices and 600 to learn from: a standard deviation of about .03.
    assert inside.mean() == pytest.approx(COVERAGE, abs=0.09)
    assert found.quality.coverage == pytest.approx(COVERAGE, abs=0.06)
    error = (np.abs(rows["price"] - truth) / truth).median()
    assert error == pytest.approx(found.quality.error, abs=0.08)
    assert found.quality.error < 0.75 * found.quality.baseline_error
    assert set(found.quality.errors) == set(PREDICTORS)
    # The few beyond the sizes of the priced creators alone.
    assert rows["is_widened"].mean() < 0.03


@pytest.mark.slow
def test_one_that_lists_its_price_is_estimated_by_others_alone() -> None:
    creators = market(200)
    dearer = creators.copy()
    dearer.loc["c7", "post_price"] *= 50
    before, after = (price_estimates(frame, "post", seed=1).frame for frame in (creators, dearer))
    assert after.loc["c7", "price"] == pytest.approx(before.loc["c7", "price"])
    assert dearer.loc["c7", "post_price"] > after.loc["c7", "price_high"]


def test_too_few_prices_are_said_and_prices_of_zero_do_not_count() -> None:
    creators = market(PRICED_LEAST + 5)
    price_estimates(hidden(creators, creators.index[:5]), "post", seed=1)
    few = hidden(creators, creators.index[:6])
    with pytest.raises(ModelError, match=f"of a post are needed .*, found {PRICED_LEAST - 1}"):
        price_estimates(few, "post", seed=1)
    free = creators.assign(post_price=0.0)
    with pytest.raises(ModelError, match="0 creators"):
        price_estimates(free, "post", seed=1)
    with pytest.raises(ModelError, match="0 creators"):
        price_estimates(creators.iloc[:0], "story", seed=1)


@pytest.mark.slow
def test_nobody_far_from_the_priced_creators_is_estimated_and_the_near_get_a_wide_range() -> None:
    creators = market(300)
    most = creators["followers_count"].max()
    other = creators.iloc[[0, 0, 0, 0, 0]].set_axis(["near", "far", "unknown", "mega", "youtube"])
    other["followers_count"] = [most * 1.2, most * 5, np.nan, most * 1.2, 50_000]
    other["tier"] = ["macro", "macro", None, "mega", "mid"]
    other["platform"] = ["tiktok"] * 4 + ["youtube"]
    everybody = pd.concat([creators, hidden(other, other.index)])
    found = price_estimates(everybody, "post", seed=1).frame
    assert "far" not in found.index
    assert "unknown" not in found.index
    assert "mega" not in found.index  # a tier without a price
    widths = np.log(found["price_high"] / found["price_low"])
    for name in ("near", "youtube"):
        assert found.loc[name, "is_widened"]
        assert widths[name] > widths[creators.index].median() * 1.2


def test_the_other_format_tells_more_than_similar_creators() -> None:
    creators = market(300)
    rng = np.random.default_rng(5)
    creators["story_price"] = creators["post_price"] * rng.uniform(0.3, 0.5, 300)
    creators.loc["c0", "post_price"] = np.nan
    creators.loc["c1", ["post_price", "story_price"]] = np.nan
    found = price_estimates(creators, "post", seed=1).frame
    assert found.loc["c0", "basis"] == OTHER_FORMAT
    assert found.loc["c0", "price"] == pytest.approx(
        creators.loc["c0", "story_price"] / 0.4, rel=0.06
    )
    assert found.loc["c1", "basis"] == SIMILAR
    assert found.index.is_unique


@pytest.mark.slow
def test_estimates_do_not_depend_on_units_of_the_index_and_repeat() -> None:
    creators = market(120)
    first, second = (price_estimates(creators, "post", seed=4) for _ in range(2))
    pd.testing.assert_frame_equal(first.frame, second.frame)
    assert first.frame.index.tolist() == creators.index.tolist()
    assert (first.frame["price_low"] <= first.frame["price"]).all()
    assert (first.frame["price"] <= first.frame["price_high"]).all()


def test_medians_fall_back_from_platform_to_tier_to_all() -> None:
    creators = pd.DataFrame({"tier": ["nano"] * 6 + ["mid"], "platform": ["x"] * 5 + ["y"] * 2})
    prices = np.array([1.0, 2, 3, 4, 5, 50, 100])
    predict = by_tier_and_platform(creators, np.log(prices), 0)
    asked = pd.DataFrame(
        {"tier": ["nano", "nano", "mid", "mega"], "platform": ["x", "y", "x", "x"]}
    )
    # 5 of nano on x; the one of nano on y is too few for a cell of its own.
    assert np.exp(predict(asked)) == pytest.approx([3, np.sqrt(3 * 4), 100, 4])
    assert BASELINE in PREDICTORS


def test_labels_and_logs_of_what_is_missing() -> None:
    assert labels(pd.DataFrame({"a": ["x", None]}), ["a"]).tolist() == ["x", ""]
    shown = logs(pd.Series([np.e, 0, -1, None, np.inf]))
    assert shown[0] == pytest.approx(1)
    assert np.isnan(shown[1:]).all()
