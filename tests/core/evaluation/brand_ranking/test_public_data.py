"""The ranker on public collaborations: what the benchmark claims."""

from __future__ import annotations

import pytest

from core.evaluation.brand_ranking.report import CENTRED, RANKER, ranking_report
from core.services.tables.rank_views import read_accounts, read_pairs, shared_views
from core.settings import Settings


@pytest.mark.slow
def test_every_measure_is_clearly_above_the_better_cosine() -> None:
    folder = Settings.from_env().eval_data / "ranking"
    if not folder.is_dir():
        pytest.skip("needs the research data, no ranking/ in SCOUT_EVAL_DATA")
    brands, creators = shared_views(
        read_accounts(folder / "brands_train.npz"), read_accounts(folder / "influencers_train.npz")
    )
    known = read_pairs(folder / "positives_train.csv", brands, creators).collaborations
    report = ranking_report(known, folds=5, deals=1, seed=11)
    means = report.means()
    for measure in ("R@10", "MAP"):
        assert means[RANKER][measure] > 1.15 * means[CENTRED][measure]
    for measure in ("AUC", "R@10", "R@50", "MRR", "MAP"):
        _, gain, low, _ = report.gains()[measure]
        assert gain > low > (0 if measure != "MRR" else -0.01), measure
