"""Fitted topics in a folder: arrays as npz, words and facts as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from core.errors import UNREADABLE, ModelError
from core.models.topics.model import Topics, TriedCount

FOLDER = "topics"
_ARRAYS, _FACTS = "topics.npz", "topics.json"


def save(topics: Topics, folder: Path) -> None:
    """Writes the topics to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / _ARRAYS, word_shares=topics.word_shares, word_weights=topics.word_weights)
    facts = {
        "words": topics.words,
        "tried": [asdict(trial) for trial in topics.tried],
        "model_version": topics.model_version,
    }
    (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> Topics:
    """The topics written by `save`.

    Raises:
        ModelError: there are none, or they are damaged.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            word_shares, word_weights = arrays["word_shares"], arrays["word_weights"]
        words = tuple(facts["words"])
        if {word_shares.shape[1], len(word_weights)} != {len(words)}:
            raise ValueError(f"{word_shares.shape} shares of {len(words)} words")
        tried = tuple(TriedCount(**trial) for trial in facts["tried"])
        return Topics(words, word_shares, word_weights, tried, facts["model_version"])
    except UNREADABLE as error:
        raise ModelError(
            f"The topics of this build cannot be read from {folder.name} ({error}). Build again "
            "with 'python -m core build --from topics'."
        ) from error
