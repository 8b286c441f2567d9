"""Recommendations: who should this brand work with next?"""

from core.web.kit.cache import current
from core.web.kit.creators import reads as creator_reads
from core.web.kit.formats import plain
from core.web.kit.widgets import page_header
from core.web.recommendations import panels as recommend_panels
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
asker = recommend_panels.asking()
choices = creator_reads.filter_choices(build)
page_header(
    "Recommendations",
    f"Who should {plain(asker.name)} work with next?" if asker else "Who should we work with next?",
    "recommend",
)
if asker is None:
    recommend_panels.invitation(build, choices)
else:
    recommend_panels.ranking(build, asker, choices)
