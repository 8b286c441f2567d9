"""Views rank where they help brands that were kept aside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.evaluation.brand_ranking.view_choice import TriedView, choose_views
from core.models.ranking.views import AccountViews, Collaborations
from tests.support.ranking import planted


def with_noise(known: Collaborations) -> Collaborations:
    rng = np.random.default_rng(5)

    def more(accounts: AccountViews) -> AccountViews:
        noise = rng.normal(size=(len(accounts.ids), 30))
        return replace(accounts, arrays={**accounts.arrays, "noise": noise})

    return replace(known, brands=more(known.brands), creators=more(known.creators))


def test_a_view_that_tells_something_is_added_and_noise_is_not() -> None:
    views, tried = choose_views(with_noise(planted(noise=1.2)), ("concepts",), seed=0)
    assert views == ("topics", "concepts")
    helps = {trial.view: trial.helps for trial in tried}
    assert helps == {"topics": True, "noise": False}
    gains = {trial.view: trial.gain for trial in tried}
    assert gains["noise"] < 0 < gains["topics"]


def test_shuffled_collaborations_add_no_view() -> None:
    known = planted(noise=1.2)
    rng = np.random.default_rng(3)
    shuffled = replace(known, positives=known.positives[:, rng.permutation(300)])
    assert choose_views(shuffled, ("topics",), seed=0)[0] == ("topics",)


def test_with_few_brands_the_base_stays_untried() -> None:
    known = planted(brands=19, creators=80)
    assert choose_views(known, ("topics",), seed=0) == (("topics",), ())
    # Without any view of the base, what there is.
    assert choose_views(known, ("text",), seed=0) == (("topics", "concepts"), ())


@pytest.mark.parametrize(("gain", "helps"), [(0.021, True), (0.019, False), (-0.1, False)])
def test_a_gain_has_to_be_two_standard_errors(gain: float, helps: bool) -> None:
    assert TriedView("concepts", gain, 0.01).helps == helps
