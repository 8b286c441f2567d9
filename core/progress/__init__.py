"""How long work tells where it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

# (step, done, total, message): step is a short name such as "niches"; done of total in
# whatever unit the step counts, total 0 when unknown; message is one line or "". Within a step
# of a build, reports may name the parts of it.
Report = Callable[[str, int, int, str], None]


@runtime_checkable
class Expecting(Protocol):
    """A report that wants to know what is to come."""

    def expect(self, seconds: Mapping[str, float], kind: str) -> None:
        """Takes the seconds that each step will take, in the order of the steps."""

    def begin(self, step: str) -> None:
        """Takes that one of these steps begins, and the one before it is over."""


def silent(step: str, done: int, total: int, message: str = "") -> None:
    """A report that nobody reads."""


def expect(report: Report, seconds: Mapping[str, float], kind: str) -> None:
    """Tells a report which steps come, in order, and how long each will take, when it listens.

    Args:
        seconds: of each step, those that are over included; may be told again when sizes are known.
        kind: "quick", "fast" or "deep", as in `core.progress.costs`.
    """
    if isinstance(report, Expecting):
        report.expect(seconds, kind)


def begin(report: Report, step: str) -> None:
    """Reports that a step begins which `expect` has named."""
    if isinstance(report, Expecting):
        report.begin(step)
    report(step, 0, 0, "")
