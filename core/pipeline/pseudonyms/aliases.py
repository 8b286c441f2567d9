"""What creators and brands are called in texts, and which of it is an ordinary word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.domain.accounts import Account
from core.models.concepts.wordnet import nouns
from core.pipeline.pseudonyms.naming import Pseudonym
from core.workspace.mentions import ORDINARY_WORD_CREATORS, normal_handle

# A word with its inner dots and hyphens, as handles have them.
WORD = r"\w+(?:[.\-]\w+)*"
_WORDS = re.compile(WORD)
_SEPARATORS = re.compile(r"[|•·,;:()\[\]{}/\\–—~]+")
_SHORTEST = 3  # letters of what is looked for without a sign before it
_SHORTEST_PART = 6  # of what is looked for within hashtags; shorter names are parts of many words
_SIGNS = re.compile(r"[._\-]+")
# A word of no dictionary, such as one of another language, is ordinary when so many use it.
_COMMON_SHARE, _COMMON_MIN = 0.01, 20

Words = tuple[str, ...]
normal = lru_cache(maxsize=200_000)(normal_handle)


@dataclass(frozen=True)
class Alias:
    """What an account is called, and what replaces it.

    Attributes:
        words: as `normal` gives them; a handle or a hashtag is one word.
        text: replaces them; in a hashtag with '_' for spaces.
        owner: influencer_id or brand_id.
        own_only: only in texts of the owner; a first name is many people's.
    """

    words: Words
    text: str
    owner: str
    own_only: bool = False


class Aliases:
    """All aliases, looked up by their first word.

    Attributes:
        starts: first word -> words of the aliases that start with it, the longest first.
        ordinary: words of aliases that stay in texts, because people use them as words.
    """

    def __init__(self, aliases: Iterable[Alias]) -> None:
        """Takes all; of two owners of the same words the first one counts in texts of others."""
        self.ordinary: frozenset[Words] = frozenset()
        self._owners: defaultdict[Words, dict[str, Alias]] = defaultdict(dict)
        for alias in aliases:
            self._owners[alias.words].setdefault(alias.owner, alias)
        self.starts: dict[str, list[Words]] = {}
        for words in sorted(self._owners, key=len, reverse=True):
            self.starts.setdefault(words[0], []).append(words)
        self._within: dict[str, list[tuple[int, int]]] = {}

    def all_at(self, words: list[str], place: int) -> Iterator[Words]:
        """All aliases that start at a place of a text, ordinary or not, the longest first."""
        for alias in self.starts.get(words[place], ()):
            if tuple(words[place : place + len(alias)]) == alias:
                yield alias

    def at(self, words: list[str], place: int, writer: str) -> Alias | None:
        """The longest alias at a place that names somebody in a text of this writer."""
        for found in self.all_at(words, place):
            owners = self._owners[found]
            if found in self.ordinary:
                continue
            if writer in owners:
                return owners[writer]
            named = next((alias for alias in owners.values() if not alias.own_only), None)
            if named is not None:
                return named
        return None

    def within(self, word: str, writer: str) -> tuple[Alias, str, str] | None:
        """An alias at the start or the end of a word, as in 'teamannasmith', and what is beside it.

        Returns:
            The longest alias, and the letters before and after it; None when it names nobody.
        """
        for start, end in self._places_within(word):
            alias = self.at([word[start:end]], 0, writer)
            if alias is not None and not alias.own_only:
                return alias, word[:start], word[end:]
        return None

    def _places_within(self, word: str) -> list[tuple[int, int]]:
        """Start and end of what may be an alias at either end of a word, the longest first."""
        if word not in self._within:  # most hashtags come again and again
            lengths = range(len(word) - 1, _SHORTEST_PART - 1, -1)
            places = [(start, start + size) for size in lengths for start in (0, len(word) - size)]
            self._within[word] = [place for place in places if word[slice(*place)] in self.starts]
        return self._within[word]

    def read(self, texts: Iterable[tuple[str, list[str]]]) -> None:
        """Finds out which aliases are ordinary words.

        Args:
            texts: writer and the words of a text; all texts of a writer in a row.
        """
        counts: defaultdict[Words, int] = defaultdict(int)
        last: dict[Words, str] = {}
        writers: set[str] = set()
        for writer, words in texts:
            writers.add(writer)
            for place, word in enumerate(words):
                if word not in self.starts:
                    continue
                for alias in self.all_at(words, place):
                    if last.get(alias) != writer and writer not in self._owners[alias]:
                        last[alias] = writer
                        counts[alias] += 1
        self.ordinary = _ordinary(counts, len(writers))


def words_of(text: str) -> list[str]:
    """The words of a text as aliases are compared."""
    return [normal(word) for word in _WORDS.findall(text)]


def account_aliases(account: Account, new: Pseudonym) -> list[Alias]:
    """What a creator is called: handle, shown name, and in own texts each word of the name."""
    owner = account.influencer_id
    handle = normal(account.handle)
    found = [
        Alias((word,), new.handle, owner)
        for word in dict.fromkeys((handle, _SIGNS.sub("", handle)))
        if _is_telling(word)
    ]
    found += name_aliases(account.name, new.name, owner)
    new_words = new.name.split()
    found += [
        Alias((word,), new_words[min(number, len(new_words) - 1)], owner, own_only=True)
        for number, word in enumerate(dict.fromkeys(words_of(account.name)))
        if _is_telling(word)
    ]
    return found


def name_aliases(name: str, text: str, owner: str) -> list[Alias]:
    """A shown name: its first part, other parts of two words or more, and each as one word.

    'Anna Smith | Travel' is called 'Anna Smith' and, in hashtags, 'annasmith'. A name of one word
    is looked for in all texts as well.
    """
    found = []
    for number, part in enumerate(_SEPARATORS.split(name)):
        words = tuple(words_of(part))
        joined = "".join(words)
        if _is_telling(joined) and (len(words) > 1 or number == 0):
            found.append(Alias(words, text, owner))
            if len(words) > 1:
                found.append(Alias((joined,), as_handle(text), owner))
    return found


def as_handle(text: str) -> str:
    """A made-up name as one word: 'Copper Heron 4172' as 'copper_heron_4172'."""
    return text.replace(" ", "_").lower()


def _ordinary(counts: Mapping[Words, int], writers_count: int) -> frozenset[Words]:
    """Words that `ORDINARY_WORD_CREATORS` writers or more use who are not called so.

    And that are nouns of a dictionary, word by word, or that one writer in a hundred uses.
    """
    common = max(_COMMON_MIN, _COMMON_SHARE * writers_count)
    return frozenset(
        words
        for words, count in counts.items()
        if count >= ORDINARY_WORD_CREATORS
        and (count >= common or all(nouns().lemma(word) for word in words))
    )


def _is_telling(word: str) -> bool:
    return len(word) >= _SHORTEST and any(letter.isalpha() for letter in word)
