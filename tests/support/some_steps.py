"""Builds that end early, for what is shown by some of their steps."""

from __future__ import annotations

import pytest

from core.pipeline import run


def end_after(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Builds of this test end after a step; those before it run as ever."""
    names = list(run.STEPS)
    kept = names[: names.index(name) + 1]
    monkeypatch.setattr(run, "STEPS", {step: run.STEPS[step] for step in kept})
