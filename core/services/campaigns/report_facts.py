"""All that a campaign report says, gathered once for each of its formats."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from core.domain.brand import BrandProfile
from core.formats import MISSING, country_name, is_missing, platform_label
from core.models.campaign.totals import CampaignTotals, campaign_totals
from core.models.campaign.words import price_words
from core.models.growth.verdict import GrowthVerdict, verdict_of
from core.queries.profiling.pictures import MOST_THUMBNAILS, newest_thumbnails
from core.services.avatars import avatars
from core.services.brief.campaign_brief import (
    CampaignBrief,
    campaign_query,
)
from core.services.campaigns.report_reasons import (
    Asked,
    audience_words,
    fit_row_if_known,
    fit_sentences,
    meets_words,
    post_words,
)
from core.services.campaigns.ruled_out import (
    RuledOut,
    SearchedSet,
    ruled_out_by_best_set,
    ruled_out_by_rules,
)
from core.services.campaigns.ruled_out_by_brief import ruled_out_by_brief
from core.services.campaigns.view import CampaignView, campaign_brand, campaign_view
from core.services.matching.query import MatchQuery
from core.services.matching.reasons import match_chips
from core.services.session import BuildSession
from core.store.builds import Build
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine
from core.workspace.forgotten import forgotten_hashes, forgotten_ids

_LOG = logging.getLogger(__name__)
_PICTURES_EACH = 3  # looked at for one that nobody else shows


@dataclass(frozen=True)
class ReportedCreator:
    """A creator of a campaign as a report shows it.

    Attributes:
        platform, tier, niche, country: in words; '' when not known. country is that of most of
            the audience.
        price: of one post in words, see `price_words`.
        reasons: what is in favour. cautions: what is worth checking or against, without what the
            verdict says already.
        picture: JPEG or PNG, its profile picture or else one of its posts; None without both.
        has_portrait: the picture is the profile picture; drawn in the demo data.
        totals: what it costs and brings alone.
        row: of `CampaignView.facts`.
    """

    influencer_id: str
    name: str
    handle: str
    platform: str
    tier: str
    niche: str
    country: str
    followers_count: float | None
    state: str
    posts_count: int
    price: str
    verdict: GrowthVerdict
    in_data: bool
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    picture: bytes | None
    has_portrait: bool
    totals: CampaignTotals
    row: dict[str, Any]


@dataclass(frozen=True)
class CampaignFacts:
    """Attributes:
    brand: None without one, or when it is gone.
    brand_name: as the campaign keeps it; '' without one.
    build: that the facts come from.
    creators: in the order in which they were added.
    """

    view: CampaignView
    brand: BrandProfile | None
    brand_name: str
    build: Build
    creators: tuple[ReportedCreator, ...]
    ruled_out: RuledOut

    @property
    def brief(self) -> CampaignBrief | None:
        """The brief that the campaign was made of; None without one."""
        return self.view.brief

    @property
    def as_of_day(self) -> str | None:
        """The last day of the data, as ISO text; None when not known."""
        return self.build.manifest.get("as_of_day")


def campaign_facts(
    session: BuildSession,
    engine: Engine,
    campaign: Campaign,
    build: Build,
    searched: SearchedSet | None = None,
) -> CampaignFacts:
    """Everything a report on a campaign says.

    Args:
        build: that `session` reads.
        searched: the best set, where somebody searched for it; else the campaign's brief says who
            is ruled out, and without a brief three rules, see `ruled_out_by_rules`.
    """
    view = campaign_view(session, engine, campaign)
    brand = campaign_brand(session, engine, campaign)
    brief = view.brief
    query = campaign_query(brief, brand)
    asked = Asked(brief, query, fit_row_if_known(session, query))
    return CampaignFacts(
        view,
        brand,
        campaign.brand_name or ("" if brand is None else brand.name),
        build,
        _creators(session, view, asked),
        _ruled_out(session, engine, view, asked, searched),
    )


def _creators(
    session: BuildSession, view: CampaignView, asked: Asked
) -> tuple[ReportedCreator, ...]:
    facts = view.facts
    ids = [str(influencer_id) for influencer_id in facts.loc[facts["in_data"], "influencer_id"]]
    chips = match_chips(session, ids, asked.query or MatchQuery()) if ids else {}
    fits = fit_sentences(session, asked, ids)
    portraits = avatars(session, ids)
    pictures = _pictures(session, [one for one in ids if one not in portraits]) | portraits
    creators = []
    for place, row in enumerate(facts.to_dict("records")):
        influencer_id = str(row["influencer_id"])
        verdict = verdict_of(row)
        fit, is_weak_fit = fits.get(influencer_id, ("", False))
        said = [chip for chip in chips.get(influencer_id, []) if chip != f"! {verdict.sentence}"]
        reasons = [chip[2:] for chip in said if chip.startswith("+")]
        creators.append(
            ReportedCreator(
                influencer_id,
                str(row["name"]),
                str(row["handle"]),
                platform_label(row["platform"]),
                _text(row["tier"]),
                _text(row["niche"]),
                country_name(row["audience_country"]),
                None if is_missing(row["followers_count"]) else float(row["followers_count"]),
                str(row["state"]),
                int(row["posts_count"]),
                price_words(
                    row["cost_low"], row["cost_high"], row["cost_source"], int(row["posts_count"])
                ),
                verdict,
                bool(row["in_data"]),
                (
                    *([fit] if fit and not is_weak_fit else []),
                    *meets_words(asked, view.outside.get(influencer_id, ())),
                    *reasons,
                    *post_words(session, asked, influencer_id),
                ),
                (
                    *([fit] if is_weak_fit else []),
                    *view.outside.get(influencer_id, ()),
                    *audience_words(asked, row["audience_country"]),
                    *(chip[2:] for chip in said if not chip.startswith("+")),
                ),
                pictures.get(influencer_id),
                influencer_id in portraits,
                campaign_totals(facts.iloc[[place]], view.assumptions),
                {str(name): value for name, value in row.items()},
            )
        )
    return tuple(creators)


def _pictures(session: BuildSession, ids: list[str]) -> dict[str, bytes]:
    """influencer_id -> JPEG of a post; creators without one are left out.

    The newest that no creator before it shows, since several accounts may post the same picture.
    """
    at_once = MOST_THUMBNAILS // _PICTURES_EACH
    chosen: dict[str, bytes] = {}
    for start in range(0, len(ids), at_once):
        shown = newest_thumbnails(
            session.con, ids[start : start + at_once], per_creator=_PICTURES_EACH
        )
        for influencer_id, pictures in shown.items():
            taken = set(chosen.values())
            jpeg = next((one.jpeg for one in pictures if one.jpeg not in taken), None)
            if jpeg is not None:
                chosen[influencer_id] = bytes(jpeg)
    return chosen


def _text(value: Any) -> str:
    return "" if is_missing(value) or value == MISSING else str(value)


def _ruled_out(
    session: BuildSession,
    engine: Engine,
    view: CampaignView,
    asked: Asked,
    searched: SearchedSet | None,
) -> RuledOut:
    accounts = session.con.execute(
        "SELECT influencer_id, handle, platform FROM influencers ORDER BY influencer_id"
    ).fetchall()
    hidden = frozenset(forgotten_ids(accounts, forgotten_hashes(engine)))
    members = frozenset(member.influencer_id for member in view.members)
    others = sum(account[0] not in members for account in accounts)
    if searched is None and asked.brief is not None:
        return ruled_out_by_brief(session, asked.brief, members, hidden)
    if searched is None:
        return ruled_out_by_rules(session, view, asked.fit_row, others, hidden)
    return ruled_out_by_best_set(searched, members, others, hidden)
