"""Growth evidence of any table of follower counts, by the shipped or a trained model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.domain.thresholds import STEPS_MIN, WORTH_CHECKING
from core.errors import ModelError
from core.models.caution.score import NOT_ENOUGH
from core.models.growth.evidence.evidence import GrowthEvidence, growth_evidence
from core.models.growth.evidence.reading import GrowthData, signals_by_creator
from core.models.growth.learner import CLASSES, GrowthModel, LabelledSignals, fit, shipped
from core.models.growth.peers import peer_figures
from core.progress import Report, silent
from core.services.tables.histories import (
    HistoryTable,
    Labels,
    read_history,
    read_labels,
    read_posts,
)

OWN_VERSION = "growth-own-labels"


def read_growth_data(table: HistoryTable, posts: Path | None, *, seed: int) -> GrowthData:
    """What the model reads of a table of histories and, if given, a file of posts.

    Raises:
        InputFileError, ColumnError: the posts cannot be read; see `read_posts`.
    """
    frame = None if posts is None else read_posts(posts, table.creator_ids)
    return growth_data(table, frame, seed=seed)


def growth_data(table: HistoryTable, posts: pd.DataFrame | None, *, seed: int) -> GrowthData:
    """What the model reads, with comparisons between the accounts when posts are given."""
    names = sorted(set(table.platforms))
    codes = np.searchsorted(names, table.platforms).astype(np.int64)
    if posts is None or posts.empty:
        return GrowthData(table.histories, codes)
    means = posts.groupby("creator")[["likes", "comments", "views"]].mean()
    means = means.reindex(range(len(table.creator_ids)))
    ends = table.histories.starts[1:] - 1
    profiles = pd.DataFrame(
        {
            "followers_count": table.histories.counts[ends].astype(float),
            "avg_likes": means["likes"].to_numpy(),
            "avg_comments": means["comments"].to_numpy(),
            "avg_views": means["views"].to_numpy(),
            "posts_count": np.nan,
            "following_count": np.nan,
            "platform": table.platforms,
        }
    )
    engagements = posts["likes"].fillna(0) + posts["comments"].fillna(0)
    engagements = engagements.where(posts["likes"].notna() | posts["comments"].notna())
    return GrowthData(
        table.histories,
        codes,
        posts=posts[["creator", "day_number"]].assign(engagements=engagements),
        peers=peer_figures(profiles, seed=seed),
    )


def labelled_signals(table: HistoryTable, data: GrowthData, labels: Labels) -> LabelledSignals:
    """Signals of the creators with a label and enough counts, to train on.

    Raises:
        ModelError: no label belongs to a creator of the history.
    """
    signals = signals_by_creator(data)
    ids = [table.creator_ids[number] for number in signals.index]
    is_labelled = np.array([name in labels.purchased for name in ids], dtype=bool)
    if not is_labelled.any():
        raise ModelError(
            f"None of the {len(labels.purchased):,} labels belongs to a creator with at least "
            f"{STEPS_MIN + 1} counts in {table.name}. Check that both files use the same ids."
        )
    labelled_ids = [name for name, is_known in zip(ids, is_labelled, strict=True) if is_known]
    patterns = None
    if labels.patterns:
        patterns = np.array([labels.patterns.get(name, "") for name in labelled_ids], dtype=object)
        if not set(patterns) & set(CLASSES):
            patterns = None
    signals = signals[is_labelled]
    # Signals nobody has, such as those of posts without posts, teach nothing.
    signals = signals[[name for name in signals if signals[name].notna().any()]]
    purchased = np.array([labels.purchased[name] for name in labelled_ids], dtype=bool)
    rows = signals.index.to_numpy(np.int64)
    return LabelledSignals(signals.reset_index(drop=True), purchased, patterns, rows)


def trained(
    table: HistoryTable, data: GrowthData, labels: Labels, *, seed: int, threads: int
) -> GrowthModel:
    """A model trained on a user's own labels.

    Raises:
        ModelError: no label belongs to a creator of the history, or there are too few of a kind.
    """
    training = labelled_signals(table, data, labels)
    facts = {
        "version": OWN_VERSION,
        "creators": len(training.purchased),
        "purchased": int(training.purchased.sum()),
        "source": table.name,
    }
    return fit(training, seed=seed, threads=threads, facts=facts)


def trained_or_shipped(
    history: Path | None,
    labels: Path | None,
    posts: Path | None,
    *,
    seed: int,
    threads: int,
    report: Report = silent,
) -> GrowthModel:
    """The model trained on the history and labels given; without both, the shipped one.

    Raises:
        InputFileError, ColumnError: a file cannot be read.
        ModelError: as `trained`.
    """
    if history is None or labels is None:
        return shipped()
    report("learning", 0, 1, "")
    table = read_history(history)
    data = read_growth_data(table, posts, seed=seed)
    model = trained(table, data, read_labels(labels), seed=seed, threads=threads)
    report("learning", 1, 1, "")
    return model


def is_own(model: GrowthModel) -> bool:
    """Whether the model was trained on labels of the user."""
    return model.version.startswith(OWN_VERSION)


def scored(
    data: GrowthData, model: GrowthModel, *, threads: int, report: Report = silent
) -> GrowthEvidence:
    """The evidence of all creators of a file."""
    return growth_evidence(
        data, model, is_foreign=not is_own(model), threads=threads, report=report
    )


def result_frame(table: HistoryTable, evidence: GrowthEvidence) -> pd.DataFrame:
    """What the command writes: one row per creator, in the order of the table; unknown is NA."""
    rows = evidence.creators
    return pd.DataFrame(
        {
            "influencer_id": table.creator_ids,
            "purchased_probability": rows["purchased_probability"].round(5),
            "authenticity_index": rows["authenticity_index"].astype("Int64"),
            "pattern": rows["pattern"].astype("str"),
            "first_day": dates(rows["pattern_first_day_number"]).dt.strftime("%Y-%m-%d"),
            "last_day": dates(rows["pattern_last_day_number"]).dt.strftime("%Y-%m-%d"),
            "confidence": rows["confidence"].astype("str"),
            "reasons": joined_reasons(rows["reasons_for"], rows["reasons_against"]),
        }
    )


def joined_reasons(
    reasons_for: Iterable[Sequence[str]], reasons_against: Iterable[Sequence[str]]
) -> list[str]:
    """Reasons of each creator in one cell: 'for: ...; against: ...'."""
    return [
        "; ".join([*(f"for: {words}" for words in pros), *(f"against: {words}" for words in cons)])
        for pros, cons in zip(reasons_for, reasons_against, strict=True)
    ]


@dataclass(frozen=True)
class GrowthCounts:
    """Attributes:
    creators: of the table. judged: of them with a probability. worth_checking: of those from
        `WORTH_CHECKING` on. unknown: not enough data.
    unused_rows, doubled_rows: of the file, as in `HistoryTable`.
    is_own_model: trained on labels of the user.
    """

    creators: int
    judged: int
    worth_checking: int
    unused_rows: int
    doubled_rows: int
    model_version: str
    unknown: int
    is_own_model: bool


def growth_counts(
    table: HistoryTable, evidence: GrowthEvidence, model: GrowthModel
) -> GrowthCounts:
    """How many creators were scored, and how."""
    probability = evidence.creators["purchased_probability"].to_numpy(float)
    return GrowthCounts(
        creators=len(evidence.creators),
        judged=int((~np.isnan(probability)).sum()),
        worth_checking=int((probability >= WORTH_CHECKING).sum()),
        unused_rows=table.unused_count,
        doubled_rows=table.doubled_count,
        model_version=model.version,
        unknown=int((evidence.creators["confidence"] == NOT_ENOUGH).sum()),
        is_own_model=is_own(model),
    )
