"""`rising` and `forecast`: follower counts in, momentum or forecasts out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer

from core.cli.authenticity_command import say_rows_left_out
from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.errors import InputFileError
from core.evaluation.forecast_quality import passing_quality, summary
from core.models.growth.evidence.reading import GrowthData
from core.models.momentum.outlook import HORIZONS
from core.pipeline.files.growth import growth_data, read_history, read_posts
from core.pipeline.files.momentum import backtest_of, evidence_of, forecast_frame, rising_frame
from core.pipeline.growth_days import dates
from core.store.export import check_ending, write

_HORIZON_MAX = 365
_SHOWN = 5

HistoryOption = Annotated[Path, typer.Option(help="influencer_id, date, followers.")]


def register(app: typer.Typer) -> None:
    """Adds rising and forecast."""
    app.command("rising")(rising)
    app.command("forecast")(forecast)


def rising(
    history: HistoryOption,
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    posts: Annotated[
        Path | None, typer.Option(help="influencer_id, posted_at, likes, comments, views.")
    ] = None,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank rising creators: growth beyond comparable accounts, with bought growth discounted."""
    with command("Rising creators", data=data, as_json=as_json) as running:
        check_ending(out)
        settings = running.settings
        table = read_history(history)
        read = None if posts is None else read_posts(posts, table.creator_ids)
        given = growth_data(table, read, seed=settings.seed if seed is None else seed)
        found = evidence_of(given, threads=settings.threads, report=running.report)
        frame = rising_frame(table, given, found)
        write(frame, out, ids=("influencer_id",))
        say_rows_left_out(running, table)
        told = int(frame["momentum_rank"].notna().sum())
        running.say(
            f"{out}: {told:,} of {len(frame):,} creators with enough counts for a score "
            "(three weeks of them, the last at most two weeks old)."
        )
        if not told:
            running.say(
                f"The newest date of all is {_newest(given)}: the last counts are judged by it. "
                "Correct it if it is wrong."
            )
        for row in frame[frame["momentum_rank"].notna()].head(_SHOWN).to_dict("records"):
            running.say(
                f"{row['momentum_rank']:>3}  {row['influencer_id']}  {row['momentum_score']:.0f}  "
                f"{row['reasons']}"
            )
        running.finish(out=str(out), creators=len(frame), rated=told)


def forecast(
    history: HistoryOption,
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    horizons: Annotated[
        list[int] | None, typer.Option(help="Days ahead. Default: 30 and 90.")
    ] = None,
    more: Annotated[list[int] | None, typer.Argument(hidden=True)] = None,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--backtest", help="Print backtest errors next to naive, drift and Theta forecasts."
        ),
    ] = False,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forecast followers in 30 and 90 days, with 80% intervals and the chance of the next tier."""
    with command("Forecast", data=data, as_json=as_json) as running:
        if out is None and not evaluate:
            raise InputFileError("Nothing to do: give --out for a result, or --backtest.")
        if out is not None:
            check_ending(out)
        days = _horizons(horizons, more)
        settings = running.settings
        table = read_history(history)
        say_rows_left_out(running, table)
        given = growth_data(table, None, seed=settings.seed if seed is None else seed)
        result: dict[str, Any] = {"out": str(out) if out else None, "horizons": days}
        if out is not None:
            found = evidence_of(given, threads=settings.threads, report=running.report)
            frame = forecast_frame(table, given, found, days)
            write(frame, out, ids=("influencer_id",))
            creators = frame["influencer_id"].nunique()
            running.say(
                f"{out}: {creators:,} of {len(table.creator_ids):,} creators forecast from "
                f"{_newest(given)}, the newest date of all."
            )
            for horizon in days:
                _say_tested(running, frame[frame["horizon_days"] == horizon], horizon)
            result |= {"creators": creators}
        if evaluate:
            result |= _backtest(running, given, days)
        running.finish(**result)


def _newest(given: GrowthData) -> str:
    return f"{dates(pd.Series([given.histories.days.max(initial=0)])).iloc[0]:%Y-%m-%d}"


def _horizons(first: list[int] | None, more: list[int] | None) -> list[int]:
    if more and not first:
        raise InputFileError(
            f"Expected options alone, found '{more[0]}'. Days ahead follow --horizons."
        )
    found = sorted({*(first or HORIZONS), *(more or ())})
    if found[0] < 1 or found[-1] > _HORIZON_MAX:
        wrong = found[0] if found[0] < 1 else found[-1]
        raise InputFileError(
            f"--horizons: expected whole days from 1 to {_HORIZON_MAX}, found {wrong}."
        )
    return found


def _say_tested(running: Running, frame: Any, horizon: int) -> None:
    if frame.empty or bool(frame["is_tested"].all()):
        return
    tested = int(frame["tested_days"].max())
    running.say(
        f"{horizon} days: the histories are too short to test this horizon; "
        + (
            f"the interval is that of {tested} days, widened."
            if tested
            else "the interval is that of demo data."
        )
    )


def _backtest(running: Running, given: Any, days: list[int]) -> dict[str, Any]:
    gaps = np.diff(given.histories.days)
    if len(gaps) and np.median(gaps[gaps > 0]) > 1:
        running.say(
            "The counts are not daily: days between two counts are interpolated, so that the "
            "errors below look smaller than they would have been."
        )
    found = backtest_of(given, days)
    tested = set(found.errors["horizon_days"]) if len(found.errors) else set()
    for horizon in [one for one in days if one not in tested]:
        running.say(f"{horizon} days: no history is long enough for a backtest.")
    if not tested:
        raise InputFileError(
            f"--backtest needs three weeks of counts and {min(days)} days after them; the "
            "histories are shorter. Give longer ones or a shorter horizon."
        )
    table = summary(found.errors)
    running.say(
        f"{'days':>5} {'':22} {'MASE':>8} {'median':>8} {'coverage':>9} {'calm days':>9} "
        f"{'width':>7} {'forecasts':>9}"
    )
    for row in table.to_dict("records"):
        running.say(
            f"{row['horizon_days']:>5} {row['way']:22} {row['mase']:8.2f} "
            f"{row['median_scaled_error']:8.2f} {row['coverage']:9.1%} {row['coverage_calm']:9.1%} "
            f"{row['width']:7.1%} {row['forecasts']:>9,}"
        )
    passing = passing_quality(found.passing)
    for row in passing.to_dict("records"):
        running.say(
            f"Next tier within {row['horizon_days']} days: Brier {row['brier']:.4f} "
            f"({row['brier_of_share']:.4f} for always saying {row['passed_share']:.1%}), "
            f"calibration error {row['calibration_error']:.4f}."
        )
    return {"backtest": table.to_dict("records"), "next_tier": passing.to_dict("records")}
