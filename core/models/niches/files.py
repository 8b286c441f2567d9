"""A fitted niche model in a folder: arrays as npz, words and facts as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from core.errors import UNREADABLE, ModelError
from core.models.niches.linear_space import LinearSpace
from core.models.niches.model import NichesModel
from core.models.niches.selection import KTried
from core.models.niches.space import NicheSpace
from core.models.niches.word_space import WordSpace

_ARRAYS = "niches.npz"
_FACTS = "niches.json"


def save(model: NichesModel, folder: Path) -> None:
    """Writes the model to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        "centres": model.centres,
        "vocabulary_weights": model.space.vocabulary.weights,
        "vocabulary_components": model.space.vocabulary.components,
    }
    for name, space in (("text", model.space.text), ("words", model.space.words)):
        arrays[f"{name}_offsets"] = space.group_offsets
        arrays[f"{name}_mean"] = space.mean
        arrays[f"{name}_projection"] = space.projection
    np.savez(folder / _ARRAYS, **arrays)  # type: ignore[arg-type]
    facts = {
        "text_groups": model.space.text.group_names,
        "words_groups": model.space.words.group_names,
        "words_share": model.space.words_share,
        "vocabulary": model.space.vocabulary.vocabulary,
        "model_version": model.model_version,
        "tried": [asdict(item) for item in model.tried],
        "topics": model.topics,
    }
    text = json.dumps(facts, ensure_ascii=False)
    (folder / _FACTS).write_text(text, encoding="utf-8")


def load(folder: Path) -> NichesModel:
    """The model written by `save`.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            text, words = (
                LinearSpace(
                    tuple(facts[f"{name}_groups"]),
                    arrays[f"{name}_offsets"],
                    arrays[f"{name}_mean"],
                    arrays[f"{name}_projection"],
                )
                for name in ("text", "words")
            )
            vocabulary = WordSpace(
                tuple(facts["vocabulary"]),
                arrays["vocabulary_weights"],
                arrays["vocabulary_components"],
            )
            centres = arrays["centres"]
        space = NicheSpace(text, vocabulary, words, facts["words_share"])
        tried = tuple(KTried(**item) for item in facts["tried"])
        # Builds of earlier versions do not keep the topics.
        topics = tuple(facts.get("topics", ()))
        return NichesModel(space, centres, facts["model_version"], tried, topics)
    except UNREADABLE as error:
        raise ModelError(
            f"The niches of this build cannot be read from {folder.name} ({error}). Build again "
            "with 'python -m core build --from niches'."
        ) from error
