"""`campaigns`: list, show, make, fill and export campaigns without the dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from core.cli.brand_option import named_brand
from core.cli.running import DataOption, JsonOption, Running, command
from core.domain.accounts import Account
from core.domain.brand import BrandProfile
from core.formats import counted
from core.services.accounts import one_account
from core.services.session import open_session
from core.settings import Settings
from core.store import builds
from core.store.export import check_ending, sheets_to_xlsx_bytes, write, write_whole
from core.workspace import campaigns
from core.workspace.database import Engine, workspace

NameArgument = Annotated[
    str, typer.Argument(help="Campaign name; upper and lower case are the same.")
]

_group = typer.Typer(
    name="campaigns",
    help="Campaigns: list, show, create, add creators, export.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Adds campaigns and what stands under it."""
    app.add_typer(_group)


@_group.command("list")
def list_campaigns(data: DataOption = None, as_json: JsonOption = False) -> None:
    """List campaigns, newest first."""
    with command("Campaigns", data=data, as_json=as_json) as running:
        engine = workspace(running.settings)
        rows = [
            {**_facts(campaign), "creators": len(campaigns.members(engine, campaign.campaign_id))}
            for campaign in campaigns.campaigns(engine)
        ]
        if not rows:
            running.say("No campaigns yet. Make one: python -m core campaigns create NAME")
        for row in rows:
            running.say(
                f"{row['name']}: {counted(row['creators'], 'creator')}, {_brand_words(row)}, "
                f"{_budget_words(row)}"
            )
        running.finish(campaigns=rows)


