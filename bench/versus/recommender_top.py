"""The ten best creators of every brand by a trained LightFM model, beside its own functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bench.recommender_speed import events
from bench.versus.jobs import Job, Target, Topic, Way, Work, same_places
from core.models.recommender.factors import Factors, top_items

_BRANDS, _COMPONENTS, _COUNT = 1_000, 64, 10
_FACTORS = "factors.npz"
# Brands that the slower ways cover, by how many scores of a brand they have to rank.
_PREDICTED, _RANKED = 10_000_000, 20_000


def _write(folder: Path, size: int) -> None:
    from lightfm import LightFM
    from scipy.sparse import coo_matrix

    pairs = events(size, _BRANDS, 100_000)
    rows = pairs["brand_id"].str[1:].astype(int)
    columns = pairs["influencer_id"].str[1:].astype(int)
    table = coo_matrix((np.ones(len(pairs), np.float32), (rows, columns)), shape=(_BRANDS, size))
    model = LightFM(no_components=_COMPONENTS, loss="warp", random_state=1)
    model.fit(table, epochs=3, num_threads=1)
    np.savez(
        folder / _FACTORS,
        users=model.user_embeddings,
        user_biases=model.user_biases,
        items=model.item_embeddings,
        item_biases=model.item_biases,
    )


def _open_ours(folder: Path) -> Work:
    kept = np.load(folder / _FACTORS)
    factors = Factors(kept["users"], kept["user_biases"], kept["items"], kept["item_biases"])
    everybody = np.arange(_BRANDS)
    return lambda: top_items(factors, everybody, _COUNT)[0]


def _model(folder: Path) -> tuple[Any, int]:
    from lightfm import LightFM
    from scipy.sparse import csr_matrix

    kept = np.load(folder / _FACTORS)
    model = LightFM(no_components=_COMPONENTS)
    shape = len(kept["user_biases"]), len(kept["item_biases"])
    model.fit_partial(csr_matrix(shape, dtype=np.float32), epochs=0)  # makes the arrays
    model.user_embeddings, model.user_biases = kept["users"], kept["user_biases"]
    model.item_embeddings, model.item_biases = kept["items"], kept["item_biases"]
    return model, len(kept["item_biases"])


def _predicted(size: int) -> int:
    return int(np.clip(_PREDICTED // size, 10, _BRANDS))


def _open_predict(folder: Path) -> Work:
    model, size = _model(folder)
    everyone = np.arange(size)
    return lambda: np.array(
        [
            np.argsort(-model.predict(brand, everyone, num_threads=1), kind="stable")[:_COUNT]
            for brand in range(_predicted(size))
        ]
    )


def _ranked(size: int) -> int:
    return int(np.clip(_RANKED // size, 1, _BRANDS))


def _open_predict_rank(folder: Path) -> Work:
    from scipy.sparse import csr_matrix

    model, size = _model(folder)
    count = _ranked(size)
    # To rank all creators of a brand, each must stand among the pairs to rank.
    pairs = csr_matrix(
        (
            np.ones(count * size, np.float32),
            np.tile(np.arange(size), count),
            np.minimum(np.arange(_BRANDS + 1), count) * size,
        ),
        shape=(_BRANDS, size),
    )

    def work() -> np.ndarray:
        ranks = model.predict_rank(pairs, num_threads=1).data.reshape(count, size)
        return np.argsort(ranks, axis=1, kind="stable")[:, :_COUNT]

    return work


TOPIC = Topic(
    name="recommender_top",
    title="Ten best creators of every brand by LightFM",
    about=(
        f"A model of {_COMPONENTS} components for {_BRANDS:,} brands, trained on 100,000 "
        "interactions drawn by chance. `predict` and `predict_rank` cover so many brands as they "
        "get through; their time is proportional to the brands. `predict_rank` compares every "
        "creator with every other, which takes too long at a million."
    ),
    unit="creators",
    sizes=(10_000, 100_000, 1_000_000),
    write=_write,
    jobs=(
        Job(
            f"ten best creators of {_BRANDS:,} brands",
            Way("`top_items`", _open_ours),
            (
                Way(
                    "`predict` in a loop, `argsort`",
                    _open_predict,
                    lambda size: _predicted(size) / _BRANDS,
                ),
                Way(
                    "`predict_rank`",
                    _open_predict_rank,
                    lambda size: _ranked(size) / _BRANDS,
                    largest=100_000,
                ),
            ),
            same_places,
            Target(1_000_000, ratio=5),
        ),
    ),
    packages=("numpy", "scipy", "rectools-lightfm"),
)
