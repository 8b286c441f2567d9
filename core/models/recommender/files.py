"""A learned recommender in a folder: arrays as npz, facts as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UNREADABLE, ModelError
from core.models.recommender.blend import Blend
from core.models.recommender.factors import Factors
from core.models.recommender.item_item import ItemItem
from core.models.recommender.join import JoinWeights

FOLDER = "recommender"
_ARRAYS, _FACTS = "recommender.npz", "recommender.json"
_VERSION = 1


@dataclass(frozen=True)
class RecommenderModel:
    """Attributes:
    factors: rows are the brands by brand_id and the creators by influencer_id.
    chosen_counts: (brands,) creators that each brand did something with.
    popularity: (creators,) points of all brands together.
    text_centres: (k, dimension) centres of the text clusters.
    new_brand: weights for a brand without interactions.
    facts: what it was learned from and how; JSON values.
    item_item: beside the factors; None where they stand alone, as in builds before it.
    item_item_weight: see `core.models.recommender.blend`.
    """

    factors: Factors
    chosen_counts: np.ndarray
    popularity: np.ndarray
    text_centres: np.ndarray
    new_brand: JoinWeights
    facts: dict[str, Any]
    item_item: ItemItem | None = None
    item_item_weight: float = 0.0

    @property
    def blend(self) -> Blend:
        """The factors with the item-item model beside them."""
        return Blend(self.factors, self.item_item, self.item_item_weight)


def save(model: RecommenderModel, folder: Path) -> None:
    """Writes the model to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "user_factors": model.factors.user_factors,
        "user_biases": model.factors.user_biases,
        "item_factors": model.factors.item_factors,
        "item_biases": model.factors.item_biases,
        "chosen_counts": model.chosen_counts,
        "popularity": model.popularity,
        "text_centres": model.text_centres,
        **_item_item_arrays(model.item_item),
    }
    np.savez(folder / _ARRAYS, **arrays)
    facts = {
        "version": _VERSION,
        "new_brand": asdict(model.new_brand),
        "facts": model.facts,
        "item_item": None
        if model.item_item is None
        else {
            "by_users": model.item_item.by_users,
            "penalty": model.item_item.penalty,
            "usual_weight": model.item_item.usual_weight,
            "weight": model.item_item_weight,
        },
    }
    (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> RecommenderModel:
    """The model written by `save`.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["version"] != _VERSION:
            raise ValueError(f"version {facts['version']}")
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            return RecommenderModel(
                Factors(
                    arrays["user_factors"],
                    arrays["user_biases"],
                    arrays["item_factors"],
                    arrays["item_biases"],
                ),
                arrays["chosen_counts"],
                arrays["popularity"],
                arrays["text_centres"],
                JoinWeights(**facts["new_brand"]),
                facts["facts"],
                *_item_item(facts.get("item_item"), arrays),
            )
    except UNREADABLE as error:
        raise ModelError(
            "This build has no recommender that can be read. Make a new build on the Data page, "
            "or run 'python -m core build --from recommendations'."
        ) from error


def _item_item_arrays(model: ItemItem | None) -> dict[str, np.ndarray]:
    if model is None:
        return {}
    return {
        "item_item_members": model.members,
        "item_item_matrix": model.matrix,
        "item_item_leverage": model.leverage,
        "choices_weights": model.choices.data,
        "choices_items": model.choices.indices,
        "choices_starts": model.choices.indptr,
        "choices_shape": np.array(model.choices.shape, dtype=np.int64),
    }


def _item_item(facts: dict[str, Any] | None, arrays: Any) -> tuple[ItemItem | None, float]:
    """The item-item model and its weight; builds made before it have none."""
    if not facts:
        return None, 0.0
    from scipy.sparse import csr_array

    choices = csr_array(
        (arrays["choices_weights"], arrays["choices_items"], arrays["choices_starts"]),
        shape=tuple(arrays["choices_shape"].tolist()),
    )
    model = ItemItem(
        choices,
        bool(facts["by_users"]),
        arrays["item_item_members"],
        arrays["item_item_matrix"],
        arrays["item_item_leverage"],
        float(facts["penalty"]),
        float(facts["usual_weight"]),
    )
    return model, float(facts["weight"])
