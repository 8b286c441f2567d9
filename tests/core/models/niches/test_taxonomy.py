"""The list of topics: the shipped one, an own one, broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InputFileError
from core.features.text import topic_words
from core.models.niches.taxonomy import OWN_TAXONOMY, own_taxonomy, read_taxonomy


def test_every_shipped_topic_is_described_and_each_of_its_words_can_occur() -> None:
    topics = read_taxonomy().topics
    assert 35 <= len(topics) <= 45
    assert all(topic.description.endswith(".") for topic in topics)
    unseen = [
        word
        for topic in topics
        for word in topic.words
        if not word.endswith("*") and topic_words(word) != [word]
    ]
    assert unseen == []


def test_a_word_counts_whole_or_by_its_start() -> None:
    taxonomy = read_taxonomy()
    labels = [topic.label for topic in taxonomy.topics]

    def of(word: str) -> list[str]:
        return [labels[place] for place in taxonomy.topics_of_word(word)]

    assert of("recipes") == of("rezepte") == ["Food & cooking"]
    assert of("dog") == ["Pets"]
    assert of("dogma") == of("the") == of("") == []
    assert set(of("vegan")) == {"Food & cooking", "Sustainable living"}
    assert of("skincare") == ["Beauty & skincare"]


def test_an_own_list_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    assert own_taxonomy(tmp_path) is None
    (tmp_path / OWN_TAXONOMY).write_text(
        '[Fishing]\ndescription = "Rods."\nen = "Carp trout*"\nde = "karpfen"\n["Chess"]\n'
    )
    taxonomy = read_taxonomy(own_taxonomy(tmp_path))
    assert [topic.label for topic in taxonomy.topics] == ["Fishing", "Chess"]
    assert taxonomy.topics[0].words == ("fishing", "carp", "trout*", "karpfen")
    assert taxonomy.texts == ["Fishing. Rods.", "Chess. "]
    assert taxonomy.topics_of_word("chess") == (1,)


def test_near_names_another_topic_of_the_file_and_is_no_word(tmp_path: Path) -> None:
    own = tmp_path / OWN_TAXONOMY
    own.write_text('[Sea]\nen = "ocean"\n[Fishing]\nen = "carp"\nnear = "Sea"\n')
    sea, fishing = read_taxonomy(own).topics
    assert (sea.near, fishing.near) == ("", "Sea")
    assert fishing.words == ("fishing", "carp")
    own.write_text('[Fishing]\nnear = "Lakes"\n')
    with pytest.raises(InputFileError, match='is near "Lakes", which is no topic'):
        read_taxonomy(own)


@pytest.mark.parametrize(
    "content",
    ["[Fishing", 'Fishing = "carp"', '[Fishing]\nen = ["carp"]', '[A]\nEnglish = "a"', ""],
)
def test_a_broken_list_says_so(tmp_path: Path, content: str) -> None:
    own = tmp_path / OWN_TAXONOMY
    own.write_text(content)
    with pytest.raises(InputFileError, match=OWN_TAXONOMY):
        read_taxonomy(own)


def test_a_missing_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="cannot be read"):
        read_taxonomy(tmp_path / "none.toml")
