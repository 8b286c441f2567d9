"""Chooses brands and creators of a demo build for its workspace, and lays it out."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from core.domain.accounts import Account
from core.domain.brand import BrandProfile
from core.models.growth.verdict import UNUSUAL, verdict_of
from core.queries import brands as brand_queries
from core.services.matching.brand_gates import brand_gates
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession
from core.workspace import brands, campaigns
from core.workspace.forgotten import is_forgotten
from core.workspace.records.contacts import Contact
from core.workspace.records.demo_layout import DemoCampaign, DemoLayout, DemoMember, lay_out
from core.workspace.records.demo_rows import clear_demo, was_seeded

_LAYOUT = Path(__file__).with_name("layout.toml")
_MARKETS = ("DE", "GB", "US")  # so that the people shown write German or English
_LARGEST_SHARE = 0.1  # of the budget that one post may cost
_LOOKED_AT = 200  # best matches of a brand among which creators with a price are chosen


def seed_once(session: BuildSession, engine: Engine) -> bool:
    """Lays the demo workspace out on the first run with demo data; whether it did.

    Nothing happens when it was laid out before, the data are not the demo's, or somebody has a
    campaign or a brand of their own already.
    """
    if not session.is_demo or was_seeded(engine):
        return False
    if campaigns.campaigns(engine) or brands.typed_brands(engine):
        return False
    return lay_out(engine, demo_layout(session, engine)) > 0


def reset_demo(session: BuildSession, engine: Engine) -> int:
    """Puts the demo workspace back as it was laid out; how many rows it has.

    Only rows that the demo made and nobody changed go; see `clear_demo`. In a build of other data
    they go and none come.
    """
    clear_demo(engine)
    return lay_out(engine, demo_layout(session, engine)) if session.is_demo else 0


def demo_layout(session: BuildSession, engine: Engine) -> DemoLayout:
    """What the demo workspace of a build holds; the same for the same build."""
    texts = _texts()
    last_day = _last_day(session)
    made_at = datetime.combine(last_day, time(9, 30))
    profile = BrandProfile(
        "own-nordlicht-coffee-demo", texts["brand"]["name"], texts["brand"]["description"],
        texts["brand"]["category"], texts["brand"]["country"], tuple(texts["brand"]["hashtags"]),
        keywords=tuple(texts["brand"]["hashtags"]), is_typed=True,
    )  # fmt: skip
    made = tuple(
        campaign
        for campaign in (
            _campaign(session, engine, entry, last_day, made_at) for entry in texts["campaigns"]
        )
        if campaign is not None
    )
    of_brand = {"brand_id": profile.brand_id, "brand_name": profile.name}
    listed = _candidates(session, engine, profile, unusual=False)
    notes = texts["shortlist"]["notes"]
    return DemoLayout(
        brand={"brand_id": profile.brand_id, **texts["brand"]},
        campaigns=made,
        shortlist={"name": texts["shortlist"]["name"], **of_brand},
        shortlisted=tuple(
            (account, note) for (account, _), note in zip(listed, notes, strict=False)
        ),
        search={**texts["search"], **of_brand},
        made_at=made_at,
    )


def _campaign(
    session: BuildSession,
    engine: Engine,
    entry: dict[str, Any],
    last_day: date,
    made_at: datetime,
) -> DemoCampaign | None:
    brand = brand_queries.busiest_brand(session.con, entry["category"], _MARKETS)
    if brand is None:
        return None
    most = entry["budget"] * _LARGEST_SHARE
    ordinary, unusual = (
        (one for one in _candidates(session, engine, brand, unusual=kind) if one[1] <= most)
        for kind in (False, True)
    )
    members = []
    for wanted in entry["members"]:
        found = next(unusual if wanted.get("unusual") else ordinary, None)
        if found is not None:
            members.append(_member(wanted, *found, last_day))
    return DemoCampaign(
        entry["name"],
        brand.brand_id,
        brand.name,
        float(entry["budget"]),
        made_at - timedelta(days=entry["days_ago"]),
        tuple(members),
    )


def _member(
    wanted: dict[str, Any], account: Account, post_price: float, last_day: date
) -> DemoMember:
    first = account.name.split()[0] if account.name.split() else account.handle
    contact = None
    if "channel" in wanted:
        is_mail = wanted["channel"] in ("email", "agency")
        contact = Contact(
            account.influencer_id,
            f"{account.handle}@example.com" if is_mail else f"@{account.handle}",
            wanted["channel"],
            last_day - timedelta(days=wanted["days_ago"]),
            wanted["contact_note"],
        )
    share = wanted.get("price_share")
    return DemoMember(
        account,
        wanted["state"],
        None if share is None else float(max(round(post_price * share / 10) * 10, 10)),
        wanted["posts"],
        wanted["note"].format(first=first),
        contact,
    )


def _candidates(
    session: BuildSession, engine: Engine, brand: BrandProfile, *, unusual: bool
) -> list[tuple[Account, float]]:
    """Creators with a price that fit a brand, best first, with the price of a post in EUR."""
    filters = MatchFilters(hides_unusual=not unusual)
    page = rank(
        session, MatchQuery(brand), filters, page_size=_LOOKED_AT, gates=brand_gates(session, brand)
    )
    found = []
    for row in page.frame.to_dict("records"):
        is_right = (verdict_of(row).status == UNUSUAL) == unusual and row["post_price"] > 0
        account = Account(row["influencer_id"], row["handle"], row["name"], row["platform"])
        if is_right and not is_forgotten(
            engine, account.influencer_id, account.handle, account.platform
        ):
            found.append((account, float(row["post_price"])))
    return found


def _last_day(session: BuildSession) -> date:
    row = session.con.execute("SELECT max(last_day) FROM profile_stats").fetchone()
    return row[0] if row and row[0] else date(2026, 1, 1)


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(_LAYOUT.read_text(encoding="utf-8"))
