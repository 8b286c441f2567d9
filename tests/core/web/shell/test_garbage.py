"""Imported modules are left out of the search for garbage, once for each batch of imports."""

from __future__ import annotations

import gc
import sys
import types

import pytest

from core.web.shell import garbage


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in order; nothing of it to the memory of the tests."""
    done: list[str] = []
    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setitem(garbage._SEEN, "modules", len(sys.modules))
    return done


def test_nothing_is_done_without_new_modules(calls: list[str]) -> None:
    garbage.leave_modules_out()
    assert calls == []


def test_what_stays_is_left_out_after_garbage_is_gone(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        monkeypatch.setitem(sys.modules, f"imported_{number}", types.ModuleType("imported"))
    garbage.leave_modules_out()
    garbage.leave_modules_out()
    assert calls == ["collect", "freeze"]
