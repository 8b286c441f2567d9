"""The kinds of growth events, in the words of the field and in words for readers."""

from __future__ import annotations

from dataclasses import dataclass

STEP, STEP_DECAY, STAIRCASE, DRIP = "step", "step_decay", "staircase", "drip"
VIRAL, RISE, SPIKE, DROP, SEESAW = "viral", "rise", "spike", "drop", "seesaw"
ORGANIC, UNKNOWN = "organic", "unknown"

EVENT_KINDS = (STEP, STEP_DECAY, STAIRCASE, DRIP, VIRAL, RISE, SPIKE, DROP, SEESAW)
KINDS = (*EVENT_KINDS, ORGANIC, UNKNOWN)
KIND_WORDS = {
    STEP: "one-day step",
    STEP_DECAY: "step that fades",
    STAIRCASE: "staircase",
    DRIP: "steady drip",
    VIRAL: "burst that fades",
    RISE: "faster growth for a while",
    SPIKE: "spike",
    DROP: "drop",
    SEESAW: "seesaw",
    ORGANIC: "nothing stands out",
    UNKNOWN: "not enough data",
}
# What deliveries of followers look like; the other kinds are usually something else.
BOUGHT_LIKE = (STEP, STEP_DECAY, STAIRCASE, DRIP)


@dataclass(frozen=True)
class EventConfig:
    """What counts as an event.

    Attributes:
        height_min: units of the account's own noise that a step must rise or fall.
        size_min: followers beyond expectation over followers before.
        count_min: followers beyond expectation.
        run_score_min: log-likelihood ratio that a run of even portions must reach.
        band_share: share of ordinary days inside the expected band.
    """

    height_min: float = 5.0
    size_min: float = 0.006
    count_min: int = 3
    run_score_min: float = 6.0
    band_share: float = 0.8
