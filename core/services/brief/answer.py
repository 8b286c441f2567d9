"""Who fits a brief, the best set under its budget, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.brief import OF_THE_SET, BriefConstraints
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.models.campaign.costs import member_ranges
from core.models.campaign.totals import CampaignTotals, campaign_totals
from core.queries.growth.evidence import evidence_join
from core.services.brief.left_out import UnplannedCreator, left_out
from core.services.brief.plan_notes import weak_fits
from core.services.brief.scope import NO_CAMPAIGNS, BriefScope, EarlierCampaigns, scope_of, without
from core.services.campaigns.best_set import BestSet, planned
from core.services.campaigns.candidates import PlanOptions, fit_row_of, goal_in_use
from core.services.creator_rows import creator_rows
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import MatchPage, rank
from core.services.matching.query import MatchQuery
from core.services.matching.reasons import match_chips
from core.services.session import BuildSession
from core.workspace.members import members_frame

LIST_LEAST, LIST_MOST = 10, 40
PLAN_DEFAULT = 10  # creators of a plan when the brief says no number
_TIMES_COUNT = 2
_FEW = 10


@dataclass(frozen=True)
class BriefQuestion:
    """What is answered; hashable, so that it can be part of a cache key.

    Attributes:
        constraints: of the brief.
        meaning: what creators should be about; '' for what the brand is about.
        brand: whose brief it is; None for nobody's.
        earlier: creators of campaigns that are left out.
    """

    constraints: BriefConstraints
    meaning: str = ""
    brand: BrandProfile | None = None
    earlier: EarlierCampaigns = NO_CAMPAIGNS

    @property
    def query(self) -> MatchQuery | None:
        """What creators are ranked for; None when brief and brand say nothing of it."""
        if self.meaning.strip():
            return MatchQuery(brief=self.meaning)
        return None if self.brand is None else MatchQuery(self.brand)


@dataclass(frozen=True)
class Narrowing:
    """How many creators one part of a brief leaves out by itself.

    Attributes:
        name: of the constraint in `BriefConstraints`.
        without_count: creators that would be eligible without it.
    """

    name: str
    without_count: int


@dataclass(frozen=True)
class BriefAnswer:
    """Attributes:
    shortlist: one row per creator, best first: the columns of `creator_rows`, and fit_score
        (0-100; NaN when nothing ranks) and chips, the reasons of `match_chips`.
    eligible_count: creators that the brief allows.
    total_count: creators of the build.
    unusual_count: creators left out because their growth is worth checking.
    matches: the shortlist as Brand match has it; None when nothing ranks it by fit.
    best: the best set, of at most as many creators as asked for and within the budget.
    totals: of the best set, what it costs and brings as ranges.
    left_out: creators of the shortlist that are not in the plan, and the best of those whose
        growth is worth checking, best fit first.
    narrowing: where few or none are eligible, or some of the plan fit weakly, what each constraint
        costs, most first.
    warnings: what the build or the workspace cannot follow.
    """

    shortlist: pd.DataFrame
    eligible_count: int
    total_count: int
    unusual_count: int
    matches: MatchPage | None
    best: BestSet
    totals: CampaignTotals
    left_out: tuple[UnplannedCreator, ...]
    narrowing: tuple[Narrowing, ...]
    warnings: tuple[str, ...]


def answer(session: BuildSession, question: BriefQuestion) -> BriefAnswer:
    """The shortlist of a brief and the plan made of it.

    Both go by the same fit: how well what creators post about agrees with what the brief, or the
    brand, is about. Without either, the list goes by engagement rate and the plan by likes and
    comments.

    Raises:
        StoreError: the build has no vectors.
    """
    constraints = question.constraints
    scope = scope_of(session, constraints, question.earlier)
    wanted = constraints.count or 0
    size = min(max(LIST_LEAST, _TIMES_COUNT * wanted), LIST_MOST)
    passing = _passing(session, scope.filters)
    eligible_count = len(passing)
    matches = None
    fit_row = fit_row_of(session, question.query)
    if fit_row is not None and question.query is not None:
        matches = rank(session, question.query, scope.filters, 1, size)
        shortlist, eligible_count = matches.frame, matches.eligible_count
    else:
        shortlist = _by_engagement(session, passing, size)
    chips = _chips(session, shortlist, question.query)
    # In data without any price a plan counts the assumed CPM, as campaigns do.
    best = _plan(session, constraints, scope, fit_row, cpm_prices=not _has_prices(session))
    narrowing: tuple[Narrowing, ...] = ()
    if eligible_count < max(wanted, _FEW) or len(weak_fits(best)):
        narrowing = tuple(_narrowing(session, constraints, scope.filters, len(passing)))
    chosen = best.facts.reindex(best.plan.chosen["influencer_id"])
    return BriefAnswer(
        shortlist.assign(chips=chips),
        eligible_count,
        len(session.creator_ids()),
        _unusual_count(session, scope.filters),
        matches,
        best,
        campaign_totals(member_ranges(chosen, Assumptions()), Assumptions()),
        tuple(
            left_out(
                session,
                question.query if matches is not None else None,
                scope.filters,
                shortlist,
                best.plan,
                _plan_constraints(constraints, scope),
            )
        ),
        narrowing,
        scope.warnings,
    )


def _plan(
    session: BuildSession,
    constraints: BriefConstraints,
    scope: BriefScope,
    fit_row: np.ndarray | None,
    *,
    cpm_prices: bool,
) -> BestSet:
    goal = goal_in_use("fit", fit_row)
    return planned(
        session,
        members_frame([]),
        Assumptions(),
        fit_row,
        PlanOptions(
            goal, cpm_prices=cpm_prices, filters=replace(scope.filters, hides_unusual=False)
        ),
        _plan_constraints(constraints, scope),
    )


def _has_prices(session: BuildSession) -> bool:
    """Whether anybody lists a price; without, nothing can be estimated either."""
    row = session.con.execute(
        "SELECT count(post_price) + count(story_price) FROM influencers"
    ).fetchone()
    return bool(row and row[0])


def _plan_constraints(constraints: BriefConstraints, scope: BriefScope) -> Constraints:
    return Constraints(
        budget=constraints.budget,
        at_most=constraints.count or PLAN_DEFAULT,
        includes_unusual=not scope.filters.hides_unusual,
    )


def _passing(session: BuildSession, filters: MatchFilters) -> pd.DataFrame:
    """rowid and is_unusual of the creators that pass, those of unusual growth left out if asked."""
    sql, values = filters.rowids_sql(evidence_join=evidence_join(session.con))
    frame = session.con.execute(
        f"SELECT rowid, is_unusual FROM ({sql}) ORDER BY rowid", values
    ).df()
    return frame[~frame["is_unusual"]] if filters.hides_unusual else frame


def _unusual_count(session: BuildSession, filters: MatchFilters) -> int:
    if not filters.hides_unusual:
        return 0
    passing = _passing(session, replace(filters, hides_unusual=False))
    return int(passing["is_unusual"].sum())


def _by_engagement(session: BuildSession, passing: pd.DataFrame, size: int) -> pd.DataFrame:
    """The creators that pass with the highest engagement rates, those without one last."""
    rows = session.con.execute(
        """SELECT i.rowid FROM influencers i
           LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
           WHERE list_contains($rowids::BIGINT[], i.rowid)
           ORDER BY s.engagement_rate DESC NULLS LAST, i.influencer_id LIMIT $size""",
        {"rowids": passing["rowid"].tolist(), "size": size},
    ).fetchnumpy()["rowid"]
    frame = creator_rows(session.con, np.asarray(rows, dtype=np.int64))
    return frame.assign(fit_score=np.nan)


def _chips(
    session: BuildSession, shortlist: pd.DataFrame, query: MatchQuery | None
) -> list[list[str]]:
    ids = [str(influencer_id) for influencer_id in shortlist["influencer_id"]]
    if query is None or not ids:
        return [[] for _ in ids]
    chips = match_chips(session, ids, query)
    return [chips.get(influencer_id, []) for influencer_id in ids]


def _narrowing(
    session: BuildSession, constraints: BriefConstraints, filters: MatchFilters, now: int
) -> Iterator[Narrowing]:
    """What each constraint leaves out by itself, most first; nothing of those that cost nobody.

    Args:
        filters: of all constraints.
        now: creators that pass all constraints.
    """
    found = []
    for name in constraints.said():
        if name in OF_THE_SET:
            continue
        count = len(_passing(session, without(filters, (name,))))
        if count > now:
            found.append(Narrowing(name, count))
    yield from sorted(found, key=lambda entry: (-entry.without_count, entry.name))
