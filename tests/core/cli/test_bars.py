"""What a terminal shows of long work."""

from __future__ import annotations

import io
import re
import sys

import pytest

from core.cli.bars import Bars


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """Takes the place of stderr; not in a fixture, after which pytest puts its own there."""
    made = _Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    return made


def _lines(terminal: _Terminal) -> list[str]:
    """What was drawn, one after the other."""
    return [line.strip() for line in re.split(r"[\r\n]", terminal.getvalue()) if line.strip()]


def test_one_bar_for_all_steps_and_a_line_for_each_that_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = _terminal(monkeypatch)
    now = [0.0]
    bars = Bars()
    bars._clock = lambda: now[0]
    bars._estimate.started_at = 0.0
    bars.expect({"first": 60.0, "niches": 180.0}, "quick")
    bars.begin("first")
    now[0] = 60.0
    bars.begin("niches")
    bars("niches", 3, 12)
    drawn = _lines(terminal)[-1]
    assert drawn.startswith("Finding niches")
    assert " 25% |" in drawn
    assert drawn.endswith("| about 3 minutes left, 3 of 12")
    bars.close()
    over = [line for line in _lines(terminal) if re.fullmatch(r".* \d+\.\d s", line)]
    assert [line.split("  ")[0] for line in over] == ["first", "Finding niches"]


def test_work_without_a_plan_tells_each_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = _terminal(monkeypatch)
    bars = Bars()
    bars("views", 0, 4)
    bars("views", 2, 4)
    assert " 50% |" in _lines(terminal)[-1]
    bars("weights", 0, 4)
    assert "  0% |" in _lines(terminal)[-1]
    bars.close()
    bars.close()
