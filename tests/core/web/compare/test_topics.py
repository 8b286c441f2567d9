"""What counts as a topic among the hashtags of a creator."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from core.web.compare.topics import topic_tags


def _tags(hashtags: list[str] | None) -> list[str]:
    creator: Any = SimpleNamespace(hashtags=hashtags)
    return topic_tags(creator)


def test_labels_of_advertising_are_no_topics_in_any_language() -> None:
    assert _tags(["ad", "tidyshelf", "Anzeige", "publicité", "adventure"]) == [
        "tidyshelf",
        "adventure",
    ]


@pytest.mark.parametrize("hashtags", [None, [], ["ad"]])
def test_without_topics_there_are_none(hashtags: list[str] | None) -> None:
    assert _tags(hashtags) == []
