"""Brand match: which creators fit the brand, or a brief?"""

from core.web import cached_check, match_panels
from core.web.cached import current
from core.web.shell import ensure_frame
from core.web.widgets import page_header

ensure_frame()
build = current()
wanted = match_panels.wanted()
page_header(
    "Brand match",
    f"Which creators fit {match_panels.shown_name(wanted)}?" if wanted else "Which creators fit?",
    "handshake",
)
if wanted is None:
    match_panels.invitation(build)
else:
    match_panels.ranking(build, wanted, cached_check.filter_choices(build))
