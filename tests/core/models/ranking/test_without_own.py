"""A brand's own collaborations have no say in its own scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.models.ranking.ranker import fit_ranker
from core.models.ranking.views import Collaborations, Vectors
from core.models.ranking.without_own import NOBODY, fit_without_own
from tests.support.ranking import planted


def scores_of(known: Collaborations, brand: int) -> Vectors:
    """(creators,) as Brand match scores them for a brand that was trained on."""
    ranker = fit_ranker(known, seed=0)
    own = fit_without_own(known, ranker.parts, seed=0)
    chosen = own.ranker_for(ranker, known.brands.ids[brand])
    return np.asarray(chosen.score(known.brands.rows(np.array([brand])), known.creators)[0])


def with_other_partners(known: Collaborations, brand: int) -> Collaborations:
    positives = known.positives.copy()
    count = int(positives[brand].sum())
    positives[brand] = False
    others = np.flatnonzero(~known.positives[brand])
    positives[brand, np.random.default_rng(1).choice(others, count, replace=False)] = True
    return replace(known, positives=positives)


@pytest.mark.parametrize("brand", [0, 7, 39])
def test_other_partners_of_a_brand_change_nothing_for_it_and_something_for_others(
    brand: int,
) -> None:
    known = planted(brands=40, creators=200)
    moved = with_other_partners(known, brand)
    np.testing.assert_array_equal(scores_of(known, brand), scores_of(moved, brand))
    other = (brand + 1) % 40
    if len({fold_of(known, brand), fold_of(known, other)}) == 2:
        assert not np.allclose(scores_of(known, other), scores_of(moved, other))
    # Trained on, they do have a say.
    rows = np.array([brand])
    plain, after = (
        fit_ranker(data, seed=0).score(data.brands.rows(rows), data.creators)
        for data in (known, moved)
    )
    assert not np.allclose(plain, after)


def fold_of(known: Collaborations, brand: int) -> int:
    ranker = fit_ranker(known, seed=0)
    return fit_without_own(known, ranker.parts, seed=0).folds[known.brands.ids[brand]]


def test_partners_are_not_lifted_where_views_say_nothing() -> None:
    known = planted(brands=40, creators=200)
    rng = np.random.default_rng(5)
    noise = {name: rng.normal(size=rows.shape) for name, rows in known.brands.arrays.items()}
    senseless = replace(known, brands=replace(known.brands, arrays=noise))
    ranker = fit_ranker(senseless, seed=0)
    own = fit_without_own(senseless, ranker.parts, seed=0)
    lifted = partner_percentile(ranker.score(senseless.brands, senseless.creators), senseless)
    fair = partner_percentile(
        np.vstack(
            [
                own.ranker_for(ranker, name).score(
                    senseless.brands.rows(np.array([row])), senseless.creators
                )
                for row, name in enumerate(senseless.brands.ids)
            ]
        ),
        senseless,
    )
    assert lifted > 0.6
    assert abs(fair - 0.5) < 0.06


def partner_percentile(scores: Vectors, known: Collaborations) -> float:
    places = scores.argsort(axis=1).argsort(axis=1) / (scores.shape[1] - 1)
    return float(places[known.positives].mean())


def test_each_brand_with_collaborations_has_a_fold_and_nobody_else() -> None:
    known = planted(brands=12, creators=60)
    known.positives[3] = False
    ranker = fit_ranker(known, seed=0)
    own = fit_without_own(known, ranker.parts, seed=0)
    with_partner = {
        name for name, row in zip(known.brands.ids, known.positives, strict=True) if row.any()
    }
    assert set(own.folds) == with_partner
    assert set(own.folds.values()) == set(range(10)) == set(range(len(own.directions)))
    assert own.ranker_for(ranker, known.brands.ids[3]) is ranker
    assert own.ranker_for(ranker, "a typed brand") is ranker


def test_with_one_brand_that_collaborates_nothing_is_learned_about_it() -> None:
    known = planted(brands=5, creators=30)
    known.positives[1:] = False
    known.positives[0, 0] = True
    ranker = fit_ranker(known, seed=0)
    own = fit_without_own(known, ranker.parts, seed=0)
    assert own.directions == (None,)
    chosen = own.ranker_for(ranker, known.brands.ids[0])
    assert chosen.parts.shared is None
    assert np.isfinite(chosen.score(known.brands, known.creators)).all()
    known.positives[:] = False
    assert fit_without_own(known, fit_ranker(known, seed=0).parts, seed=0) == NOBODY
