"""Who is compared: those in the URL, search, the brand's best matches, a campaign, a shortlist."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from core.queries import influence
from core.services.accounts import accounts_meant
from core.web.kit.brief.box import TEXT
from core.web.kit.cached import cached_read
from core.web.kit.creators.search import search_to_add
from core.web.kit.formats import plain
from core.web.kit.selection.compare_link import (
    COMPARED_MAX,
    PARAMETER,
    RANKED_MAX,
    compare_query,
    ids_of_text,
)
from core.web.kit.selection.state import select, selected_ids
from core.web.kit.state import current_brand
from core.web.kit.workspace import engine
from core.workspace import campaigns
from core.workspace.saved import shortlists

_SEARCH, _SOURCE = "compare_search", "compare_source"


def named_ids() -> list[str]:
    """Ids in the URL, each once: `?creators=a,b,c`."""
    return ids_of_text(",".join(st.query_params.get_all(PARAMETER)))


def chosen_ids() -> list[str]:
    """Those of them that are compared or ranked, at most ten."""
    return named_ids()[:RANKED_MAX]


def take_handles(build: str, known: Collection[str]) -> bool:
    """Puts ids for the handles that somebody typed into the link; whether there were any.

    Args:
        known: ids of the build among those of the link.
    """
    ids = named_ids()
    meant = [one if one in known else _meant(build, one) for one in ids]
    if meant == ids:
        return False
    _set(list(dict.fromkeys(meant)))
    return True


def _meant(build: str, named: str) -> str:
    """The id of the only creator of this handle; the text as it is where there is no such one."""
    accounts = cached_read(accounts_meant, build, named)
    return accounts[0].influencer_id if len(accounts) == 1 else named


def _set(ids: Sequence[str]) -> None:
    if ids:
        st.query_params[PARAMETER] = compare_query(list(ids))[PARAMETER]
    elif PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
    if _SEARCH in st.session_state:
        st.session_state[_SEARCH] = ""


def _add(influencer_id: str) -> None:
    _set([*chosen_ids(), influencer_id])


def _remove(influencer_id: str) -> None:
    _set([chosen for chosen in chosen_ids() if chosen != influencer_id])


def picker(build: str, creators: pd.DataFrame) -> None:
    """Chosen creators to take out, a search to add one, and shortcuts, on one line.

    Args:
        creators: of `listed_creators` for the ids in the URL.
    """
    ids = chosen_ids()
    names = dict(zip(creators["influencer_id"], creators["handle"], strict=True))
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key="compare_picker"
    ):
        for place, influencer_id in enumerate(ids):
            st.button(
                f"@{plain(names[influencer_id])}"
                if influencer_id in names
                else plain(influencer_id[:40]),
                icon=":material/close:",
                key=f"compare_remove_{place}",
                on_click=_remove,
                args=(influencer_id,),
                help="Remove from the comparison",
            )
        if ids and len(ids) < RANKED_MAX:
            with st.popover("Add a creator", icon=":material/person_add:"):
                search_to_add(build, ids, _add, key="compare")
        _shortcuts(build)
        if names and set(names) != set(selected_ids()):
            st.button(
                "Select these",
                key="compare_select",
                icon=":material/check_box:",
                on_click=select,
                args=(tuple(names),),
                help="Then add them to a shortlist or campaign, or export them.",
            )
        if ids:
            st.button(
                "Start over",
                icon=":material/restart_alt:",
                key="compare_reset",
                type="tertiary",
                on_click=_set,
                args=([],),
            )
    if not ids:
        with st.container(border=True):
            search_to_add(build, ids, _add, key="compare")
    _notes(ids, names)


def _notes(ids: list[str], names: dict[str, str]) -> None:
    """Says who is not in the picture though somebody asked for them."""
    missing = [influencer_id for influencer_id in ids if influencer_id not in names]
    if missing:
        st.warning(
            f"This build has no creator {', '.join(plain(name[:80]) for name in missing)}. The "
            "link may come from another build.",
            icon=":material/search_off:",
        )
    too_many = len(named_ids()) - RANKED_MAX
    if too_many > 0:
        st.warning(
            f"The link names {RANKED_MAX + too_many} creators; the first {RANKED_MAX} are ranked.",
            icon=":material/group_remove:",
        )
    if len(ids) > COMPARED_MAX:
        st.caption(
            f"The first {COMPARED_MAX} stand side by side; all {len(ids)} are ranked under "
            "Reactions. Click a name to remove it."
        )


def _shortcuts(build: str) -> None:
    """The ticked creators, the brand's best matches, and people's campaigns and shortlists."""
    ticked, brand = selected_ids(), current_brand()
    if len(ticked) > 1 and list(ticked[:RANKED_MAX]) != chosen_ids():
        st.button(
            f"The {min(len(ticked), RANKED_MAX)} selected",
            icon=":material/check_box:",
            key="compare_ticked",
            on_click=_set,
            args=(ticked,),
        )
    matches = (
        cached_read(influence.best_matches, build, brand.brand_id)
        if brand is not None and not brand.is_typed
        else []
    )
    if brand is not None and matches:
        st.button(
            f"Ten best matches of {plain(brand.name)}",
            icon=":material/handshake:",
            key="compare_matches",
            on_click=_set,
            args=(matches,),
        )
    sources = _sources()
    if sources:
        st.selectbox(
            "Creators of a campaign or shortlist",
            list(sources),
            index=None,
            format_func=sources.__getitem__,
            key=_SOURCE,
            on_change=_take_source,
            placeholder="A campaign or shortlist",
            width=215,
            label_visibility="collapsed",
        )


def _sources() -> dict[tuple[str, int], str]:
    """Campaigns and shortlists by kind and number."""
    of_campaigns = {
        ("campaign", campaign.campaign_id): f"Campaign {campaign.name}"
        for campaign in campaigns.campaigns(engine())
    }
    return of_campaigns | {
        ("shortlist", shortlist.shortlist_id): f"Shortlist {shortlist.name}"
        for shortlist in shortlists.all_shortlists(engine())
    }


def _take_source() -> None:
    picked = st.session_state.get(_SOURCE)
    if picked is None:
        return
    kind, number = picked
    rows = (
        campaigns.members(engine(), number)
        if kind == "campaign"
        else shortlists.creators_of(engine(), number)
    )
    brief = campaigns.campaign(engine(), number).brief if kind == "campaign" else ""
    if brief:
        st.query_params[TEXT] = brief
    else:
        st.query_params.pop(TEXT, None)
    _set([row.influencer_id for row in rows])
    st.session_state[_SOURCE] = None
