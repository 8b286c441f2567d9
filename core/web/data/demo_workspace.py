"""The button that puts the demo workspace back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.access import Role
from core.services.demo_workspace.seeding import reset_demo
from core.web.kit.cache import open_build
from core.web.kit.messages import run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.workspace import engine


def reset_button(build: str) -> None:
    """Puts back what the demo laid out in the workspace; nothing that a person typed goes."""
    st.button(
        "Reset the demo workspace",
        key="reset_demo_workspace",
        icon=":material/restart_alt:",
        on_click=partial(_reset, build),
        **only(
            Role.ADMIN,
            help="Puts the campaigns, the shortlist, the saved search and the brand marked (demo) "
            "back as they came. What you made, and demo rows of which you changed a text or a "
            "price, stays.",
        ),
    )


def _reset(build: str) -> None:
    def reset() -> str:
        with open_build(build) as session:
            reset_demo(session, engine())
        return "The demo workspace is as it came."

    run_with_flash(reset)
