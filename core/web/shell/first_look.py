"""The note above pages while a first look is all there is."""

from __future__ import annotations

import streamlit as st

from core.access import Role
from core.domain.first_look import REST
from core.store.jobs import FINISH_TITLE
from core.web.kit.cache import current
from core.web.kit.team.offers import only
from core.web.shell.jobs import running_jobs, show_job, start


@st.fragment(run_every=2)
def first_look_note(build: str) -> None:
    """What is still to come and how far it is; the page runs again once it is there.

    Args:
        build: which the page shows.
    """
    if current() != build:
        st.rerun()
    running = [job for job in running_jobs() if job.title == FINISH_TITLE]
    st.space("xsmall")  # the bar at the top would lie over the border
    with st.container(border=True):
        st.markdown(
            ":material/hourglass_top: **First look.** Niches and brand match are ready. Growth "
            "evidence, topics, trends, prices, search and recommendations follow; pages show them "
            "when they are there. Growth reads “not enough data” until then."
        )
        for job in running:
            show_job(job)
        if not running:
            st.button(
                "Work out the rest",
                icon=":material/play_arrow:",
                on_click=start,
                args=(FINISH_TITLE, [*REST, "--then-deepen"]),
                **only(Role.ADMIN),
            )
