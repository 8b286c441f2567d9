"""Panels of the Brief page: the text, what was read, the plan, the shortlist, a campaign."""

from __future__ import annotations

import streamlit as st

from core.domain.brief import BRIEF_MAX
from core.domain.fit_bands import EXCELLENT_ABOVE, score_text
from core.models.campaign.words import count_range, euro_range
from core.queries.choices import filter_choices
from core.services.brief import answer as brief_answer
from core.services.brief import narrowing_pairs
from core.services.brief import reading as brief_reading
from core.services.brief import scope as brief_scope
from core.services.brief.answer import BriefAnswer, BriefQuestion
from core.services.brief.conditions import number_note
from core.services.brief.narrowing_pairs import Relaxed
from core.services.brief.plan_notes import weak_fits
from core.services.brief.reading import ParsedBrief
from core.web.brief.chips import chips
from core.web.brief.plan import plan_panel
from core.web.kit.brief.box import EXAMPLE, TEXT, set_brief
from core.web.kit.cache import open_build
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.related import fitting_creators
from core.web.kit.formats import count, counted, money, plain
from core.web.kit.matching.cards import cards
from core.web.kit.state import current_brand, read_link_text, write_link_text
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row
from core.web.kit.workspace import engine

_EXAMPLES = (
    EXAMPLE,
    "5 gaming YouTubers from the UK, 50k to 500k followers, up to \u20ac1,500 per video",
    "Zw\u00f6lf Reise-Creator aus \u00d6sterreich oder der Schweiz, Budget 8.000 \u20ac insgesamt, "
    "kein TikTok",
)

_DECIMALS = (
    "Fits are whole numbers; one has a decimal where rounding would move it to another band, such "
    f"as from excellent (above {EXCELLENT_ABOVE:g}) to good."
)


def brief_text() -> str:
    """The brief, typed here or in the link; '' for none."""
    read_link_text(TEXT)
    with (
        st.form("brief_form", border=False),
        st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key="brief_form_row"
        ),
    ):
        text = st.text_area(
            "Your brief",
            key=TEXT,
            max_chars=BRIEF_MAX,
            height=90,
            persist_state="session",
            placeholder=f"For example: {EXAMPLE}",
            label_visibility="collapsed",
        )
        st.form_submit_button("Find creators", type="primary", icon=":material/search:")
    return write_link_text(TEXT, text)


def invitation() -> None:
    """What a brief can say, with examples to start from."""
    st.markdown("**Write what you need, as you would to a colleague.** For example:")
    for number, example in enumerate(_EXAMPLES):
        st.button(
            plain(example),
            key=f"brief_example_{number}",
            icon=":material/edit_note:",
            type="tertiary",
            on_click=set_brief,
            args=(example,),
        )
    st.caption(
        "A brief can name how many creators, topics, countries, languages, platforms, size tiers, "
        "followers, engagement, a budget or a price per post, and who to leave out. Everything "
        "else is read as what creators should be about. Nothing leaves this machine."
    )


def answered(build: str, text: str) -> None:
    """What was read of the brief, and its answer."""
    parsed = cached_service(brief_reading.read_brief, build, text)
    choices = cached_read(filter_choices, build)
    topics = list(cached_service(brief_reading.topic_names, build))
    brand = current_brand()
    with open_build(build) as session:
        earlier = brief_scope.creators_of_campaigns(
            session, engine(), parsed.constraints.exclude_campaigns, brand, brief=text
        )
    chips(parsed, choices, topics, earlier.last_name)
    question = BriefQuestion(parsed.constraints, parsed.meaning, brand, earlier)
    answer = _answer(build, question)
    _notes(build, parsed, answer, question)
    relaxed = _relaxed(build, question)
    if answer.eligible_count == 0:
        st.info(
            plain(narrowing_pairs.nobody_words(relaxed, question)),
            icon=":material/filter_alt_off:",
        )
        return
    _figures(answer, parsed)
    _narrow(answer, question, relaxed)
    shown = st.segmented_control(
        "Show",
        ("Plan", "Shortlist"),
        default="Plan",
        required=True,
        key="brief_view",
        bind="query-params",
        label_visibility="collapsed",
    )
    if shown == "Plan":
        plan_panel(answer, parsed, text)
    else:
        _shortlist(build, answer, question)


