"""Rankings of any creators for any brands, learned from collaborations that happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.evaluation.brand_ranking.choice import RankerChoice, choose_ranker
from core.models.ranking.balance import FEWEST_BRANDS
from core.models.ranking.ranker import fit_ranker
from core.models.ranking.views import AccountViews, Collaborations
from core.progress import Report, silent

_DIGITS = 6


@dataclass(frozen=True)
class TableRanking:
    """Attributes:
    frame: brand_id, influencer_id and score (higher fits better, comparable within a brand), brand
        by brand in the order given, the best creator first.
    choice: how the weights were chosen.
    known_count: creators to be ranked that worked with a training brand.
    creators_count: creators to be ranked.
    is_balanced: creators close to every brand were set back.
    """

    frame: pd.DataFrame
    choice: RankerChoice
    known_count: int
    creators_count: int
    is_balanced: bool


def rank_table(
    known: Collaborations,
    brands: AccountViews,
    creators: AccountViews,
    *,
    top: int | None = None,
    alone: bool = False,
    seed: int,
    report: Report = silent,
) -> TableRanking:
    """These creators for each of these brands, ranked by what other brands did.

    Args:
        known: what to learn from, with the same views.
        top: creators a brand; all by default.
        alone: rank each brand as if the others were not there.
    """
    trained = set(np.array(known.creators.ids, dtype=object)[known.positives.any(axis=0)])
    known_count = sum(name in trained for name in creators.ids)
    balance = not alone and len(brands.ids) >= FEWEST_BRANDS
    choice = choose_ranker(
        known,
        keep_history=known_count * 2 >= len(creators.ids) > 0,
        balance=balance,
        seed=seed,
        report=report,
    )
    balance = balance and choice.suits_balance
    ranker = fit_ranker(known, choice.config, seed=seed)
    scores = ranker.score(brands, creators, balance=balance)
    frame = _frame(scores, brands.ids, creators.ids, top)
    return TableRanking(frame, choice, known_count, len(creators.ids), balance)


def _frame(
    scores: NDArray[np.float64],
    brand_ids: tuple[str, ...],
    creator_ids: tuple[str, ...],
    top: int | None,
) -> pd.DataFrame:
    kept = min(top or len(creator_ids), len(creator_ids))
    rounded = scores.round(_DIGITS)
    # By id among equal scores, whatever the order of the file.
    by_id = np.argsort(np.array(creator_ids, dtype=object), kind="stable")
    best = by_id[np.argsort(-rounded[:, by_id], axis=1, kind="stable")[:, :kept]]
    listed = np.take_along_axis(rounded, best, axis=1).ravel()
    return pd.DataFrame(
        {
            "brand_id": np.repeat(np.array(brand_ids, dtype=object), kept),
            "influencer_id": np.array(creator_ids, dtype=object)[best.ravel()],
            "score": listed,
        }
    )
