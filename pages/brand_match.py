"""Brand match: which creators fit the brand, or a brief?"""

from functools import partial

from core.web.brand_match import panels as match_panels
from core.web.kit.cache import current
from core.web.kit.searches.save import save_search_button
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
query = match_panels.match_query()
page_header(
    "Brand match",
    f"Which creators fit {match_panels.shown_name(query)}?" if query else "Which creators fit?",
    "handshake",
    beside=partial(save_search_button, "brand_match"),
)
if query is None:
    match_panels.invitation(build)
else:
    match_panels.ranking(build, query)
