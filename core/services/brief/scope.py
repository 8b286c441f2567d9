"""What the constraints of a brief mean in a build and a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.domain.brand import BrandProfile
from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN, BriefConstraints
from core.errors import NotFoundError
from core.formats import country_name, language_name, platform_label
from core.queries.choices import FilterChoices, filter_choices
from core.queries.collaborations import partners_of_brand
from core.services.brief.reading import topic_names, topic_of_niche
from core.services.matching.filters import MatchFilters
from core.services.session import BuildSession
from core.workspace import campaigns
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine


@dataclass(frozen=True)
class EarlierCampaigns:
    """Who the campaigns of a brief are.

    Attributes:
        ids: creators that are left out, sorted.
        warnings: names that no campaign has, and which campaign 'our last campaign' is.
        last_name: of the campaign that 'our last campaign' is; '' where none is meant or there is
            none.
    """

    ids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    last_name: str = ""


NO_CAMPAIGNS = EarlierCampaigns()
# Constraint -> field of `MatchFilters`, where the two differ in name.
_FILTER_FIELDS = {
    "exclude_countries": "without_countries",
    "niches": "niche_ids",
    "exclude_niches": "without_niche_ids",
    "engagement_percent_min": "engagement_min",
    "posts_per_week_min": "posts_a_week_min",
    "exclude_campaigns": "without_ids",
    "hide_unusual": "hides_unusual",
}


@dataclass(frozen=True)
class BriefScope:
    """Attributes:
    filters: who may be listed.
    warnings: what the build cannot follow.
    """

    filters: MatchFilters
    warnings: tuple[str, ...]


def scope_of(
    session: BuildSession, constraints: BriefConstraints, earlier: EarlierCampaigns
) -> BriefScope:
    """The filters of a brief, and what of it the build cannot follow.

    A topic that no niche has filters nobody; a country, language or platform that no creator has
    leaves nobody.

    Args:
        earlier: of `creators_of_campaigns`.
    """
    choices = filter_choices(session.con)
    names = topic_names(session, choices)
    warnings = list(earlier.warnings)
    niche_ids = _niche_ids(
        constraints.niches, choices, names, warnings, "so it ranks the list and filters nobody"
    )
    without_niche_ids = _niche_ids(
        constraints.exclude_niches, choices, names, warnings, "so nobody is left out for it"
    )
    percent = constraints.engagement_percent_min
    posts_a_week_min = constraints.posts_per_week_min
    if posts_a_week_min is not None and not choices.knows_activity:
        warnings.append(
            "This build does not know how often creators post, so nobody is left out for it."
        )
        posts_a_week_min = None
    filters = MatchFilters(
        countries=_known(
            constraints.countries, choices.countries, warnings, "creator from", country_name
        ),
        audience_countries=_known(
            constraints.audience_countries,
            choices.audience_countries,
            warnings,
            "audience in",
            country_name,
        ),
        languages=_known(
            constraints.languages,
            choices.languages,
            warnings,
            "creator who posts in",
            language_name,
        ),
        platforms=_known(
            constraints.platforms, choices.platforms, warnings, "creator on", platform_label
        ),
        tiers=constraints.tiers,
        niche_ids=niche_ids,
        price_min=constraints.price_min,
        price_max=constraints.price_max,
        engagement_min=None if percent is None else percent / 100,
        posts_a_week_min=posts_a_week_min,
        followers_min=constraints.followers_min,
        followers_max=constraints.followers_max,
        hides_unusual=constraints.hide_unusual is not False,
        without_countries=constraints.exclude_countries,
        without_niche_ids=without_niche_ids,
        without_ids=earlier.ids,
    )
    return BriefScope(filters, tuple(warnings))


def filter_field(name: str) -> str:
    """The field of `MatchFilters` that a constraint of a brief fills."""
    return _FILTER_FIELDS.get(name, name)


def without(filters: MatchFilters, names: Collection[str]) -> MatchFilters:
    """The filters of a brief without some of its constraints, far faster than another scope."""
    none = MatchFilters()
    empty: dict[str, Any] = {
        filter_field(name): getattr(none, filter_field(name)) for name in names
    }
    return replace(filters, **empty)


def _known(
    values: tuple[str, ...],
    known: Collection[str],
    warnings: list[str],
    words: str,
    shown: Callable[[str], str],
) -> tuple[str, ...]:
    """The values as they are; those that nobody has are said, and then leave nobody."""
    missing = [value for value in values if value not in known]
    for value in missing:
        warnings.append(f"The data has no {words} {shown(value)}.")
    return tuple(values)


def _niche_ids(
    topics: tuple[str, ...],
    choices: FilterChoices,
    names: Mapping[str, tuple[str, ...]],
    warnings: list[str],
    consequence: str,
) -> tuple[int, ...]:
    ids: list[int] = []
    for topic in topics:
        of_topic = [
            niche_id
            for niche_id, niche in choices.found_niches.items()
            if niche == topic or topic_of_niche(niche, names) == topic
        ]
        if not of_topic:
            warnings.append(f"No niche of this data is called {topic}, {consequence}.")
        ids += of_topic
    return tuple(sorted(ids))


def creators_of_campaigns(
    session: BuildSession,
    engine: Engine,
    names: tuple[str, ...],
    brand: BrandProfile | None,
    *,
    brief: str = "",
    before: Campaign | None = None,
) -> EarlierCampaigns:
    """The creators of the campaigns that a brief leaves out.

    Args:
        names: of campaigns in any case, `LAST_CAMPAIGN` or `ANY_CAMPAIGN`.
        brand: whose campaigns are meant by those two; None for everybody's.
        brief: the text. A campaign that was made of it is no earlier one, or the plan of a brief
            would change as soon as it becomes a campaign.
        before: the campaign whose brief it is, where it has become one; None for today.
    """
    if not names:
        return NO_CAMPAIGNS
    ids: set[str] = set()
    warnings = []
    last_name = ""
    everything = [
        campaign
        for campaign in campaigns.campaigns(engine)
        if (brand is None or campaign.brand_id == brand.brand_id)
        and not (brief.strip() and campaign.brief == brief.strip())
        and (before is None or campaign.campaign_id < before.campaign_id)
    ]
    whose = "" if brand is None else f" for {brand.name}"
    for name in names:
        if name == ANY_CAMPAIGN:
            chosen = everything
            if brand is not None:
                ids |= partners_of_brand(session.con, brand.brand_id)
        elif name == LAST_CAMPAIGN:
            chosen = sorted(everything, key=lambda campaign: campaign.created_at)[-1:]
            for campaign in chosen:
                last_name = campaign.name
                of_whom = "of any brand" if brand is None else f"for {brand.name}"
                warnings.append(f"'Our last campaign' is '{last_name}', the last one {of_whom}.")
        else:
            try:
                chosen = [campaigns.campaign_named(engine, name)]
            except NotFoundError:
                warnings.append(f"No campaign is called '{name}', so nobody is left out for it.")
                continue
        if not chosen and not ids:
            warnings.append(f"There is no campaign{whose} yet, so nobody is left out for one.")
        for campaign in chosen:
            ids |= {
                member.influencer_id for member in campaigns.members(engine, campaign.campaign_id)
            }
    return EarlierCampaigns(tuple(sorted(ids)), tuple(warnings), last_name)
