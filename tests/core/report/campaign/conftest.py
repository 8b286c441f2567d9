"""Campaigns in a small build with growth evidence planted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import count

import pytest

from core.services.campaigns.report_facts import CampaignFacts, campaign_facts
from core.services.session import open_session
from core.settings import Settings
from core.store.builds import Build
from core.workspace import campaigns
from core.workspace.database import workspace

MADE_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://x","<b>y</b>") 🎉 ' + "very long name " * 20
# c008 has unusual growth, c001 knows nothing of itself, 'gone' is not in the build.
ORDINARY = ("c003", "c004", "c008", "c001", "gone")
Facts = Callable[..., CampaignFacts]
_number = count()


@pytest.fixture(scope="session")
def facts_of(planted_settings: Settings, planted_build: Build) -> Facts:
    """`facts_of(ids, brand=, budget=, name=)`: the facts of a campaign, made when first asked for.

    The first creator has agreed to EUR 150 for each of 2 posts.
    """

    @cache
    def facts(
        ids: tuple[str, ...],
        *,
        brand: str | None = "b0",
        budget: float | None = 2_000.0,
        name: str = "Spring",
        prices: bool = True,
    ) -> CampaignFacts:
        engine = workspace(planted_settings)
        campaign = campaigns.create(
            engine,
            f"{name} {next(_number)}",
            brand_id=brand,
            brand_name="Luma Skincare" if brand else None,
            budget=budget,
        )
        for place, influencer_id in enumerate(ids):
            is_known = influencer_id.startswith("c")
            campaigns.add_member(
                engine,
                campaign.campaign_id,
                influencer_id,
                handle=f"handle{int(influencer_id[1:])}" if is_known else "@=gone",
                name=f"Mira {int(influencer_id[1:])}" if is_known else HOSTILE,
                platform="tiktok",
            )
            if place == 0 and prices:
                campaigns.set_member(
                    engine, campaign.campaign_id, influencer_id, price=150.0, posts_count=2
                )
                campaigns.set_state(engine, campaign.campaign_id, influencer_id, "agreed")
        with open_session(planted_settings, planted_build.build_id) as session:
            return campaign_facts(session, engine, campaign, planted_build)

    return lambda ids, **options: facts(tuple(ids), **options)


@pytest.fixture(scope="session")
def ordinary(facts_of: Facts) -> CampaignFacts:
    """A campaign with all kinds of creators."""
    return facts_of(ORDINARY)


def many(start: int = 0) -> list[str]:
    """Ids of forty creators."""
    return [f"c{number:03d}" for number in range(start, start + 40)]
