"""`optimise`: the best set of creators for a brand and a budget."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core.cli.brand_option import country_codes, named_brand
from core.cli.data_in_use import data_session
from core.cli.optimise_output import (
    impossible_words,
    plan_file,
    plan_result,
    results_result,
    say_plan,
)
from core.cli.running import DataOption, JsonOption, command, quiet_solver
from core.domain.brand import BrandProfile
from core.domain.interactions import INTERACTION_POINTS
from core.domain.tiers import TIER_NAMES
from core.errors import AppError, NotFoundError
from core.formats import counted
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.models.campaign.expected import expected_results
from core.models.campaign.words import certainty_words
from core.services.campaigns.adding import add_creators, campaign_with
from core.services.campaigns.best_set import best_set
from core.services.campaigns.candidates import GOALS, PlanOptions
from core.services.campaigns.pick_words import pick_reasons
from core.store.export import check_ending, write
from core.workspace import campaigns, interactions
from core.workspace.campaigns import Member
from core.workspace.database import Engine, workspace
from core.workspace.members import members_frame


def register(app: typer.Typer) -> None:
    """Adds optimise."""
    app.command("optimise")(optimise)


def optimise(
    brand: Annotated[
        str, typer.Option(help="Brand id or name, from the data or added in the app.")
    ],
    budget: Annotated[float, typer.Option(help="Total budget, EUR.")],
    goal: Annotated[
        str, typer.Option(help=f"What to maximise: {', '.join(GOALS)}.")
    ] = "recommended",
    at_most: Annotated[int, typer.Option(min=1, help="Creators in the set.")] = 10,
    at_least: Annotated[int | None, typer.Option(min=1, help="Creators in the set.")] = None,
    tier: Annotated[
        list[str] | None, typer.Option(help="Maximum per tier, such as micro=3. Repeatable.")
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(
            help="Minimum share with a main audience in a country, such as DE=0.5. Repeatable."
        ),
    ] = None,
    niche_most: Annotated[
        float | None, typer.Option(min=0, max=1, help="Largest share of one niche, 0-1.")
    ] = None,
    caution_max: Annotated[
        float | None, typer.Option(min=0, max=100, help="Highest caution score.")
    ] = None,
    include_unusual: Annotated[
        bool,
        typer.Option(
            "--include-unusual", help="Include creators with unusual growth that is worth checking."
        ),
    ] = False,
    known_growth: Annotated[
        bool,
        typer.Option("--known-growth", help="Leave out creators whose growth cannot be assessed."),
    ] = False,
    budget_share_max: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Largest share of the budget for one creator, 0-1."),
    ] = None,
    posts: Annotated[int, typer.Option(min=1, help="Posts per new creator.")] = 1,
    estimated_prices: Annotated[
        bool,
        typer.Option(
            "--estimated-prices/--listed-prices",
            help="Count estimates where no price of a post is listed, or leave those creators out.",
        ),
    ] = True,
    cpm_prices: Annotated[
        bool,
        typer.Option(
            "--cpm-prices",
            help="Include creators without any price or estimate, by the assumed CPM.",
        ),
    ] = False,
    middle: Annotated[
        bool,
        typer.Option(
            "--middle", help="Plan with the middle of each cost range instead of the high end."
        ),
    ] = False,
    certainty: Annotated[
        float | None,
        typer.Option(
            help="Hold the budget, and what is promised, with this probability, 0.6-0.99, instead "
            "of at the high end of each cost."
        ),
    ] = None,
    reach_least: Annotated[
        float | None, typer.Option(min=0, help="Smallest reach of the set, people.")
    ] = None,
    engagements_least: Annotated[
        float | None, typer.Option(min=0, help="Fewest likes and comments of the set.")
    ] = None,
    campaign: Annotated[
        str | None,
        typer.Option(
            help="Campaign to add the set to; created if new. Creators already in it "
            "stay in the set."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Output file for the set: .csv, .xlsx or .parquet.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the best set of creators within a budget, and say why others are left out.

    The set is proven optimal unless a gap is reported.
    """
    with command("Best set", data=data, as_json=as_json) as running:
        if out is not None:
            check_ending(out)
        options = PlanOptions(
            _goal(goal), posts, not middle, estimated_prices, cpm_prices, certainty=certainty
        )
        constraints = Constraints(
            budget=budget,
            at_most=at_most,
            at_least=at_least,
            reach_least=reach_least,
            engagements_least=engagements_least,
            tier_most=_tiers(tier or []),
            country_least=_shares(country or []),
            niche_most=niche_most,
            caution_max=caution_max,
            includes_unusual=include_unusual,
            unknown_growth=not known_growth,
            budget_share_max=budget_share_max,
        )
        engine = workspace(running.settings)
        with data_session(running) as session, quiet_solver():
            profile = named_brand(session, engine, brand)
            members, assumptions = _campaign_so_far(engine, campaign, profile.brand_id)
            inside = frozenset(member.influencer_id for member in members)
            best = best_set(
                session,
                profile,
                members_frame(members),
                assumptions,
                options,
                replace(constraints, must=inside),
                app_interactions=interactions.recorded(engine, brand_id=profile.brand_id),
                points=interactions.points(engine, INTERACTION_POINTS),
            )
        plan, facts, used = best.plan, best.facts, best.goal
        if used != goal:
            running.say(f"The goal '{goal}' cannot be worked out: '{used}' counts instead.")
        table = plan.chosen.join(facts, on="influencer_id").assign(
            why=pick_reasons(plan.chosen, facts, inside, used)
        )
        results = expected_results(
            facts.loc[plan.chosen["influencer_id"]], constraints, assumptions
        )
        say_plan(running, plan, table, facts, used)
        if len(table):
            running.say(certainty_words(results, constraints))
        saved = None
        if plan.status == "impossible":
            raise AppError(impossible_words(plan))
        if out is not None:
            write(plan_file(table, used), out, "Best set", about=running.about)
            running.say(f"{out}: {counted(len(table), 'creator')}")
        if campaign is not None and len(table):
            saved = _save(engine, campaign, profile, budget, table)
            running.say(f"{counted(saved, 'creator')} added to campaign '{campaign.strip()}'.")
        running.finish(
            **plan_result(plan, table, facts, used),
            expected=results_result(results),
            added=saved,
            out=str(out) if out else None,
        )


