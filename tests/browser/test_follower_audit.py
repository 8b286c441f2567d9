"""A follower audit from the example to the file, clicked in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.settings import ROOT
from tests.browser.steps import saved_file

pytestmark = pytest.mark.browser


def test_from_the_example_to_own_profiles_and_the_file(
    planted_dashboard: str, visitor: Any, tmp_path: Path
) -> None:
    page = visitor
    page.goto(f"{planted_dashboard}/follower_audit?creator=c008")
    page.get_by_role("heading", name="Follower audit").wait_for()
    page.get_by_text("Followers partly bought").click()
    page.get_by_text("Trained on made-up demo accounts").wait_for()
    page.get_by_text("What limits this answer").wait_for()
    page.locator("input[type=file]").first.set_input_files(
        str(ROOT / "data" / "sample" / "demo_followers_ordinary.csv")
    )
    page.get_by_text("Example 'Followers partly bought'").wait_for(state="detached")
    # While the page runs again, what is old may stand beside what is new for a moment.
    page.wait_for_function(
        "() => !document.querySelector('[data-stale=true]') && [...document.querySelectorAll("
        "'[data-testid=stMain] p')].filter(p => p.innerText === 'All 400 profiles').length === 1"
    )
    file = saved_file(page, page.get_by_role("button", name="CSV", exact=True), tmp_path)
    assert file.name == "follower-audit-handle8.csv"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "row,username,fake_probability,confidence,reasons"
    assert len(lines) == 401
    assert page.get_by_test_id("stException").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
