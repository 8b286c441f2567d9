"""Brief: who should we book for this, and what does it cost?"""

from functools import partial

from core.web.brief import panels as brief_panels
from core.web.kit.cache import current
from core.web.kit.searches.save import save_search_button
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header(
    "Brief",
    "Who should we book for this, and what does it cost?",
    "edit_note",
    beside=partial(save_search_button, "brief"),
)
text = brief_panels.brief_text()
if text:
    brief_panels.answered(build, text)
else:
    brief_panels.invitation()
