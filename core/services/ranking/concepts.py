"""What a brand and creators are about, as concepts: shared ones, and the graph around a brand."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import ModelError
from core.features.language import likely_language
from core.models.concepts import files
from core.models.concepts.layout import apart, positions
from core.models.concepts.model import ConceptModel
from core.models.concepts.uses import word_uses
from core.queries.views import concepts as queries
from core.services.encoder import text_vector
from core.services.matching.query import MatchQuery, brand_row
from core.services.session import BuildSession

_LOG = logging.getLogger(__name__)

CREATOR_CONCEPTS, BRAND_CONCEPTS = "influencer_concepts", "brand_concepts"
TABLES = ("concepts", "concept_links", "creator_concepts", "brand_concepts")
SHARED = "shared"  # beside the kinds of `concept_links`: both sides have the concept itself
_OF_QUERY = 12  # concepts of a typed brand or brief, as many as the tables keep
_DRAWN = 10  # of the query in a picture
_AROUND = 12  # linked to them
_LINK_WEIGHT = 0.5  # of a concept that is only linked, against a shared one
_CREATOR_DISTANCE = 0.1  # of two marks, where the picture is 2 wide
_CREATOR_FLATNESS = 0.6  # a mark is round, the picture twice as wide as high


@dataclass(frozen=True)
class ConceptGraph:
    """The concepts around a brand or brief, and where creators stand among them.

    Attributes:
        nodes: concept, x, y (-1 to 1), weight (0-1, share of the query's; 0 for a linked one),
            is_of_query; the heaviest first.
        links: concept, other_concept, kind, weight of the edges between the nodes.
        creators: number (from 1), influencer_id, name, handle, x, y (NaN without a concept of the
            graph), share (0-1 of the creator's weight that the nodes hold), shared (concepts of
            the query that it has), near (other concepts of the graph that it has); in the order
            asked.
    """

    nodes: pd.DataFrame
    links: pd.DataFrame
    creators: pd.DataFrame


def has_concepts(session: BuildSession) -> bool:
    """Whether the build knows concepts; not with too few accounts, nor by an earlier version."""
    if not session.has_tables(*TABLES) or not queries.concepts_count(session.con):
        return False
    try:
        _model(session.folder / "models" / files.FOLDER)
    except ModelError:
        _LOG.info("build %s: its concepts cannot be read", session.build_id, exc_info=True)
        return False
    return True


def query_concepts(session: BuildSession, query: MatchQuery) -> NDArray[np.float32]:
    """(dimension,) float32 vector, comparable with the rows of `CREATOR_CONCEPTS`.

    NaN when no concept of the query is known, (1,) NaN in a build without concepts.
    """
    row = None if query.brand is None else brand_row(session, query.brand)
    if row is not None and session.has_array(BRAND_CONCEPTS):
        return np.asarray(session.array(BRAND_CONCEPTS)[row], dtype=np.float32)
    if not has_concepts(session):
        return np.full(1, np.nan, dtype=np.float32)
    model = _model(session.folder / "models" / files.FOLDER)
    return np.asarray(model.rows(model.weights(*_uses(session, query)))[0])


def concepts_of_query(session: BuildSession, query: MatchQuery) -> list[tuple[str, float]]:
    """Concept and weight (0-1, share of all) of a brand or brief, the heaviest first, at most 12.

    Empty when it has none, or the build knows no concepts.
    """
    if not has_concepts(session):
        return []
    if query.brand is not None and brand_row(session, query.brand) is not None:
        return queries.brand_concepts(session.con, query.brand.brand_id)
    model = _model(session.folder / "models" / files.FOLDER)
    weights = model.weights(*_uses(session, query)).toarray()[0]
    order = [place for place in np.argsort(-weights, kind="stable")[:_OF_QUERY] if weights[place]]
    return [
        (model.vocabulary.labels[place], float(weights[place] / weights.sum())) for place in order
    ]


def shared_concepts(
    session: BuildSession, query: MatchQuery, influencer_id: str, limit: int = 8
) -> pd.DataFrame:
    """Concepts that a query and a creator share, or that one edge links, the weightiest first.

    Returns:
        concept (of the query), creator_concept (the same when shared), kind (`SHARED`, or that of
        the edge), weight (of the edge, 1 when shared), query_weight and creator_weight (0-1),
        strength (what orders: the root of both weights, times the weight and `_LINK_WEIGHT` for
        an edge). Each concept stands in one row at most. Empty when there is none.
    """
    of_query = concepts_of_query(session, query)
    creators = pd.DataFrame()
    if of_query:
        creators = queries.creator_concepts(session.con, [influencer_id]).dropna(subset=["concept"])
    if creators.empty:
        return _pair_frame([])
    of_creator = dict(zip(creators["concept"], creators["weight"], strict=True))
    weights = dict(of_query)
    pairs = [
        (name, name, SHARED, 1.0, weights[name], of_creator[name])
        for name in weights
        if name in of_creator
    ]
    for left, right, kind, weight in queries.links_of(session.con, list(weights)).itertuples(
        index=False, name=None
    ):
        for name, other in ((left, right), (right, left)):
            if name in weights and other in of_creator:
                pairs.append((name, other, kind, weight, weights[name], of_creator[other]))
    frame = _pair_frame(pairs)
    kept, taken_left, taken_right = [], set(), set()
    for place, (left, right) in enumerate(
        zip(frame["concept"], frame["creator_concept"], strict=True)
    ):
        if left not in taken_left and right not in taken_right:
            kept.append(place)
            taken_left.add(left)
            taken_right.add(right)
    return frame.iloc[kept[:limit]].reset_index(drop=True)


def concept_neighbourhood(
    session: BuildSession, query: MatchQuery, influencer_ids: Sequence[str]
) -> ConceptGraph | None:
    """The concepts of a query with those linked to them, and where creators stand.

    A creator stands at the mean of the nodes that it has, by weight. The places of the nodes follow
    from their vectors alone, so that they stay where they are whoever is listed.

    Returns:
        None when the query has no concept, or the build knows none.
    """
    of_query = dict(concepts_of_query(session, query)[:_DRAWN])
    if not of_query:
        return None
    links = queries.links_of(session.con, list(of_query))
    around = _around(links, of_query)
    names = [*of_query, *around]
    model = _model(session.folder / "models" / files.FOLDER)
    rows = {label: number for number, label in enumerate(model.vocabulary.labels)}
    places = positions(model.vectors[[rows[name] for name in names]].astype(np.float64))
    nodes = pd.DataFrame(
        {
            "concept": names,
            "x": places[:, 0],
            "y": places[:, 1],
            "weight": [of_query.get(name, 0.0) for name in names],
            "is_of_query": [name in of_query for name in names],
        }
    )
    both = links[links["concept"].isin(names) & links["other_concept"].isin(names)]
    return ConceptGraph(
        nodes, both.reset_index(drop=True), _placed(session, nodes, list(influencer_ids))
    )


def _around(links: pd.DataFrame, of_query: dict[str, float]) -> list[str]:
    """Concepts outside a query that its own are linked to most strongly, ties by name."""
    strengths: dict[str, float] = {}
    for left, right, _, weight in links.itertuples(index=False, name=None):
        for name, other in ((left, right), (right, left)):
            if name in of_query and other not in of_query:
                strengths[other] = strengths.get(other, 0.0) + of_query[name] * weight
    return sorted(strengths, key=lambda name: (-strengths[name], name))[:_AROUND]


def _placed(session: BuildSession, nodes: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    frame = queries.creator_concepts(session.con, ids)
    frame = frame.merge(nodes.drop(columns="weight"), on="concept", how="left")
    rows = []
    for influencer_id, group in frame.groupby("influencer_id", sort=True):
        known = group[group["x"].notna()]
        total = known["weight"].sum()
        is_own = known["is_of_query"].astype(bool)
        rows.append(
            {
                "influencer_id": influencer_id,
                "name": group["name"].iloc[0],
                "handle": group["handle"].iloc[0],
                "x": (known["x"] * known["weight"]).sum() / total if total else np.nan,
                "y": (known["y"] * known["weight"]).sum() / total if total else np.nan,
                "share": float(total),
                "shared": known.loc[is_own, "concept"].tolist(),
                "near": known.loc[~is_own, "concept"].tolist(),
            }
        )
    columns = ["influencer_id", "name", "handle", "x", "y", "share", "shared", "near"]
    placed = pd.DataFrame(rows, columns=columns).set_index("influencer_id")
    placed = placed.reindex([name for name in ids if name in placed.index]).reset_index()
    placed.insert(0, "number", np.arange(1, len(placed) + 1))
    has_place = placed["x"].notna().to_numpy()
    if has_place.any():
        places = placed.loc[has_place, ["x", "y"]].to_numpy(float)
        placed.loc[has_place, ["x", "y"]] = apart(
            places,
            _CREATOR_DISTANCE,
            flatness=_CREATOR_FLATNESS,
            fixed=nodes[["x", "y"]].to_numpy(float),
        )
    return placed


def _pair_frame(pairs: list[tuple[str, str, str, float, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        pairs,
        columns=["concept", "creator_concept", "kind", "weight", "query_weight", "creator_weight"],
    )
    factor = np.where(frame["kind"] == SHARED, 1.0, _LINK_WEIGHT)
    both = frame["query_weight"].astype(float) * frame["creator_weight"].astype(float)
    frame["strength"] = np.sqrt(both) * frame["weight"].astype(float) * factor
    return frame.sort_values(
        ["strength", "concept", "creator_concept", "kind"], ascending=[False, True, True, True]
    ).reset_index(drop=True)


def _uses(session: BuildSession, query: MatchQuery) -> tuple:
    """Words of a typed brand or brief, and the vector of its text."""
    tags = query.brand.hashtags if query.brand is not None else ()
    frame = pd.DataFrame({"account": 0, "tag": list(dict.fromkeys(tags)), "posts_count": 1})
    uses = word_uses([query.text], frame, [likely_language(query.text)])
    vector = text_vector(query.text, session.settings)
    return uses, np.asarray(vector, dtype=np.float32)[None, :]


@lru_cache(maxsize=4)
def _model(folder: Path) -> ConceptModel:
    return files.load(folder)
