"""Progress in a terminal: a line for each step that is over, and one bar for all of the work."""

from __future__ import annotations

import sys
import time
from typing import Any

from tqdm import tqdm

from core.progress.tracking import Progress, Tracker
from core.progress.words import step_words

_WIDTH = 38  # of the longest step of a build: the time left then fits into 80 columns
_FORMAT = "{desc} {percentage:3.0f}% |{bar:10}| {unit}"


class Bars(Tracker):
    """A `Report` for a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: tqdm[Any] | None = None
        self._step = ""
        self._began_at = time.monotonic()

    def begin(self, step: str) -> None:
        """Takes that a step begins, and says how long the one before took."""
        with self._tracking:
            super().begin(step)
            self._end_step(step)

    def show(self, progress: Progress) -> None:
        """Draws the bar again."""
        from core.formats import count  # which brings pandas, and `--help` does without

        if not self._step or (not self._estimate.is_planned and progress.step != self._step):
            self._end_step(progress.step)
        if self._bar is None:
            self._bar = tqdm(total=100, bar_format=_FORMAT, unit="", leave=False, file=sys.stderr)
        self._bar.n = round(100 * progress.share)
        self._bar.set_description_str(f"{step_words(progress.step):<{_WIDTH}}", refresh=False)
        of = f"{count(progress.done)} of {count(progress.total)}" if progress.total > 1 else ""
        self._bar.unit = ", ".join(part for part in (progress.left, of) if part)
        self._bar.refresh()

    def close(self) -> None:
        """Takes the bar away, once the last step is over."""
        with self._tracking:
            self._end_step("")
            if self._bar is not None:
                self._bar.close()
                self._bar = None

    def _end_step(self, next_step: str) -> None:
        now = time.monotonic()
        if self._step:
            line = f"{step_words(self._step):<{_WIDTH}} {now - self._began_at:6.1f} s"
            tqdm.write(line, file=sys.stderr)
        self._step, self._began_at = next_step, now
