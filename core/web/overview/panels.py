"""Panels of the Overview page: figures, start_links, pictures, spread, gaps."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.charts.overview import (
    breakdown_figure,
    niche_engagement_figure,
    tier_engagement_figure,
    tier_price_figure,
)
from core.queries import niches, overview
from core.queries.overview import BREAKDOWNS
from core.web.kit.brief.box import brief_box
from core.web.kit.cache import build_facts
from core.web.kit.cached import cached_figure, cached_read
from core.web.kit.formats import counted
from core.web.kit.state import current_brand
from core.web.kit.widgets import (
    Metric,
    compact,
    count,
    country_name,
    day,
    is_missing,
    language_name,
    metric_row,
    plain,
    platform_label,
    show_figure,
    signed_percent,
)

_WEEKS_MIN = 8  # fewer bars say nothing
_START_LINKS = (
    (
        "pages/brand_match.py",
        "handshake",
        "Find creators for a brand",
        "Ranked by topic, with reasons, prices and what to check.",
    ),
    (
        "pages/authenticity.py",
        "query_stats",
        "Check a creator",
        "See the growth curve, the days that stand out, and the evidence on both sides.",
    ),
    (
        "pages/rising.py",
        "rocket_launch",
        "See what is rising",
        "Creators who outgrow similar accounts, with forecasts, without bought growth.",
    ),
)


def store_metrics(build: str) -> None:
    """Creators, posts, growth and brands, each with its course or spread."""
    summary = cached_read(overview.store_summary, build)
    course = cached_read(overview.followers_by_day, build)
    weeks = cached_read(overview.posts_by_week, build)
    metric_row(
        [
            Metric(
                "Creators",
                count(summary.creators_count),
                _spread_words(summary.platforms_count, summary.countries_count),
            ),
            Metric(
                "Posts read" if build_facts(build).manifest.get("is_deep") else "Posts",
                count(summary.posts_count),
                f"in {counted(summary.niches_count, 'niche')}"
                if summary.niches_count
                else "no niches yet",
                weeks if len(weeks) >= _WEEKS_MIN else None,
                help="Bars: posts per week since the posts of nine in ten creators have begun, "
                f"without the cut-off last week; from {_WEEKS_MIN} such weeks on.",
                chart_type="bar",  # from zero, where a line shows a percent as a peak
            ),
            Metric(
                "Followers",
                compact(summary.followers_count),
                f"{signed_percent(course.growth)} since {day(course.first_day)}"
                if course.totals
                else "no daily counts",
                list(course.totals) or None,
                help="All known counts together. "
                + (
                    "The line and the change are of the "
                    f"{counted(course.creators_count, 'creator')} with the usual window. "
                    f"{counted(summary.history_count, 'count')} of "
                    f"{counted(summary.history_creators_count, 'creator')}, "
                    f"{day(summary.first_day)} to {day(summary.last_day)}."
                    if course.totals
                    else "Growth needs daily counts."
                ),
            ),
            Metric(
                "Brands",
                count(summary.brands_count),
                counted(summary.collaborations_count, "collaboration")
                if summary.collaborations_count
                else "no collaborations known",
                help=f"{counted(summary.ratings_count, 'brand x creator row')} with rule points.",
            ),
        ]
    )


def _spread_words(platforms: int, countries: int) -> str:
    """'3 platforms · 26 countries', without what is not known."""
    words = [
        f"{number} {name if number == 1 else plural}"
        for number, name, plural in (
            (platforms, "platform", "platforms"),
            (countries, "country", "countries"),
        )
        if number
    ]
    return " · ".join(words)


def brief_entry() -> None:
    """The box that turns a brief into a plan."""
    with st.container(border=True):
        brief_box(
            key="overview_brief",
            label="**Type a brief and get a plan**",
            button="Find creators and plan",
            height=80,
        )


def start_links() -> None:
    """The three ways on."""
    brand = current_brand()
    for column, (page, icon, title, words) in zip(st.columns(3), _START_LINKS, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            chosen = brand is not None and page.endswith("brand_match.py")
            label = f"Find creators for {plain(brand.name)}" if chosen and brand else title
            st.page_link(page, label=f"**{label}**", icon=f":material/{icon}:", width="stretch")
            st.caption(words)


def pictures(build: str) -> None:
    """Three pictures that tell the state of the market."""
    tiers = cached_read(overview.tier_summary, build)
    cards = cached_read(niches.niche_cards, build)
    known = [
        (
            # Without columns of lists, which have no quick key.
            cached_figure(
                niche_engagement_figure,
                cards[["niche_id", "name", "creators_count", "median_engagement_rate"]],
            ),
            "Median of (likes + comments) / followers.",
            cards["median_engagement_rate"].notna().any(),
        ),
        (
            cached_figure(tier_engagement_figure, tiers),
            "Dot: median. Bar: the middle half of the tier.",
            tiers["engagement_p50"].notna().any(),
        ),
        (
            cached_figure(tier_price_figure, tiers),
            "As listed. Dot: median. Bar: the middle half of those with a price.",
            tiers["price_p50"].notna().any(),
        ),
    ]
    figures = [(figure, words) for figure, words, has_data in known if has_data]
    if not figures:
        st.info(
            "Neither engagement nor prices are known, so there is nothing to chart yet. "
            "See below what to add.",
            icon=":material/hourglass_empty:",
        )
        return
    columns = st.columns(len(figures))
    for number, (column, (figure, words)) in enumerate(zip(columns, figures, strict=True)):
        with column.container(border=True, height="stretch"):
            show_figure(figure, key=f"picture_{number}")
            st.caption(words)


def spread(build: str) -> None:
    """Creators by one property that the reader chooses."""
    by = st.segmented_control(
        "Creators by",
        list(BREAKDOWNS),
        default="Platform",
        required=True,
        key="spread",
        bind="query-params",
        label_visibility="collapsed",
    )
    counts = cached_read(overview.breakdown, build, by or "Platform")
    shown = counts.assign(value=[_value_words(by, value) for value in counts["value"]])
    show_figure(cached_figure(breakdown_figure, shown, by=by or "Platform"), key=f"spread_{by}")
    values = int(counts["values_count"].max()) if len(counts) else 0
    shown_count = int(counts["value"].notna().sum())
    if values > shown_count:
        st.caption(f"The {shown_count} most frequent of {count(values)}.")


def _value_words(by: str | None, value: object) -> str:
    if is_missing(value):
        return "not known"
    words: dict[str, Callable[[str | None], str]] = {
        "Platform": platform_label,
        "Country": country_name,
        "Language": language_name,
    }
    return words[by](str(value)) if by in words else str(value)
