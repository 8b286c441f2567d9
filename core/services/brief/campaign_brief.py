"""The brief of a campaign, read again with the data in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.brief import BriefConstraints
from core.models.campaign.eligible import UNUSUAL_GROWTH
from core.models.growth.verdict import is_worth_checking
from core.services.brief.answer import BriefQuestion
from core.services.brief.conditions import creator_conditions
from core.services.brief.reading import ParsedBrief, read_brief
from core.services.brief.scope import (
    BriefScope,
    creators_of_campaigns,
    filter_field,
    scope_of,
)
from core.services.campaigns.candidates import in_filters
from core.services.matching.filters import MatchFilters
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession
from core.workspace.campaigns import Campaign
from core.workspace.database import Engine

Through = Callable[..., Any]


@dataclass(frozen=True)
class CampaignBrief:
    """Attributes:
    parsed: what the text says.
    question: what it asks, with the campaigns before this one.
    scope: who may be listed.
    """

    parsed: ParsedBrief
    question: BriefQuestion
    scope: BriefScope


def directly(session: BuildSession, service: Callable[..., Any], *arguments: Any) -> Any:
    """What a service answers; a page has its own, which keeps the answers."""
    return service(session, *arguments)


def campaign_brief(
    session: BuildSession,
    engine: Engine,
    campaign: Campaign,
    brand: BrandProfile | None,
    through: Through | None = None,
) -> CampaignBrief | None:
    """What the brief of a campaign says and asks; None for a campaign without one.

    Args:
        brand: of the campaign; None without one.
        through: calls services of this session, as `directly` does.
    """
    if not campaign.brief:
        return None
    call = partial(directly, session) if through is None else through
    parsed = call(read_brief, campaign.brief)
    constraints = parsed.constraints
    earlier = creators_of_campaigns(
        session,
        engine,
        constraints.exclude_campaigns,
        brand,
        brief=campaign.brief,
        before=campaign,
    )
    return CampaignBrief(
        parsed,
        BriefQuestion(constraints, parsed.meaning, brand, earlier),
        call(scope_of, constraints, earlier),
    )


def campaign_query(brief: CampaignBrief | None, brand: BrandProfile | None) -> MatchQuery | None:
    """What the creators of a campaign are ranked for: its brief, else its brand, else nothing."""
    if brief is not None:
        return brief.question.query
    return None if brand is None else MatchQuery(brand)


def unmet_words(label: str) -> str:
    """A condition that is not met, as a reason: 'brief not met: Germany', 'brief excludes: ...'.

    Args:
        label: of `creator_conditions`; one that begins with 'not' is an exclusion.
    """
    excluded = label.removeprefix("not ")
    return f"brief not met: {label}" if excluded == label else f"brief excludes: {excluded}"


def unmet_conditions(
    session: BuildSession,
    constraints: BriefConstraints,
    filters: MatchFilters,
    ids: tuple[str, ...],
) -> dict[str, tuple[str, ...]]:
    """influencer_id -> the conditions that a creator does not meet, in words; {} where all do.

    The conditions are those of `creator_conditions`.

    Args:
        filters: of `scope_of` for these constraints.
        ids: creators of the build.
    """
    column = pd.Series(list(ids), dtype=str)
    unmet: dict[str, list[str]] = {}
    for label, passes in _each_condition(session, constraints, filters, column):
        for influencer_id in column[~passes]:
            unmet.setdefault(influencer_id, []).append(unmet_words(label))
    return {influencer_id: tuple(labels) for influencer_id, labels in unmet.items()}


def left_out_counts(
    session: BuildSession, brief: CampaignBrief, ids: pd.Series, probabilities: pd.Series
) -> tuple[list[tuple[str, int]], int]:
    """(reason, creators) pairs, each creator by the first condition it does not meet; the rest.

    Args:
        ids: creators to count.
        probabilities: of bought growth, in the same order; NaN where nothing is known.
    """
    left = np.ones(len(ids), dtype=bool)
    counts = []
    for label, passes in _each_condition(
        session, brief.parsed.constraints, brief.scope.filters, ids
    ):
        out = left & ~passes.to_numpy(dtype=bool)
        left &= ~out
        counts.append((unmet_words(label), int(out.sum())))
    if brief.scope.filters.hides_unusual:
        out = left & is_worth_checking(probabilities).to_numpy(dtype=bool)
        left &= ~out
        counts.append((UNUSUAL_GROWTH, int(out.sum())))
    return [(words, many) for words, many in counts if many], int(left.sum())


def _each_condition(
    session: BuildSession, constraints: BriefConstraints, filters: MatchFilters, ids: pd.Series
) -> list[tuple[str, pd.Series]]:
    """(label, who meets it) of each condition on a creator."""
    conditions = []
    for name, label in creator_conditions(constraints).items():
        field = filter_field(name)
        alone: dict[str, Any] = {field: getattr(filters, field)}
        conditions.append((label, in_filters(session, ids, MatchFilters(**alone))))
    return conditions
