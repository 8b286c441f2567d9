"""The Compare page: who, side by side, then one heavy panel at a time."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import StoreError
from core.queries import creators as creator_queries
from core.queries import influence
from core.queries.builds import MOMENTUM
from core.queries.growth import rising
from core.services.matching import fits as fit_service
from core.web.compare import choice
from core.web.compare.answer import pick_panel
from core.web.compare.evidence import evidence_panel
from core.web.compare.fit_asked import FitAsked, brief_note, fit_asked, outside_brief
from core.web.compare.growth import growth_panel
from core.web.compare.posts import posts_panel
from core.web.compare.reactions import leaders, reactions_panel
from core.web.compare.side_by_side import ComparedCreator, known, side_by_side
from core.web.compare.topics import topics_panel
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.avatars import avatars
from core.web.kit.creators.prices import post_price
from core.web.kit.formats import plain
from core.web.kit.older_builds import INFLUENCE, knows
from core.web.kit.selection.compare_link import COMPARED_MAX
from core.web.kit.state import with_brand

SECTIONS = ("Growth", "Reactions", "Posts", "Topics and audience", "For and against")


def comparison(build: str) -> None:
    """The picker, the creators side by side, and the section that is chosen."""
    creators = cached_read(creator_queries.listed_creators, build, tuple(choice.chosen_ids()))
    if choice.take_handles(build, set(creators["influencer_id"])):
        creators = cached_read(creator_queries.listed_creators, build, tuple(choice.chosen_ids()))
    choice.picker(build, creators)
    ids = tuple(creators["influencer_id"])
    if not ids:
        st.info(
            "Pick two to five creators to see them side by side, or up to ten to rank them: "
            "search above, or tick rows on any list and click Compare.",
            icon=":material/compare_arrows:",
        )
        leaders(build)
        return
    brief_note()
    asked = fit_asked(build)
    shown = ids[:COMPARED_MAX]
    compared = _compared(build, shown, asked)
    fit_with = None if asked is None else asked.name
    pick_panel(build, compared, fit_with)
    side_by_side(compared, fit_with)
    section = _section_bar(shown, creators)
    if section == "Reactions":
        reactions_panel(build, ids)
    elif section == "Posts":
        posts_panel(build, shown)
    elif section == "Topics and audience":
        topics_panel(build, shown)
    elif section == "For and against":
        evidence_panel(build, shown, asked)
    else:
        growth_panel(build, shown)


def _section_bar(shown: tuple[str, ...], creators: pd.DataFrame) -> str:
    """The sections, and links to the profiles."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        section = st.segmented_control(
            "Show",
            SECTIONS,
            default=SECTIONS[0],
            required=True,
            key="compare_section",
            bind="query-params",
            label_visibility="collapsed",
        )
        st.space("stretch")
        with st.popover("Open a profile", icon=":material/person:"):
            for row in creators[creators["influencer_id"].isin(shown)].to_dict("records"):
                st.page_link(
                    "pages/creator.py",
                    label=f"{plain(row['name'])} @{plain(row['handle'])}",
                    icon=":material/person:",
                    query_params=with_brand(creator=row["influencer_id"]),
                )
    return str(section)


def _compared(build: str, ids: tuple[str, ...], asked: FitAsked | None) -> list[ComparedCreator]:
    fits = _fits(build, ids, asked)
    scores = _scores(build, ids)
    pictures = avatars(build, ids)
    creators = [cached_read(creator_queries.creator, build, one) for one in ids]
    outside = outside_brief(build, ids)
    return [
        ComparedCreator(
            creator,
            pictures.get(creator.influencer_id, ""),
            post_price(build, creator),
            **{name: known(value) for name, value in fits.get(creator.influencer_id, {}).items()},
            **_momentum(build, creator.influencer_id),
            **scores.get(creator.influencer_id, {}),
            outside=(outside or {}).get(creator.influencer_id, ()),
            has_brief=outside is not None,
        )
        for creator in creators
    ]


def _fits(build: str, ids: tuple[str, ...], asked: FitAsked | None) -> dict[str, dict[str, Any]]:
    """influencer_id -> fit_score and fit_percentile; {} without anything to fit."""
    if asked is None:
        return {}
    try:
        frame = cached_service(fit_service.fits_of, build, asked.query, ids)
    except StoreError:
        return {}  # a build without vectors shows everything but the fit
    renamed = frame.rename(columns={"percentile": "fit_percentile"}).set_index("influencer_id")
    return renamed.to_dict("index")


def _momentum(build: str, influencer_id: str) -> dict[str, float | None]:
    row = (
        cached_read(rising.creator_momentum, build, influencer_id)
        if knows(build, MOMENTUM)
        else None
    )
    return {
        name: None if row is None else known(row[name])
        for name in ("momentum_score", "peer_growth", "posts_a_week")
    }


def _scores(build: str, ids: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """influencer_id -> influence_score and influence_rank, of those with a score."""
    if not knows(build, INFLUENCE):
        return {}
    rows = cached_read(influence.compared_creators, build, ids)
    scored = rows[rows["strength"].notna()]
    return {
        row["influencer_id"]: {
            "influence_score": float(row["influence_score"]),
            "influence_rank": float(row["influence_rank"]),
        }
        for row in scored.to_dict("records")
    }
