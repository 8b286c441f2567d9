"""Builds of some steps, for what is shown by those."""

from __future__ import annotations

import pytest

from core.pipeline import run


def with_one_step(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Builds of this test have one step, for what is shown by the given tables."""
    monkeypatch.setattr(run, "STEPS", {name: run.STEPS[name]})


def end_after(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Builds of this test end after a step; those before it run as ever."""
    names = list(run.STEPS)
    kept = names[: names.index(name) + 1]
    monkeypatch.setattr(run, "STEPS", {step: run.STEPS[step] for step in kept})
