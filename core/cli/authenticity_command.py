"""`authenticity`: daily follower counts in, evidence of bought growth out; or how good it is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.domain.thresholds import WORTH_CHECKING
from core.errors import InputFileError
from core.evaluation.growth_quality import (
    GrowthQuality,
    PatternQuality,
    growth_quality,
    pattern_quality,
    reliability,
    simple_scores,
)
from core.models.caution.score import NOT_ENOUGH
from core.models.growth.evidence.evidence import GrowthEvidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import GrowthModel, left_out_probabilities, shipped
from core.pipeline.files.growth import (
    HistoryTable,
    Labels,
    growth_data,
    labelled_signals,
    learned,
    read_history,
    read_labels,
    read_posts,
    result_frame,
    scored,
)
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds authenticity."""
    app.command("authenticity")(authenticity)


def authenticity(
    history: Annotated[Path, typer.Option(help="influencer_id, date, followers.")],
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    posts: Annotated[
        Path | None, typer.Option(help="influencer_id, posted_at, likes, comments, views.")
    ] = None,
    train_history: Annotated[
        Path | None, typer.Option(help="Follower counts of labelled creators, to train on.")
    ] = None,
    train_labels: Annotated[
        Path | None,
        typer.Option(help="influencer_id, purchased (1 or 0), and pattern when known."),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="True labels for --history; use with --evaluate.")
    ] = None,
    evaluate: Annotated[
        bool, typer.Option("--evaluate", help="Print quality figures against --labels.")
    ] = False,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Weigh the evidence for and against bought followers in daily follower counts.

    Uses the model trained on demo data unless you pass labels of your own. --evaluate also prints
    the figures of the caution score and of a model trained on --labels, for creators held out.
    """
    with command("Growth evidence", data=data, as_json=as_json) as running:
        _check_options(out, train_history, train_labels, labels, evaluate)
        chosen_seed = running.settings.seed if seed is None else seed
        threads = running.settings.threads
        table = read_history(history)
        truth = None if labels is None else read_labels(labels)
        given = _given(table, posts, chosen_seed)
        model = _model(running, train_history, train_labels, posts, chosen_seed, threads)
        found = scored(given, model, threads=threads, report=running.report)
        _say_summary(running, table, found, model)
        if out is not None:
            write(result_frame(table, found), out, ids=("influencer_id",))
            running.say(f"{out}: {len(found.creators):,} creators")
        result: dict[str, Any] = {"out": str(out) if out else None, **_counts(table, found, model)}
        if truth is not None:
            if train_history is not None and train_history.resolve() == history.resolve():
                running.say(
                    "Learned from the same creators as judged: the first line flatters; the second "
                    "is the honest one."
                )
            result |= _evaluate(running, table, given, found, truth, chosen_seed, threads)
        running.finish(**result)


def _check_options(
    out: Path | None,
    train_history: Path | None,
    train_labels: Path | None,
    labels: Path | None,
    evaluate: bool,
) -> None:
    if out is not None:
        check_ending(out)
    if (train_history is None) != (train_labels is None):
        raise InputFileError("--train-history and --train-labels go together. Give both or none.")
    if evaluate and labels is None:
        raise InputFileError("--evaluate needs --labels, a file with influencer_id and purchased.")
    if labels is not None and not evaluate:
        raise InputFileError("--labels is only read with --evaluate. Add it, or leave both out.")
    if out is None and not evaluate:
        raise InputFileError("Nothing to do: give --out for a result, or --evaluate with --labels.")


def _given(table: HistoryTable, posts: Path | None, seed: int) -> GrowthData:
    found = None if posts is None else read_posts(posts, table.creator_ids)
    return growth_data(table, found, seed=seed)


def _model(
    running: Running,
    train_history: Path | None,
    train_labels: Path | None,
    posts: Path | None,
    seed: int,
    threads: int,
) -> GrowthModel:
    if train_history is None or train_labels is None:
        return shipped()
    running.report("learning", 0, 1, "")
    table = read_history(train_history)
    given = _given(table, posts, seed)
    model = learned(table, given, read_labels(train_labels), seed=seed, threads=threads)
    running.report("learning", 1, 1, "")
    return model


def _counts(table: HistoryTable, found: GrowthEvidence, model: GrowthModel) -> dict[str, Any]:
    probability = found.creators["purchased_probability"].to_numpy(float)
    return {
        "creators": len(found.creators),
        "judged": int((~np.isnan(probability)).sum()),
        "worth_checking": int((probability >= WORTH_CHECKING).sum()),
        "unused_rows": table.unused_count,
        "doubled_rows": table.doubled_count,
        "model_version": model.version,
    }


def say_rows_left_out(running: Running, table: HistoryTable) -> None:
    """Rows of a history that were not used, when there are some."""
    if table.unused_count:
        running.say(
            f"{table.unused_count:,} rows could not be used: no influencer_id, date or followers."
        )
    if table.doubled_count:
        running.say(f"{table.doubled_count:,} rows replaced by a later row of the same day.")


def _say_summary(
    running: Running, table: HistoryTable, found: GrowthEvidence, model: GrowthModel
) -> None:
    counts = _counts(table, found, model)
    say_rows_left_out(running, table)
    if model.version.startswith("growth-own"):
        running.say(
            f"Learned from {model.facts['creators']:,} labelled creators of "
            f"{model.facts['source']}, {model.facts['purchased']:,} of them with bought followers."
        )
    else:
        running.say(
            f"Model {model.version}, learned from demo data. With labels of your own "
            "(--train-history, --train-labels) it would know your accounts."
        )
    unknown = int((found.creators["confidence"] == NOT_ENOUGH).sum())
    running.say(
        f"{counts['judged']:,} creator{'' if counts['judged'] == 1 else 's'} judged: unusual "
        "growth, worth checking, for "
        f"{counts['worth_checking']:,}; not enough data for {unknown:,}."
    )


def _evaluate(
    running: Running,
    table: HistoryTable,
    given: GrowthData,
    found: GrowthEvidence,
    labels: Labels,
    seed: int,
    threads: int,
) -> dict[str, Any]:
    rows = np.array([n for n, one in enumerate(table.creator_ids) if one in labels.purchased])
    if not len(rows):
        raise InputFileError("No label belongs to a creator of --history. Check the ids.")
    ids = [table.creator_ids[n] for n in rows]
    purchased = np.array([labels.purchased[one] for one in ids], dtype=bool)
    if purchased.all() or not purchased.any():
        raise InputFileError("--labels: all creators have the same label, so nothing can be told.")
    patterns = np.array([labels.patterns.get(one, "") for one in ids], dtype=object)
    has_patterns = patterns if any(patterns) else None
    probability = found.creators["purchased_probability"].to_numpy(float)[rows]
    judged = {
        f"evidence ({found.creators['model_version'].iloc[0]})": growth_quality(
            purchased, probability, has_patterns
        )
    }
    own = labelled_signals(table, given, labels)
    if min(own.purchased.sum(), (~own.purchased).sum()) >= 2 * _FOLD_MIN:
        left_out = np.full(len(table.creator_ids), np.nan)
        left_out[own.rows] = left_out_probabilities(own, seed=seed, threads=threads)
        judged["learned on these labels, creator left out"] = growth_quality(
            purchased, left_out[rows], has_patterns
        )
    sizes = table.histories.counts[table.histories.starts[1:] - 1].astype(float)
    engagements = _engagements(given, len(sizes))
    for name, values in simple_scores(table.histories, sizes, engagements).items():
        judged[name] = growth_quality(purchased, values[rows], has_patterns, is_probability=False)
    named = pattern_quality(
        table.creator_ids,
        found.creators["pattern"].to_numpy(object),
        found.creators["pattern_first_day_number"].to_numpy(np.int64),
        found.creators["pattern_last_day_number"].to_numpy(np.int64),
        labels.patterns,
        labels.days,
    )
    curve = reliability(purchased, probability)
    for line in _lines(judged, named):
        running.say(line)
    running.say("Reliability (mean probability -> share purchased, creators):")
    for row in curve.itertuples():
        running.say(
            f"  {row.mean_probability:5.1%} -> {row.share_purchased:5.1%}  {row.creators_count:,}"
        )
    return {
        "quality": {name: _json_safe(asdict(one)) for name, one in judged.items()},
        "patterns": None if named is None else _json_safe(asdict(named)),
        "reliability": curve.to_dict("records"),
    }


def _json_safe(figures: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no NaN: a figure that does not apply is null."""
    return {
        name: None if isinstance(one, float) and np.isnan(one) else one
        for name, one in figures.items()
    }


