"""How long work tells where it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

# (step, done, total, message): step is a short name such as "niches"; done of total in
# whatever unit the step counts, total 0 when unknown; message is one line or "".
Report = Callable[[str, int, int, str], None]


def silent(step: str, done: int, total: int, message: str = "") -> None:
    """A report that nobody reads."""
