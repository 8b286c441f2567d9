"""`recommend`: interactions in, the best items of each user out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.evaluation.ranking import RankingQuality
from core.formats import counted, listed_names
from core.models.recommender.factors import FactorsConfig
from core.services.tables import recommend as recommend_service
from core.services.tables.recommend import Learned
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds recommend."""
    app.command("recommend")(recommend)


def recommend(
    interactions: Annotated[
        Path,
        typer.Option(
            help="CSV, XLSX or Parquet with user_id, item_id and, optionally, weight and time."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    users: Annotated[
        Path | None, typer.Option(help="User features: user_id plus any columns.")
    ] = None,
    items: Annotated[
        Path | None, typer.Option(help="Item features: item_id plus any columns.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Items per user.")] = 10,
    exclude_seen: Annotated[
        bool,
        typer.Option("--exclude-seen/--include-seen", help="Leave out items the user already has."),
    ] = True,
    test: Annotated[
        Path | None,
        typer.Option(help="Later interactions to test on; prints AUC and precision@TOP."),
    ] = None,
    components: Annotated[int, typer.Option(min=1, help="Number of latent factors.")] = 64,
    epochs: Annotated[
        int | None,
        typer.Option(min=1, help="Training epochs. Default: chosen on held-out data."),
    ] = None,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Recommend items to each user with LightFM, trained on the interactions of all users.

    A model of items that are chosen together counts beside it as far as that improves results on
    held-out interactions; so do features. A user or item without interactions is placed by its
    features, otherwise by popularity.
    """
    with command("Recommendations", data=data, as_json=as_json) as running:
        check_ending(out)
        events = recommend_service.read_events(interactions)
        later = recommend_service.read_events(test) if test else None
        base = FactorsConfig(components=components)
        if epochs is not None:
            base = replace(base, epochs=epochs)
        learned = recommend_service.learn(
            events,
            user_columns=recommend_service.read_features(users, recommend_service.USER)
            if users
            else None,
            item_columns=recommend_service.read_features(items, recommend_service.ITEM)
            if items
            else None,
            more_users=tuple(later.user_ids) if later else (),
            more_items=tuple(later.item_ids) if later else (),
            base=base,
            choose=epochs is None,
            seed=running.settings.seed if seed is None else seed,
            report=running.report,
        )
        _say_training(running, learned)
        _say_blend(running, learned)
        if events.unused_count:
            running.say(
                f"{counted(events.unused_count, 'row')} could not be used: an id is missing, the "
                "weight is no number above 0, or the line is broken."
            )
        if events.unused_columns:
            running.say(f"Columns not used: {listed_names(events.unused_columns)}.")
        measured: dict[str, dict[str, float]] = {}
        if later is not None:
            qualities = recommend_service.quality(learned, later, k=top)
            names = ("recommender", "most chosen", "chance")
            measured = {
                name: quality.means() for name, quality in zip(names, qualities, strict=True)
            }
            _say_quality(running, measured, qualities[0], top)
        frame = recommend_service.recommendations_frame(
            learned, top, exclude_seen=exclude_seen, later=later
        )
        write(frame, out, ids=("user_id", "item_id"))
        running.say(
            f"{out}: {counted(len(frame), 'row')}, {counted(frame['user_id'].nunique(), 'user')}, "
            f"top {top}"
        )
        running.finish(
            out=str(out),
            rows=len(frame),
            users=int(frame["user_id"].nunique()),
            interactions=len(learned.interactions.users),
            unused=events.unused_count,
            components=learned.choice.config.components,
            epochs=learned.choice.config.epochs,
            user_feature_weight=learned.choice.config.user_feature_weight,
            item_feature_weight=learned.choice.config.item_feature_weight,
            item_item_weight=learned.choice.blend.weight,
            item_item_penalty=learned.choice.blend.penalty,
            quality=measured,
        )


def _say_training(running: Running, learned: Learned) -> None:
    known, config = learned.interactions, learned.choice.config
    users_count, items_count = known.shape
    running.say(
        f"Learned from {len(known.users):,} pairs of {users_count:,} users and {items_count:,} "
        f"items: {config.components} components, {config.epochs} epochs."
    )
    if not learned.choice.tried:
        running.say("Too little data to choose epochs and features by: the defaults are used.")
    for trial in learned.choice.tried[1:]:
        side, weight = (
            ("user", trial.user_feature_weight)
            if trial.user_feature_weight
            else ("item", trial.item_feature_weight)
        )
        used = (
            trial.user_feature_weight == config.user_feature_weight
            and trial.item_feature_weight == config.item_feature_weight
        )
        running.say(
            f"{side.capitalize()} features with weight {weight:g}: NDCG@10 {trial.gain:+.4f} ± "
            f"{trial.gain_error:.4f} on interactions kept aside, {'used' if used else 'not used'}."
        )


def _say_blend(running: Running, learned: Learned) -> None:
    tried = learned.choice.tried_blends
    if not tried:
        return
    used = learned.choice.blend.weight > 0
    best = (
        next(trial for trial in tried if trial.config == learned.choice.blend)
        if used
        else max(tried[1:], key=lambda trial: trial.ndcg)
    )
    running.say(
        f"Items chosen together (EASE), weight {best.config.weight:g}, penalty "
        f"{best.config.penalty:g}: NDCG@10 {best.gain:+.4f} ± {best.gain_error:.4f} on "
        f"interactions kept aside, {'used' if used else 'not used'}."
    )


def _say_quality(
    running: Running, measured: dict[str, dict[str, float]], quality: RankingQuality, top: int
) -> None:
    running.say(f"On {len(quality.users):,} users of the test file, seen items left out:")
    names = list(next(iter(measured.values())))
    running.say("  " + " " * 12 + "".join(f"{name:>16}" for name in names))
    for method, values in measured.items():
        running.say(f"  {method:<12}" + "".join(f"{values[name]:>16.4f}" for name in names))
