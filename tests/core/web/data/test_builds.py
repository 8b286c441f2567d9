"""Words about builds on the Data page."""

from __future__ import annotations

from types import SimpleNamespace

from core.web.data.builds import source_words


def test_a_few_rejected_rows_of_many_show() -> None:
    file = {"name": "posts.csv", "rows_used": 47_990, "rows_read": 48_000}
    build = SimpleNamespace(
        manifest={"source": {"files": [file]}}, is_pseudonymised=False, is_demo=False
    )
    assert source_words(build).endswith("47,990 of 48,000 rows")  # type: ignore[arg-type]
