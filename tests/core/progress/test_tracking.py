"""A tracker says the time left, also between reports, and logs it now and then."""

from __future__ import annotations

import pytest

from core.progress import begin, expect, tracking
from core.progress.costs import QUICK
from core.progress.tracking import Progress, Tracker

_STEPS = {"first": 60.0, "niches": 180.0}


class _Shown(Tracker):
    def __init__(self) -> None:
        self.now = 100.0
        self.shown: list[Progress] = []
        super().__init__(lambda: self.now)

    def show(self, progress: Progress) -> None:
        self.shown.append(progress)


def test_reports_and_ticks_are_shown_with_the_time_left() -> None:
    tracker = _Shown()
    expect(tracker, _STEPS, QUICK)
    begin(tracker, "first")
    assert tracker.shown[-1] == Progress("first", 0, 0, "", 0.0, "")
    tracker.now += 30
    tracker.tick()
    assert tracker.shown[-1].left == "about 4 minutes left"
    assert tracker.shown[-1].share == pytest.approx(30 / 240, abs=0.01)
    tracker.now += 30
    begin(tracker, "niches")
    tracker("niches", 3, 12, "tried 5 niches")
    assert (tracker.progress.done, tracker.progress.message) == (3, "tried 5 niches")


def test_the_log_says_it_twice_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[dict[str, object]] = []
    monkeypatch.setattr(tracking.logs, "progress", lambda *_, **facts: lines.append(facts))
    tracker = _Shown()
    expect(tracker, _STEPS, QUICK)
    begin(tracker, "first")
    for _ in range(59):
        tracker.now += 1
        tracker.tick()
    assert lines == [{"step": "first", "percent": 13, "left": '"about 3 minutes left"'}]


def test_work_that_follows_has_a_share_of_its_own() -> None:
    tracker = _Shown()
    expect(tracker, _STEPS, QUICK)
    begin(tracker, "niches")
    tracker.now += 230
    tracker.tick()
    assert tracker.progress.share > 0.5
    tracker.again()
    expect(tracker, {"niches": 100.0}, QUICK)
    begin(tracker, "niches")
    assert tracker.progress.share == 0
