"""A trained ranking in a folder: arrays as npz, names and facts as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UNREADABLE, ModelError
from core.models.ranking.account_view import AccountColumns
from core.models.ranking.parts import FittedParts, History
from core.models.ranking.ranker import MODEL_VERSION, Ranker, RankerConfig
from core.models.ranking.shared_directions import SharedDirections
from core.models.ranking.views import ViewSpace
from core.models.ranking.without_own import NOBODY, WithoutOwn

FOLDER = "ranking"
_ARRAYS, _FACTS = "ranking.npz", "config.json"


@dataclass(frozen=True)
class StoredRanking:
    """Attributes:
    ranker: as trained on all brands with collaborations.
    columns: of the view "account".
    fit_share: how much the fit of Brand match counts in the joined order, 0-1.
    leads: the joined order beat the fit on brands kept aside.
    facts: what it was trained on; JSON values.
    without_own: for the brands it was trained on.
    """

    ranker: Ranker
    columns: AccountColumns
    fit_share: float
    leads: bool
    facts: dict[str, Any]
    without_own: WithoutOwn = NOBODY

    @property
    def creator_ids(self) -> tuple[str, ...]:
        """All creators of the build, by id."""
        return self.ranker.parts.history.creator_ids

    def ranker_for(self, brand_id: str) -> Ranker:
        """What scores a brand: trained without the brand's own collaborations."""
        return self.without_own.ranker_for(self.ranker, brand_id)


def save(stored: StoredRanking, folder: Path) -> None:
    """Writes the ranking to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    parts, history = stored.ranker.parts, stored.ranker.parts.history
    arrays: dict[str, Any] = {
        "history.brand_ids": np.array(history.brand_ids, dtype=np.str_),
        "history.brands": history.brands,
        "history.creator_ids": np.array(history.creator_ids, dtype=np.str_),
        "history.counts": history.counts,
        "shares.data": history.shares.data,
        "shares.indices": history.shares.indices,
        "shares.indptr": history.shares.indptr,
    }
    for name, space in parts.spaces.items():
        arrays |= {
            f"view.{name}.brand_mean": space.brand_mean,
            f"view.{name}.creator_mean": space.creator_mean,
            f"view.{name}.whitener": space.whitener,
        }
    if parts.shared is not None:
        arrays["shared.brand_map"] = parts.shared.brand_map
        arrays["shared.creator_map"] = parts.shared.creator_map
    for fold, directions in enumerate(stored.without_own.directions):
        if directions is not None:
            arrays[f"without_own.{fold}.brand_map"] = directions.brand_map
            arrays[f"without_own.{fold}.creator_map"] = directions.creator_map
    np.savez(folder / _ARRAYS, **arrays)
    facts = {
        "version": MODEL_VERSION,
        "views": {
            name: {"is_distribution": space.is_distribution, "scale": space.scale}
            for name, space in parts.spaces.items()
        },
        "scales": parts.scales,
        "config": asdict(stored.ranker.config),
        "columns": asdict(stored.columns),
        "fit_share": stored.fit_share,
        "leads": stored.leads,
        "facts": stored.facts,
        "without_own": {
            "folds": stored.without_own.folds,
            "scales": stored.without_own.scales,
        },
    }
    (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> StoredRanking:
    """The ranking written by `save`.

    Raises:
        ModelError: there is none, it is damaged, or another version wrote it.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["version"] != MODEL_VERSION:
            raise ValueError(f"version {facts['version']}")
        with np.load(folder / _ARRAYS, allow_pickle=False) as file:
            arrays = dict(file)
        return StoredRanking(
            Ranker(RankerConfig(**facts["config"]), _parts(facts, arrays)),
            _columns(facts["columns"]),
            float(facts["fit_share"]),
            bool(facts["leads"]),
            facts["facts"],
            _without_own(facts["without_own"], arrays),
        )
    except UNREADABLE as error:
        raise ModelError(
            f"The ranking of this build cannot be read ({_reason(error)}). Build again with "
            "'python -m core build --from ranking'."
        ) from error


def _reason(error: Exception) -> str:
    """Without the path of an OSError, which means nothing on a page."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__


def _parts(facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> FittedParts:
    from scipy.sparse import csc_array

    spaces = {
        name: ViewSpace(
            bool(view["is_distribution"]),
            arrays[f"view.{name}.brand_mean"],
            arrays[f"view.{name}.creator_mean"],
            float(view["scale"]),
            arrays[f"view.{name}.whitener"],
        )
        for name, view in facts["views"].items()
    }
    shared = None
    if "shared.brand_map" in arrays:
        shared = SharedDirections(arrays["shared.brand_map"], arrays["shared.creator_map"])
    brand_ids = tuple(arrays["history.brand_ids"].tolist())
    creator_ids = tuple(arrays["history.creator_ids"].tolist())
    shares = csc_array(
        (arrays["shares.data"], arrays["shares.indices"], arrays["shares.indptr"]),
        shape=(len(brand_ids), len(creator_ids)),
    )
    history = History(
        brand_ids, arrays["history.brands"], creator_ids, shares, arrays["history.counts"]
    )
    scales = {
        name: (float(mean), float(spread)) for name, (mean, spread) in facts["scales"].items()
    }
    return FittedParts(spaces, shared, history, scales)


def _without_own(facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> WithoutOwn:
    return WithoutOwn(
        {brand: int(fold) for brand, fold in facts["folds"].items()},
        tuple(
            SharedDirections(
                arrays[f"without_own.{fold}.brand_map"], arrays[f"without_own.{fold}.creator_map"]
            )
            if f"without_own.{fold}.brand_map" in arrays
            else None
            for fold in range(len(facts["scales"]))
        ),
        tuple((float(mean), float(spread)) for mean, spread in facts["scales"]),
    )


def _columns(facts: dict[str, Any]) -> AccountColumns:
    return AccountColumns(
        {name: tuple(names) for name, names in facts["names"].items()},
        *(
            {name: (float(mean), float(spread)) for name, (mean, spread) in facts[side].items()}
            for side in ("brand_scales", "creator_scales")
        ),
    )
