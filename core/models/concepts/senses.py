"""What a word means for an account: a synset of WordNet, or the word itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.features.embeddings import normalised
from core.models.concepts.lists import meanings
from core.models.concepts.splitting import is_english
from core.models.concepts.uses import ENGLISH, WordUses
from core.models.concepts.wordnet import Sense, nouns

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

MOST_SENSES = 4
# How much the share of uses in English text counts beside a cosine: a sense that is twice as
# frequent wins against a gloss that is .07 closer. With less, near synonyms of one word part.
PRIOR_WEIGHT = 0.1
# How much the account's text counts beside those of all accounts with the word: one text is short
# and about several things, and most words have one sense among creators.
OWN_WEIGHT = 0.5
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


@dataclass(frozen=True)
class SenseTexts:
    """What senses are chosen by.

    Attributes:
        glosses: synset -> (dimension of the encoder,) unit vector of its gloss, less what all
            glosses have in common.
        accounts_mean: (dimension of the encoder,) what the texts of all accounts have in common.
        leanings: word -> cosine of each of its senses with the accounts that use it.
    """

    glosses: Mapping[int, NDArray[np.float32]] = field(default_factory=dict)
    accounts_mean: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    leanings: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def centred(self, account_vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, dimension) unit rows of texts less what all have in common; 0 stays 0."""
        rows = normalised(np.asarray(account_vectors, dtype=np.float32) - self.accounts_mean)
        rows[~np.asarray(account_vectors).any(axis=1)] = 0.0
        return rows

    def has(self, senses: Sequence[Sense]) -> bool:
        """Whether the glosses of all these senses have a vector."""
        return all(sense.synset in self.glosses for sense in senses)

    def cosines(
        self, senses: Sequence[Sense], centred_rows: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """(n, senses) of centred texts and the glosses."""
        glosses = np.stack([self.glosses[sense.synset] for sense in senses])
        return np.asarray(centred_rows @ glosses.T)


def fit_sense_texts(
    uses: WordUses,
    foreign: frozenset[str],
    account_vectors: NDArray[np.float32] | None,
    encode: Encode | None,
    counted: NDArray[np.bool_],
    *,
    fewest: int,
    most: int,
) -> SenseTexts:
    """What the senses of the most used words are chosen by; nothing without vectors.

    An encoder puts glosses together, and biographies with captions, whatever they are about; so
    each kind of text loses its mean.

    Args:
        account_vectors: (accounts, dimension) unit rows, 0 without text.
        encode: texts -> (n, dimension) unit rows, as the account vectors were made.
        counted: (accounts,) those whose texts say what is usual; what a brand says has no say in
            the senses of others.
        fewest: accounts that a word needs.
        most: words with several senses; rarer ones decide little, and encoding takes time.
    """
    if encode is None or account_vectors is None or not account_vectors[counted].any():
        return SenseTexts()
    counts = np.bincount(uses.words, minlength=len(uses.names))
    words: list[int] = []
    for word in np.argsort(-counts, kind="stable").tolist():
        if counts[word] < fewest or len(words) == most:
            break
        if uses.names[word] not in foreign and len(senses_of(uses.names[word])) > 1:
            words.append(word)
    senses = {word: senses_of(uses.names[word]) for word in words}
    synsets = sorted({sense.synset for of_word in senses.values() for sense in of_word})
    if not synsets:
        return SenseTexts()
    rows = np.asarray(encode(gloss_texts(synsets)), dtype=np.float32)
    usual_texts = counted & account_vectors.any(axis=1)
    texts = SenseTexts(
        dict(zip(synsets, normalised(rows - rows.mean(axis=0)), strict=True)),
        np.asarray(account_vectors[usual_texts].mean(axis=0), dtype=np.float32),
    )
    centred = texts.centred(account_vectors)
    order, bounds = _by_word(uses)
    leanings = {}
    for word, of_word in senses.items():
        accounts = uses.accounts[order[bounds[word] : bounds[word + 1]]]
        accounts = accounts[counted[accounts]]
        usual = normalised(centred[accounts].sum(axis=0, keepdims=True))
        leanings[uses.names[word]] = tuple(texts.cosines(of_word, usual)[0].tolist())
    return replace(texts, leanings=leanings)


def chosen_sense(
    word: str,
    senses: Sequence[Sense],
    centred_rows: NDArray[np.float32],
    texts: SenseTexts,
) -> NDArray[np.int64]:
    """(n,) synset that a word with these senses has for each account.

    The sense whose gloss is most like the account's text and those of others with the word,
    frequent senses preferred. An account without text has that of the others; where a gloss has
    no vector, the most frequent sense stands for all.

    Args:
        centred_rows: (n, dimension) of `SenseTexts.centred`; 0 without text.
    """
    synsets = np.array([sense.synset for sense in senses], dtype=np.int64)
    if len(synsets) == 1 or not texts.has(senses):
        return np.full(len(centred_rows), synsets[0])
    prior = PRIOR_WEIGHT * np.log([sense.share for sense in senses])
    usual = np.array(texts.leanings.get(word, [0.0] * len(senses)))
    scores = OWN_WEIGHT * texts.cosines(senses, centred_rows) + (1 - OWN_WEIGHT) * usual + prior
    return np.asarray(synsets[scores.argmax(axis=1)])


def used_synsets(
    uses: WordUses,
    foreign: frozenset[str],
    account_vectors: NDArray[np.float32] | None,
    texts: SenseTexts,
) -> NDArray[np.int64]:
    """(u,) synset of each use; -1 where the word is no noun, or a foreign one."""
    synsets = np.full(len(uses.words), -1, dtype=np.int64)
    order, bounds = _by_word(uses)
    centred = None
    if account_vectors is not None and texts.glosses:
        centred = texts.centred(account_vectors)
    for number, name in enumerate(uses.names):
        senses = () if name in foreign else senses_of(name)
        if not senses:
            continue
        places = order[bounds[number] : bounds[number + 1]]
        if len(senses) == 1 or centred is None:
            synsets[places] = senses[0].synset
        else:
            synsets[places] = chosen_sense(name, senses, centred[uses.accounts[places]], texts)
    return synsets


def _by_word(uses: WordUses) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the uses sorted by word, and where each word starts among them."""
    order = np.argsort(uses.words, kind="stable")
    return order, np.searchsorted(uses.words[order], np.arange(len(uses.names) + 1))
