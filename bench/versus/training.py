"""Training the recommender, beside the package `implicit`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.recommender_speed import events
from bench.versus.jobs import Job, Topic, Way, Work
from core.models.recommender.factors import last_factors
from core.models.recommender.interactions import Interactions
from core.pipeline.steps.recommending.recommendations import QUICK

_PAIRS = "pairs.npy"
_BRANDS, _CREATORS = 20_000, 100_000


def _write(folder: Path, size: int) -> None:
    pairs = events(_CREATORS, _BRANDS, size)
    rows = np.stack([pairs[name].str[1:].astype(int) for name in ("brand_id", "influencer_id")])
    np.save(folder / _PAIRS, rows)


def _open_ours(folder: Path) -> Work:
    brands, creators = np.load(folder / _PAIRS)
    interactions = Interactions(
        tuple(map(str, range(_BRANDS))),
        tuple(map(str, range(_CREATORS))),
        brands,
        creators,
        np.ones(len(brands), np.float32),
        np.full(len(brands), np.nan),
    )
    return lambda: last_factors(interactions, QUICK, seed=1)


def _open_implicit(kind: str, folder: Path) -> Work:
    from scipy.sparse import csr_matrix

    brands, creators = np.load(folder / _PAIRS)
    table = csr_matrix(
        (np.ones(len(brands), np.float32), (brands, creators)), shape=(_BRANDS, _CREATORS)
    )

    def work() -> Any:
        model = _implicit(kind)
        model.fit(table, show_progress=False)
        return model

    return work


def _implicit(kind: str) -> Any:
    from implicit.cpu.als import AlternatingLeastSquares
    from implicit.cpu.bpr import BayesianPersonalizedRanking

    made = AlternatingLeastSquares if kind == "ALS" else BayesianPersonalizedRanking
    return made(factors=QUICK.components, random_state=1, num_threads=1)


TOPIC = Topic(
    name="training",
    title="Training the recommender",
    about=(
        f"Interactions of {_BRANDS:,} brands with {_CREATORS:,} creators, drawn by chance, some "
        f"creators far more often than others. {QUICK.components} components each; ours is the "
        f"configuration of a quick build ({QUICK.epochs} epochs of WARP), `implicit` runs with its "
        "defaults. These are different models: [recommender](recommender.md) has what each is "
        "worth."
    ),
    unit="interactions",
    sizes=(100_000, 1_000_000),
    write=_write,
    jobs=(
        Job(
            "train on all interactions",
            Way("`last_factors` (LightFM)", _open_ours),
            (
                Way("`implicit` ALS", partial(_open_implicit, "ALS")),
                Way("`implicit` BPR", partial(_open_implicit, "BPR")),
            ),
            lambda ours, theirs: "another model",
        ),
    ),
    packages=("rectools-lightfm", "implicit", "numpy", "scipy"),
)
