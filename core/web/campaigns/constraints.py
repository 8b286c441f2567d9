"""The form of the optimiser: goal, budget and constraints."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.thresholds import WORTH_CHECKING
from core.queries.choices import FilterChoices
from core.services.brief.conditions import creator_conditions
from core.services.campaigns.candidates import GOALS
from core.services.matching.filters import MatchFilters
from core.web.campaigns.fields import AMOUNT_MAX, HOLDS, NUMBERS, SIZE_MAX, kept_fields
from core.web.campaigns.members import CampaignBrief, CampaignView
from core.web.campaigns.question import (
    AT_MOST,
    HOLDS_WORDS,
    ask,
    ask_as_kept,
    asked,
    field_key,
)
from core.web.kit.campaigns.choice import BUDGET_MAX
from core.web.kit.formats import country_name
from core.web.kit.matching.filters import active_filters, chosen_filters
from core.web.kit.state import known_brand

_PLACES_MORE = 5
GOAL_WORDS = {
    "recommended": "Most recommended for the brand",
    "fit": "Best fit with the brief or brand",
    "reach": "Most people reached",
    "engagements": "Most likes and comments",
    "mix": "A mix of texts, reach and engagement",
}


def constraints_form(build: str, view: CampaignView, choices: FilterChoices) -> None:
    """The form; its button takes the question down for `asked`."""
    number = view.campaign.campaign_id
    kept = kept_fields(number)
    # The budget of the campaign is the start; when it is changed there, it counts here.
    budget_key = field_key(number, f"budget_{view.campaign.budget}")
    countries = sorted(choices.countries, key=country_name)
    brand = known_brand(build, view.campaign.brand_id)
    brief = view.brief
    # A brief says itself where creators and audiences are.
    home = None if brand is None or brief is not None else brand.country or None
    country = kept.get("country", home)
    filters, filter_words = _filters(view, brief, choices)
    if asked(number) is None and kept:
        ask_as_kept(number, kept, filters, view.campaign.budget)

    def whole(place: DeltaGenerator, label: str, name: str, value: int, step: int = 1) -> None:
        low, high = NUMBERS[name]
        place.number_input(
            label,
            min_value=low,
            max_value=high,
            value=kept.get(name, value),
            step=step,
            key=field_key(number, name),
            persist_state="session",
        )

    def amount(place: DeltaGenerator, label: str, name: str, words: str) -> None:
        place.number_input(
            label,
            min_value=0.0,
            max_value=AMOUNT_MAX,
            value=kept.get(name),
            step=1_000.0,
            format="%.0f",
            key=field_key(number, name),
            persist_state="session",
            # Short: beside the steppers of a number there is no room for more.
            placeholder="None",
            help=words,
        )

    def tick(label: str, name: str, value: bool, words: str | None = None) -> None:
        # Through the state, not as a default: a click beside the form may change it.
        st.session_state.setdefault(field_key(number, name), kept.get(name, value))
        st.checkbox(label, key=field_key(number, name), persist_state="session", help=words)

    with st.form(f"plan_form_{number}"):
        st.selectbox(
            "Goal",
            GOALS,
            index=GOALS.index(kept.get("goal", _first_goal(view, brief))),
            format_func=lambda name: GOAL_WORDS[name],
            key=field_key(number, "goal"),
            persist_state="session",
            help="The best set has the highest total. The mix is the mean of the percentiles among "
            "all creators.",
        )
        left, right = _row()
        left.number_input(
            "Budget (EUR)",
            min_value=0.0,
            max_value=BUDGET_MAX,
            value=kept.get("budget", view.campaign.budget),
            step=100.0,
            format="%.0f",
            key=budget_key,
            persist_state="session",
            placeholder="None",
        )
        whole(right, "One creator at most %", "one", 100, 10)
        st.selectbox(
            "Budget and minimums hold",
            HOLDS,
            index=HOLDS.index(kept.get("holds", HOLDS[0])),
            format_func=lambda name: HOLDS_WORDS[name],
            key=field_key(number, "holds"),
            persist_state="session",
            help="Prices are ranges. On average: the budget is exceeded about every second time. "
            "With a certainty: one time in five at most, for independent errors. Even at high "
            "prices: hardly ever, for a smaller set.",
        )
        left, right = _row()
        amount(
            left,
            "Reach at least",
            "reach",
            "People who see a post; who follows several creators counts once.",
        )
        amount(right, "Engagements at least", "engagements", "Likes and comments.")
        left, right = _row()
        whole(left, "Creators at most", "at_most", _first_size(view, brief))
        whole(right, "Creators at least", "at_least", 0)
        # Room for a country's name.
        left, right = _row(left=5, right=3)
        left.selectbox(
            "Audience from",
            countries,
            index=countries.index(country) if country in countries else None,
            format_func=country_name,
            key=field_key(number, "country"),
            persist_state="session",
            placeholder="Anywhere",
            help="Country of most of the audience, else of the creator. The brand's own country "
            "is the start.",
        )
        whole(right, "From there at least %", "share", 50, 10)
        left, right = _row()
        whole(left, "Posts with each", "posts", 1)
        whole(right, "One niche at most %", "niche", 100, 10)
        left, right = _row()
        left.multiselect(
            "Tiers with a limit",
            choices.tiers,
            default=[name for name in kept.get("tiers", []) if name in choices.tiers],
            placeholder="None",
            key=field_key(number, "tiers"),
            persist_state="session",
        )
        whole(right, "Each at most", "tier", 3)
        if filter_words:
            whose = "Only within your filters" if brief is None else "Only within the brief"
            tick(whose, "filters", True, f"{', '.join(filter_words)}.")
        tick(
            "Include growth worth checking",
            "unusual",
            brief is not None and brief.parsed.constraints.hide_unusual is False,
            f"Creators whose growth evidence says {WORTH_CHECKING:.0%} or more; left out "
            "otherwise. Creators that must be in are exempt.",
        )
        tick("Include creators with too little growth data", "unknown", True)
        tick(
            "Count estimated prices",
            "estimated",
            True,
            "Where no price of a post is listed: the price of a story, else an estimate from "
            "creators who list theirs. The plan says which prices are estimates.",
        )
        tick("Include creators without any price, at an assumed CPM", "cpm", False)
        tick("Keep creators already in the campaign", "keep", _keeps_members(view, brief))
        st.form_submit_button(
            "Find the best set",
            type="primary",
            icon=":material/auto_awesome:",
            width="stretch",
            on_click=ask,
            args=(number, budget_key, filters),
        )


def _filters(
    view: CampaignView, brief: CampaignBrief | None, choices: FilterChoices
) -> tuple[MatchFilters, list[str]]:
    """Who may be in the set, and in words: by the brief, else as set on other pages."""
    if brief is not None:
        # Growth has a field of its own in the form.
        return replace(brief.scope.filters, hides_unusual=False), list(
            creator_conditions(brief.parsed.constraints).values()
        )
    filters = chosen_filters(view.campaign.brand_id)
    return filters, [chosen.words for chosen in active_filters(filters, choices)]


def _first_size(view: CampaignView, brief: CampaignBrief | None) -> int:
    wanted = None if brief is None else brief.parsed.constraints.count
    # Those in the campaign stay by default, and without a place to fill nobody else is weighed.
    inside = len(view.members)
    return min(max(wanted, inside) if wanted else max(AT_MOST, inside + _PLACES_MORE), SIZE_MAX)


def _keeps_members(view: CampaignView, brief: CampaignBrief | None) -> bool:
    """Whether those in the campaign stay by default: not where they are all that the brief asks
    for, since nobody else could be weighed then."""
    wanted = None if brief is None else brief.parsed.constraints.count
    return not wanted or len(view.members) < wanted


def _first_goal(view: CampaignView, brief: CampaignBrief | None) -> str:
    if brief is not None and brief.parsed.meaning:
        return "fit"
    return GOALS[0] if view.campaign.brand_id else "engagements"


def _row(left: int = 1, right: int = 1) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two fields side by side, in line although a label may take two lines."""
    first, second = st.columns([left, right], vertical_alignment="bottom")
    return first, second
