"""Step "ranking": the order in which creators suit a brand, learned from collaborations."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from core.errors import ModelError
from core.evaluation.brand_ranking.report import RankingReport
from core.models.ranking import files
from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Tables, Work
from core.pipeline.kernels.rankings import PARTNERS, RankingsKernel
from core.pipeline.sources import clear_results, write_gap
from core.services.ranking import of_build
from core.services.ranking.views import ACCOUNT, CREATOR_ARRAYS, folder_arrays
from core.store import tables

MODEL_FOLDER = f"models/{files.FOLDER}"
_CAPABILITY = "Order by collaborations"  # in `data_gaps`
_TABLES = ("rankings", "ranking_quality")
_DEALS, _QUICK_DEALS = 3, 1
# The views of all creators are made comparable for each part: many brands at once, but no more
# than 400 MB of scores, two for each pair.
_BRANDS_AT_ONCE, _SCORES_AT_ONCE = 250, 25_000_000


def rank_creators(context: BuildContext) -> None:
    """Writes the model under `models/ranking`, the array of its view of the account's facts,
    `rankings` and `ranking_quality`.

    With collaborations of fewer than two brands the tables stay empty and `data_gaps` says so.
    """
    clear_results(context, _TABLES)
    shutil.rmtree(context.folder / MODEL_FOLDER, ignore_errors=True)
    context.con.execute("DELETE FROM data_gaps WHERE capability = $name", {"name": _CAPABILITY})
    try:
        inputs = of_build.collaborations_of_build(context.con, folder_arrays(context.folder))
        stored, measured = of_build.train_ranking(
            inputs,
            deals=_DEALS if context.config.deep else _QUICK_DEALS,
            tries_views=context.config.deep,
            seed=context.config.seed,
            threads=context.settings.threads,
            report=context.report,
        )
    except ModelError as error:
        _write_gap(context, str(error))
        return
    account = inputs.known.creators.arrays[ACCOUNT]
    np.save(context.folder / f"{CREATOR_ARRAYS[ACCOUNT]}.npy", account.astype(np.float32))
    files.save(stored, context.folder / MODEL_FOLDER)
    context.facts["ranking"] = {
        **{name: stored.facts[name] for name in ("brands", "pairs", "views")},
        "fit_share": stored.fit_share,
        "leads": stored.leads,
    }
    if measured is not None:
        tables.append_frame(context.con, "ranking_quality", _quality(measured))
    brands = inputs.known.brands
    brand_rows, creator_rows = np.nonzero(inputs.known.positives)
    del inputs  # all creators at once, which the kernel reads some at a time
    kernel = RankingsKernel(
        stored,
        brands.of_views(stored.facts["views"]),
        context.folder,
        context.config.matches_per_brand,
    )
    parts = _parts(len(brands.ids), len(stored.creator_ids), (brand_rows, creator_rows))
    for made in context.results(Work("ranking", kernel, parts, "listing the best")):
        if made["rankings"].num_rows:
            tables.append_frame(context.con, "rankings", made["rankings"])


def _parts(
    brands: int, creators: int, partners: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> list[Tables]:
    """Some brands each, as many as have `_SCORES_AT_ONCE` with all creators.

    Args:
        partners: rows of brands, ascending, and of the creators that they worked with.
    """
    rows = pa.table({"brand_row": np.arange(brands)})
    pairs = pa.table(dict(zip(PARTNERS, partners, strict=True)))
    at_once = min(max(_SCORES_AT_ONCE // max(creators, 1), 1), _BRANDS_AT_ONCE)
    starts = np.arange(0, brands, at_once)
    cuts = np.searchsorted(partners[0], np.append(starts, brands)).tolist()
    return [
        {"brands": rows.slice(start, at_once), "partners": pairs.slice(begin, end - begin)}
        for start, begin, end in zip(starts.tolist(), cuts[:-1], cuts[1:], strict=True)
    ]


def _quality(measured: RankingReport) -> pd.DataFrame:
    means, spreads = measured.means(), measured.spreads()
    return pd.DataFrame(
        [
            (
                way,
                metric,
                None if np.isnan(value) else value,
                None if np.isnan(spreads[way][metric]) else spreads[way][metric],
                len(measured.deals[way]),
                len(measured.deals[way][0].rows),
            )
            for way, values in means.items()
            for metric, value in values.items()
        ],
        columns=["way", "metric", "mean_value", "sd_value", "deals_count", "brands_count"],
    )


def _write_gap(context: BuildContext, reason: str) -> None:
    write_gap(
        context,
        _CAPABILITY,
        reason,
        "Import who worked with which brand: a file with brand_id and influencer_id "
        "as table collaborations.",
    )
