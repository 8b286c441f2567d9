"""Topics that niches are named by, from an editable list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.errors import InputFileError
from core.features.text import topic_words

SHIPPED_TAXONOMY = Path(__file__).with_name("taxonomy.toml")
OWN_TAXONOMY = "niche_taxonomy.toml"  # in the data folder, takes the place of the shipped list
_DESCRIPTION, _NEAR, _NAMES = "description", "near", "names"
_NO_WORDS = (_DESCRIPTION, _NEAR, _NAMES)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Topic:
    """Attributes:
    label: as people read it, such as 'Food & cooking'.
    description: what the sentence encoder reads.
    words: lower case; one that ends in * stands for every ending.
    near: label of the topic that stands in for it where no niche is named by it; '' for none.
    names: what a brief calls the topic, lower case, with * as in words.
    """

    label: str
    description: str
    words: tuple[str, ...]
    near: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """A list of topics ready to look words up in; built by `read_taxonomy`.

    Attributes:
        topics: in the order of the file.
    """

    topics: tuple[Topic, ...]
    _whole: Mapping[str, tuple[int, ...]]
    _starts: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, topics: Sequence[Topic]) -> Taxonomy:
        """A list of the topics given, in this order."""
        whole: dict[str, list[int]] = {}
        starts: dict[str, list[int]] = {}
        for place, topic in enumerate(topics):
            for word in topic.words:
                table = starts if word.endswith("*") else whole
                table.setdefault(word.removesuffix("*"), []).append(place)
        return cls(
            tuple(topics),
            {word: tuple(places) for word, places in whole.items()},
            {start: tuple(places) for start, places in starts.items()},
        )

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Label -> what a brief calls the topic, in the order of the file."""
        return {topic.label: topic.names for topic in self.topics}

    @property
    def texts(self) -> list[str]:
        """What an encoder should read of each topic."""
        return [f"{topic.label}. {topic.description}" for topic in self.topics]

    def topics_of_word(self, word: str) -> tuple[int, ...]:
        """Places of the topics that list a word in lower case, ascending; most words have none."""
        places = set(self._whole.get(word, ()))
        for end in range(1, len(word) + 1):
            places.update(self._starts.get(word[:end], ()))
        return tuple(sorted(places))


def own_taxonomy(data_dir: Path) -> Path | None:
    """The installation's own list of topics, when it has one."""
    file = data_dir / OWN_TAXONOMY
    return file if file.exists() else None


def read_taxonomy(file: Path | None = None) -> Taxonomy:
    """The topics of a file; the shipped ones without.

    Raises:
        InputFileError: it is not TOML of topics, each with a description and words by language.
    """
    path = file or SHIPPED_TAXONOMY
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise InputFileError(f"{path.name} cannot be read: {error.strerror}.") from error


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Taxonomy:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputFileError(f"{path.name} is not a TOML file: {error}.") from error
    for label, entries in content.items():
        if not isinstance(entries, dict) or not all(
            isinstance(text, str) and (name in _NO_WORDS or _LANGUAGE.fullmatch(name))
            for name, text in entries.items()
        ):
            raise InputFileError(
                f'{path.name}: expected under ["{label}"] a line {_DESCRIPTION} = "One sentence." '
                'and lines such as en = "word word*", found something else.'
            )
    topics = [_topic(label, entries) for label, entries in content.items()]
    if not topics:
        raise InputFileError(f"{path.name}: expected topics such as [Travel], found none.")
    labels = {topic.label for topic in topics}
    for topic in topics:
        if topic.near and topic.near not in labels:
            raise InputFileError(
                f'{path.name}: ["{topic.label}"] is near "{topic.near}", which is no topic of the '
                f"file. Topics: {', '.join(sorted(labels))}."
            )
    return Taxonomy.of(topics)


def _topic(label: str, entries: Mapping[str, str]) -> Topic:
    """The words of the label count too, so that a topic may be no more than its label."""
    listed = [
        word.lower()
        for name, text in entries.items()
        if name not in _NO_WORDS
        for word in text.split()
        if word.strip("*")
    ]
    words = tuple(dict.fromkeys([*topic_words(label), *listed]))
    listed_names = (name.strip().lower() for name in entries.get(_NAMES, "").split(","))
    names = [name for name in listed_names if name] or topic_words(label)
    return Topic(
        label,
        entries.get(_DESCRIPTION, ""),
        words,
        entries.get(_NEAR, ""),
        tuple(dict.fromkeys([label.lower(), *names])),
    )
