"""How much each kind of interaction counts: read, change, reset."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.domain.interactions import (
    CAMPAIGN,
    COLLABORATION,
    CONTACT,
    INFO,
    INTERACTION_POINTS,
    VIEW,
)
from core.errors import WorkspaceError
from core.web.kit.cache import build_facts
from core.web.kit.messages import run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine
from core.workspace import interactions
from core.workspace.interactions import POINTS_MAX

_KIND_WORDS = {
    VIEW: "Opened a profile",
    INFO: "Looked at the details",
    CONTACT: "Clicked contact",
    CAMPAIGN: "Put in a campaign",
    COLLABORATION: "Worked together",
}
_SAVES = "points_saves"


def points_form(build: str) -> None:
    """The points as a form; saved in the workspace, for all builds to come."""
    values = interactions.points(engine(), INTERACTION_POINTS)
    st.markdown("**How much does each kind of interaction count?**")
    st.caption(
        "New clicks count right away and move the brand's lists. The next build trains on all "
        "interactions with these points. 0 means that a kind does not count."
    )
    with st.form("points_form"):
        columns = st.columns(len(values), gap="small", vertical_alignment="bottom")
        for (kind, value), column in zip(values.items(), columns, strict=True):
            column.number_input(
                _KIND_WORDS.get(kind, kind),
                min_value=0.0,
                max_value=POINTS_MAX,
                value=float(value),
                step=1.0,
                format="%g",
                key=_key(kind),
                help=f"{INTERACTION_POINTS[kind]:g} by default; kept as '{kind}'.",
            )
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save",
                type="primary",
                icon=":material/save:",
                on_click=_keep,
                args=(False,),
                **only(Role.ADMIN),
            )
            st.form_submit_button(
                "Back to the defaults",
                icon=":material/restart_alt:",
                on_click=_keep,
                args=(True,),
                **only(Role.ADMIN),
            )
    _trained_with(build, values)


def _trained_with(build: str, values: dict[str, float]) -> None:
    """Says when the build in use learned with other points than those in force."""
    facts = build_facts(build).manifest.get("facts", {}).get("recommender", {})
    learned = facts.get("points")
    if not learned:
        return
    if {kind: float(learned.get(kind, 0)) for kind in values} == values:
        st.caption("The build in use was trained with these points.")
        return
    words = ", ".join(f"{kind} {learned[kind]:g}" for kind in values if kind in learned)
    st.caption(
        f"The build in use was trained with other points ({words}). To train with these, "
        "rebuild on the Data page, section Builds."
    )


def _key(kind: str) -> str:
    # The number of saves is part of it, so that saved values show, not those typed before.
    return f"points_{st.session_state.get(_SAVES, 0)}_{kind}"


def _keep(defaults: bool) -> None:
    def keep() -> str:
        values = dict(INTERACTION_POINTS)
        if not defaults:
            values = {kind: float(st.session_state[_key(kind)]) for kind in INTERACTION_POINTS}
        if not any(values.values()):
            raise WorkspaceError(
                "Expected at least one kind with points above 0, found 0 for all: nothing could "
                "be learned. Give the kinds that matter some points."
            )
        interactions.set_points(engine(), values)
        return "The points are saved."

    if run_with_flash(keep):
        st.session_state[_SAVES] = st.session_state.get(_SAVES, 0) + 1
