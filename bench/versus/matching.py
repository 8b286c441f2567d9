"""The ten creators that fit a brand best, beside scikit-learn's cosines and a full sort."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb
import numpy as np

from bench.build_scale import embeddings
from bench.versus.jobs import Job, Target, Topic, Way, Work, same_places
from core.models.matching import similarity_scores, top_matches
from core.pipeline.steps.niches import write_fit
from core.services.matching.fit import creator_fits
from core.services.session import BRAND_FIT, CREATOR_FIT, CREATOR_VECTORS, BuildSession
from core.settings import Settings

# As in a build of the demo data: 128 dimensions of the niche space and 47 niches.
_DIMENSION, _BRANDS, _COUNT = 175, 100, 10
_AT_ONCE = 20


def _write(folder: Path, size: int) -> None:
    write_fit(folder / f"{CREATOR_FIT}.npy", embeddings(size, seed=1, dimension=_DIMENSION))
    write_fit(folder / f"{BRAND_FIT}.npy", embeddings(_BRANDS, seed=2, dimension=_DIMENSION))
    # Which creators have text is read off the vectors of their texts, once for each build.
    np.save(folder / f"{CREATOR_VECTORS}.npy", np.ones((size, 1), dtype=np.float32))


def _array(folder: Path, name: str) -> np.ndarray:
    """All of an array in memory, row after row."""
    return np.ascontiguousarray(np.load(folder / f"{name}.npy"))


def _open_one(folder: Path) -> Work:
    session = BuildSession("bench", folder, duckdb.connect(), Settings.from_env(folder))
    brand = _array(folder, BRAND_FIT)[0]
    return lambda: top_matches(creator_fits(session, brand), _COUNT).rows[None]


def _open_all(folder: Path) -> Work:
    creators = np.asarray(np.load(folder / f"{CREATOR_FIT}.npy", mmap_mode="r"))
    brands = _array(folder, BRAND_FIT)
    return lambda: np.array(
        [
            top_matches(fits, _COUNT).rows
            for start in range(0, _BRANDS, _AT_ONCE)
            for fits in similarity_scores(brands[start : start + _AT_ONCE], creators)
        ]
    )


def _open_sklearn(brands_count: int, folder: Path) -> Work:
    from sklearn.metrics.pairwise import cosine_similarity

    creators, brands = _array(folder, CREATOR_FIT), _array(folder, BRAND_FIT)[:brands_count]
    return lambda: np.argsort(-cosine_similarity(brands, creators), axis=1)[:, :_COUNT]


TOPIC = Topic(
    name="matching",
    title="Brand to ten creators",
    about=(
        f"Vectors of {_DIMENSION} numbers around 24 centres, drawn by chance, as a build of the "
        "demo data ranks on. Ours reads `influencer_fit.npy` and also says of each creator which "
        "share of all it beats. One product reads each number once (70 MB at 100,000 creators), in "
        "three quarters of the time of ours; an exact answer on one thread cannot be much faster."
    ),
    unit="creators",
    sizes=(10_000, 100_000, 1_000_000),
    write=_write,
    jobs=(
        Job(
            "ten best creators of one brand",
            Way("`creator_fits`, `top_matches`", _open_one),
            (Way("`cosine_similarity`, `argsort`", partial(_open_sklearn, 1)),),
            same_places,
            Target(100_000, ratio=20, milliseconds=10),
        ),
        Job(
            f"ten best creators of each of {_BRANDS} brands",
            Way("`similarity_scores`, `top_matches`", _open_all),
            (
                Way(
                    "`cosine_similarity`, `argsort`",
                    partial(_open_sklearn, _BRANDS),
                ),
            ),
            same_places,
        ),
    ),
    packages=("numpy", "scikit-learn", "scipy"),
)
