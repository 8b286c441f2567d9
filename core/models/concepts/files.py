"""Concepts and their graph in a folder: arrays as npz, words as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from core.errors import UNREADABLE, ModelError
from core.models.concepts.graph import Links
from core.models.concepts.model import MODEL_VERSION, ConceptModel, ConceptsConfig
from core.models.concepts.senses import SenseTexts
from core.models.concepts.vocabulary import Vocabulary

FOLDER = "concepts"
_ARRAYS, _FACTS = "concepts.npz", "concepts.json"


def save(model: ConceptModel, folder: Path) -> None:
    """Writes the model to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = model.sense_texts
    senses = sorted(texts.glosses)
    vectors = [texts.glosses[synset] for synset in senses]
    np.savez(
        folder / _ARRAYS,
        vectors=model.vectors,
        synsets=model.vocabulary.synsets,
        accounts_counts=model.vocabulary.accounts_counts,
        left=model.links.left,
        right=model.links.right,
        kinds=model.links.kinds,
        weights=model.links.weights,
        senses=np.array(senses, dtype=np.int64),
        # Half precision is what the cache of the encoder keeps, too.
        sense_vectors=np.array(vectors, dtype=np.float16),
        accounts_mean=texts.accounts_mean,
    )
    facts = {
        "version": model.version,
        "config": asdict(model.config),
        "labels": model.vocabulary.labels,
        "words": model.vocabulary.words,
        "foreign": sorted(model.foreign),
        "leanings": texts.leanings,
    }
    (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> ConceptModel:
    """The model of a folder.

    Raises:
        ModelError: there is none, it is damaged, or another version wrote it.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["version"] != MODEL_VERSION:
            raise ModelError(
                f"Expected concepts of version {MODEL_VERSION}, found {facts['version']}. Build "
                "again with 'python -m core build --from concepts'."
            )
        config = facts["config"]
        config["kind_shares"] = tuple(config["kind_shares"])
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            senses = arrays["sense_vectors"].astype(np.float32)
            return ConceptModel(
                ConceptsConfig(**config),
                Vocabulary(
                    tuple(facts["labels"]),
                    arrays["synsets"],
                    tuple(facts["words"]),
                    arrays["accounts_counts"],
                ),
                Links(arrays["left"], arrays["right"], arrays["kinds"], arrays["weights"]),
                arrays["vectors"],
                frozenset(facts["foreign"]),
                SenseTexts(
                    dict(zip(arrays["senses"].tolist(), senses, strict=True)),
                    arrays["accounts_mean"],
                    {word: tuple(values) for word, values in facts["leanings"].items()},
                ),
            )
    except UNREADABLE as error:
        raise ModelError(
            f"The concepts in {folder.name} cannot be read ({error}). Build again with "
            "'python -m core build --from concepts'."
        ) from error
