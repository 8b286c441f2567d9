"""The best set that somebody searched for: one place that asks for it, for its page and reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.models.campaign.constraints import Constraints
from core.queries.choices import filter_choices
from core.services.brief.campaign_brief import campaign_query
from core.services.brief.conditions import creator_conditions
from core.services.campaigns.best_set import BestSet
from core.services.matching.filters import NO_FILTERS
from core.web.campaigns.members import CampaignView, best_set
from core.web.campaigns.question import PlanQuestion, asked, with_people
from core.web.kit.cached import cached_read
from core.web.kit.matching import recommend_reads
from core.web.kit.matching.filters import active_filters
from core.web.kit.state import known_brand


@dataclass(frozen=True)
class Search:
    """What `best_set` is called with; it keeps its answers, so that a report gets that of the page.

    Attributes:
        constraints: with those that must be in and those ruled out by a click.
        arguments: of `best_set`, the build first.
        within: the filters in words.
    """

    constraints: Constraints
    arguments: tuple[Any, ...]
    within: tuple[str, ...] = ()

    def answer(self) -> BestSet:
        """The best set."""
        return best_set(*self.arguments)


def search_of(build: str, view: CampaignView, question: PlanQuestion) -> Search:
    """The search that answers a question about a campaign."""
    constraints = with_people(question, view)
    brand = known_brand(build, view.campaign.brand_id)
    return Search(
        constraints,
        (
            build,
            brand,
            view.members,
            view.assumptions,
            question.options,
            constraints,
            recommend_reads.version(brand.brand_id) if brand else 0,
            tuple(sorted(recommend_reads.points().items())),
            campaign_query(view.brief, brand),
        ),
        _within(build, view, question),
    )


def _within(build: str, view: CampaignView, question: PlanQuestion) -> tuple[str, ...]:
    if question.options.filters == NO_FILTERS:
        return ()
    if view.brief is not None:
        return tuple(creator_conditions(view.brief.parsed.constraints).values())
    choices = cached_read(filter_choices, build)
    return tuple(chosen.words for chosen in active_filters(question.options.filters, choices))


def last_search(build: str, view: CampaignView) -> Search | None:
    """The last search for a best set of this campaign; None before the first."""
    question = asked(view.campaign.campaign_id)
    return None if question is None else search_of(build, view, question)
