"""Figures of rankings, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.brand_ranking.figures import (
    MEASURES,
    averaged,
    brand_figures,
    brand_folds,
    gain_interval,
    together,
)

SCORES = np.array([[5.0, 4.0, 3.0, 2.0, 1.0], [1.0, 2.0, 3.0, 4.0, 5.0]])
HITS = np.array([[True, False, True, False, False], [False, False, False, True, False]])


def test_figures_are_those_of_the_ranks() -> None:
    figures = brand_figures(SCORES, HITS)
    # Brand 0: ranks 1 and 3 of 5; of six pairs with another creator five are in order.
    auc, in_category, at_10, at_50, reciprocal, average = figures.values[0]
    assert auc == pytest.approx(5 / 6)
    assert np.isnan(in_category)
    assert (at_10, at_50, reciprocal) == (1, 1, 1)
    assert average == pytest.approx((1 + 2 / 3) / 2)
    assert figures.values[1][MEASURES.index("MRR")] == 0.5
    assert figures.means()["MedR"] == 1.5


def test_recall_counts_the_first_ten() -> None:
    scores = -np.arange(60.0)[None]
    hits = np.zeros((1, 60), dtype=bool)
    hits[0, [9, 10, 49, 50]] = True
    values = dict(zip(MEASURES, brand_figures(scores, hits).values[0], strict=True))
    assert (values["R@10"], values["R@50"]) == (0.25, 0.75)


def test_equal_scores_count_as_chance() -> None:
    means = brand_figures(np.zeros((2, 5)), HITS).means()
    assert means["AUC"] == 0.5


def test_a_category_is_compared_within_itself() -> None:
    figures = brand_figures(
        SCORES, HITS, ["food", None], ["food", "food", "food", "travel", "food"]
    )
    column = figures.values[:, MEASURES.index("cAUC")]
    # Of brand 0 ranks 1 and 3 among the four of its category; brand 1 has none.
    assert column[0] == pytest.approx(3 / 4)
    assert np.isnan(column[1])


def test_brands_without_a_choice_are_left_out() -> None:
    hits = np.array([[False] * 5, [True] * 5])
    figures = brand_figures(SCORES, hits)
    assert not len(figures.values)
    assert np.isnan(figures.means()["MAP"])


def test_folds_share_neither_brand_nor_creator() -> None:
    rng = np.random.default_rng(0)
    positives = rng.random((23, 90)) < 0.06
    seen = []
    for fold in brand_folds(positives, 5, seed=1):
        assert not np.intersect1d(fold.train_brands, fold.test_brands).size
        assert not np.intersect1d(fold.train_creators, fold.test_creators).size
        assert positives[np.ix_(fold.test_brands, fold.test_creators)].any(axis=0).all()
        seen += fold.test_brands.tolist()
    assert sorted(seen) == list(range(23))
    kept = next(iter(brand_folds(positives, 5, seed=1, keep_history=True)))
    assert np.intersect1d(kept.train_creators, kept.test_creators).size


def test_deals_are_averaged_by_brand_and_gains_are_paired() -> None:
    one = brand_figures(SCORES, HITS, rows=np.array([7, 3]))
    other = brand_figures(SCORES[::-1], HITS[::-1], rows=np.array([3, 7]))
    mean = averaged([one, other])
    assert mean.rows.tolist() == [3, 7]
    np.testing.assert_allclose(mean.values, one.values[::-1])
    worse = brand_figures(-SCORES, HITS, rows=np.array([7, 3]))
    both = together([one, one])
    gain, low, high = gain_interval(both, together([worse, worse]), seed=0)["MRR"]
    assert gain == pytest.approx(np.mean([1 - 1 / 3, 1 / 2 - 1 / 4]))
    assert low <= gain <= high
    assert np.isnan(gain_interval(one, worse, seed=0)["cAUC"][0])
