"""What the set of creators for a campaign must keep to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.errors import ModelError

REACHED, ENGAGED = "people reached", "likes and comments"


@dataclass(frozen=True)
class Constraints:
    """What a set must keep to; None and empty mean no constraint.

    Attributes:
        budget: EUR.
        at_most, at_least: creators in the set.
        reach_least: people that the set has to reach, shared audience subtracted.
        engagements_least: likes and comments that it has to bring.
        tier_most: (tier, creators) pairs.
        country_least: (country, share 0-1 of the set) pairs.
        niche_most: share (0-1) of the set that one niche may have; creators without a niche
            count in the set and in no niche.
        budget_share_max: share (0-1) of the budget that one creator may cost; ignored without a
            budget. A must may cost more.
        includes_unusual: creators whose growth is worth checking may be chosen.
        unknown_growth: creators without enough data on growth may be chosen.
        caution_max: highest caution score; a must may be above it, creators without a
            score may be chosen.
        must, never: influencer ids.
    Raises:
        ModelError: a number is negative or a share above 1.
    """

    budget: float | None = None
    at_most: int | None = None
    at_least: int | None = None
    reach_least: float | None = None
    engagements_least: float | None = None
    tier_most: tuple[tuple[str, int], ...] = ()
    country_least: tuple[tuple[str, float], ...] = ()
    niche_most: float | None = None
    budget_share_max: float | None = None
    includes_unusual: bool = False
    unknown_growth: bool = True
    caution_max: float | None = None
    must: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        counts: list[tuple[str, float | None]] = [
            ("The budget", self.budget),
            ("The most creators", self.at_most),
            ("The fewest creators", self.at_least),
            ("The least reach", self.reach_least),
            ("The fewest engagements", self.engagements_least),
            *((f"The most of tier '{tier}'", most) for tier, most in self.tier_most),
        ]
        for words, value in counts:
            if value is not None and not 0 <= value < np.inf:
                raise ModelError(f"{words}: expected 0 or more, found {value:g}.")
        shares: list[tuple[str, float | None]] = [
            ("The share of a niche", self.niche_most),
            ("The share of the budget for one creator", self.budget_share_max),
            *((f"The share of {code}", share) for code, share in self.country_least),
        ]
        for words, value in shares:
            if value is not None and not 0 <= value <= 1:
                raise ModelError(f"{words}: expected 0 to 1, found {value:g}.")

    def promises(self) -> dict[str, float]:
        """`REACHED` and `ENGAGED`, as far as the set has to bring some, and how much."""
        asked = {REACHED: self.reach_least, ENGAGED: self.engagements_least}
        return {words: least for words, least in asked.items() if least}

    def without_one(self) -> Iterator[tuple[str, Constraints]]:
        """Each constraint in words, with those that remain without it."""
        if self.budget is not None:
            yield f"the budget of €{self.budget:,.0f}", replace(self, budget=None)
        if self.at_most is not None:
            yield f"at most {self.at_most} creators", replace(self, at_most=None)
        if self.at_least:
            yield f"at least {self.at_least} creators", replace(self, at_least=None)
        yield from self._without_one_promise()
        for tier, most in self.tier_most:
            rest = tuple(limit for limit in self.tier_most if limit[0] != tier)
            yield f"at most {most} of tier {tier}", replace(self, tier_most=rest)
        for country, share in self.country_least:
            others = tuple(limit for limit in self.country_least if limit[0] != country)
            yield f"at least {share:.0%} from {country}", replace(self, country_least=others)
        if self.niche_most is not None:
            yield f"at most {self.niche_most:.0%} of one niche", replace(self, niche_most=None)
        if self.caution_max is not None:
            words = f"a caution score of at most {self.caution_max:g}"
            yield words, replace(self, caution_max=None)
        if self.budget is not None and self.budget_share_max is not None:
            words = f"at most {self.budget_share_max:.0%} of the budget for one creator"
            yield words, replace(self, budget_share_max=None)
        if not self.includes_unusual:
            yield "no growth worth checking", replace(self, includes_unusual=True)
        if not self.unknown_growth:
            yield "enough data on growth", replace(self, unknown_growth=True)
        if self.must:
            yield "the creators that must be in", replace(self, must=frozenset())

    def _without_one_promise(self) -> Iterator[tuple[str, Constraints]]:
        for words, least in self.promises().items():
            fewer = (
                replace(self, reach_least=None)
                if words == REACHED
                else replace(self, engagements_least=None)
            )
            yield f"at least {least:,.0f} {words}", fewer
