"""The address of the Compare page for some creators."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.queries.influence import BRACKET_MAX
from core.web.kit.brief.box import TEXT
from core.web.kit.state import with_brand
from core.web.kit.workspace import engine
from core.workspace import campaigns

PAGE = "pages/compare.py"
PARAMETER = "creators"
COMPARED_MAX = 5  # side by side; more columns do not fit a screen
RANKED_MAX = BRACKET_MAX


def compare_query(ids: Sequence[str]) -> dict[str, str]:
    """The query of a link that compares these creators: `?creators=a,b,c`.

    On a page of a brief, or of a campaign that was made of one, they are compared for that brief.
    """
    brief = _brief_here()
    for_brief = {TEXT: brief} if brief else {}
    return with_brand(**{PARAMETER: ids_text(ids[:RANKED_MAX])}, **for_brief)


def ids_text(ids: Sequence[str]) -> str:
    """Ids in one text, separated by commas; commas of an id itself are marked."""
    return ",".join(one.replace("%", "%25").replace(",", "%2C") for one in ids)


def ids_of_text(text: str) -> list[str]:
    """The ids of such a text, each once; a person may have typed spaces between them."""
    ids = (part.strip().replace("%2C", ",").replace("%25", "%") for part in text.split(","))
    return list(dict.fromkeys(one for one in ids if one))


def _brief_here() -> str:
    number = st.query_params.get("campaign")
    if number is None:
        return st.query_params.get(TEXT) or ""
    everything = campaigns.campaigns(engine())
    return next((one.brief for one in everything if str(one.campaign_id) == number), "")


def compare_link(ids: Sequence[str], *, label: str = "Compare") -> None:
    """A link to the comparison of these creators."""
    st.page_link(
        PAGE,
        label=label,
        icon=":material/compare_arrows:",
        query_params=compare_query(ids),
        disabled=not ids,
    )
