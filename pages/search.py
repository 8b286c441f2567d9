"""Search: creators by name, words, hashtags and meaning, and why each was found."""

from core.web.kit.cache import current
from core.web.kit.widgets import page_header
from core.web.search.panels import search_page
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header("Search", "Who or what are you looking for?", "search")
search_page(build)
