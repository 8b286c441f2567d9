"""`brief`: who to book for a brief in plain words, and the best set under its budget."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from core.cli.brand_option import named_brand
from core.cli.data_in_use import data_session
from core.cli.optimise_output import plan_result, say_chosen
from core.cli.running import DataOption, JsonOption, Running, command, quiet_solver
from core.domain.brief import BRIEF_MAX, BriefConstraints
from core.errors import AppError
from core.formats import counted
from core.models.growth.verdict import verdict_sentences
from core.services.brief.answer import PLAN_DEFAULT, BriefAnswer, BriefQuestion, answer
from core.services.brief.conditions import number_note
from core.services.brief.narrowing_pairs import Relaxed, nobody_words, relaxed, relaxed_words
from core.services.brief.plan_notes import plan_notes
from core.services.brief.reading import (
    ParsedBrief,
    phrase,
    ranked_by,
    read_brief,
    unmentioned,
    unmentioned_words,
)
from core.services.brief.scope import creators_of_campaigns
from core.services.campaigns.adding import campaign_with, free_name
from core.services.campaigns.pick_words import pick_reasons
from core.services.matching.reasons import as_lists, as_sentences
from core.store.export import check_ending, write
from core.workspace.database import workspace

_COLUMNS = (
    "rank", "influencer_id", "handle", "name", "platform", "country", "audience_country", "niche",
    "tier", "followers_count", "engagement_rate", "post_price", "estimated_low", "estimated_high",
    "fit_score", "verdict", "purchased_probability", "in_plan", "planned_price_eur",
    "price_source", "reasons", "watch_outs",
)  # fmt: skip
_DECIMALS = {"engagement_rate": 4, "purchased_probability": 4, "fit_score": 2, "estimated_low": 0,
             "estimated_high": 0, "planned_price_eur": 2}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Adds brief."""
    app.command("brief")(brief)


