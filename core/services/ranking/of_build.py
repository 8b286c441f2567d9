"""The ranking of a build: what it is trained on, trained, and how well it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.match_orders import BEST, POSTS
from core.errors import ModelError
from core.evaluation.brand_ranking.choice import choose_ranker
from core.evaluation.brand_ranking.report import FIT, JOINED, RANKER, RankingReport, ranking_report
from core.evaluation.brand_ranking.view_choice import choose_views
from core.models.matching import best_rows
from core.models.ranking.account_view import AccountColumns, fit_account_columns
from core.models.ranking.files import StoredRanking
from core.models.ranking.fit_join import FIT_SHARES, joined_with_fit
from core.models.ranking.ranker import MODEL_VERSION, fit_ranker
from core.models.ranking.views import AccountViews, Collaborations, Vectors
from core.models.ranking.without_own import fit_without_own
from core.progress import Report, silent
from core.queries.collaborations import brand_facts, creator_facts, partners
from core.services.ranking.views import (
    BASE_VIEWS,
    TEXT,
    Load,
    brand_views,
    creator_arrays,
    creator_views,
    creators_in_turn,
)

# Brands with collaborations below which there is no order to learn, and below which it is not
# measured and so never leads.
BRANDS_MIN = 2
_MEASURED_FROM = 20
_FOLDS = 5
# Weights are chosen and measured among so many creators, partners of brands all among them: 100,000
# would take minutes and choose the same.
_MOST_CANDIDATES = 10_000


@dataclass(frozen=True)
class BuildCollaborations:
    """Attributes:
    known: brands and creators of a build in the order of their ids, and who worked with whom.
    columns: of the view "account".
    """

    known: Collaborations
    columns: AccountColumns


def collaborations_of_build(con: duckdb.DuckDBPyConnection, load: Load) -> BuildCollaborations:
    """What the ranking of a build is trained on.

    The views are those of `core.services.ranking.views` that the build has.

    Args:
        load: reads the arrays of the build.
    Raises:
        ModelError: fewer than two brands have a collaboration.
    """
    facts, of_creators = brand_facts(con), creator_facts(con)
    columns = fit_account_columns(facts, of_creators)
    arrays = creator_arrays(load, columns.creators(of_creators))
    creators = creator_views(
        of_creators["influencer_id"].tolist(), arrays, of_creators["category"].tolist()
    )
    widths = {view: rows.shape[1] for view, rows in arrays.items()}
    brands = brand_views(facts, load, columns.brands(facts), widths)
    positives = np.zeros((len(brands.ids), len(creators.ids)), dtype=bool)
    brand_places = {name: place for place, name in enumerate(brands.ids)}
    creator_places = {name: place for place, name in enumerate(creators.ids)}
    for brand_id, creator_id in partners(con):
        if brand_id in brand_places and creator_id in creator_places:
            positives[brand_places[brand_id], creator_places[creator_id]] = True
    found = int(positives.any(axis=1).sum())
    if found < BRANDS_MIN:
        raise ModelError(f"Expected collaborations of at least {BRANDS_MIN} brands, found {found}.")
    return BuildCollaborations(Collaborations(brands, creators, positives), columns)


def train_ranking(
    inputs: BuildCollaborations,
    *,
    deals: int,
    tries_views: bool = True,
    seed: int,
    threads: int = 1,
    report: Report = silent,
) -> tuple[StoredRanking, RankingReport | None]:
    """The ranking of a build, and how it does for brands kept aside; None with too few of them.

    Args:
        deals: times the brands are dealt into folds to measure.
        tries_views: whether views beside those that always rank are tried.
        threads: folds that are measured side by side; the result is the same.
    Raises:
        ModelError: nothing is known of brands or creators.
    """
    sample = _some_creators(inputs.known, seed)
    tried_views = list(sample.brands.arrays) if tries_views else BASE_VIEWS
    views, tried = choose_views(sample.of_views(tried_views), BASE_VIEWS, seed=seed, report=report)
    known, sample = inputs.known.of_views(views), sample.of_views(views)
    brands_count = int(known.positives.any(axis=1).sum())
    measured = None
    if brands_count >= _MEASURED_FROM:
        measured = build_report(
            sample, folds=_FOLDS, repeats=deals, seed=seed, threads=threads, report=report
        )
    # What a creator did with other brands would gain a little precision and list nobody new.
    choice = choose_ranker(sample, keep_history=False, balance=False, seed=seed)
    has_share = measured is not None and np.isfinite(measured.fit_share)
    ranker = fit_ranker(known, choice.config, seed=seed)
    stored = StoredRanking(
        ranker,
        inputs.columns,
        measured.fit_share if measured and has_share else FIT_SHARES[-1],
        bool(measured and measured.joined_leads()),
        {
            "brands": brands_count,
            "pairs": int(known.positives.sum()),
            "candidates": len(sample.creators.ids),
            "views": list(views),
            "tried_views": [asdict(trial) for trial in tried],
            "gains": {} if measured is None else _gains(measured),
        },
        fit_without_own(known, ranker.parts, seed=seed),
    )
    return stored, measured


def _some_creators(known: Collaborations, seed: int) -> Collaborations:
    """All partners of brands and, where there are many, some of the other creators."""
    count = len(known.creators.ids)
    if count <= _MOST_CANDIDATES:
        return known
    is_partner = known.positives.any(axis=0)
    others = np.random.default_rng(seed).permutation(np.flatnonzero(~is_partner))
    kept = np.concatenate([np.flatnonzero(is_partner), others])[:_MOST_CANDIDATES]
    kept = np.union1d(kept, np.flatnonzero(is_partner))
    return known.among(np.arange(len(known.brands.ids)), kept)


def build_report(
    known: Collaborations,
    *,
    folds: int,
    repeats: int,
    seed: int,
    threads: int = 1,
    report: Report = silent,
) -> RankingReport:
    """The ranking of all creators for brands of the build that training has not seen.

    What a creator did with training brands does not count for itself, as on Brand match.

    Beside the usual methods stand the fit of Brand match and the joined order.
    """
    return ranking_report(
        known,
        folds=folds,
        deals=repeats,
        known_creators=True,
        with_history=False,
        fits=_fits if TEXT in known.brands.arrays else None,
        seed=seed,
        threads=threads,
        report=report,
    )


def best_of_brands(
    brands: AccountViews,
    partners: NDArray[np.bool_],
    stored: StoredRanking,
    load: Load,
    count: int,
) -> pd.DataFrame:
    """Rows of `rankings`: the first creators of some brands of a build in its default order.

    Partners of the brand are left out, and creators or brands without text.

    Args:
        brands: with the views of the ranking.
        partners: (brands, creators) True where they worked together.
        load: reads the arrays of the build.
        count: most creators of each brand.
    """
    learned, fits = (np.full(partners.shape, np.nan) for _ in range(2))
    for places, creators in creators_in_turn(load, stored) if TEXT in brands.arrays else ():
        learned[:, places] = _learned(brands, creators, stored)
        fits[:, places] = _fits(brands, creators)
    ids = np.array(stored.creator_ids, dtype=object)
    lists = []
    for row, brand_id in enumerate(brands.ids):
        scores = fits[row]
        if stored.leads:
            scores = joined_with_fit(learned[row], fits[row], stored.fit_share)
        may_stand = np.flatnonzero(np.isfinite(fits[row]) & ~partners[row])
        best = best_rows(scores, may_stand, count)
        lists.append(
            pd.DataFrame(
                {
                    "brand_id": brand_id,
                    "influencer_id": ids[best],
                    "place": np.arange(len(best)) + 1,
                    "score": scores[best],
                    "collaboration_score": learned[row, best],
                    "fit_score": fits[row, best] * 100,
                }
            )
        )
    return pd.concat(lists, ignore_index=True).assign(
        match_order=BEST if stored.leads else POSTS, model_version=MODEL_VERSION
    )


def _learned(brands: AccountViews, creators: AccountViews, stored: StoredRanking) -> Vectors:
    """(brands, creators) scores, each brand's without its own collaborations."""
    folds = stored.without_own.folds
    scores = np.zeros((len(brands.ids), len(creators.ids)))
    of_brands = np.array([folds.get(name, -1) for name in brands.ids])
    for fold in np.unique(of_brands):
        rows = np.flatnonzero(of_brands == fold)
        ranker = stored.ranker_for(brands.ids[rows[0]])
        scores[rows] = ranker.score(brands.rows(rows), creators)
    return scores


def _gains(measured: RankingReport) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Way -> measure -> what it gains over the fit, with the interval; {} without a fit."""
    if FIT not in measured.deals:
        return {}
    return {way: measured.gains_over(way, FIT) for way in (RANKER, JOINED)}


def _fits(brands: AccountViews, creators: AccountViews) -> Vectors:
    """(brands, creators) cosines as Brand match has them; NaN where a side has no text."""
    return np.asarray(brands.arrays[TEXT] @ creators.arrays[TEXT].T)
