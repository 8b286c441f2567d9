"""Labelled accounts of a source, and whether they can be learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.accounts.features import columns_behind

MIN_OF_A_KIND = 10


@dataclass(frozen=True)
class LabelledAccounts:
    """Accounts of one source.

    Attributes:
        x: frame of `feature_frame`.
        fake: a label a row.
    """

    name: str
    x: pd.DataFrame
    fake: NDArray[np.bool_]


def check(sources: Sequence[LabelledAccounts], available: Sequence[str]) -> None:
    """Nothing when each source can be learned from.

    Args:
        available: features of the sample; those of the sources are a part of them.
    Raises:
        ModelError: there is no source, one has too few of a kind, or none of the sample's
            features differs within it.
    """
    if not sources:
        raise ModelError("Expected labelled accounts to learn from, found none. Give a file.")
    for source in sources:
        fakes, reals = int(source.fake.sum()), int((~source.fake).sum())
        if min(fakes, reals) < MIN_OF_A_KIND:
            raise ModelError(
                f"{source.name}: expected at least {MIN_OF_A_KIND} accounts labelled fake and "
                f"{MIN_OF_A_KIND} labelled real, found {fakes:,} and {reals:,}. Add labelled "
                "accounts of the rarer kind, or leave this file out."
            )
        if not any(source.x[name].nunique() > 1 for name in source.x.columns):
            raise ModelError(
                f"{source.name}: expected columns in common with the sample in which accounts "
                f"differ ({', '.join(columns_behind(list(available))) or 'none found there'}), "
                f"found {', '.join(columns_behind(list(source.x.columns))) or 'none'}. Add such a "
                "column to one of the two files."
            )


def class_weights(fake: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights with which both kinds count alike and all weights add up to 1."""
    return np.where(fake, 0.5 / max(int(fake.sum()), 1), 0.5 / max(int((~fake).sum()), 1))
