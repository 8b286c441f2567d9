"""`next`: who a brand should work with next, of the build in use."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core.cli.brand_option import UngatedOption, country_codes, named_brand, ungated_kinds
from core.cli.data_in_use import data_session
from core.cli.running import DataOption, JsonOption, Running, command
from core.domain.brand import BrandProfile
from core.domain.interactions import INTERACTION_POINTS
from core.domain.tiers import TIER_NAMES
from core.errors import AppError
from core.formats import counted
from core.models.growth.verdict import verdict_sentences
from core.services.matching.brand_gates import NO_GATES, brand_gates, gate_words
from core.services.matching.eligible import HeldBack, gates_beside
from core.services.matching.filters import MatchFilters
from core.services.recommending import reasons as recommend_reasons
from core.services.recommending import recommending
from core.services.recommending.reasons import RankReasons
from core.services.recommending.recommending import RecommendPage, RecommendQuery
from core.store.export import check_ending, write
from core.workspace import campaigns, interactions
from core.workspace.database import workspace

_COLUMNS = (
    "rank",
    "influencer_id",
    "handle",
    "name",
    "platform",
    "country",
    "audience_country",
    "niche",
    "tier",
    "followers_count",
    "engagement_rate",
    "verdict",
    "purchased_probability",
    "authenticity_index",
    "post_price",
    "estimated_low",
    "estimated_high",
    "score",
    "trained_part",
    "semantic_part",
    "points",
    "reasons",
    "also_true",
    "watch_outs",
    "caution_score",
)
_DECIMALS = {
    "engagement_rate": 4,
    "purchased_probability": 4,
    "estimated_low": 0,
    "estimated_high": 0,
    "score": 2,
    "trained_part": 4,
    "semantic_part": 4,
    "points": 2,
}
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Adds next."""
    app.command("next")(next_creators)


