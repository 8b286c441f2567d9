"""Figures that lead a campaign report, and which creators its pictures show."""

from __future__ import annotations

from collections.abc import Sequence

from core.formats import money
from core.models.campaign.words import count_range, euro_range, unknown_words
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator


def key_figures(facts: CampaignFacts) -> list[tuple[str, str, str]]:
    """(label, range, note) of the five figures that lead a report."""
    totals, budget = facts.view.totals, facts.view.campaign.budget
    rows = [
        (
            "Cost",
            euro_range(totals.cost),
            "no budget set" if budget is None else f"of {money(budget)}",
            totals.cost,
        ),
        ("Reach", count_range(totals.reach), "people", totals.reach),
        ("CPM", euro_range(totals.cpm), "1,000 impressions", totals.cpm),
        (
            "Cost per engagement",
            euro_range(totals.cost_per_engagement),
            "like or comment",
            totals.cost_per_engagement,
        ),
        ("EMV", euro_range(totals.emv), "earned media value", totals.emv),
    ]
    return [
        (
            label,
            text,
            " · ".join(part for part in (note, unknown_words(figure.unknown_count)) if part),
        )
        for label, text, note, figure in rows
    ]


def by_reach(creators: Sequence[ReportedCreator], most: int) -> list[ReportedCreator]:
    """At most so many creators, the one with the most reach first; unknown reach comes last."""
    order = sorted(
        enumerate(creators),
        key=lambda pair: (-(pair[1].totals.reach.high or -1.0), pair[0]),
    )
    return [creator for _, creator in order[:most]]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
