"""Creators that a campaign does without, and why: from its best set, else by three plain rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.probability import probability_text
from core.domain.thresholds import WORTH_CHECKING
from core.formats import money
from core.models.campaign.constraints import Constraints
from core.models.campaign.eligible import NO_PRICE, UNUSUAL_GROWTH
from core.models.campaign.optimiser import CampaignPlan
from core.models.campaign.words import loss_words, with_names
from core.models.growth.verdict import is_worth_checking
from core.models.prices.words import post_price_words
from core.services.campaigns.best_set import BestSet
from core.services.campaigns.candidates import PlanOptions, candidates
from core.services.campaigns.view import CampaignView
from core.services.session import BuildSession

_EACH = 3  # creators named for a rule


@dataclass(frozen=True)
class RuledOutCreator:
    """Attributes:
    why: what kept it out, in words.
    price: of one post in words, as listed, else estimated; '-' when not known.
    loss: what the best set would lose with it, in words; '' where that was not worked out.
    """

    influencer_id: str
    name: str
    handle: str
    why: str
    price: str
    loss: str = ""


@dataclass(frozen=True)
class RuledOut:
    """Attributes:
    how: a sentence on how creators were ruled out.
    from_best_set: whether the best set was searched.
    looked_at_count: creators of the build beside those of the campaign.
    counts: (reason, creators) pairs; each creator counts once, by the first reason that holds.
    examples: those somebody will ask about.
    """

    how: str
    from_best_set: bool
    looked_at_count: int
    counts: tuple[tuple[str, int], ...]
    examples: tuple[RuledOutCreator, ...]


@dataclass(frozen=True)
class SearchedSet:
    """A best set that somebody searched for.

    Attributes:
        constraints: that it had to meet.
        within: what creators had to meet one by one, in words: filters, or conditions of the brief.
    """

    best: BestSet
    constraints: Constraints
    within: tuple[str, ...] = ()


def ruled_out_by_best_set(
    searched: SearchedSet, members: Collection[str], looked_at_count: int, hidden: Collection[str]
) -> RuledOut:
    """Whom the best set leaves out: how many by reason, and the most valuable by name.

    Args:
        members: ids of those in the campaign, who are not named here.
        hidden: ids that must not be named.
    """
    plan, facts, constraints = searched.best.plan, searched.best.facts, searched.constraints
    examples = [
        RuledOutCreator(
            creator.influencer_id,
            str(facts.loc[creator.influencer_id, "name"]),
            str(facts.loc[creator.influencer_id, "handle"]),
            with_names("; ".join(creator.fails), constraints) or "others bring more",
            post_price_words(facts.loc[creator.influencer_id]),
            loss_words(creator, plan.objective).replace("-", ""),
        )
        for creator in plan.left_out
        if creator.influencer_id not in members and creator.influencer_id not in hidden
    ]
    rules = [words for words, _ in constraints.without_one()]
    how = "The best set was searched among all creators"
    how += f" that meet: {', '.join(searched.within)}" if searched.within else ""
    how += f"; constraints: {with_names('; '.join(rules), constraints)}." if rules else "."
    chosen = list(plan.chosen["influencer_id"])
    missing = [one for one in chosen if one not in members and one not in hidden]
    if missing:
        how += (
            f" The campaign is not that set: {len(missing)} of its {len(chosen)} creators are not "
            "in the campaign."
        )
    examples = [
        RuledOutCreator(
            influencer_id,
            str(facts.loc[influencer_id, "name"]),
            str(facts.loc[influencer_id, "handle"]),
            "in the best set, but not in the campaign",
            post_price_words(facts.loc[influencer_id]),
        )
        for influencer_id in missing
    ] + examples
    return RuledOut(
        how + sure_words(plan),
        True,
        looked_at_count,
        tuple(plan.excluded.items()),
        tuple(examples),
    )


def sure_words(plan: CampaignPlan) -> str:
    """How sure it is that no set is better, as a sentence after a space; '' where that is open."""
    return {
        "best": " No other set brings more.",
        "time ran out": f" Time ran out: a better set could bring up to {plan.gap:.2%} more.",
        "impossible": " No set meets all of them.",
    }.get(plan.status, "")


def ruled_out_by_rules(
    session: BuildSession,
    view: CampaignView,
    fit_row: np.ndarray | None,
    looked_at_count: int,
    hidden: Collection[str],
) -> RuledOut:
    """Whom growth, price and budget rule out, where nobody searched for a best set.

    The first rule that holds counts. Named are the best of each rule, by fit to the brand, else by
    likes and comments.

    Args:
        fit_row: of the brand, see `fit_row_of`; None without one.
        hidden: ids that must not be named.
    """
    members = pd.DataFrame(columns=["influencer_id", "handle", "name", "platform", "state", "note",
                                    "price", "posts_count"])  # fmt: skip
    frame = candidates(session, members, view.assumptions, fit_row, PlanOptions(goal="fit"))
    frame = frame[~frame["influencer_id"].isin([row.influencer_id for row in view.members])]
    budget = view.campaign.budget
    rules = [
        (UNUSUAL_GROWTH, is_worth_checking(frame["purchased_probability"])),
        (NO_PRICE, frame["price"].isna()),
    ]
    if budget is not None:
        words = f"one post may cost more than the whole budget of {money(budget)}"
        rules.append((words, frame["price"] > budget))
    left = pd.Series(True, frame.index)
    counts, examples = [], []
    for words, hit in rules:
        rows = frame[hit & left]
        left &= ~hit
        if rows.empty:
            continue
        counts.append((words, len(rows)))
        shown = rows[~rows["influencer_id"].isin(list(hidden))]
        best = shown.sort_values(
            ["value", "influencer_id"], ascending=[False, True], na_position="last"
        ).head(_EACH)
        examples += [
            RuledOutCreator(
                row["influencer_id"],
                row["name"],
                row["handle"],
                _growth_words(row["purchased_probability"]) if words == UNUSUAL_GROWTH else words,
                post_price_words(row),
            )
            for row in best.to_dict("records")
        ]
    by_budget = "" if budget is None else ", and one post above the whole budget"
    how = (
        "No best set was searched, so plain rules say who was ruled out: growth worth checking "
        f"({WORTH_CHECKING:.0%} or more){',' if by_budget else ' and'} no price, listed or "
        f"estimated{by_budget}. "
        f"{int(left.sum()):,} other creators pass."
    )
    return RuledOut(how, False, looked_at_count, tuple(counts), tuple(examples))


def _growth_words(probability: float) -> str:
    return f"{UNUSUAL_GROWTH} ({probability_text(probability)})"
