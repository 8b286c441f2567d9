"""Which creators are compared: ids in the URL, search, the brand's best matches, a campaign."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.queries import influence
from core.queries.influence import BRACKET_MAX
from core.web.kit.cached import cached_read
from core.web.kit.creators.search import search_to_add
from core.web.kit.formats import plain
from core.web.kit.state import current_brand
from core.web.kit.workspace import engine
from core.workspace import campaigns

_IDS, _SEARCH, _CAMPAIGN = "who", "head_to_head_search", "head_to_head_campaign"
PAGE = "pages/head_to_head.py"


def chosen_ids() -> list[str]:
    """Ids in the URL, each once, at most ten."""
    return list(
        dict.fromkeys(
            influencer_id for influencer_id in st.query_params.get_all(_IDS) if influencer_id
        )
    )[:BRACKET_MAX]


def link_query(influencer_id: str) -> dict[str, str]:
    """The query of a link that adds a creator to the comparison."""
    return {_IDS: influencer_id}


def _set(ids: list[str]) -> None:
    if ids:
        st.query_params[_IDS] = ids[:BRACKET_MAX]
    elif _IDS in st.query_params:
        del st.query_params[_IDS]
    if _SEARCH in st.session_state:
        st.session_state[_SEARCH] = ""


def _add(influencer_id: str) -> None:
    _set([*chosen_ids(), influencer_id])


def _remove(influencer_id: str) -> None:
    _set([chosen for chosen in chosen_ids() if chosen != influencer_id])


def _take_campaign() -> None:
    picked = st.session_state.get(_CAMPAIGN)
    if picked is not None:
        _set([member.influencer_id for member in campaigns.members(engine(), picked)])
        st.session_state[_CAMPAIGN] = None


def picker(build: str, rows: pd.DataFrame) -> None:
    """Chosen creators to take out, a search to add, and shortcuts.

    Args:
        rows: of `compared_creators` for the ids in the URL.
    """
    ids = chosen_ids()
    names = dict(zip(rows["influencer_id"], rows["handle"], strict=True))
    with st.container(border=True):
        if ids:
            with st.container(horizontal=True, gap="small"):
                for place, influencer_id in enumerate(ids):
                    st.button(
                        f"@{plain(names[influencer_id])}"
                        if influencer_id in names
                        else plain(influencer_id[:40]),
                        icon=":material/close:",
                        key=f"head_to_head_remove_{place}",
                        on_click=_remove,
                        args=(influencer_id,),
                        help="Remove",
                    )
        if len(ids) < BRACKET_MAX:
            # Beyond one, the comparison is what people came for.
            search_to_add(build, ids, _add, key="head_to_head", only_when_typed=len(ids) > 1)
        else:
            st.caption("You can compare up to ten creators. Click a name to remove it.")
        _shortcuts(build)
    missing = [influencer_id for influencer_id in ids if influencer_id not in names]
    if missing:
        st.warning(
            f"This build has no creator {', '.join(plain(name[:80]) for name in missing)}. The "
            "link may come from another build.",
            icon=":material/search_off:",
        )


def _shortcuts(build: str) -> None:
    known = {campaign.campaign_id: campaign.name for campaign in campaigns.campaigns(engine())}
    brand = current_brand()
    matches = (
        cached_read(influence.best_matches, build, brand.brand_id)
        if brand is not None and not brand.is_typed
        else []
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if brand is not None and matches:
            st.button(
                f"Ten best matches of {plain(brand.name)}",
                icon=":material/handshake:",
                key="head_to_head_matches",
                on_click=_set,
                args=(matches,),
            )
        if known:
            st.selectbox(
                "A campaign's creators",
                list(known),
                index=None,
                format_func=known.__getitem__,
                key=_CAMPAIGN,
                on_change=_take_campaign,
                placeholder="Take a campaign",
                width=280,
                label_visibility="collapsed",
            )
        if chosen_ids():
            st.button(
                "Start over",
                icon=":material/restart_alt:",
                key="head_to_head_reset",
                type="tertiary",
                on_click=_set,
                args=([],),
            )