def next_creators(
    brand: Annotated[
        str, typer.Option(help="Brand id or name, from the data or added in the app.")
    ],
    top: Annotated[int, typer.Option(min=1, max=100_000, help="Number of creators to list.")] = 10,
    adventure: Annotated[
        float,
        typer.Option(
            min=0.0, max=1.0, help="Exploration: 0 is safe, 0.5 as trained, 1 adventurous."
        ),
    ] = 0.5,
    country: Annotated[
        list[str] | None,
        typer.Option(help="Creator's own country, code or name; repeat for several."),
    ] = None,
    audience_country: Annotated[
        list[str] | None,
        typer.Option(help="Main audience country, code or name; repeat for several."),
    ] = None,
    tier: Annotated[
        list[str] | None, typer.Option(help="Size tier, such as micro; repeat for several.")
    ] = None,
    price_max: Annotated[
        float | None, typer.Option(min=0, help="Highest price per post, EUR.")
    ] = None,
    caution_max: Annotated[
        int | None, typer.Option(min=0, max=100, help="Highest caution score.")
    ] = None,
    include_unusual: Annotated[
        bool,
        typer.Option(
            "--include-unusual", help="Include creators with unusual growth that is worth checking."
        ),
    ] = False,
    _hide_unusual: Annotated[
        bool, typer.Option("--hide-unusual", hidden=True, help="The default; kept for scripts.")
    ] = False,
    posts_a_week: Annotated[
        float | None,
        typer.Option(min=0, help="Fewest posts a week in the last 28 days."),
    ] = None,
    ungated: UngatedOption = None,
    hide_known: Annotated[
        bool,
        typer.Option(
            "--hide-known/--show-known",
            help="Leave out creators the brand has contacted, booked or added to a campaign.",
        ),
    ] = True,
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the creators to consider next, as the Recommendations page does without its random pick.

    Interactions recorded in the app count immediately.
    """
    with command("Recommendations", data=data, as_json=as_json) as running:
        if out is not None:
            check_ending(out)
        settings = running.settings
        engine = workspace(settings)
        with data_session(running) as session:
            profile = named_brand(session, engine, brand)
            filters = MatchFilters(
                countries=country_codes("--country", country or ()),
                audience_countries=country_codes("--audience-country", audience_country or ()),
                tiers=_tiers(tier or []),
                price_max=price_max,
                caution_max=caution_max,
                posts_a_week_min=posts_a_week,
                hides_unusual=not include_unusual,
            )
            without = ungated_kinds(ungated)
            hidden = campaigns.in_campaigns(engine, profile.brand_id) if hide_known else frozenset()
            app_interactions = interactions.recorded(engine, brand_id=profile.brand_id)
            gates = gates_beside(brand_gates(session, profile), filters).without(without)
            page = recommending.recommend(
                session,
                profile,
                app_interactions,
                RecommendQuery(filters, adventure, hide_known, hidden, page_size=top, gates=gates),
                points=interactions.points(engine, INTERACTION_POINTS),
                day=datetime.now(UTC).date(),
            )
            reasons = recommend_reasons.rank_reasons(session, profile, app_interactions, page)
        ids = page.frame["influencer_id"].tolist()
        sentences = [reasons.get(influencer_id, RankReasons()).sentences() for influencer_id in ids]
        frame = page.frame.assign(
            reasons=[drove for drove, _, _ in sentences],
            also_true=[true for _, true, _ in sentences],
            watch_outs=[check for _, _, check in sentences],
            verdict=verdict_sentences(page.frame),
        )[list(_COLUMNS)].round(_DECIMALS)
        _say(running, profile, page, frame)
        if out is not None:
            write(frame, out, about=running.about)
            running.say(f"{out}: {counted(len(frame), 'row')}")
        running.finish(
            brand_id=profile.brand_id,
            build=session.build_id,
            eligible=page.eligible_count,
            hidden=page.hidden_count,
            gates=page.held_back.gates.values(),
            relaxed_gates=list(page.held_back.relaxed),
            close_beyond_gates=dict(page.held_back.close_counts),
            unusual_left_out=_left_out_count(page.held_back),
            trained_on=page.chosen_count,
            creators=[
                {
                    "rank": int(row["rank"]),
                    "influencer_id": row["influencer_id"],
                    "handle": row["handle"],
                    "score": round(float(row["score"]), 2),
                    "verdict": row["verdict"],
                    "reasons": list(reasons[row["influencer_id"]].drove),
                    "also_true": list(reasons[row["influencer_id"]].also_true),
                    "watch_outs": list(reasons[row["influencer_id"]].watch_outs),
                }
                for row in frame.to_dict("records")
            ],
            out=None if out is None else str(out),
        )


def _tiers(names: list[str]) -> tuple[str, ...]:
    for name in names:
        if name.lower() not in TIER_NAMES:
            raise AppError(f"--tier: expected one of {', '.join(TIER_NAMES)}, found '{name}'.")
    return tuple(name.lower() for name in names)


def _left_out_count(held: HeldBack) -> int:
    return held.unusual_count or 0 if held.hides_unusual else 0


def _say(running: Running, brand: BrandProfile, page: RecommendPage, frame: pd.DataFrame) -> None:
    running.say(
        f"{brand.name}: {page.eligible_count:,} of {page.total_count:,} creators are eligible, "
        f"{page.hidden_count:,} hidden; learned from "
        f"{page.chosen_count:,} creators that the brand chose"
        + ("." if page.learns else ": too few interactions, ranked by texts and rule points.")
    )
    _say_held_back(running, page.held_back)
    for row in frame.head(_SHOWN).to_dict("records"):
        running.say(f"{row['rank']:>4}  {row['score']:>5.1f}  @{row['handle']}")
        for label, words in (
            ("why:", row["reasons"]),
            ("also true:", row["also_true"]),
            ("check:", row["watch_outs"]),
        ):
            if words:
                running.say(f"             {label} {words}")
    if len(frame) > _SHOWN:
        running.say(f"      ... and {len(frame) - _SHOWN:,} more; --out writes all of them.")


def _say_held_back(running: Running, held: HeldBack) -> None:
    """The gates that hold, those that gave way, and what is left out."""
    if held.gates != NO_GATES:
        words = gate_words(held.gates)
        running.say(f"Gates of the brand: {', '.join(words.values())}.")
        for kind, count in held.close_counts.items():
            if count:
                noun = "match" if count == 1 else "matches"
                running.say(
                    f"  {count:,} close {noun} outside {words[kind]}: --ungated {kind} shows them."
                )
    if held.relaxed:
        running.say(
            f"Fewer than ten creators passed every gate, so {' and '.join(held.relaxed)} "
            f"{'does' if len(held.relaxed) == 1 else 'do'} not count."
        )
    count = _left_out_count(held)
    if count:
        running.say(
            f"{count:,} with unusual growth, worth checking, left out: --include-unusual lists "
            "them."
        )
