"""Recommendations: who should this brand work with next?"""

from functools import partial

from core.web.kit.cache import current
from core.web.kit.formats import plain
from core.web.kit.older_builds import RECOMMENDATIONS, stop_without
from core.web.kit.searches.save import save_search_button
from core.web.kit.state import current_brand
from core.web.kit.widgets import page_header
from core.web.recommendations import panels as recommend_panels
from core.web.shell.frame import ensure_frame

ensure_frame()
build = current()
brand = current_brand()
page_header(
    "Recommendations",
    f"Who should {plain(brand.name)} work with next?" if brand else "Who should we work with next?",
    "recommend",
    beside=partial(save_search_button, "recommendations"),
)
stop_without(build, RECOMMENDATIONS)
if brand is None:
    recommend_panels.invitation(build)
else:
    recommend_panels.ranking(build, brand)
