"""Seconds that steps will take, from measured costs and from earlier builds on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.progress.costs import FAST, QUICK, TEXT, Sizes, StepCost, step_costs

_TEXTS_NEW = 0.5  # least share of texts that a build encoded for its time to tell the speed
Costs = Callable[[str], Mapping[str, StepCost]]


@dataclass(frozen=True)
class Earlier:
    """A build that tells how fast this machine is.

    Attributes:
        kind: "quick", "fast" or "deep", see `core.progress.costs`.
        seconds: of each of its steps.
        sizes: of what it was made of.
        encoded_share: of its texts, those that had no vector before.
        embedder: that made the vectors.
    """

    kind: str
    seconds: Mapping[str, float]
    sizes: Sizes
    encoded_share: float = 1.0
    embedder: str = ""


def expected_steps(
    names: Sequence[str],
    kind: str,
    sizes: Sizes,
    earlier: Sequence[Earlier],
    costs: Costs = step_costs,
) -> dict[str, float]:
    """Seconds of each step, in the order of the names; 0 for one that nobody measured.

    A step takes what it took in the newest build of the same kind here, changed for size as the
    measured costs say. Where there is none, the measured costs count, changed for how fast the
    steps of other builds were here.
    """
    speed = _speed(earlier, costs)
    return {
        name: _seconds(name, kind, sizes, earlier, costs(kind).get(name), speed) for name in names
    }


def _seconds(
    name: str,
    kind: str,
    sizes: Sizes,
    earlier: Sequence[Earlier],
    cost: StepCost | None,
    speed: float,
) -> float:
    usual = cost.at(sizes) if cost is not None else 0.0
    for build in earlier:
        if not is_same_job(name, kind, build.kind):
            continue
        if name not in build.seconds or not _tells(name, build):
            continue
        if cost is None:
            return build.seconds[name]
        then = cost.at(build.sizes)
        if then > 0:
            return build.seconds[name] * usual / then
    return usual * speed


def is_same_job(name: str, kind: str, other: str) -> bool:
    """Whether a step does the same in builds of two kinds."""
    return kind == other or (name != TEXT and {kind, other} == {QUICK, FAST})


def _tells(name: str, build: Earlier) -> bool:
    return name != TEXT or build.encoded_share >= _TEXTS_NEW


def _speed(earlier: Sequence[Earlier], costs: Costs) -> float:
    """Seconds here for each measured one, over all steps of the newest build; 1 without any."""
    for build in earlier:
        table = costs(build.kind)
        pairs = [
            (seconds, table[name].at(build.sizes))
            for name, seconds in build.seconds.items()
            if name in table and _tells(name, build)
        ]
        usual = sum(pair[1] for pair in pairs)
        if usual > 0:
            return sum(pair[0] for pair in pairs) / usual
    return 1.0
