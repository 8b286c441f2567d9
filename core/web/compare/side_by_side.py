"""The first thing on the Compare page: one column per creator, one row per question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd
import streamlit as st

from core.charts.template import ACCENT
from core.domain.fit_bands import better_than, is_weak, place_among
from core.models.prices.words import listed_words
from core.queries.creators import Creator
from core.web.compare.reaction_words import influence_text
from core.web.compare.topics import topic_tags
from core.web.kit.creators.cards import avatar_html, chips_html
from core.web.kit.creators.prices import PostPrice
from core.web.kit.formats import (
    MISSING,
    compact,
    countries_text,
    is_missing,
    language_name,
    percent,
    platform_label,
    signed_percent,
)
from core.web.kit.growth.verdict import INDEX_LABEL, index_text, verdict_chip
from core.web.kit.momentum.words import score_word

# The least a column takes: two creators fit on a phone, where the label gets narrower too.
_LABEL_PX, _LABEL_LEAST_PX, _COLUMN_PX = 150, 100, 126


@dataclass(frozen=True)
class ComparedCreator:
    """What the table says about one creator; None where nothing is known.

    Attributes:
        picture: address of a portrait; '' for the initials.
        fit_score, fit_percentile: 0-100 and 0-1, with the brief or the brand.
        momentum_score: 0-100; peer_growth: a week, of comparable accounts, None with too few.
        posts_a_week: of the last 28 days.
        influence_score: 0-100, influence_rank: 1 is best, of drawing more reactions.
        outside: conditions of the brief that are not met, in words; has_brief: there are some.
    """

    creator: Creator
    picture: str = ""
    post_price: PostPrice = field(default_factory=PostPrice)
    fit_score: float | None = None
    fit_percentile: float | None = None
    momentum_score: float | None = None
    peer_growth: float | None = None
    posts_a_week: float | None = None
    influence_score: float | None = None
    influence_rank: float | None = None
    outside: tuple[str, ...] = ()
    has_brief: bool = False


@dataclass(frozen=True)
class _Cell:
    """Attributes:
    html: safe. value: as it is shown, for who is best; None where nothing can be best.
    below: safe HTML under it.
    """

    html: str
    value: float | None = None
    below: str = ""


def side_by_side(compared: Sequence[ComparedCreator], fit_with: str | None) -> None:
    """The table; on a phone more than two creators scroll sideways.

    Args:
        fit_with: what fit is measured with, plain text; None when there is no fit.
    """
    rows = [
        ("Meets the brief", [_meets(row) for row in compared])
        if any(row.has_brief for row in compared)
        else None,
        ("Followers", [_followers(row.creator) for row in compared]),
        ("Engagement in its tier", [_engagement(row.creator) for row in compared]),
        ("Growth", [_growth(row.creator) for row in compared]),
        (INDEX_LABEL, [_index(row.creator) for row in compared]),
        ("Momentum", [_momentum(row) for row in compared]),
        ("Influence (reactions)", [_influence(row) for row in compared]),
        (f"Fit with {fit_with}", [_fit(row) for row in compared]) if fit_with else None,
        ("One post", [_price(row) for row in compared]),
        ("Posts a week", [_activity(row) for row in compared]),
        ("Audience", [_audience(row.creator) for row in compared]),
        ("Topics", [_topics(row.creator) for row in compared]),
    ]
    body = "".join(_row_html(label, cells) for label, cells in filter(None, rows))
    columns = (
        f"minmax({_LABEL_LEAST_PX}px,{_LABEL_PX}px) "
        f"repeat({len(compared)}, minmax({_COLUMN_PX}px, 1fr))"
    )
    st.html(
        f'<div style="overflow-x:auto"><div role="table" aria-label="Creators side by side" '
        f'style="display:grid;grid-template-columns:{columns};font-size:.875rem;'
        f'line-height:1.35;min-width:{_LABEL_LEAST_PX + _COLUMN_PX * len(compared)}px">'
        f"{_head_html(compared)}{body}</div></div>"
    )


def _head_html(compared: Sequence[ComparedCreator]) -> str:
    cells = ['<div role="columnheader"></div>']
    for row in compared:
        creator = row.creator
        details = " · ".join(
            part for part in (f"@{creator.handle}", platform_label(creator.platform)) if part
        )
        cells.append(
            '<div role="columnheader" style="display:flex;gap:8px;align-items:center;'
            'padding:2px 8px 8px;min-width:0">'
            f"{avatar_html(creator.name, row.picture, size_px=36)}"
            '<div style="min-width:0;overflow-wrap:anywhere">'
            f'<div style="font-weight:600">{escape(creator.name)}</div>'
            f'<div style="opacity:.72;font-size:.8125rem">{escape(details)}</div></div></div>'
        )
    return f'<div role="row" style="display:contents">{"".join(cells)}</div>'


def _row_html(label: str, cells: Sequence[_Cell]) -> str:
    known = [cell.value for cell in cells if cell.value is not None]
    # Nobody leads where all are equal or only one is known.
    best = max(known) if len(known) > 1 and len(set(known)) > 1 else None
    shown = "".join(
        f'<div role="cell" style="{_CELL}">{cell.html}'
        + (
            f' <span style="color:{_BEST_COLOR};font-size:.78rem;font-weight:600">best</span>'
            if best is not None and cell.value == best
            else ""
        )
        + f"{cell.below}</div>"
        for cell in cells
    )
    return (
        '<div role="row" style="display:contents">'
        f'<div role="rowheader" style="{_CELL};opacity:.72;padding-left:0">{escape(label)}</div>'
        f"{shown}</div>"
    )


# As the theme's primary colour: the accent of charts is too light for small text.
_BEST_COLOR = "light-dark(#0f766e,#2dd4bf)"
_CELL = (
    "padding:4px 8px;border-top:1px solid rgba(128,128,128,.18);min-width:0;overflow-wrap:anywhere"
)


def _text(value: str, note: str = "", number: float | None = None) -> _Cell:
    small = f' <span style="opacity:.72;font-size:.8125rem">{escape(note)}</span>' if note else ""
    return _Cell(f'<span style="font-weight:600">{escape(value)}</span>{small}', number)


def _meets(row: ComparedCreator) -> _Cell:
    if not row.outside:
        return _text("Yes", "every condition")
    return _Cell(chips_html([(words, "caution") for words in row.outside]))


def _followers(creator: Creator) -> _Cell:
    return _text(compact(creator.followers_count), creator.tier or "")


def _engagement(creator: Creator) -> _Cell:
    percentile = creator.engagement_percentile
    if is_missing(creator.engagement_rate):
        return _text(MISSING)
    if percentile is None:
        return _text(percent(creator.engagement_rate))
    bar = (
        '<div aria-hidden="true" style="height:5px;border-radius:3px;margin-top:3px;'
        'max-width:150px;background:rgba(128,128,128,.25)">'
        f'<div style="height:5px;border-radius:3px;width:{percentile:.0%};background:{ACCENT}">'
        "</div></div>"
    )
    peers = place_among(percentile, creator.peer_group or creator.tier or "peers")
    cell = _text(percent(creator.engagement_rate), peers)
    return _Cell(cell.html, better_than(percentile) if percentile < 1 else 100, bar)


def _growth(creator: Creator) -> _Cell:
    chip = chips_html([(creator.verdict.text, verdict_chip(creator.verdict)[1])])
    growth = _text(signed_percent(creator.growth_fraction), "over the window").html
    return _Cell(f"{growth}{chip}")


def _index(creator: Creator) -> _Cell:
    index = creator.verdict.authenticity_index
    return _text(index_text(creator.verdict), number=None if index is None else float(index))


def _momentum(row: ComparedCreator) -> _Cell:
    if row.momentum_score is None:
        return _text(MISSING, "not enough data")
    return _text(
        f"{row.momentum_score:.0f} of 100",
        score_word(row.momentum_score, row.peer_growth),
        round(row.momentum_score),
    )


def _influence(row: ComparedCreator) -> _Cell:
    if row.influence_score is None:
        return _text(MISSING, "not enough data")
    return _text(
        f"{influence_text(row.influence_score)} of 100",
        f"rank {row.influence_rank:,.0f}",
        round(row.influence_score, 1),
    )


def _fit(row: ComparedCreator) -> _Cell:
    if row.fit_score is None or row.fit_percentile is None:
        return _text(MISSING, "no text to compare")
    return _text(
        f"{row.fit_score:.0f} of 100",
        "best of all"
        if row.fit_percentile >= 1
        else f"better than {better_than(row.fit_percentile)}%",
        # The best of weak fits is still no match.
        None if is_weak(row.fit_score) else better_than(row.fit_percentile),
    )


def _price(row: ComparedCreator) -> _Cell:
    story = row.creator.story_price
    return _text(row.post_price.words, "" if is_missing(story) else f"story {listed_words(story)}")


def _activity(row: ComparedCreator) -> _Cell:
    posts = row.posts_a_week
    return _text(MISSING if posts is None else f"{posts:.1f}", "last 28 days" if posts else "")


def _audience(creator: Creator) -> _Cell:
    where = countries_text(creator.country, creator.audience_country)
    return _text(where or MISSING, language_name(creator.language))


def _topics(creator: Creator) -> _Cell:
    names = [name for name in (creator.niche, creator.second_niche) if name]
    tags = [f"#{tag}" for tag in topic_tags(creator)[:3]]
    return (
        _Cell(chips_html([(name, "plain") for name in [*names, *tags]]))
        if names or tags
        else (_text(MISSING))
    )


def known(value: object) -> float | None:
    """A number of a frame, or None where it is missing."""
    return None if is_missing(value) or pd.isna(value) else float(value)  # type: ignore[arg-type]