def _goal(goal: str) -> str:
    if goal not in GOALS:
        raise AppError(f"--goal: expected one of {', '.join(GOALS)}, found '{goal}'.")
    return goal


def _pairs(option: str, example: str, texts: list[str]) -> list[tuple[str, float]]:
    values: dict[str, float] = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError as error:
            raise AppError(f"{option}: expected {example}, found '{text}'.") from error
    return sorted(values.items())


def _tiers(texts: list[str]) -> tuple[tuple[str, int], ...]:
    limits = []
    for name, number in _pairs("--tier", "TIER=NUMBER such as micro=3", texts):
        if name not in TIER_NAMES:
            raise AppError(f"--tier: expected one of {', '.join(TIER_NAMES)}, found '{name}'.")
        if not math.isfinite(number) or number < 0 or number != int(number):
            raise AppError(f"--tier {name}: expected a whole number, found {number:g}.")
        limits.append((name, int(number)))
    return tuple(limits)


def _shares(texts: list[str]) -> tuple[tuple[str, float], ...]:
    shares = _pairs("--country", "CODE=SHARE such as DE=0.5", texts)
    codes = country_codes("--country", [code for code, _ in shares])
    return tuple(zip(codes, [share for _, share in shares], strict=True))


def _campaign_so_far(
    engine: Engine, name: str | None, brand_id: str
) -> tuple[tuple[Member, ...], Assumptions]:
    """Members and assumptions of the campaign; nobody and the defaults when it is new."""
    defaults = Assumptions()
    if name is None:
        return (), defaults
    try:
        known = campaigns.campaign_named(engine, name)
    except NotFoundError:
        return (), defaults
    if known.brand_id not in (None, brand_id):
        raise AppError(
            f"--campaign: '{known.name}' is a campaign of {known.brand_name or known.brand_id}. "
            "Give another name, or the brand of the campaign."
        )
    values = campaigns.assumptions(engine, known.campaign_id, defaults.values())
    return tuple(campaigns.members(engine, known.campaign_id)), Assumptions.from_values(values)


def _save(
    engine: Engine,
    name: str,
    brand: BrandProfile,
    budget: float,
    table: pd.DataFrame,
) -> int:
    """Creators added to the campaign, which is made when it is new."""
    try:
        campaign = campaigns.campaign_named(engine, name)
    except NotFoundError:
        campaign_with(engine, name, table, brand=brand, budget=budget)
        return len(table)
    return len(add_creators(engine, campaign, table))
