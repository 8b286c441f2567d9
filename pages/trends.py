"""Trends: what rises and what falls?"""

import streamlit as st

from core.web.kit.cache import current
from core.web.kit.creators import reads as creator_reads
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame
from core.web.trends import filters as trends_filters
from core.web.trends import panels as trends_panels
from core.web.trends import reads as trend_reads

ensure_frame()
build = current()
page_header("Trends", "Which hashtags and topics rise or fall, and who rides them?", "trending_up")
if not trend_reads.has_trends(build):
    st.info(
        "**Not in this build.** It was made by an earlier version. Make a new build on the Data "
        "page.",
        icon=":material/update:",
    )
    st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")
    st.stop()
summary = trend_reads.trend_summary(build)
if summary.first_day is None:
    st.info(
        "**Not enough data.** Trends need posts with dates over at least one whole week, and "
        "at least ten creators who post. Import posts with a date on the Data page.",
        icon=":material/hourglass_empty:",
    )
    st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")
    st.stop()
trends_filters.summary_metrics(summary)
chosen = trends_filters.trend_filters(build, creator_reads.filter_choices(build))
trends_panels.trends_part(build, chosen)
