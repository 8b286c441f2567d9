"""Which of the training sources a sample looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_ROUNDS = 200
# A handful of profiles cannot say where they come from: as if so many more had come from all
# sources alike.
_EVEN_ACCOUNTS = 20.0


@dataclass(frozen=True)
class Resemblance:
    """Attributes:
    names: of the sources.
    features: known to all sources, so that what is missing does not give a source away.
    """

    names: tuple[str, ...]
    features: tuple[str, ...]
    known_counts: tuple[int, ...]
    _model: Any

    def weights(self, x: pd.DataFrame) -> dict[str, float]:
        """Share of each source in a mixture that looks like this sample; they add up to 1.

        Source: expectation maximisation over the sources' probabilities, as for a class share.
        """
        even = np.array(self.known_counts, dtype=np.float64)
        even /= even.sum()
        share = even
        if self._model is not None and len(x):
            each = _even_probabilities(self._model, x.reindex(columns=list(self.features)))
            for _ in range(_ROUNDS):
                expected = each * share
                expected /= expected.sum(axis=1, keepdims=True)
                new = (expected.sum(axis=0) + _EVEN_ACCOUNTS * even) / (len(x) + _EVEN_ACCOUNTS)
                if np.abs(new - share).max() < 1e-6:
                    break
                share = new
        return dict(zip(self.names, share.tolist(), strict=True))


def fit_resemblance(
    sources: Sequence[tuple[str, pd.DataFrame, NDArray[np.bool_]]],
) -> Resemblance:
    """What tells these sources apart.

    Args:
        sources: name, frame of `feature_frame` and labels; fake and real count alike in each, so
            that a sample is not sent to a source for its share of fakes.
    """
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    shared = [name for name in sources[0][1].columns if all(name in x for _, x, _ in sources)]
    frames = [x[shared] for _, x, _ in sources]
    together = pd.concat(frames, ignore_index=True)
    shared = [name for name in shared if together[name].nunique() > 1]
    counts = tuple(x.shape[1] for _, x, _ in sources)
    names = tuple(name for name, _, _ in sources)
    if not shared:
        return Resemblance(names, (), counts, None)
    origin = np.concatenate([np.full(len(x), i) for i, x in enumerate(frames)])
    weights = np.concatenate(
        [
            np.where(fake, 0.5 / max(fake.sum(), 1), 0.5 / max((~fake).sum(), 1))
            for _, _, fake in sources
        ]
    )
    model = make_pipeline(
        SimpleImputer(),
        StandardScaler(),
        SplineTransformer(4, degree=2, knots="uniform", extrapolation="linear"),
        LogisticRegression(C=1.0, max_iter=2000),
    )
    model.fit(together[shared], origin, logisticregression__sample_weight=weights * len(weights))
    return Resemblance(names, tuple(shared), counts, model)


def _even_probabilities(model: Any, x: pd.DataFrame) -> NDArray[np.float64]:
    return np.clip(model.predict_proba(x), 1e-6, 1)
