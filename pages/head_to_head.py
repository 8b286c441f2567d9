"""Head-to-head: which of these creators matters more?"""

from core.web.head_to_head.panels import comparison
from core.web.kit.cache import current
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
page_header(
    "Head-to-head", "Which of these creators will draw more reactions, and why?", "compare_arrows"
)
comparison(build)
