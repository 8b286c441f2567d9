"""How much of some work is done, and how long the rest will take."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.progress.costs import StepCost, marker

Clock = Callable[[], float]
_SILENT_S = 2.0  # from the start: nothing is known yet
_PRIOR = 0.01  # share of all expected seconds that the expected pace weighs
_SMOOTH = 0.02  # share of the whole time over which a new estimate is taken over
_SMOOTH_MIN_S, _SMOOTH_MAX_S = 1.0, 20.0
_HEAD_START = 0.3  # of the usual seconds: a first report that early counts work of earlier builds
_OVERRUN = 0.25  # of the seconds beyond those expected, are to be expected on top
_SHARE_MAX = 0.99  # until it is over
_KNOWN_SHARE = 0.05  # of a step of which nothing was expected


@dataclass(frozen=True)
class Standing:
    """Where work stands.

    Attributes:
        share: of the whole time that is over, 0-1; of the step when nothing was expected.
        seconds_left: None when unknown.
        is_of_step: `share` and `seconds_left` are of this step alone: those after it are unknown.
    """

    share: float
    seconds_left: float | None
    is_of_step: bool


@dataclass
class _Step:
    """The step at work."""

    name: str
    began_at: float
    place: float = 0.0  # share of its time that is over, as its last report said
    place_at: float = 0.0
    next_place: float = 1.0
    head_start: float | None = None  # of its work that was there before; None before a report


@dataclass
class Estimate:
    """Turns reports into an overall share and the time left; times are seconds of one clock.

    The expected seconds of each step are scaled by how fast the work went so far. In the running
    step, its reports say how much of it is over; between two of them the clock goes on, but not
    beyond the next one. The share never goes back.

    Attributes:
        started_at: when the work began.
        costs: of steps, for where their reports lie within them.
    """

    started_at: float
    costs: Mapping[str, StepCost] = field(default_factory=dict)
    _expected: Mapping[str, float] = field(default_factory=dict)
    _over: dict[str, float] = field(default_factory=dict)
    _step: _Step | None = None
    _share: float = 0.0
    _shown: tuple[float, float] | None = None  # seconds left, and when that was said

    def expect(self, seconds: Mapping[str, float], costs: Mapping[str, StepCost]) -> None:
        """Takes the seconds of all steps.

        Of steps that have begun, what was expected before stays: it tells the pace.
        """
        begun = {*self._over, self._step.name} if self._step is not None else set()
        kept = {name: s for name, s in self._expected.items() if name in begun}
        self._expected, self.costs = {**seconds, **kept}, costs

    @property
    def is_planned(self) -> bool:
        """Whether it was said which steps there are."""
        return bool(self._expected)

    def begin(self, step: str, now: float) -> None:
        """Takes that a step begins; those that come after it are done again if they were over."""
        current = self._step
        if current is not None:
            self._over[current.name] = now - current.began_at
        names = list(self._expected)
        for name in names[names.index(step) :] if step in self._over and step in names else []:
            self._over.pop(name, None)
        self._step = _Step(step, now, place_at=now)

    def report(self, step: str, done: int, total: int, message: str, now: float) -> None:
        """Takes a report of the running step or a part of it, see `core.progress.Report`."""
        if self._step is None or (not self._expected and step != self._step.name):
            self.begin(step, now)
            self._share = 0.0
        current = self._step
        if current is not None:
            self._place(current, step, done, total, message, now)

    def at(self, now: float) -> Standing:
        """Where the work stands at a moment not before the last report."""
        current = self._step
        if current is None:
            return Standing(0.0, None, False)
        if not self._expected:
            return self._of_step(current, now)
        left = self._left(current, now)
        elapsed = now - self.started_at
        share = min(elapsed / max(elapsed + left, 1e-9), _SHARE_MAX)
        self._share = max(self._share, share)
        return Standing(self._share, self._smoothed(left, now), False)

    def _place(
        self, current: _Step, step: str, done: int, total: int, message: str, now: float
    ) -> None:
        if total <= 0:
            return
        cost = self.costs.get(current.name)
        places = cost.places if cost is not None and self._expected else {}
        place = places.get(marker(step, done, total, message))
        if not places and step == current.name:
            place = done / total
        if place is None or place < current.place:
            return
        if current.head_start is None:
            spent = now - current.began_at
            usual = place * self._expected.get(current.name, 0.0) * self._pace(None, now)
            was_there = step == current.name and done > 0 and spent < _HEAD_START * usual
            current.head_start = place if was_there and place < 1 else 0.0
        current.place, current.place_at = place, now
        current.next_place = min((one for one in places.values() if one > place), default=1.0)

    def _pace(self, current: _Step | None, now: float) -> float:
        """Seconds that pass for each expected one, so far."""
        prior = _PRIOR * sum(self._expected.values())
        taken = sum(self._over.values())
        expected = sum(self._expected.get(name, 0.0) for name in self._over)
        if current is not None:
            spent, usual = now - current.began_at, self._usual(current)
            place = self._effective(current, current.place)
            # Of the seconds since its last report nothing is known but that they were needed.
            done = place * usual + min(now - current.place_at, (1 - place) * usual)
            taken, expected = taken + spent, expected + done
        return (taken + prior) / (expected + prior) if expected + prior > 0 else 1.0

    def _usual(self, current: _Step) -> float:
        """Expected seconds of the running step, for the work that was not there before."""
        return self._expected.get(current.name, 0.0) * (1 - (current.head_start or 0.0))

    def _effective(self, current: _Step, place: float) -> float:
        """Share of that work that is done at a place in the step."""
        head_start = current.head_start or 0.0
        return min(max((place - head_start) / (1 - head_start), 0.0), 1.0)

    def _left(self, current: _Step, now: float) -> float:
        pace = self._pace(current, now)
        later = sum(
            seconds
            for name, seconds in self._expected.items()
            if name not in self._over and name != current.name
        )
        spent = now - current.began_at
        place = self._effective(current, current.place)
        next_place = max(self._effective(current, current.next_place), place)
        until_report = current.place_at - current.began_at if place > 0 else 0.0
        whole = (1 - place) * self._usual(current) * pace + until_report
        if next_place > 0:  # which it has not reached yet
            whole = max(whole, spent / next_place)
        if whole > 0:
            place = min(place + (now - current.place_at) / whole, next_place)
        overrun = _OVERRUN * (spent - self._usual(current) * pace) if place >= 1 else 0.0
        return later * pace + max((1 - place) * whole, overrun, 0.0)

    def _smoothed(self, left: float, now: float) -> float | None:
        elapsed = now - self.started_at
        if elapsed < _SILENT_S:
            return None
        if self._shown is None:
            self._shown = (left, now)
        said, said_at = self._shown
        over = min(max(_SMOOTH * (elapsed + left), _SMOOTH_MIN_S), _SMOOTH_MAX_S)
        weight = 1 - math.exp(-(now - said_at) / over)
        goes_on = max(said - (now - said_at), 0.0)
        self._shown = (goes_on + weight * (left - goes_on), now)
        return self._shown[0]

    def _of_step(self, current: _Step, now: float) -> Standing:
        spent = now - current.began_at
        self._share = max(self._share, min(current.place, 1.0))
        if self._share < _KNOWN_SHARE or spent < _SILENT_S or self._share >= 1:
            return Standing(self._share, None, True)
        until_report = current.place_at - current.began_at
        left = until_report * (1 - self._share) / self._share - (now - current.place_at)
        return Standing(self._share, max(left, 0.0), True)
