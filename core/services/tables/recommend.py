"""Recommendations of any table of interactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.domain.interactions import INTERACTION_POINTS
from core.errors import ColumnError, InputFileError
from core.evaluation.ranking import RankingQuality, ranking_quality
from core.evaluation.recommender_choice import (
    Choice,
    ChoiceConfig,
    choose_blend,
    choose_config,
)
from core.models.recommender.blend import Blend, fit_blend
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import (
    FactorsConfig,
    last_factors,
    no_factors,
    top_items,
)
from core.models.recommender.features import feature_matrix
from core.models.recommender.interactions import Interactions, interactions_of
from core.progress import Report, silent
from core.store.ingest.reading import small_table

USER = ("user_id", "user", "brand_id")
ITEM = ("item_id", "item", "influencer_id", "creator_id")
WEIGHT = ("weight", "points")
KIND = ("kind",)  # of interaction, as the product exports them; counts its points
TIME = ("time", "timestamp", "at", "happened_at", "day", "date")


@dataclass(frozen=True)
class Events:
    """Rows of an interactions file.

    Attributes:
        user_ids, item_ids: one entry a usable row.
        weights, times: parallel to them, or None without such a column; times in seconds, NaN
            where a cell is no time.
        unused_count: rows left out: without an id, or with a weight that is no number above 0.
        unused_columns: names of columns nobody asked for.
    """

    user_ids: list[str]
    item_ids: list[str]
    weights: np.ndarray | None
    times: np.ndarray | None
    unused_count: int
    unused_columns: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """Attributes:
    interactions: what was learned from, with all known ids.
    model: factors of all of them, those without interactions included, and the item-item model.
    choice: what they were learned with, and what was tried to choose it.
    known_items: ids that were given as such, not in a test file alone.
    user_feature_names, item_feature_names: what the feature tables hold.
    """

    interactions: Interactions
    model: Blend
    choice: Choice
    known_items: frozenset[str]
    user_feature_names: tuple[str, ...]
    item_feature_names: tuple[str, ...]


def read_events(path: Path) -> Events:
    """The interactions of a CSV, XLSX or Parquet file.

    Raises:
        InputFileError: it cannot be read or has no usable row.
        ColumnError: user_id or item_id is missing.
    """
    with small_table.opened(path) as table:
        user, item = table.place(USER), table.place(ITEM)
        weight, time = table.optional(WEIGHT), table.optional(TIME)
        kind = table.optional(KIND) if weight is None else None
        rows = table.rows(
            table.id(user),
            table.id(item),
            _weight_sql(table, weight, kind),
            "NULL" if time is None else table.seconds(time),
        )
    used = [row for row in rows if row[0] and row[1] and row[2] and 0 < row[2] < float("inf")]
    if not used:
        raise InputFileError(
            f"{path.name}: expected rows with user_id, item_id and a weight above 0, found none "
            f"among {len(rows):,}. Check that the columns are not shifted."
        )
    places = {user, item, weight, kind, time}
    return Events(
        [row[0] for row in used],
        [row[1] for row in used],
        None
        if weight is None and kind is None
        else np.array([row[2] for row in used], dtype=np.float64),
        None if time is None else np.array([row[3] for row in used], dtype=np.float64),
        len(rows) - len(used) + table.broken_count,
        tuple(name for place, name in enumerate(table.header) if place not in places),
    )


def read_features(path: Path, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Column -> id -> cell of a feature table with one row an id; a later row wins.

    Raises:
        InputFileError: it cannot be read.
        ColumnError: the id is missing, or nothing but it is there.
    """
    with small_table.opened(path) as table:
        place = table.place(names)
        others = [number for number in range(len(table.header)) if number != place]
        if not others:
            raise ColumnError(
                f"{path.name}: expected feature columns beside '{table.header[place]}', found "
                "none. Add some, or leave the file out."
            )
        cells = [table.text(number) for number in others]
        rows = table.rows(table.id(place), *cells)
    return {
        table.header[number]: {row[0]: row[1 + position] for row in rows if row[0]}
        for position, number in enumerate(others)
    }


