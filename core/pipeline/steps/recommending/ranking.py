"""Step "ranking": the order in which creators suit a brand, learned from collaborations."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.evaluation.brand_ranking.report import RankingReport
from core.models.ranking import files
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results, write_gap
from core.services.ranking import of_build
from core.services.ranking.views import ACCOUNT, CREATOR_ARRAYS, folder_arrays
from core.store import tables

MODEL_FOLDER = f"models/{files.FOLDER}"
_CAPABILITY = "Order by collaborations"  # in `data_gaps`
_TABLES = ("rankings", "ranking_quality")
_DEALS, _QUICK_DEALS = 3, 1


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
    known = inputs.known.of_views(stored.facts["views"])
    rows = of_build.best_of_brands(known, stored, context.config.matches_per_brand)
    if len(rows):
        tables.append_frame(context.con, "rankings", rows)


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
