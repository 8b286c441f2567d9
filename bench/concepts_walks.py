"""Vectors of concepts in closed form beside those of random walks and word2vec, on one graph.

    pip install gensim==4.4.0
    python -m bench.concepts_walks --data DIR

Reads the build in use. 50 walks of 80 steps from each concept, window 10, 128 numbers, as in BAMIR;
an account is the mean of its twelve heaviest concepts either way. Figures are those of the centred
cosine of brands and creators that worked together: nothing is trained on them.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from core.evaluation.brand_ranking.figures import brand_figures
from core.evaluation.brand_ranking.report import plain_cosine
from core.models.concepts import files
from core.models.concepts.embedding import node_vectors
from core.models.ranking.views import AccountViews, Collaborations
from core.services.ranking.of_build import collaborations_of_build
from core.services.ranking.views import kept_arrays
from core.services.session import open_session
from core.settings import Settings

WALKS, STEPS, DIMENSION, WINDOW = 50, 80, 128, 10
_SHOWN = ("AUC", "R@10", "R@50", "MRR", "MAP")


def walks(adjacency: NDArray[np.float64], seed: int) -> list[list[str]]:
    """Random walks over the edges, by their weights, `WALKS` from each linked node."""
    rng = np.random.default_rng(seed)
    sums = adjacency.cumsum(axis=1)
    starts = np.flatnonzero(sums[:, -1] > 0)
    found = []
    for _ in range(WALKS):
        nodes = starts
        steps = [nodes]
        for _ in range(STEPS - 1):
            drawn = rng.random(len(nodes))[:, None] * sums[nodes, -1:]
            nodes = (sums[nodes] <= drawn).sum(axis=1)
            steps.append(nodes)
        found += np.array(steps).T.astype(str).tolist()
    return found


def walk_vectors(adjacency: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """(nodes, DIMENSION) unit rows by word2vec; 0 for a node without an edge."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        walks(adjacency, seed), vector_size=DIMENSION, window=WINDOW, sg=1, min_count=0,
        workers=1, epochs=1, seed=seed,
    )  # fmt: skip
    rows = np.zeros((len(adjacency), DIMENSION))
    for node in range(len(adjacency)):
        if str(node) in model.wv:
            rows[node] = model.wv[str(node)]
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=None, help="data folder")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    with open_session(Settings.from_env(options.data)) as session:
        known = collaborations_of_build(session.con, kept_arrays(session.folder)).known
        model = files.load(session.folder / "models" / files.FOLDER)
        tables = [
            session.con.execute(f"SELECT {key} AS id, concept, weight FROM {table}").df()
            for key, table in (
                ("brand_id", "brand_concepts"),
                ("influencer_id", "creator_concepts"),
            )
        ]
    labels = {label: place for place, label in enumerate(model.vocabulary.labels)}

    def weights(table: pd.DataFrame, accounts: AccountViews) -> csr_matrix:
        places = {name: place for place, name in enumerate(accounts.ids)}
        rows = (table["id"].map(places).to_numpy(), table["concept"].map(labels).to_numpy())
        return csr_matrix((table["weight"], rows), shape=(len(places), len(labels)))

    of_brands, of_creators = weights(tables[0], known.brands), weights(tables[1], known.creators)
    adjacency = model.links.adjacency(len(labels), model.config.kind_shares)
    print(f"| vectors | {' | '.join(_SHOWN)} | seconds |\n|---|{'---|' * (len(_SHOWN) + 1)}")
    for seed in range(options.seeds + 1):
        started = time.perf_counter()
        vectors = node_vectors(adjacency, DIMENSION) if not seed else walk_vectors(adjacency, seed)
        seconds = time.perf_counter() - started
        made = replace(model, vectors=vectors.astype(np.float32))
        pairs = Collaborations(
            replace(known.brands, arrays={"concepts": made.rows(of_brands).astype(float)}),
            replace(known.creators, arrays={"concepts": made.rows(of_creators).astype(float)}),
            known.positives,
        )
        scores = plain_cosine(pairs, pairs.brands, pairs.creators)
        means = brand_figures(scores, pairs.positives).means()
        cells = " | ".join(f"{means[name]:.3f}".replace("0.", ".") for name in _SHOWN)
        name = f"walks and word2vec, seed {seed}" if seed else "closed form"
        print(f"| {name} | {cells} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
