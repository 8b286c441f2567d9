"""A trained ranking comes back from its folder as it was, or says why not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelError
from core.models.ranking import files
from core.models.ranking.account_view import fit_account_columns
from core.models.ranking.files import StoredRanking
from core.models.ranking.fit_join import joined_with_fit
from core.models.ranking.ranker import RankerConfig, fit_ranker
from core.models.ranking.without_own import fit_without_own
from tests.support.ranking import planted

FACTS = pd.DataFrame({"category": ["food", "pet"], "followers": [1_000.0, 9_000.0]})
ALL_PARTS = RankerConfig(
    kinds=dict.fromkeys(RankerConfig().kinds, 1.0), views={"topics, centred": 0.0}
)


@pytest.fixture(scope="module")
def stored() -> StoredRanking:
    known = planted(brands=12, creators=60)
    ranker = fit_ranker(known, ALL_PARTS, seed=0)
    own = fit_without_own(known, ranker.parts, seed=0)
    columns = fit_account_columns(FACTS, FACTS)
    return StoredRanking(ranker, columns, 0.3, True, {"brands": 12}, own)


def test_it_scores_as_before(stored: StoredRanking, tmp_path: Path) -> None:
    known = planted(brands=12, creators=60)
    files.save(stored, tmp_path / "ranking")
    read = files.load(tmp_path / "ranking")
    np.testing.assert_array_equal(
        read.ranker.score(known.brands, known.creators),
        stored.ranker.score(known.brands, known.creators),
    )
    for name in known.brands.ids:
        np.testing.assert_array_equal(
            read.ranker_for(name).score(known.brands, known.creators),
            stored.ranker_for(name).score(known.brands, known.creators),
        )
    assert read.columns == stored.columns
    assert (read.fit_share, read.leads, read.facts) == (0.3, True, {"brands": 12})


def test_damage_is_said_with_what_to_do(stored: StoredRanking, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="--from ranking"):
        files.load(tmp_path)
    files.save(stored, tmp_path)
    (tmp_path / "ranking.npz").write_bytes(b"PK")
    with pytest.raises(ModelError, match="--from ranking"):
        files.load(tmp_path)


def test_contributions_of_the_views_add_up_to_the_score(stored: StoredRanking) -> None:
    known = planted(brands=12, creators=60)
    added = stored.ranker.contributions(known.brands, known.creators)
    assert set(added) == {"topics", "concepts", "shared directions", "popularity", "similar brands"}
    np.testing.assert_allclose(
        sum(added.values()), stored.ranker.score(known.brands, known.creators), atol=1e-12
    )


def test_the_joined_order_is_a_mean_of_places_on_one_scale() -> None:
    learned, fits = np.array([2.0, 0.0, -2.0]), np.array([10.0, 30.0, np.nan])
    # Standardised: (1.2247, 0, -1.2247) and (-1, 1, 0).
    joined = joined_with_fit(learned, fits, 0.25)
    np.testing.assert_allclose(joined, [0.75 * 1.2247 - 0.25, 0.25, -0.75 * 1.2247], atol=1e-4)
    np.testing.assert_allclose(joined_with_fit(learned * 9, fits + 5, 0.25), joined)
