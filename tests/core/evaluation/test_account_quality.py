"""Figures of accounts told apart, and the real sources."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.account_quality import (
    calibration_error,
    cross_source,
    figures,
    held_aside,
    ours,
    plain_columns,
    plain_forest,
)
from core.models.accounts.features import feature_frame
from core.models.accounts.labelled import LabelledAccounts
from core.services.audit.audit import labelled
from core.services.audit.table import read_profiles
from core.settings import Settings
from tests.support.labelled_sets import accounts

pytestmark = pytest.mark.slow

FOLDER = Settings.from_env().eval_data / "accounts"


def test_figures_worked_by_hand() -> None:
    found = figures(np.array([1.0, 0, 1, 0, np.nan]), np.array([0.9, 0.6, 0.4, 0.1, 0.5]))
    assert found is not None
    assert found.accounts_count == 4
    assert found.roc_auc == 0.75
    assert found.average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    assert found.accuracy == 0.5
    assert found.calibration_error == pytest.approx((0.1 + 0.6 + 0.6 + 0.1) / 4)


def test_labels_that_are_all_alike_or_missing_give_no_ranking() -> None:
    alike = figures(np.ones(3), np.full(3, 0.9))
    assert alike is not None
    assert alike.roc_auc is None
    assert figures(np.full(3, np.nan), np.full(3, 0.9)) is None


def test_a_perfect_forecast_has_no_calibration_error() -> None:
    p = np.repeat([0.05, 0.75], 400)
    fake = np.concatenate([np.arange(400) < 20, np.arange(400) < 300])
    assert calibration_error(fake, p) == pytest.approx(0, abs=1e-12)


def test_held_aside_accounts_are_judged_once_each() -> None:
    seen: list[int] = []

    def scorer(sources, sample, seed):  # type: ignore[no-untyped-def]
        seen.append(len(sample))
        return np.full(len(sample), 0.5)

    sources: list[LabelledAccounts] = []
    for name in ("a", "b"):
        profiles, fake = accounts(60, seed=len(sources))
        sources.append(LabelledAccounts(name, feature_frame(profiles), fake))
    found = held_aside(scorer, sources, 3, seed=0)
    assert {way for _, way in found} == {"itself", "the other", "both"}
    assert sum(seen) == 2 * 3 * 60
    assert set(held_aside(scorer, sources[:1], 3, seed=0)) == {("a", "itself")}


def _real() -> list[LabelledAccounts]:
    if not FOLDER.is_dir():
        pytest.skip("needs the research data, no accounts/ in SCOUT_EVAL_DATA")
    return labelled([read_profiles(FOLDER / name) for name in ("instafake.csv", "srf2017.csv")])


def test_across_real_sources_it_beats_the_plain_forest() -> None:
    one, other = _real()
    shared = [name for name in one.x if name in other.x]
    one, other = (LabelledAccounts(s.name, s.x[shared], s.fake) for s in (one, other))
    bare, bare_other = (LabelledAccounts(s.name, plain_columns(s.x), s.fake) for s in (one, other))
    found = [cross_source(ours, one, other, 0), cross_source(ours, other, one, 0)]
    forest = [
        cross_source(plain_forest, bare, bare_other, 0),
        cross_source(plain_forest, bare_other, bare, 0),
    ]
    mean = np.mean([each.roc_auc for each in found])
    # .960 with .001 over seeds; the specified target is .95.
    assert mean > 0.957
    assert mean > np.mean([each.roc_auc for each in forest])
    assert max(each.calibration_error for each in found) < 0.08


def test_both_real_sources_together_are_no_worse_than_either() -> None:
    sources = _real()
    found = held_aside(ours, sources, 2, seed=1)
    for one in sources:
        both = found[one.name, "both"].roc_auc
        assert both is not None
        for way in ("itself", "the other"):
            alone = found[one.name, way].roc_auc
            assert alone is not None
            # Folds differ by .001; the mean over seeds is in docs/benchmarks/follower_audit.md.
            assert both > alone - 0.0015
