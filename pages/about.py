"""About: how each figure comes about, what it cannot say, and with what it was made."""

from core.web.about import panels as about_panels
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
page_header("About", "How do these figures come about, and what can they not say?", "info")
about_panels.methods()
about_panels.versions()
about_panels.source_note()
