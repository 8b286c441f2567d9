"""Opens a page of the whole app the way a link does."""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from core.settings import ROOT

# Each AppTest reads the metadata of all installed packages for components, a quarter of a second.
# They stay what they are while the tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


class _KnownPages(PagesManager):
    """That of a server on which a page was opened before: the main script runs first.

    `AppTest` would start each run as the first of a fresh server, which runs the page file, then
    the main script. It forgets what `st.navigation` said by setting an attribute of this class.
    """


PagesManager.uses_pages_directory = False
app_test.PagesManager = _KnownPages  # type: ignore[misc]


def visited(page: str, **query: str | list[str]) -> AppTest:
    """The app after a visit of `page` with the given query, whatever came of it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if page != "overview":  # the default page, which has no path of its own
        app.switch_page(f"pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def opened(page: str, **query: str | list[str]) -> AppTest:
    """The same; nothing may have failed."""
    app = visited(page, **query)
    assert not app.exception, app.exception[0].message
    return app


def texts(app: AppTest) -> str:
    """Everything the page says, for searching."""
    kinds = ("title", "markdown", "caption", "info", "warning", "error", "html", "text")
    found = [
        str(getattr(element, "value", "") or getattr(element.proto, "body", ""))
        for kind in kinds
        for element in app.get(kind)
    ]
    return "\n".join(found)
