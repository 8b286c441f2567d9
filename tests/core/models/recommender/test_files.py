"""A recommender on disk and back, and what is said when it is damaged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from core.models.recommender import files
from core.models.recommender.factors import Factors
from core.models.recommender.files import RecommenderModel
from core.models.recommender.interactions import interactions_of
from core.models.recommender.item_item import fit_item_item
from core.models.recommender.join import JoinWeights


@pytest.fixture
def model() -> RecommenderModel:
    generator = np.random.default_rng(2)
    return RecommenderModel(
        Factors(
            generator.normal(size=(2, 3)).astype(np.float32),
            np.zeros(2, np.float32),
            generator.normal(size=(4, 3)).astype(np.float32),
            generator.normal(size=4).astype(np.float32),
        ),
        np.array([5, 0]),
        np.array([1.0, 0, 2, 3]),
        np.eye(2, 3, dtype=np.float32),
        JoinWeights(1.0, 0.2, 0.4),
        {"learns": True, "model_version": "näme", "missing": ""},
    )


def test_a_model_comes_back_as_it_was(tmp_path: Path, model: RecommenderModel) -> None:
    files.save(model, tmp_path / "models" / "recommender")
    found = files.load(tmp_path / "models" / "recommender")
    rows = np.array([0, 1])
    assert np.array_equal(found.factors.scores(rows), model.factors.scores(rows))
    assert found.factors.item_factors.dtype == np.float32
    for name in ("chosen_counts", "popularity", "text_centres"):
        assert np.array_equal(getattr(found, name), getattr(model, name)), name
    assert found.new_brand == model.new_brand
    assert found.facts == model.facts


@pytest.mark.parametrize("users", [3, 9], ids=["fewer users", "fewer items"])
def test_the_item_item_model_comes_back_as_it_was(
    tmp_path: Path, model: RecommenderModel, users: int
) -> None:
    generator = np.random.default_rng(1)
    rows, columns = np.nonzero(generator.random((users, 5)) < 0.6)
    made = interactions_of([str(row) for row in rows], [str(column) for column in columns])
    trained = fit_item_item(made, 3.0)
    files.save(replace(model, item_item=trained, item_item_weight=0.35), tmp_path)
    found = files.load(tmp_path)
    assert found.item_item is not None
    assert found.item_item_weight == 0.35
    assert found.item_item.by_users == (users == 3)
    assert np.array_equal(found.item_item.scores(made.matrix()), trained.scores(made.matrix()))
    assert np.array_equal(found.item_item.choices.toarray(), made.matrix().toarray())


def test_a_build_from_before_the_item_item_model_has_factors_alone(
    tmp_path: Path, model: RecommenderModel
) -> None:
    files.save(model, tmp_path)
    facts = json.loads((tmp_path / "recommender.json").read_text(encoding="utf-8"))
    assert facts.pop("item_item") is None
    (tmp_path / "recommender.json").write_text(json.dumps(facts), encoding="utf-8")
    found = files.load(tmp_path)
    assert found.item_item is None
    rows = np.array([0, 1])
    assert np.array_equal(found.blend.scores(rows), model.factors.scores(rows))


def test_saving_again_replaces_what_was_there(tmp_path: Path, model: RecommenderModel) -> None:
    files.save(model, tmp_path)
    files.save(RecommenderModel(**{**vars(model), "new_brand": JoinWeights(0.5)}), tmp_path)
    assert files.load(tmp_path).new_brand.trained == 0.5


def _cut(folder: Path) -> None:
    whole = (folder / "recommender.npz").read_bytes()
    (folder / "recommender.npz").write_bytes(whole[: len(whole) // 2])


def _scratch(folder: Path) -> None:
    whole = bytearray((folder / "recommender.npz").read_bytes())
    start = whole.index(b"user_factors") + 176  # within the numbers of the first array
    whole[start : start + 4] = b"\xff\xff\xff\xff"
    (folder / "recommender.npz").write_bytes(bytes(whole))


def _other_version(folder: Path) -> None:
    facts = json.loads((folder / "recommender.json").read_text(encoding="utf-8"))
    (folder / "recommender.json").write_text(json.dumps({**facts, "version": 99}))


DAMAGES = {
    "no facts": lambda folder: (folder / "recommender.json").unlink(),
    "no arrays": lambda folder: (folder / "recommender.npz").unlink(),
    "empty arrays": lambda folder: (folder / "recommender.npz").write_bytes(b""),
    "half of the arrays": _cut,
    "a scratch": _scratch,
    "one array only": lambda folder: np.savez(folder / "recommender.npz", popularity=np.zeros(1)),
    "facts of something else": lambda folder: (folder / "recommender.json").write_text("[1]"),
    "half of the facts": lambda folder: (folder / "recommender.json").write_text('{"version": 1'),
    "another version": _other_version,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_model_says_what_to_do(
    tmp_path: Path, model: RecommenderModel, damage: str
) -> None:
    files.save(model, tmp_path)
    DAMAGES[damage](tmp_path)
    with pytest.raises(ModelError, match="build --from recommendations"):
        files.load(tmp_path)
