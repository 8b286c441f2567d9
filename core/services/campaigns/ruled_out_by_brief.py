"""Creators that a campaign does without, and why, where it was made of a brief."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from core.formats import money
from core.models.prices.words import post_price_words
from core.queries.growth.evidence import evidence_join
from core.services.brief.answer import PLAN_DEFAULT, BriefAnswer, answer
from core.services.brief.campaign_brief import CampaignBrief, left_out_counts
from core.services.campaigns.ruled_out import RuledOut, RuledOutCreator, sure_words
from core.services.session import BuildSession

_EXAMPLES_MAX = 12
IN_PLAN = "in the plan of the brief, but not in the campaign"
NOT_CHOSEN = "meets every condition, but was not chosen"


def ruled_out_by_brief(
    session: BuildSession, brief: CampaignBrief, members: Collection[str], hidden: Collection[str]
) -> RuledOut:
    """Who the brief leaves out: how many by condition, and by name who came nearest to the plan.

    The brief is answered again with the data in use.

    Args:
        members: ids of those in the campaign, who are not counted and not named.
        hidden: ids that must not be named.
    """
    join, evidence = evidence_join(session.con)
    others = session.con.execute(
        f"SELECT i.influencer_id, {evidence} FROM influencers i {join} ORDER BY i.influencer_id"
    ).df()
    others = others[~others["influencer_id"].isin(list(members))]
    counts, left_count = left_out_counts(
        session, brief, others["influencer_id"], others["purchased_probability"]
    )
    answered = answer(session, brief.question)
    if left_count:
        counts.append((NOT_CHOSEN, left_count))
    named = [
        creator
        for creator in _examples(answered)
        if creator.influencer_id not in members and creator.influencer_id not in hidden
    ]
    return RuledOut(
        _how(brief, answered),
        False,
        len(others),
        tuple(counts),
        tuple(named[:_EXAMPLES_MAX]),
    )


def _how(brief: CampaignBrief, answered: BriefAnswer) -> str:
    constraints = brief.parsed.constraints
    at_most = constraints.count or PLAN_DEFAULT
    within = "" if constraints.budget is None else f" within {money(constraints.budget)}"
    how = (
        f"The brief was answered with the data in use: the best set of at most {at_most} "
        f"creators{within} among the {answered.eligible_count:,} of {answered.total_count:,} that "
        "meet every condition."
    )
    return how + sure_words(answered.best.plan)


def _examples(answered: BriefAnswer) -> list[RuledOutCreator]:
    facts = answered.best.facts
    planned = [
        RuledOutCreator(
            influencer_id,
            str(facts.loc[influencer_id, "name"]),
            str(facts.loc[influencer_id, "handle"]),
            IN_PLAN,
            post_price_words(facts.loc[influencer_id]),
        )
        for influencer_id in answered.best.plan.chosen["influencer_id"]
    ]
    return planned + [
        RuledOutCreator(
            creator.influencer_id,
            creator.name,
            creator.handle,
            creator.why,
            post_price_words(asdict(creator)),
        )
        for creator in answered.left_out
    ]
