"""Trends: what rises and what falls?"""

from core.web.kit.cache import current
from core.web.kit.older_builds import TRENDS, stop_without
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame
from core.web.trends import panels as trends_panels

ensure_frame()
build = current()
page_header("Trends", "Which hashtags and topics rise or fall, and who uses them?", "trending_up")
stop_without(build, TRENDS)
trends_panels.trends_page(build)
