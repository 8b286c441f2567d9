"""The audit of a sample."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from core.models.accounts.audit import MIN_ACCOUNTS, SampleAudit, audit, cuts
from core.models.accounts.features import feature_frame
from core.models.accounts.labelled import LabelledAccounts
from core.models.accounts.model import AccountsModel, fit
from core.models.accounts.reasons import reasons
from tests.support.labelled_sets import accounts


@lru_cache(maxsize=1)
def _model() -> AccountsModel:
    profiles, fake = accounts(600, seed=1)
    x = feature_frame(profiles)
    return fit([LabelledAccounts("one", x, fake)], list(x.columns), seed=3)


def _audit(count: int, share: float, seed: int = 4) -> tuple[SampleAudit, float]:
    profiles, fake = accounts(count, seed=seed, fake_share=share)
    return audit(_model(), _model().score(feature_frame(profiles)), seed=1), float(fake.mean())


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6, 1.0])
@pytest.mark.slow
def test_the_interval_holds_the_planted_share(share: float) -> None:
    found, truth = _audit(400, share)
    assert found.share is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= truth <= found.high <= 1
    assert found.share == pytest.approx(truth, abs=0.06)


@pytest.mark.slow
def test_a_larger_sample_narrows_the_interval_down_to_what_the_model_leaves() -> None:
    found, _ = _audit(100, 0.3)
    sizes = list(found.half_width_by_size.values())
    assert sizes == sorted(sizes, reverse=True)
    assert found.half_width_by_size[100] == pytest.approx(found.half_width)
    assert found.model_half_width is not None
    assert found.model_half_width <= sizes[-1]
    more, _ = _audit(1600, 0.3)
    assert more.half_width is not None
    assert found.half_width is not None
    assert more.half_width < found.half_width


def test_too_few_accounts_give_no_share() -> None:
    found, _ = _audit(MIN_ACCOUNTS - 1, 0.3)
    assert (found.share, found.low, found.strict_share, found.half_width) == (None,) * 4
    assert len(found.probability) == MIN_ACCOUNTS - 1
    enough, _ = _audit(MIN_ACCOUNTS, 0.3)
    assert enough.share is not None


def test_the_strict_cut_is_precise_and_the_lenient_one_finds_nearly_all() -> None:
    strict, lenient = cuts(_model().held_out, _model())
    assert strict.precision >= 0.9
    assert lenient.recall >= 0.9
    assert strict.probability >= lenient.probability
    found, _ = _audit(400, 0.3)
    assert found.strict_share is not None
    assert found.lenient_share is not None
    assert found.strict_share <= found.lenient_share


def test_cuts_worked_by_hand() -> None:
    # Ten sure fakes, then a real one, two fakes and eighty reals: 12 of 13 precise at the second
    # fake after the slip, and its recall is complete.
    fake = np.array([True] * 10 + [False, True, True] + [False] * 80)
    held = pd.DataFrame({"log_odds": -np.arange(93.0) / 10, "fake": fake, "weight": 1.0})
    strict, lenient = cuts(held, _model())
    assert strict.precision == pytest.approx(12 / 13)
    assert strict.recall == 1
    assert lenient.probability == strict.probability


@pytest.mark.slow
def test_drivers_are_shares_of_the_push_largest_first() -> None:
    found, _ = _audit(400, 0.4)
    shares = [one.share_of_push for one in found.drivers]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=0.05)
    assert sum(one.accounts_count for one in found.drivers) == found.flagged_count
    nobody, _ = _audit(60, 0.0)
    assert nobody.flagged_count > 0 or nobody.drivers == ()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_interval() -> None:
    one, other = _audit(100, 0.2)[0], _audit(100, 0.2)[0]
    assert (one.low, one.high) == (other.low, other.high)


def test_reasons_are_told_in_words() -> None:
    profiles = pd.DataFrame(
        {"followers_count": [25.0, 900.0], "following_count": [1937.0, 400.0],
         "posts_count": [0.0, 300.0], "has_profile_picture": [0.0, 1.0],
         "is_private": [0.0, 1.0], "username_digits_count": [4.0, 0.0]}
    )  # fmt: skip
    scores = _model().score(feature_frame(profiles))
    fake, real = reasons(profiles, scores.parts, np.array([True, False]))
    assert len(fake) == 3
    assert "follows 1,937 but is followed by 25" in fake
    assert set(fake) <= {
        "follows 1,937 but is followed by 25", "no posts", "no profile picture",
        "4 digits in the user name", "public account",
    }  # fmt: skip
    assert "followed by 900 and follows 400" in real


def test_reasons_of_unknown_facts_are_left_out() -> None:
    profiles = pd.DataFrame({"posts_count": [np.nan, 0.0]})
    parts = pd.DataFrame({"log_posts": [1.0, 1.0]})
    assert reasons(profiles, parts, np.array([True, True])) == [[], ["no posts"]]
    assert reasons(profiles, pd.DataFrame(index=[0, 1]), np.array([True, True])) == [[], []]
