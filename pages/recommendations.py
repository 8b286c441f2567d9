"""Recommendations: whom should this brand look at next?"""

from core.web import cached_check, recommend_panels
from core.web.cached import current
from core.web.formats import plain
from core.web.shell import ensure_frame
from core.web.widgets import page_header

ensure_frame()
build = current()
asker = recommend_panels.asking()
choices = cached_check.filter_choices(build)
page_header(
    "Recommendations",
    f"Whom should {plain(asker.name)} look at next?" if asker else "Whom should we look at next?",
    "recommend",
)
if asker is None:
    recommend_panels.invitation(build, choices)
else:
    recommend_panels.ranking(build, asker, choices)
