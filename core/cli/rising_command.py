"""`rising` and `forecast`: follower counts in, momentum or forecasts out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from core.cli.authenticity_command import say_rows_left_out
from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.domain.histories import dates
from core.errors import InputFileError
from core.evaluation.forecast_quality import passing_quality, summary
from core.models.growth.evidence.reading import GrowthData
from core.models.momentum.outlook import HORIZONS
from core.services.tables.growth import growth_data, read_growth_data
from core.services.tables.histories import read_history
from core.services.tables.momentum import (
    backtest_of_table,
    forecast_frame,
    is_daily,
    rising_frame,
    shipped_evidence,
)
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
        growth = read_growth_data(table, posts, seed=settings.seed if seed is None else seed)
        evidence = shipped_evidence(growth, threads=settings.threads, report=running.report)
        frame = rising_frame(table, growth, evidence)
        write(frame, out, ids=("influencer_id",))
        say_rows_left_out(running, table)
        rated = int(frame["momentum_rank"].notna().sum())
        running.say(
            f"{out}: {rated:,} of {len(frame):,} creators with enough counts for a score "
            "(three weeks of them, the last at most two weeks old)."
        )
        if not rated:
            running.say(
                f"The newest date of all is {_newest(growth)}: the last counts are judged by it. "
                "Correct it if it is wrong."
            )
        for row in frame[frame["momentum_rank"].notna()].head(_SHOWN).to_dict("records"):
            running.say(
                f"{row['momentum_rank']:>3}  {row['influencer_id']}  {row['momentum_score']:.0f}  "
                f"{row['reasons']}"
            )
        running.finish(out=str(out), creators=len(frame), rated=rated)


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
        growth = growth_data(table, None, seed=settings.seed if seed is None else seed)
        result: dict[str, Any] = {"out": str(out) if out else None, "horizons": days}
        if out is not None:
            evidence = shipped_evidence(growth, threads=settings.threads, report=running.report)
            frame = forecast_frame(table, growth, evidence, days)
            write(frame, out, ids=("influencer_id",))
            creators = frame["influencer_id"].nunique()
            running.say(
                f"{out}: {creators:,} of {len(table.creator_ids):,} creators forecast from "
                f"{_newest(growth)}, the newest date of all."
            )
            for horizon in days:
                _say_tested(running, frame[frame["horizon_days"] == horizon], horizon)
            result |= {"creators": creators}
        if evaluate:
            result |= _backtest(running, growth, days)
        running.finish(**result)


def _newest(growth: GrowthData) -> str:
    return f"{dates(pd.Series([growth.histories.days.max(initial=0)])).iloc[0]:%Y-%m-%d}"


def _horizons(first: list[int] | None, more: list[int] | None) -> list[int]:
    if more and not first:
        raise InputFileError(
            f"Expected options alone, found '{more[0]}'. Days ahead follow --horizons."
        )
    days = sorted({*(first or HORIZONS), *(more or ())})
    if days[0] < 1 or days[-1] > _HORIZON_MAX:
        wrong = days[0] if days[0] < 1 else days[-1]
        raise InputFileError(
            f"--horizons: expected whole days from 1 to {_HORIZON_MAX}, found {wrong}."
        )
    return days


def _say_tested(running: Running, frame: pd.DataFrame, horizon: int) -> None:
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


def _backtest(running: Running, growth: GrowthData, days: list[int]) -> dict[str, Any]:
    if not is_daily(growth):
        running.say(
            "The counts are not daily: days between two counts are interpolated, so that the "
            "errors below look smaller than they would have been."
        )
    result = backtest_of_table(growth, days)
    tested = set(result.errors["horizon_days"]) if len(result.errors) else set()
    for horizon in [days_ahead for days_ahead in days if days_ahead not in tested]:
        running.say(f"{horizon} days: no history is long enough for a backtest.")
    if not tested:
        raise InputFileError(
            f"--backtest needs three weeks of counts and {min(days)} days after them; the "
            "histories are shorter. Give longer ones or a shorter horizon."
        )
    table = summary(result.errors)
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
    passing = passing_quality(result.passing)
    for row in passing.to_dict("records"):
        running.say(
            f"Next tier within {row['horizon_days']} days: Brier {row['brier']:.4f} "
            f"({row['brier_of_share']:.4f} for always saying {row['passed_share']:.1%}), "
            f"calibration error {row['calibration_error']:.4f}."
        )
    return {"backtest": table.to_dict("records"), "next_tier": passing.to_dict("records")}
