"""The ranker of creators for brands: what it learns from, and what it must not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.errors import ModelError
from core.evaluation.brand_ranking.choice import choose_ranker
from core.evaluation.brand_ranking.figures import (
    BrandFigures,
    averaged,
    brand_figures,
    brand_folds,
    gain_interval,
)
from core.evaluation.brand_ranking.report import CENTRED, RANKER, WHITENED, ranking_report
from core.models.ranking.balance import FEWEST_BRANDS, balanced
from core.models.ranking.parts import SIMILAR_BRANDS
from core.models.ranking.ranker import RankerConfig, fit_ranker, joined
from core.models.ranking.shared_directions import fit_shared_directions
from core.models.ranking.views import AccountViews, Collaborations, cosines, fit_view
from core.services.tables.rank import rank_table
from tests.support.ranking import planted


def held_out(known: Collaborations, seed: int = 0) -> tuple[Collaborations, Collaborations]:
    fold = next(iter(brand_folds(known.positives, 5, seed=seed)))
    return (
        known.among(fold.train_brands, fold.train_creators),
        known.among(fold.test_brands, fold.test_creators),
    )


def test_it_ranks_creators_of_unseen_brands_better_than_cosines() -> None:
    report = ranking_report(planted(noise=1.2), folds=4, deals=1, seed=1)
    means = report.means()
    assert means[RANKER]["MAP"] > 1.15 * max(means[CENTRED]["MAP"], means[WHITENED]["MAP"])
    better, gain, low, high = report.gains()["MAP"]
    assert better in (CENTRED, WHITENED)
    assert 0 < low < gain < high


@pytest.mark.slow
def test_shuffled_collaborations_fall_to_chance() -> None:
    known = planted()
    rng = np.random.default_rng(3)
    shuffled = replace(known, positives=known.positives[:, rng.permutation(300)])
    means = ranking_report(shuffled, folds=4, deals=1, seed=1).means()
    assert abs(means[RANKER]["AUC"] - 0.5) < 0.06
    assert means[RANKER]["MAP"] < 1.6 * means["random"]["MAP"]


def test_other_test_brands_change_nothing_of_what_is_said_of_one() -> None:
    training, sample = held_out(planted())
    ranker = fit_ranker(training, seed=0)
    all_parts = ranker.parts.of(sample.brands, sample.creators)
    first = sample.brands.rows(np.arange(3))
    few_parts = ranker.parts.of(first, sample.creators)
    for name, values in few_parts.items():
        np.testing.assert_allclose(values, all_parts[name][:3], atol=1e-12)
    whole = ranker.score(sample.brands, sample.creators)
    np.testing.assert_allclose(ranker.score(first, sample.creators), whole[:3], atol=1e-12)
    some = sample.creators.rows(np.arange(7))
    np.testing.assert_allclose(ranker.score(first, some), whole[:3, :7], atol=1e-12)


def test_an_unknown_account_is_neither_liked_nor_disliked() -> None:
    training, sample = held_out(planted())
    arrays = {name: array.copy() for name, array in sample.creators.arrays.items()}
    for array in arrays.values():
        array[0] = np.nan
    arrays["topics"][1] = np.nan
    creators = replace(sample.creators, arrays=arrays)
    ranker = fit_ranker(training, seed=0)
    scores = ranker.score(sample.brands, creators)
    assert np.isfinite(scores).all()
    parts = ranker.parts.of(sample.brands, creators)
    assert not parts["topics, centred"][:, :2].any()
    assert not parts["concepts, centred"][:, 0].any()
    assert parts["concepts, centred"][:, 1].any()


def test_training_survives_accounts_without_views() -> None:
    training, sample = held_out(planted())
    arrays = {name: array.copy() for name, array in training.creators.arrays.items()}
    arrays["concepts"][::3] = np.nan
    ranker = fit_ranker(
        replace(training, creators=replace(training.creators, arrays=arrays)), seed=0
    )
    means = brand_figures(ranker.score(sample.brands, sample.creators), sample.positives).means()
    assert means["AUC"] > 0.9


def test_creators_of_similar_brands_have_a_say_where_they_are_known() -> None:
    known = planted(brands=40, creators=200)
    training = replace(known, positives=known.positives.copy())
    # Twin of brand 0, about whose creators nothing is known.
    brands = known.brands
    twin = AccountViews(
        ("twin",), {name: array[:1] + 1e-3 for name, array in brands.arrays.items()}
    )
    parts = fit_ranker(training, seed=0).parts.of(twin, known.creators)
    said = parts[SIMILAR_BRANDS][0]
    assert said[known.positives[0]].min() > np.quantile(said[~known.positives[0]], 0.9)
    nobody = replace(known.creators, ids=tuple(f"new {name}" for name in known.creators.ids))
    assert not fit_ranker(training, seed=0).parts.of(twin, nobody)[SIMILAR_BRANDS].any()


def test_weights_are_changed_only_where_held_out_brands_gain_clearly() -> None:
    known = planted(brands=50, creators=250)
    rng = np.random.default_rng(0)
    # A view of noise beside two that speak: its weight has to go down, or stay.
    for accounts in (known.brands, known.creators):
        accounts.arrays["noise"] = rng.normal(size=(len(accounts.ids), 30))  # type: ignore[index]
    choice = choose_ranker(known, seed=0)
    assert choice.brands_count == 50
    assert choice.after >= choice.before
    assert choice.config.weight("noise, centred") < 0.5
    few = known.among(np.arange(20), np.arange(250))
    assert choose_ranker(few, seed=0).config == RankerConfig()


def test_balance_sets_back_whom_every_brand_is_close_to() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(FEWEST_BRANDS, 60))
    scores[:, 0] += 3  # close to all
    after = balanced(scores, 0.75)
    rank = (after > after[:, :1]).sum(axis=1)
    assert rank.mean() > (scores > scores[:, :1]).sum(axis=1).mean() + 5
    # A creator's scores move alike for all brands.
    np.testing.assert_allclose(
        (after - scores) - (after - scores)[:1], np.zeros_like(scores), atol=1e-9
    )
    few = scores[: FEWEST_BRANDS - 1]
    np.testing.assert_array_equal(balanced(few, 0.75), few)


def test_shared_directions_are_those_of_the_pairs() -> None:
    rng = np.random.default_rng(0)
    brands, creators = rng.normal(size=(200, 5)), rng.normal(size=(200, 5))
    creators[:, 2] = brands[:, 4]  # the only thing that partners have in common
    shared = fit_shared_directions(brands, creators, np.eye(200, dtype=bool))
    assert np.abs(shared.brand_map[:, 0]).argmax() == 4
    assert np.abs(shared.creator_map[:, 0]).argmax() == 2


def test_a_view_of_shares_is_compared_by_its_roots() -> None:
    shares = np.array([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7], [0.0, 0.3, 0.7]])
    assert fit_view(shares, shares).is_distribution
    assert not fit_view(shares * 2, shares).is_distribution
    assert not fit_view(shares, shares, with_roots=False).is_distribution


def test_cosine_with_nothing_is_unknown() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 0.0], [np.nan, 1.0]])
    found = cosines(rows, np.array([[2.0, 0.0]]))
    assert found[0, 0] == pytest.approx(1)
    assert np.isnan(found[1:]).all()


def test_small_and_odd_training_is_learned_or_refused_in_words() -> None:
    known = planted(brands=3, creators=9)
    ranker = fit_ranker(known.among(np.arange(2), np.arange(9)), seed=0)
    assert np.isfinite(ranker.score(known.brands, known.creators)).all()
    nothing = replace(known, positives=np.zeros_like(known.positives))
    assert np.isfinite(fit_ranker(nothing, seed=0).score(known.brands, known.creators)).all()
    alike = {name: np.ones_like(array) for name, array in known.brands.arrays.items()}
    same = replace(known, brands=replace(known.brands, arrays=alike))
    assert np.isfinite(fit_ranker(same, seed=0).score(same.brands, same.creators)).all()
    with pytest.raises(ModelError, match="at least 2 brands"):
        fit_ranker(known.among(np.arange(1), np.arange(9)), seed=0)
    with pytest.raises(ModelError, match="view 'topics', found none"):
        ranker.score(replace(known.brands, arrays={}), known.creators)


def test_weights_join_by_their_share() -> None:
    parts = {"a, centred": np.array([[1.0]]), "a, whitened": np.array([[3.0]])}
    assert joined(parts, RankerConfig())[0, 0] == 2.0
    assert joined(parts, RankerConfig(views={"a, whitened": 0.0}))[0, 0] == 1.0
    silent = RankerConfig(views={"a, whitened": 0.0, "a, centred": 0.0})
    assert joined(parts, silent)[0, 0] == 0.0


def test_shared_directions_survive_a_failed_decomposition(monkeypatch: pytest.MonkeyPatch) -> None:
    """LAPACK's usual driver fails on some matrices of low rank, seen with views of topics."""
    rng = np.random.default_rng(3)
    brands, creators = rng.normal(size=(12, 5)), rng.normal(size=(20, 5))
    positives = rng.random((12, 20)) < 0.3
    usual = fit_shared_directions(brands, creators, positives).similarity(brands, creators)

    def fails(matrix: np.ndarray) -> None:
        raise np.linalg.LinAlgError("SVD did not converge")

    monkeypatch.setattr(np.linalg, "svd", fails)
    other = fit_shared_directions(brands, creators, positives).similarity(brands, creators)
    np.testing.assert_allclose(other, usual, atol=1e-9)


