"""Head-to-head: which of these creators matters more?"""

import streamlit as st

from core.web import cached_head_to_head, head_to_head, head_to_head_choice
from core.web.cached import current
from core.web.shell import ensure_frame
from core.web.widgets import page_header

ensure_frame()
build = current()
page_header(
    "Head-to-head", "Which of these creators will draw more reactions, and why?", "compare_arrows"
)
if not cached_head_to_head.has_influence(build):
    head_to_head.no_scores_note()
    st.stop()
rows = cached_head_to_head.rivals(build, tuple(head_to_head_choice.chosen_ids()))
head_to_head_choice.picker(build, rows)
head_to_head.ring(build, rows)
