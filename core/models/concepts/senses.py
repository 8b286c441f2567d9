"""What a word means for an account: a synset of WordNet, or the word itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.models.concepts.lists import meanings
from core.models.concepts.splitting import is_english
from core.models.concepts.uses import ENGLISH, WordUses
from core.models.concepts.wordnet import Sense, nouns

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

MOST_SENSES = 4
# How much the share of uses in English text counts beside a cosine: a sense that is twice as
# frequent wins against a gloss that is .1 closer. With less, near synonyms of one word part.
PRIOR_WEIGHT = 0.15
_ENGLISH_SHARE = 0.25
_LEAST_DEPTH = 4  # 'entity', 'object', 'act': above everything, about nothing


def foreign_words(uses: WordUses) -> frozenset[str]:
    """Words that mostly accounts of other languages use, so that their English noun is chance.

    A word is foreign when under a quarter of its accounts with a known language write English, or
    when none has one and English does not know it. What `words.toml` translates into is English.
    """
    languages = np.asarray(uses.languages, dtype=object)[uses.accounts]
    known = np.bincount(uses.words, weights=languages != "", minlength=len(uses.names))
    english = np.bincount(uses.words, weights=languages == ENGLISH, minlength=len(uses.names))
    meant = {word for lines in meanings().values() for words in lines.values() for word in words}
    return frozenset(
        name
        for name, count, english_count in zip(uses.names, known, english, strict=True)
        if name not in meant
        and "_" not in name
        and (english_count < _ENGLISH_SHARE * count if count else not is_english(name))
    )


def senses_of(word: str) -> tuple[Sense, ...]:
    """Meanings that a word may have here, the most frequent first; () for no noun."""
    known = nouns()
    lemma = known.lemma(word)
    senses = known.senses[lemma] if lemma else ()
    return tuple(sense for sense in senses if known.depths[sense.synset] >= _LEAST_DEPTH)[
        :MOST_SENSES
    ]


def gloss_texts(synsets: Iterable[int]) -> list[str]:
    """What the sentence encoder reads of synsets: a lemma and the gloss."""
    known = nouns()
    names = lemmas_by_synset()
    return [f"{names[synset]}: {known.glosses[synset]}" for synset in synsets]


def lemmas_by_synset() -> Mapping[int, str]:
    """Synset -> the lemma that most often means it, without _."""
    best: dict[int, tuple[float, str]] = {}
    for lemma, senses in nouns().senses.items():
        for sense in senses:
            # The share alone would name a synset after a rare word that means nothing else.
            entry = (-round(sense.share, 1), lemma)
            if sense.synset not in best or entry < best[sense.synset]:
                best[sense.synset] = entry
    found = {synset: lemma.replace("_", " ") for synset, (_, lemma) in best.items()}
    return defaultdict(str, found)


def chosen_sense(
    senses: Sequence[Sense],
    account_vectors: NDArray[np.float32],
    sense_vectors: Mapping[int, NDArray[np.float32]],
) -> NDArray[np.int64]:
    """(n,) synset that a word with these senses has for each account.

    The sense whose gloss is most like the account's text, frequent senses preferred; the most
    frequent one for an account without text, or where a gloss has no vector.

    Args:
        account_vectors: (n, dimension) unit rows; 0 without text.
        sense_vectors: synset -> (dimension,) unit vector of its gloss.
    """
    synsets = np.array([sense.synset for sense in senses], dtype=np.int64)
    if len(synsets) == 1 or any(synset not in sense_vectors for synset in synsets.tolist()):
        return np.full(len(account_vectors), synsets[0])
    glosses = np.stack([sense_vectors[synset] for synset in synsets.tolist()])
    prior = PRIOR_WEIGHT * np.log([sense.share for sense in senses])
    scores = account_vectors @ glosses.T + prior
    best = np.where(account_vectors.any(axis=1), scores.argmax(axis=1), 0)
    return np.asarray(synsets[best])
