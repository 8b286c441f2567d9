"""Some creators read within all of them are read as among all of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.growth.evidence.evidence import evidence_of
from core.models.growth.evidence.reading import GrowthData, read_growth, read_within
from core.models.growth.learner import shipped
from tests.support.series import FIRST_DAY, calm, histories, with_gains

_PURGE = 40


@pytest.fixture(scope="module")
def whole() -> GrowthData:
    """Accounts of two platforms, of several lengths; on one day each loses a share of its own."""
    rng = np.random.default_rng(8)
    counts = []
    for number in range(70):
        account = calm(rng, days=(90, 61, 200)[number % 3], size=float(10 ** (3 + number % 4)))
        gains = {_PURGE: -float(rng.uniform(0, 0.1)), 50: 0.2 * (number % 9 == 0)}
        counts.append(with_gains(account, gains))
    counts[5] = np.zeros(0, np.int64)
    posts = pd.DataFrame(
        {
            "creator": np.repeat([0, 9, 30], 20),
            "day_number": np.tile(FIRST_DAY + 4 * np.arange(20), 3),
            "engagements": rng.uniform(10, 100, 60),
        }
    )
    deals = pd.DataFrame({"creator": [9], "day_number": [FIRST_DAY + 48]})
    platforms = (np.arange(70) % 2).astype(np.int64)
    return GrowthData(histories(counts), platforms, posts=posts, collaborations=deals)


def _part(data: GrowthData, begin: int, end: int) -> GrowthData:
    def own(rows: pd.DataFrame | None) -> pd.DataFrame:
        assert rows is not None
        kept = rows[rows["creator"].between(begin, end - 1)]
        return kept.assign(creator=kept["creator"] - begin).reset_index(drop=True)

    starts = data.histories.starts[begin : end + 1]
    rows = slice(starts[0], starts[-1])
    return GrowthData(
        type(data.histories)(
            starts - starts[0], data.histories.days[rows], data.histories.counts[rows]
        ),
        data.platforms[begin:end],
        posts=own(data.posts),
        collaborations=own(data.collaborations),
    )


def test_parts_give_the_evidence_of_the_whole(whole: GrowthData) -> None:
    reading = read_growth(whole)
    assert (reading.spread["extra_spread"] > 0).any()
    together = evidence_of(reading, shipped(), threads=1)
    creators, events = [], []
    for begin, end in ((0, 1), (1, 9), (9, 40), (40, 70)):
        part = read_within(
            _part(whole, begin, end),
            reading.size_groups[begin:end],
            reading.cohorts.levels,
            reading.spread,
        )
        found = evidence_of(part, shipped(), threads=1)
        creators.append(found.creators)
        events.append(found.events.assign(creator=found.events.get("creator", 0) + begin))
    pd.testing.assert_frame_equal(
        pd.concat(creators, ignore_index=True), together.creators, rtol=1e-9
    )
    apart = pd.concat([part for part in events if len(part)], ignore_index=True)
    assert {"collaborations_near", "posts_before"} <= set(apart.columns)
    assert apart["collaborations_near"].notna().all()
    pd.testing.assert_frame_equal(apart, together.events, rtol=1e-9, check_dtype=False)
