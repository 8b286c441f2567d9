"""What holds for any text at all."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.brief.parse import ParsedBrief, parse_brief
from core.features.brief.rest import is_empty_clause
from core.models.niches.taxonomy import read_taxonomy

_TOPICS = read_taxonomy().names
_MOST_SECONDS = 1.0  # of computing, for 2,000 characters
_LONG = 2_000
_WORDS = re.findall(
    r"\S+|\n",
    """
    8 German skincare creators, micro under €5,000 in all on Instagram or TikTok no not unusual
    growth last campaign from Vienna and audience posts English engagement above 3% followers
    10k-50k per post max. budget we our "Spring Glow" nicht aus der keine Österreich; Zürich.
    one dozen half a million between 12. bis Mai women 45+ ( ) | : / & + ' who are out mega -
    """,
)
BRIEF_LIKE = st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)
_ANY_TEXT = st.text(max_size=300) | BRIEF_LIKE
# One sign or word, to be written until the text is long.
_REPEATED = (
    "a ", "a-", "1 ", "1,", "1.000 ", "3% ", "10k ", "€5 ", ".,;!?-()", "'", '"a', "\n", "x", "ß",
    "| a | 5 |\n", "creators ", "5 creators ", "no ", "we ", "in Bern, ", "micro, ", "fitness, ",
    "not last campaign ", "no unusual ", "audience in ", "max ", "twenty one ", "was in Aaa ",
    "skincare-", "\u0130", "\U0001f600\U0001f44d\U0001f3fd", "\u202e\u200f", "\x00\x07\x1b",
    "½ ² ٣ ",
)  # fmt: skip


def _read(text: str) -> ParsedBrief:
    return parse_brief(text, _TOPICS)


@settings(max_examples=150, deadline=None)
@given(_ANY_TEXT)
def test_any_text_is_read_the_same_way_twice(text: str) -> None:
    assert _read(text) == _read(text)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(_ANY_TEXT)
def test_mentions_lie_inside_the_text_in_their_order(text: str) -> None:
    brief = _read(text)
    spans = [(mention.start, mention.end) for mention in brief.mentions]
    assert all(0 <= start < end <= len(brief.text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(BRIEF_LIKE)
def test_no_word_is_hidden(text: str) -> None:
    """Each word is in a mention, in what is left, in a warning, or asks for creators alone."""
    brief = _read(text)
    read = bytearray(len(brief.text))
    for mention in brief.mentions:
        read[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    told = " ".join([brief.leftover, *brief.warnings]).lower()
    hidden = [
        word.group()
        for word in re.finditer(r"[^\W_]+", brief.text)
        if not any(read[word.start() : word.end()])
        and word.group().lower() not in told
        and not is_empty_clause(word.group())
    ]
    assert hidden == []


@pytest.mark.parametrize("part", _REPEATED, ids=ascii)
def test_long_text_is_read_within_a_second(part: str) -> None:
    text = (part * _LONG)[:_LONG]
    _read("warm up")
    start = time.process_time()
    _read(text)
    assert time.process_time() - start < _MOST_SECONDS


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "\u200f", "\x00", "\U0001f600"])
def test_text_without_words_says_nothing(text: str) -> None:
    brief = _read(text)
    assert brief.constraints.said() == {}
    assert brief.leftover == ""
    assert brief.warnings == ()


@settings(max_examples=50, deadline=None)
@given(st.sampled_from("\u200b\u200e\u202a\u00ad\ufeff"), st.integers(0, 30))
def test_invisible_sign_between_words_changes_nothing(sign: str, place: int) -> None:
    words = re.findall(r"\S+", "8 gaming creators from Italy on TikTok")
    text = " ".join([*words[:place], sign, *words[place:]])
    assert _read(text).constraints == _read(" ".join(words)).constraints
