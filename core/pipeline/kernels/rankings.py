"""The creators that suit some brands best, by a ranking that is trained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.models.ranking.files import StoredRanking
from core.models.ranking.views import AccountViews
from core.pipeline.engines.work import Tables
from core.pipeline.kernels.frames import arrow_table
from core.services.ranking.of_build import best_of_brands
from core.services.ranking.views import folder_arrays

PARTNERS = ("brand_row", "creator_row")


@dataclass(frozen=True)
class RankingsKernel:
    """Attributes:
    stored: the ranking.
    brands: all brands with the views of the ranking.
    folder: of the build, with the arrays of creators; every machine reads them there.
    count: creators of each brand.
    """

    stored: StoredRanking
    brands: AccountViews
    folder: Path
    count: int

    def __call__(self, part: Tables) -> Tables:
        """Rows of `rankings`.

        Args:
            part: `brands` (brand_row), ascending, and `partners` (`PARTNERS`), the creators that
                these brands have worked with.
        """
        rows = part["brands"]["brand_row"].to_numpy()
        brands_of, creators_of = (part["partners"][name].to_numpy() for name in PARTNERS)
        partners = np.zeros((len(rows), len(self.stored.creator_ids)), dtype=bool)
        partners[np.searchsorted(rows, brands_of), creators_of] = True
        best = best_of_brands(
            self.brands.rows(rows), partners, self.stored, folder_arrays(self.folder), self.count
        )
        return {"rankings": arrow_table(best)}