def test_brands_that_one_deal_did_not_measure_count_in_the_others() -> None:
    def figures(rows: list[int], values: list[float]) -> BrandFigures:
        table = np.array(values)[:, None] * np.ones((1, 6))
        return BrandFigures(np.array(rows), table, np.array(values))

    found = averaged([figures([2, 0], [4.0, 1.0]), figures([0, 1], [3.0, 7.0])])
    assert found.rows.tolist() == [0, 1, 2]
    assert found.values[:, 0].tolist() == [2.0, 7.0, 4.0]
    assert found.first_ranks.tolist() == [2.0, 7.0, 4.0]
    gains = gain_interval(found, figures([2, 5, 0], [1.0, 9.0, 1.0]), seed=0)
    assert gains["MAP"][0] == pytest.approx((3.0 + 1.0) / 2)


@pytest.mark.slow
def test_weights_chosen_without_balance_are_used_without_it() -> None:
    """Below 60 brands a fold is too small to balance, and popularity looks better than it is."""
    rng = np.random.default_rng(2)
    known = planted(brands=45, creators=120)
    liked = np.where(np.arange(120) < 12, 30, 1) / (12 * 30 + 108)
    positives = np.zeros_like(known.positives)
    for row in positives:
        row[rng.choice(120, 8, replace=False, p=liked)] = True
    known = replace(known, positives=positives)
    choice = choose_ranker(known, keep_history=True, seed=0)
    assert choice.config.weight("popularity") > 0
    assert not choice.suits_balance
    result = rank_table(known, known.brands, known.creators, seed=0)
    assert not result.is_balanced
    alone = rank_table(known, known.brands, known.creators, alone=True, seed=0)
    assert result.frame["influencer_id"].tolist() == alone.frame["influencer_id"].tolist()
