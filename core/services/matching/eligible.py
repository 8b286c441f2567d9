"""Who may stand in a ranked list: past the filters, the brand's gates and the default on growth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from core.queries.growth.evidence import evidence_join
from core.services.matching.brand_gates import NO_GATES, BrandGates, gated
from core.services.matching.filters import MatchFilters
from core.services.session import BuildSession


@dataclass(frozen=True)
class HeldBack:
    """What a list leaves out by default.

    Attributes:
        unusual_count: pass the filters and the gates, and their growth is worth checking; None
            when nothing is known of the growth of any of them.
        hides_unusual: whether they are left out.
        close_counts: gate -> creators that it alone holds back and that score at least as high as
            the last of the list's first ten.
        relaxed: gates that gave way because fewer than ten creators passed.
        gates: those that hold.
    """

    unusual_count: int | None = None
    hides_unusual: bool = False
    close_counts: Mapping[str, int] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()
    gates: BrandGates = NO_GATES


@dataclass(frozen=True)
class Eligible:
    """Attributes:
    rows: array rows of the creators that may be listed.
    post_prices: (len(rows),) EUR; NaN unknown.
    is_micro: (len(rows),) bool, micro-influencers by `Settings.micro_followers`.
    filtered_rows: array rows of all that pass the filters, whatever the gates and the growth.
    """

    rows: np.ndarray
    post_prices: np.ndarray
    is_micro: np.ndarray
    filtered_rows: np.ndarray
    _near_rows: Mapping[str, np.ndarray]
    _unusual_rows: np.ndarray
    _held: HeldBack

    def without(self, left_out: np.ndarray) -> Eligible:
        """The same less some creators, who are in no count of those held back either.

        Args:
            left_out: (n,) bool by array row.
        """
        kept = ~left_out[self.rows]
        unusual = self._unusual_rows[~left_out[self._unusual_rows]]
        is_known = self._held.unusual_count is not None
        return replace(
            self,
            rows=self.rows[kept],
            post_prices=self.post_prices[kept],
            is_micro=self.is_micro[kept],
            _near_rows={kind: rows[~left_out[rows]] for kind, rows in self._near_rows.items()},
            _unusual_rows=unusual,
            _held=replace(self._held, unusual_count=len(unusual) if is_known else None),
        )

    def held_back(self, scores: np.ndarray, *, count: int = 10) -> HeldBack:
        """What is left out, with the near misses of each gate.

        Args:
            scores: (n,) of every array row, higher is better.
            count: creators of the list that a near miss is measured by.
        """
        listed = np.sort(scores[self.rows])[::-1][:count]
        lowest = listed[-1] if len(listed) else -np.inf
        held = self._held
        close = {
            kind: int((scores[rows] >= lowest).sum()) for kind, rows in self._near_rows.items()
        }
        return HeldBack(held.unusual_count, held.hides_unusual, close, held.relaxed, held.gates)


def eligible_creators(
    session: BuildSession,
    filters: MatchFilters,
    gates: BrandGates = NO_GATES,
    *,
    usable: np.ndarray,
) -> Eligible:
    """The creators that may be listed.

    Args:
        gates: those of the brand; `gates_beside` takes out what a filter says already.
        usable: (n,) bool by array row; the others are left out and counted nowhere.
    """
    sql, values = filters.rowids_sql(evidence_join=evidence_join(session.con), gates=gates)
    passed = session.con.execute(sql, values).fetchnumpy()
    all_rows = session.row_order("influencers").array_rows[passed["rowid"]]
    kept = usable[all_rows]
    rows = all_rows[kept]
    unusual = np.asarray(passed["is_unusual"], dtype=bool)[kept]
    growth = np.ma.asarray(passed["purchased_probability"])[kept]
    is_known = ~np.ma.getmaskarray(growth) & np.isfinite(np.ma.filled(growth.astype(float), np.nan))
    prices = np.ma.filled(np.ma.asarray(passed["post_price"])[kept].astype(float), np.nan)
    followers = np.ma.filled(np.ma.asarray(passed["followers_count"])[kept].astype(float), np.nan)
    fewest, most = session.settings.micro_followers
    listable = ~unusual if filters.hides_unusual else np.ones(len(rows), dtype=bool)
    passes = {
        kind: np.asarray(passed[f"passes_{kind}"], dtype=bool)[kept] for kind in gates.values()
    }
    gate = gated({kind: flags[listable] for kind, flags in passes.items()}, int(listable.sum()))
    past_gates = np.logical_and.reduce(
        [
            np.ones(len(rows), dtype=bool),
            *(flags for kind, flags in passes.items() if kind not in gate.relaxed),
        ]
    )
    chosen = listable & past_gates
    candidates = rows[listable]
    unusual_rows = rows[unusual & past_gates]
    return Eligible(
        rows[chosen],
        prices[chosen],
        (followers[chosen] >= fewest) & (followers[chosen] <= most),
        all_rows,
        {kind: candidates[flags] for kind, flags in gate.near.items()},
        unusual_rows,
        HeldBack(
            len(unusual_rows) if is_known[past_gates].any() else None,
            filters.hides_unusual,
            {},
            gate.relaxed,
            gates.without(gate.relaxed),
        ),
    )


def gates_beside(gates: BrandGates, filters: MatchFilters) -> BrandGates:
    """The gates less those that a filter already decides."""
    decided = {
        "country": bool(filters.countries or filters.audience_countries),
        "language": bool(filters.languages),
        "category": bool(filters.niche_ids),
    }
    return gates.without([kind for kind, is_decided in decided.items() if is_decided])