def brief(
    text: Annotated[str, typer.Argument(help="What you need, as you would write to a colleague.")],
    brand: Annotated[
        str | None,
        typer.Option(
            help="Brand id or name whose brief this is: its campaigns are meant by 'our last "
            "campaign', and it ranks a brief that names no topic."
        ),
    ] = None,
    campaign: Annotated[
        str | None, typer.Option(help="Create a campaign of this name with the plan.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Output file for the shortlist: .csv, .xlsx or .parquet.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a brief, list who fits and find the best set under its budget.

    Understands English and German: how many creators, topics, countries, languages, platforms,
    size tiers, followers, engagement, posts a week, budget, price per post, and who to leave out.
    """
    with command("Brief", data=data, as_json=as_json) as running:
        if out is not None:
            check_ending(out)
        if not text.strip():
            raise AppError(
                "The brief is empty. Write what you need, such as '5 gamers from the UK'."
            )
        if len(text) > BRIEF_MAX:
            raise AppError(
                f"The brief has {len(text):,} characters; at most {BRIEF_MAX:,} can be read."
            )
        engine = workspace(running.settings)
        with data_session(running) as session, quiet_solver():
            profile = None if brand is None else named_brand(session, engine, brand)
            parsed = read_brief(session, text)
            earlier = creators_of_campaigns(
                session, engine, parsed.constraints.exclude_campaigns, profile, brief=text
            )
            question = BriefQuestion(parsed.constraints, parsed.meaning, profile, earlier)
            result = answer(session, question)
            without_posts = unmentioned_words(session, parsed)
            to_relax = relaxed(session, question, result)
        plan, facts, goal = result.best.plan, result.best.facts, result.best.goal
        table = plan.chosen.join(facts, on="influencer_id").assign(
            why=pick_reasons(plan.chosen, facts, frozenset(), goal)
        )
        shortlist = _shortlist(result)
        number = number_note(parsed.constraints, PLAN_DEFAULT)
        warnings = [*parsed.warnings, *result.warnings, *([number] if number else [])]
        _say(running, parsed, question, result, shortlist, warnings, to_relax, without_posts)
        if result.eligible_count:
            say_chosen(running, plan, table, facts, goal)
        asked = parsed.constraints
        notes = plan_notes(result.best, asked.count, asked.budget, asked.price_max)
        for note in notes:
            running.say(f"Note: {note}")
        for entry in result.left_out:
            running.say(f"  not @{entry.handle}: {entry.why}")
        if campaign is not None and table.empty:
            raise AppError("The plan is empty, so no campaign was created.")
        if out is not None:
            write(shortlist, out, "Shortlist", about=running.about)
            running.say(f"{out}: {counted(len(shortlist), 'row')}")
        made = None
        if campaign is not None:
            made = campaign_with(
                engine,
                free_name(engine, campaign),
                table,
                brand=profile,
                budget=parsed.constraints.budget,
                brief=text,
            )
            running.say(f"Campaign '{made.name}' created with {counted(len(table), 'creator')}.")
        running.finish(
            brief=text,
            build=session.build_id,
            constraints=constraints_json(parsed.constraints),
            leftover=parsed.leftover,
            meaning=parsed.meaning,
            warnings=warnings,
            unmentioned=without_posts,
            eligible=result.eligible_count,
            unusual_left_out=result.unusual_count,
            narrowing={entry.name: entry.without_count for entry in result.narrowing},
            relax=[
                {"conditions": list(entry.names), "left": entry.left_count} for entry in to_relax
            ],
            shortlist=_shortlist_records(shortlist, result),
            plan={
                **plan_result(plan, table, facts, goal),
                "notes": notes,
                "left_out": _records(pd.DataFrame([asdict(entry) for entry in result.left_out])),
            },
            campaign=None if made is None else made.name,
            out=None if out is None else str(out),
        )


def constraints_json(constraints: BriefConstraints) -> dict[str, Any]:
    """What a brief says, by name; lists for tuples, nothing for what it does not say."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in constraints.said().items()
    }


def _shortlist(result: BriefAnswer) -> pd.DataFrame:
    frame = result.shortlist
    sentences = [as_sentences(chips) for chips in frame["chips"]]
    prices = result.best.plan.chosen.set_index("influencer_id")["price"]
    sources = result.best.facts.loc[prices.index, "cost_source"]
    shown = frame.assign(
        verdict=verdict_sentences(frame),
        in_plan=frame["influencer_id"].isin(prices.index),
        planned_price_eur=frame["influencer_id"].map(prices).astype("float64"),
        price_source=frame["influencer_id"].map(sources),
        reasons=[good for good, _ in sentences],
        watch_outs=[check for _, check in sentences],
    )
    return shown[list(_COLUMNS)].round(_DECIMALS)


def _shortlist_records(shortlist: pd.DataFrame, result: BriefAnswer) -> list[dict[str, Any]]:
    """Rows for JSON: reasons and what to check are lists, which a file holds as one text."""
    lists = [as_lists(chips) for chips in result.shortlist["chips"]]
    return [
        row | {"reasons": good, "watch_outs": watch_outs}
        for row, (good, watch_outs) in zip(_records(shortlist), lists, strict=True)
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON, with None for what is not known."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _say(
    running: Running,
    parsed: ParsedBrief,
    question: BriefQuestion,
    result: BriefAnswer,
    shortlist: pd.DataFrame,
    warnings: list[str],
    to_relax: tuple[Relaxed, ...],
    without_posts: list[str],
) -> None:
    said = parsed.constraints.said()
    words = [phrase(name, value) for name, value in said.items()]
    running.say("Understood: " + (", ".join(words) if words else "no condition") + ".")
    running.say(ranked_by(parsed.meaning, question.brand))
    if without_posts:
        running.say(unmentioned(without_posts, parsed.meaning))
    for warning in warnings:
        running.say(f"Note: {warning}")
    running.say(
        f"{result.eligible_count:,} of {result.total_count:,} creators "
        f"{'meets' if result.eligible_count == 1 else 'meet'} every condition"
        + (
            f"; {result.unusual_count:,} left out for unusual growth, worth checking."
            if result.unusual_count
            else "."
        )
    )
    if result.eligible_count == 0:
        running.say(nobody_words(to_relax, question))
    else:
        for entry in to_relax:
            running.say(f"  {relaxed_words(entry, question)}")
    for row in shortlist.to_dict("records"):
        fit = "   -" if pd.isna(row["fit_score"]) else f"{row['fit_score']:>4.0f}"
        planned = "  (in the plan)" if row["in_plan"] else ""
        running.say(f"{row['rank']:>4}  {fit}  @{row['handle']}{planned}")
        for label, text in (("why:", row["reasons"]), ("check:", row["watch_outs"])):
            if text:
                running.say(f"            {label} {text}")
