"""What each group of signals adds to the log-odds of bought followers, creator by creator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.kinds import BOUGHT_LIKE
from core.models.growth.learner import GrowthModel

RISE, PORTIONS, FOLLOWED, POSTS, PEERS, PAST, BASE = (
    "rise", "portions", "followed", "posts", "peers", "past", "base",
)  # fmt: skip
# Groups with a name for readers; BASE is what the model expects before it sees any signal.
GROUPS = (RISE, PORTIONS, FOLLOWED, POSTS, PEERS, PAST)
_FOLLOWED = (
    "delivery_after", "delivery_over_after", "loss_", "odd_loss", "odd_three_after",
    "odd_ten_after", "odd_tail", "odd_falls_after", "odd_rises_after", "odd_calm_after",
    "odd_shift",
)  # fmt: skip
_STARTS = (
    (FOLLOWED, _FOLLOWED),
    (RISE, ("delivery_", "second_", "dominance_", "odd_", "like_short")),
    (PORTIONS, ("daily_", "spaced_", "like_")),
    (POSTS, ("post", "highest_", "gains_follow", "engagement_after")),
    (PEERS, ("engagement_beside", "followers_beside")),
)
# Points between the base and the creator at which the pattern's log-odds are differentiated.
_POINTS, _POINT_WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True)
class _Paths:
    """Attributes:
    leaves: per tree (leaves, groups); what the way to the leaf adds, by group.
    bases: (trees,) value at the root.
    """

    leaves: tuple[NDArray[np.float64], ...]
    bases: NDArray[np.float64]


def group_of(signal: str) -> str:
    """The group of a signal; those of the account as a whole are of its past."""
    return next((group for group, starts in _STARTS if signal.startswith(starts)), PAST)


def contributions(model: GrowthModel, signals: pd.DataFrame, *, threads: int = 1) -> pd.DataFrame:
    """(n rows) log-odds that each of `GROUPS` and BASE adds; they sum to those of `score`.

    Signals that are all unknown of a group add nothing of their own: what the model makes of
    their absence belongs to BASE.

    Source: Saabas (2014), differences of node values along the way through each tree; exact in
        sum like SHAP values and 30 times as fast. The pattern model's log-odds of any delivery
        are attributed by Aumann-Shapley integration over its classes.
    """
    import lightgbm

    table = signals[list(model.signals)].to_numpy(float)
    groups = tuple(group_of(name) for name in model.signals)
    parts, base = _added(lightgbm, model.trees, 1, groups, table, threads)
    total, start = parts[:, 0], base[0]
    if model.pattern_trees is not None:
        classes = len(model.pattern_classes)
        parts, base = _added(lightgbm, model.pattern_trees, classes, groups, table, threads)
        bought = np.isin(model.pattern_classes, BOUGHT_LIKE)
        total = (total + _delivery_parts(parts, base, bought)) / 2
        start = (start + _log_odds(base[None], bought)[0]) / 2
    added = pd.DataFrame(model.slope * total, columns=list(GROUPS))
    added[BASE] = model.slope * start + model.offset
    for group in GROUPS:
        places = [place for place, name in enumerate(groups) if name == group]
        unknown = np.isnan(table[:, places]).all(axis=1)
        added.loc[unknown, BASE] += added.loc[unknown, group]
        added.loc[unknown, group] = 0.0
    return added


def _added(
    lightgbm: Any,
    text: str,
    classes: int,
    groups: tuple[str, ...],
    table: NDArray[np.float64],
    threads: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, classes, groups) what the trees of each class add, and (classes,) their bases."""
    paths = _paths(text, groups)
    reached = lightgbm.Booster(model_str=text).predict(table, pred_leaf=True, num_threads=threads)
    reached = np.asarray(reached, dtype=np.int64).reshape(len(table), -1)
    added = np.zeros((len(table), classes, len(GROUPS)))
    for tree, leaves in enumerate(paths.leaves):
        added[:, tree % classes] += leaves[reached[:, tree]]
    return added, paths.bases.reshape(-1, classes).sum(axis=0)


@lru_cache(maxsize=8)
def _paths(text: str, groups: tuple[str, ...]) -> _Paths:
    import lightgbm

    trees = lightgbm.Booster(model_str=text).dump_model()["tree_info"]
    place = [GROUPS.index(group) for group in groups]
    leaves, bases = [], []
    for tree in trees:
        table = np.zeros((max(int(tree["num_leaves"]), 1), len(GROUPS)))
        root = tree["tree_structure"]
        bases.append(_value(root))
        waiting: list[tuple[dict[str, Any], NDArray[np.float64]]] = [(root, np.zeros(len(GROUPS)))]
        while waiting:
            node, added = waiting.pop()
            if "split_feature" not in node:
                table[int(node.get("leaf_index", 0))] = added
                continue
            for child in (node["left_child"], node["right_child"]):
                further = added.copy()
                further[place[node["split_feature"]]] += _value(child) - _value(node)
                waiting.append((child, further))
        leaves.append(table)
    return _Paths(tuple(leaves), np.array(bases))


def _value(node: dict[str, Any]) -> float:
    return float(node["internal_value"] if "split_feature" in node else node["leaf_value"])


def _log_odds(raw: NDArray[np.float64], bought: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(n,) log-odds of any delivery from (n, classes) scores."""
    log_odds: NDArray[np.float64] = np.logaddexp.reduce(
        raw[:, bought], axis=1
    ) - np.logaddexp.reduce(raw[:, ~bought], axis=1)
    return log_odds


def _delivery_parts(
    parts: NDArray[np.float64], base: NDArray[np.float64], bought: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """(n, groups) what each group adds to the log-odds of any delivery."""
    whole = parts.sum(axis=2)
    total = np.zeros((len(parts), parts.shape[2]))
    for point, weight in zip(_POINTS, _POINT_WEIGHTS, strict=True):
        raw = base + (point + 1) / 2 * whole
        slope = np.where(bought, _shares(raw, bought), -_shares(raw, ~bought))
        total += weight / 2 * np.einsum("nc,ncg->ng", slope, parts)
    return total


def _shares(
    raw: NDArray[np.float64], chosen: Sequence[bool] | NDArray[np.bool_]
) -> NDArray[np.float64]:
    """(n, classes) softmax over the chosen classes; 0 for the others."""
    masked = np.where(chosen, raw, -np.inf)
    powers = np.exp(masked - masked.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