@_group.command("show")
def show(name: NameArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show a campaign and the creators in it."""
    with command("Campaign", data=data, as_json=as_json) as running:
        engine = workspace(running.settings)
        campaign = campaigns.campaign_named(engine, name)
        facts = _facts(campaign)
        frame = members_frame(campaigns.members(engine, campaign.campaign_id))
        running.say(f"{campaign.name}: {_brand_words(facts)}, {_budget_words(facts)}")
        if campaign.brief:
            running.say(f"  Brief: {' '.join(campaign.brief.split())}")
        for row in frame.itertuples():
            price = "no price agreed" if pd.isna(row.price_eur) else f"{row.price_eur:,.2f} EUR"
            note = f"  {' '.join(row.note.split())}" if row.note else ""
            running.say(
                f"  @{row.handle} ({row.platform}): {row.state}, {price} x {row.posts_count}{note}"
            )
        if frame.empty:
            running.say("  No creators yet.")
        _say_cost(running, frame)
        members: list[dict[str, Any]] = [
            {str(key): None if pd.isna(value) else value for key, value in row.items()}
            for row in frame.to_dict("records")
        ]
        running.finish(**facts, members=members)


@_group.command("create")
def create(
    name: NameArgument,
    brand: Annotated[
        str | None, typer.Option(help="Brand id or name, from the data or added in the app.")
    ] = None,
    budget: Annotated[float | None, typer.Option(help="Budget, EUR.")] = None,
    brief: Annotated[
        str,
        typer.Option(
            help="What it should achieve, in plain words: creators are ranked by it, and reports "
            "explain by it."
        ),
    ] = "",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a campaign."""
    with command("Campaign", data=data, as_json=as_json) as running:
        engine = workspace(running.settings)
        brand_id, brand_name = (None, None)
        if brand is not None:
            profile = _brand(running.settings, engine, brand)
            brand_id, brand_name = profile.brand_id, profile.name
        made = campaigns.create(
            engine, name, brand_id=brand_id, brand_name=brand_name, budget=budget, brief=brief
        )
        running.say(f"Created campaign '{made.name}'.")
        running.finish(**_facts(made))


@_group.command("add")
def add(
    name: NameArgument,
    handle: Annotated[str, typer.Argument(help="Handle, with or without @, or creator id.")],
    platform: Annotated[str | None, typer.Option(help="Platform of the account.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a creator from the data in use to a campaign."""
    with command("Campaign", data=data, as_json=as_json) as running:
        engine = workspace(running.settings)
        campaign = campaigns.campaign_named(engine, name)
        account = _account(running.settings, handle, platform)
        is_new = bool(campaigns.add_members(engine, campaign.campaign_id, [account]))
        words = "is in" if is_new else "was already in"
        running.say(f"@{account.handle} ({account.platform}) {words} campaign '{campaign.name}'.")
        running.finish(campaign=campaign.name, influencer_id=account.influencer_id, added=is_new)


@_group.command("export")
def export(
    name: NameArgument,
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the creators of a campaign to a file; .xlsx has the totals on a second sheet."""
    with command("Export", data=data, as_json=as_json) as running:
        check_ending(out)
        engine = workspace(running.settings)
        campaign = campaigns.campaign_named(engine, name)
        frame = members_frame(campaigns.members(engine, campaign.campaign_id))
        if out.suffix.lower() == ".xlsx":
            sheets = {"Creators": frame, "Totals": totals_frame(frame)}
            write_whole(sheets_to_xlsx_bytes(sheets), out)
        else:
            write(frame, out)
        running.say(f"{out}: {counted(len(frame), 'creator')}")
        running.finish(out=str(out), rows=len(frame), campaign=campaign.name)


def members_frame(members: list[campaigns.Member]) -> pd.DataFrame:
    """One row per member: account, state, money in EUR (missing when not known), note, times in
    UTC and whole seconds."""
    frame = pd.DataFrame(
        {
            "handle": [member.handle for member in members],
            "name": [member.name for member in members],
            "platform": [member.platform for member in members],
            "state": [member.state for member in members],
            "price_eur": [member.price for member in members],
            "posts_count": [member.posts_count for member in members],
            "note": [member.note for member in members],
            "added_at": [member.added_at for member in members],
            "changed_at": [member.changed_at for member in members],
            "influencer_id": [member.influencer_id for member in members],
        }
    ).astype({"price_eur": "float64", "posts_count": "int64"})
    frame.insert(6, "cost_eur", (frame["price_eur"] * frame["posts_count"]).round(2))
    for name in ("added_at", "changed_at"):
        frame[name] = pd.to_datetime(frame[name]).dt.floor("s").dt.tz_localize("UTC")
    return frame


def totals_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Totals of `members_frame`, one row per figure: figure, value (missing while no cost is
    known), creators_left_out."""
    known = frame["cost_eur"].dropna()
    rows = [
        ("creators", float(len(frame)), 0),
        ("posts planned", float(frame["posts_count"].sum()), 0),
        (
            "cost (EUR), agreed prices",
            round(float(known.sum()), 2) if len(known) or frame.empty else None,
            len(frame) - len(known),
        ),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "creators_left_out"])


def _say_cost(running: Running, frame: pd.DataFrame) -> None:
    known = frame["cost_eur"].dropna()
    if len(known):
        running.say(
            f"{known.sum():,.2f} EUR for {len(known):,} of {len(frame):,} creators; the price of "
            "the others is not known."
            if len(known) < len(frame)
            else f"{known.sum():,.2f} EUR in all."
        )


def _facts(campaign: campaigns.Campaign) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "brand_id": campaign.brand_id,
        "brand_name": campaign.brand_name,
        "budget_eur": campaign.budget,
        "brief": campaign.brief or None,
        "created_at": campaign.created_at.isoformat(timespec="seconds"),
    }


def _brand_words(facts: dict[str, Any]) -> str:
    return f"for {facts['brand_name'] or facts['brand_id']}" if facts["brand_id"] else "no brand"


def _budget_words(facts: dict[str, Any]) -> str:
    budget = facts["budget_eur"]
    return "no budget" if budget is None else f"budget {budget:,.0f} EUR"


def _brand(settings: Settings, engine: Engine, id_or_name: str) -> BrandProfile:
    """A brand of the data in use, if there is any, or typed."""
    if builds.current_build_id(settings) is None:
        return named_brand(None, engine, id_or_name)
    with open_session(settings) as session:
        return named_brand(session, engine, id_or_name)


def _account(settings: Settings, handle: str, platform: str | None) -> Account:
    with open_session(settings) as session:
        return one_account(session.con, handle, platform.lower() if platform else None)
