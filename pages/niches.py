"""Niches: who writes about what."""

from functools import partial

from core.web.kit.cache import current
from core.web.kit.searches.save import save_search_button
from core.web.kit.widgets import page_header
from core.web.niches.panels import niches_page
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header(
    "Niches",
    "What do creators post about, and how do the niches differ?",
    "bubble_chart",
    beside=partial(save_search_button, "niches"),
)
niches_page(build)
