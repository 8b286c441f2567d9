"""The model of labelled accounts."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from core.errors import ModelError
from core.models.accounts.features import feature_frame
from core.models.accounts.labelled import MIN_OF_A_KIND, LabelledAccounts
from core.models.accounts.model import AccountsModel, fit
from tests.support.labelled_sets import accounts


def _source(
    name: str = "one", count: int = 400, *, seed: int = 1, scale: float = 1.0, drop: tuple = ()
) -> LabelledAccounts:
    profiles, fake = accounts(count, seed=seed, scale=scale)
    return LabelledAccounts(name, feature_frame(profiles.drop(columns=list(drop))), fake)


@lru_cache(maxsize=1)
def _model() -> AccountsModel:
    source = _source()
    return fit([source], list(source.x.columns), seed=3)


def _sample(count: int = 300, seed: int = 9) -> tuple[pd.DataFrame, np.ndarray]:
    profiles, fake = accounts(count, seed=seed)
    return feature_frame(profiles), fake


def test_planted_fakes_are_told_apart_and_probabilities_fit() -> None:
    x, fake = _sample(1500)
    found = _model().score(x)
    assert roc_auc_score(fake, found.probability) > 0.95
    assert found.probability.mean() == pytest.approx(fake.mean(), abs=0.04)


def test_contributions_add_up() -> None:
    x, _ = _sample(50)
    found = _model().score(x)
    rest = found.log_odds - found.parts.sum(axis=1).to_numpy()
    assert np.ptp(rest) < 1e-6


def test_the_order_of_rows_does_not_matter() -> None:
    x, _ = _sample(120)
    order = np.random.default_rng(0).permutation(len(x))
    one, other = _model().score(x), _model().score(x.iloc[order].reset_index(drop=True))
    np.testing.assert_allclose(one.probability[order], other.probability, rtol=1e-9)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_probabilities() -> None:
    x, _ = _sample(60)
    source = _source()
    again = fit([source], list(source.x.columns), seed=3)
    assert (again.score(x).probability == _model().score(x).probability).all()


@pytest.mark.slow
def test_a_constant_or_unknown_feature_is_harmless() -> None:
    x, fake = _sample()
    source = _source()
    more = LabelledAccounts(
        "one",
        source.x.assign(has_external_url=0.0, log_bio_length=np.nan),
        source.fake,
    )
    model = fit([more], [*source.x.columns, "has_external_url", "log_bio_length"], seed=3)
    assert set(model.features) == set(_model().features)
    assert model.unused == ("link in the profile", "profile text")
    np.testing.assert_allclose(
        model.score(x.assign(has_external_url=1.0)).probability, _model().score(x).probability
    )
    assert roc_auc_score(fake, model.score(x).probability) > 0.95


def test_missing_cells_and_missing_columns_are_tolerated() -> None:
    x, fake = _sample()
    holes = x.mask(np.random.default_rng(1).random(x.shape) < 0.2)
    found = _model().score(holes)
    assert np.isfinite(found.probability).all()
    assert roc_auc_score(fake, found.probability) > 0.85
    without = _model().score(x.drop(columns="has_profile_picture"))
    assert roc_auc_score(fake, without.probability) > 0.93


def test_more_following_at_the_same_followers_raises_the_mean() -> None:
    base = pd.DataFrame(
        {"followers_count": [50.0] * 4, "following_count": [50.0, 400, 1500, 6000],
         "posts_count": [2.0] * 4, "has_profile_picture": [1.0] * 4, "is_private": [0.0] * 4,
         "username_digits_count": [1.0] * 4}
    )  # fmt: skip
    p = _model().score(feature_frame(base)).probability
    assert p[0] < p[1] < p[2]
    assert p[3] > p[1]


@pytest.mark.slow
@given(
    st.floats(0, 11), st.floats(0, 11), st.floats(0, 8), st.sampled_from([0.0, 1.0]),
    st.lists(st.floats(0, 11), min_size=2, max_size=6),
)  # fmt: skip
def test_the_monotone_trees_never_fall_with_more_following_nor_rise_with_more_posts(
    followers: float, following: float, posts: float, picture: float, steps: list[float]
) -> None:
    expert = _model().experts["one"]
    base = pd.DataFrame(
        {"log_followers": followers, "log_following": following, "log_posts": posts,
         "has_profile_picture": picture, "is_private": 0.0, "username_digits_count": 1.0},
        index=range(len(steps)),
    )  # fmt: skip
    more_following = expert.opinion(base.assign(log_following=sorted(steps))).members[-1]
    assert (np.diff(more_following) >= -1e-9).all()
    more_posts = expert.opinion(base.assign(log_posts=sorted(steps))).members[-1]
    assert (np.diff(more_posts) <= 1e-9).all()


@pytest.mark.slow
def test_two_sources_of_other_scales_help_each_other() -> None:
    one, other = _source("a", 300, seed=1), _source("b", 300, seed=2, scale=8)
    both = fit([one, other], list(one.x.columns), seed=3)
    alone = fit([one], list(one.x.columns), seed=3)
    profiles, fake = accounts(1500, seed=5, scale=8)
    x = feature_frame(profiles)
    found = both.score(x)
    assert found.source_weights["b"] > 0.75
    assert roc_auc_score(fake, found.probability) > roc_auc_score(fake, alone.score(x).probability)


@pytest.mark.slow
def test_a_column_that_one_source_lacks_is_still_used() -> None:
    one = _source("a", seed=1)
    other = _source("b", seed=2, drop=("username_digits_count",))
    model = fit([one, other], list(one.x.columns), seed=3)
    assert "username_digits_count" in model.features
    assert "username_digits_count" not in model.experts["b"].features


def test_sources_have_names_that_may_repeat_features_but_not_be_empty() -> None:
    with pytest.raises(ModelError, match="found none"):
        fit([], ["log_posts"], seed=1)


@pytest.mark.parametrize("fakes", [0, MIN_OF_A_KIND - 1])
def test_too_few_of_a_kind_is_refused_in_words(fakes: int) -> None:
    source = _source()
    fake = np.arange(len(source.fake)) < fakes
    with pytest.raises(ModelError, match=f"at least {MIN_OF_A_KIND} accounts labelled fake") as e:
        fit([LabelledAccounts("my.csv", source.x, fake)], list(source.x.columns), seed=1)
    assert "my.csv" in str(e.value)
    assert f"found {fakes:,} and" in str(e.value)


def test_nothing_in_common_is_refused_in_words() -> None:
    with pytest.raises(ModelError, match="columns in common"):
        fit([_source()], ["log_bio_length"], seed=1)


def test_one_row_is_scored() -> None:
    x, _ = _sample(1)
    assert _model().score(x).probability.shape == (1,)
