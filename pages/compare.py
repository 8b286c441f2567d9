"""Compare: which of these creators should we choose?"""

from core.web.compare.panels import comparison
from core.web.kit.cache import current
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header("Compare", "Which of these creators should we choose, and why?", "compare_arrows")
comparison(build)
