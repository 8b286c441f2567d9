"""Head-to-head: which of these creators matters more?"""

import streamlit as st

from core.web.head_to_head import panels as head_to_head
from core.web.kit.cache import current
from core.web.kit.head_to_head import choice as head_to_head_choice
from core.web.kit.head_to_head import reads as head_to_head_reads
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header(
    "Head-to-head", "Which of these creators will draw more reactions, and why?", "compare_arrows"
)
if not head_to_head_reads.has_influence(build):
    head_to_head.no_scores_note()
    st.stop()
rows = head_to_head_reads.rivals(build, tuple(head_to_head_choice.chosen_ids()))
head_to_head_choice.picker(build, rows)
head_to_head.ring(build, rows)