_FOLD_MIN = 15


def _engagements(given: GrowthData, count: int) -> np.ndarray:
    """(n,) mean likes + comments a post, NaN when unknown."""
    found = np.full(count, np.nan)
    if given.posts is not None:
        means = given.posts.groupby("creator")["engagements"].mean()
        found[means.index.to_numpy(np.int64)] = means.to_numpy(float)
    return found


def _lines(judged: dict[str, GrowthQuality], named: PatternQuality | None) -> list[str]:
    first = next(iter(judged.values()))
    kinds = list(first.found_by_pattern)
    lines = [
        f"{first.creators:,} labelled creators, {first.purchased:,} with bought followers.",
        f"{'':42} {'ROC-AUC':>8} {'avg prec':>8} {'rec@1%':>7} {'rec@5%':>7}"
        + "".join(f" {kind:>10}" for kind in kinds),
    ]
    for name, one in judged.items():
        lines.append(
            f"{name:42} {one.auc:8.3f} {one.average_precision:8.3f} {one.recall_at[0.01]:7.3f} "
            f"{one.recall_at[0.05]:7.3f}"
            + "".join(f" {one.found_by_pattern[kind]:10.3f}" for kind in kinds)
        )
    if kinds:
        lines.append(
            "By pattern: share above the cut of 5% false positives; for viral and organic these "
            "are the false positives."
        )
    if named is not None:
        lines.append(
            f"Pattern: named for {named.named_share:.0%} of the purchases, right for "
            f"{named.accuracy:.0%} of those; first day off by {named.first_day_error:.0f} "
            f"(median; at most two for {named.within_two_days:.0%}), last day by "
            f"{named.last_day_error:.0f}."
        )
    return lines