def learn(
    events: Events,
    *,
    user_columns: Mapping[str, Mapping[str, Any]] | None = None,
    item_columns: Mapping[str, Mapping[str, Any]] | None = None,
    more_users: tuple[str, ...] = (),
    more_items: tuple[str, ...] = (),
    base: FactorsConfig | None = None,
    choose: bool = True,
    seed: int,
    report: Report = silent,
) -> Learned:
    """A model of all users and items, its configuration chosen on interactions kept aside.

    Args:
        user_columns, item_columns: as from `read_features`; their ids are known ids too.
        more_users, more_items: further ids to have factors for.
        base: what to learn with; `choose` may change epochs and feature weights. How much the
            item-item model counts is chosen in any case.
    """
    users, items = user_columns or {}, item_columns or {}
    interactions = interactions_of(
        events.user_ids,
        events.item_ids,
        events.weights,
        events.times,
        more_users=(*more_users, *_ids(users)),
        more_items=(*more_items, *_ids(items)),
    )
    user_names, user_features = _features(users, interactions.user_ids)
    item_names, item_features = _features(items, interactions.item_ids)
    features = {"user_features": user_features, "item_features": item_features}
    config, settings = base or FactorsConfig(), ChoiceConfig()
    if choose:
        choice = choose_config(interactions, config, settings, seed=seed, report=report, **features)
    else:
        blend, tried = choose_blend(interactions, config, settings, seed=seed, **features)
        choice = Choice(config, (), blend, tried)
    factors = last_factors(interactions, choice.config, seed=seed, report=report, **features)
    factors = with_cold_start(factors, interactions, **features)
    model = fit_blend(factors, interactions, choice.blend)
    known_items = frozenset((*events.item_ids, *_ids(items)))
    return Learned(interactions, model, choice, known_items, user_names, item_names)


def quality(
    learned: Learned, test: Events, *, k: int
) -> tuple[RankingQuality, RankingQuality, RankingQuality]:
    """Of the model, of what is chosen most, and of chance, on later interactions.

    All ids of `test` must be known to `learned`. What a user has already is no candidate.
    """
    known = learned.interactions
    table = interactions_of(
        test.user_ids, test.item_ids, more_users=known.user_ids, more_items=known.item_ids
    ).matrix()
    train = known.matrix()
    popularity = no_factors(known)
    chance = np.random.default_rng(0)
    items_count = len(known.item_ids)
    return (
        ranking_quality(learned.model.scores, table, train, k=k),
        ranking_quality(popularity.scores, table, train, k=k),
        ranking_quality(lambda users: chance.random((len(users), items_count)), table, train, k=k),
    )


def _items_of_test_alone(learned: Learned, later: Events | None) -> np.ndarray:
    """(n,) int64 rows of items known from the test file alone: nothing to recommend."""
    if later is None:
        return np.zeros(0, dtype=np.int64)
    known = learned.known_items
    rows = [row for row, name in enumerate(learned.interactions.item_ids) if name not in known]
    return np.array(rows, dtype=np.int64)


def recommendations_frame(
    learned: Learned, top: int, *, exclude_seen: bool, later: Events | None = None
) -> pd.DataFrame:
    """Columns user_id, item_id, rank (1 is best), score (comparable within a user).

    Args:
        top: items per user.
        later: interactions of a test; items known from them alone are not recommended.
    """
    known = learned.interactions
    rows, scores = top_items(
        learned.model,
        np.arange(len(known.user_ids)),
        top,
        excluded=known.matrix() if exclude_seen else None,
        unlisted=_items_of_test_alone(learned, later),
    )
    users = np.repeat(np.asarray(known.user_ids, dtype=object), rows.shape[1])
    ranks = np.tile(np.arange(1, rows.shape[1] + 1), len(rows))
    is_item = rows.ravel() >= 0
    return pd.DataFrame(
        {
            "user_id": users[is_item],
            "item_id": np.asarray(known.item_ids, dtype=object)[rows.ravel()[is_item]],
            "rank": ranks[is_item],
            "score": scores.ravel()[is_item].round(5),
        }
    )


def _features(
    columns: Mapping[str, Mapping[str, Any]], ids: tuple[str, ...]
) -> tuple[tuple[str, ...], Any]:
    if not columns:
        return (), None
    cells = {
        name: [values.get(name_of_row) for name_of_row in ids] for name, values in columns.items()
    }
    return feature_matrix(cells, len(ids))


def _ids(columns: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(next(iter(columns.values()), {}))


def _weight_sql(table: small_table.SmallTable, weight: int | None, kind: int | None) -> str:
    """A weight as given, else the points of a kind (1 for a kind of other tools), else 1."""
    if weight is not None:
        return table.numbers(weight, "average")
    if kind is None:
        return "1.0"
    cases = " ".join(f"WHEN '{name}' THEN {points}" for name, points in INTERACTION_POINTS.items())
    return f"CASE lower({table.text(kind)}) {cases} ELSE 1.0 END"
