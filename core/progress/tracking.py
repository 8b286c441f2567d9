"""A report that knows where all the work stands, and shows it to somebody."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import RLock

from core import logs
from core.progress import stopping
from core.progress.costs import step_costs
from core.progress.estimate import Clock, Estimate
from core.progress.words import time_left_words

_LOG = logging.getLogger(__name__)
_LOG_EVERY_S = 30.0


@dataclass(frozen=True)
class Progress:
    """What can be shown of work.

    Attributes:
        step, done, total, message: of the last report.
        share: of the whole that is over, 0-1.
        left: such as "about 3 minutes left", or "".
    """

    step: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    share: float = 0.0
    left: str = ""


class Tracker:
    """A `Report` that estimates the time left; whoever shows it overrides `show`.

    `tick` is to be called between reports, from any thread: steps may be silent for long.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._estimate = Estimate(clock())
        self._tracking = RLock()
        self._logged_at = clock()
        self.progress = Progress()

    def __call__(self, step: str, done: int, total: int, message: str = "") -> None:
        """Takes a report, see `core.progress.Report`.

        Raises:
            StoppedError: somebody asked for the work to stop.
        """
        stopping.check()
        with self._tracking:
            self._estimate.report(step, done, total, message, self._clock())
            self._update(Progress(step, done, total, message))

    def expect(self, seconds: Mapping[str, float], kind: str) -> None:
        """Takes the seconds of all steps, see `core.progress.expect`."""
        with self._tracking:
            self._estimate.expect(seconds, step_costs(kind))

    def begin(self, step: str) -> None:
        """Takes that a step begins, see `core.progress.begin`."""
        with self._tracking:
            self._estimate.begin(step, self._clock())

    def again(self) -> None:
        """Takes that other work begins, with a share and a time left of its own."""
        with self._tracking:
            self._estimate = Estimate(self._clock())

    def tick(self) -> None:
        """Brings the time left up to date."""
        with self._tracking:
            self._update(self.progress)

    def show(self, progress: Progress) -> None:
        """Shows where the work stands; called at each report and each tick."""

    def _update(self, at: Progress) -> None:
        now = self._clock()
        standing = self._estimate.at(now)
        left = time_left_words(standing.seconds_left, is_of_step=standing.is_of_step)
        self.progress = Progress(at.step, at.done, at.total, at.message, standing.share, left)
        if now - self._logged_at > _LOG_EVERY_S:
            self._logged_at = now
            logs.progress(
                _LOG,
                "progress",
                step=at.step.replace(" ", "_"),
                percent=round(100 * standing.share),
                left=f'"{left}"' if left else None,
            )
        self.show(self.progress)