@st.cache_data(max_entries=64, show_spinner="Finding creators and a plan\u2026")
def _answer(build: str, question: BriefQuestion) -> BriefAnswer:
    with open_build(build) as session:
        return brief_answer.answer(session, question)


@st.cache_data(max_entries=64, show_spinner=False)
def _relaxed(build: str, question: BriefQuestion) -> tuple[Relaxed, ...]:
    with open_build(build) as session:
        return narrowing_pairs.relaxed(session, question, _answer(build, question))


def _notes(build: str, parsed: ParsedBrief, answer: BriefAnswer, question: BriefQuestion) -> None:
    """What ranks the list, and everything that was not followed."""
    ranked = brief_reading.ranked_by(parsed.meaning, question.brand)
    without_posts = cached_service(brief_reading.unmentioned_words, build, parsed)
    if without_posts:
        ranked += f" {brief_reading.unmentioned(without_posts, parsed.meaning)}"
    st.caption(f":material/sort: {plain(ranked)}")
    number = number_note(parsed.constraints, brief_answer.PLAN_DEFAULT)
    for words in (*parsed.warnings, *answer.warnings, *([number] if number else [])):
        st.caption(f":material/info: {plain(words)}")


def _figures(answer: BriefAnswer, parsed: ParsedBrief) -> None:
    plan, wanted = answer.best.plan, parsed.constraints.count
    budget = parsed.constraints.budget
    metric_row(
        [
            Metric(
                "Eligible creators",
                count(answer.eligible_count),
                f"of {answer.total_count:,}"
                + (f" \u00b7 {answer.unusual_count:,} left out" if answer.unusual_count else ""),
                help="Creators that meet every condition of the brief. Left out: for unusual "
                "growth, worth checking.",
            ),
            Metric(
                "In the plan",
                count(len(plan.chosen)),
                f"of {wanted} wanted" if wanted else "no number named",
                help="The best set within the budget.",
            ),
            Metric(
                "Planned cost",
                money(plan.cost),
                f"of {money(budget)}" if budget is not None else "no budget named",
                help="One post each, at the high end of each price, listed or estimated.",
            ),
            Metric(
                "Reach",
                count_range(answer.totals.reach),
                f"{euro_range(answer.totals.cpm)} per 1,000 impressions",
                help="People who see at least one post, by the default assumptions of Campaigns. "
                "The CPM counts impressions: every time a post is seen, not people.",
            ),
        ]
    )


def _narrow(answer: BriefAnswer, question: BriefQuestion, relaxed: tuple[Relaxed, ...]) -> None:
    wanted = question.constraints.count
    is_enough = wanted is not None and answer.eligible_count >= wanted
    if not relaxed or (is_enough and weak_fits(answer.best).empty):
        return
    words = "; ".join(narrowing_pairs.relaxed_words(entry, question) for entry in relaxed)
    st.caption(
        f":material/filter_alt: {'' if is_enough else 'Only '}"
        f"{counted(answer.eligible_count, 'creator')} "
        f"{'meets' if answer.eligible_count == 1 else 'meet'} every condition: {plain(words)}."
    )


def shortlist_words(shown: int, eligible: int, planned: int, inside: int) -> str:
    """Which creators the shortlist has, and how many of the plan are among them.

    Args:
        inside: planned creators that are shown.
    """
    if shown >= eligible:
        return (
            "The only eligible creator."
            if eligible == 1
            else f"All {eligible:,} eligible creators."
        )
    words = f"The best {shown} of {eligible:,} eligible creators"
    if not planned:
        return f"{words}."
    if inside == planned:
        return f"{words}, the whole plan included."
    return f"{words}; {inside} of the {planned} planned {'is' if inside == 1 else 'are'} included."


def _shortlist(build: str, answer: BriefAnswer, question: BriefQuestion) -> None:
    shown = len(answer.shortlist)
    planned = set(answer.best.plan.chosen["influencer_id"])
    inside = len(planned & set(answer.shortlist["influencer_id"]))
    st.caption(shortlist_words(shown, answer.eligible_count, len(planned), inside))
    if answer.matches is not None and question.query is not None:
        if any("." in score_text(score) for score in answer.shortlist["fit_score"]):
            st.caption(_DECIMALS)
        cards(build, question.query, answer.matches)
    else:
        frame = answer.shortlist.assign(similarity_score=float("nan"))
        fitting_creators(build, frame, key=f"brief_table_{view_key(question)}", score_label="Fit")
