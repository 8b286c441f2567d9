"""Captions and pictures of anybody, judged."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demo.writing.pictures import PICTURES
from core.errors import ModelError
from core.models.profiling.posts import posts_of_frame
from core.models.profiling.profiler import ProfilerConfig, fit
from core.services.profiling.classify import (
    CAPTION_CHARS,
    CAPTIONS_MAX,
    PICTURES_MAX,
    ClassifyError,
    GivenPicture,
    captions_of,
    classify,
)
from core.services.session import BuildSession, open_session
from core.settings import Settings
from tests.support.profile_rows import make_profiled_build, picture
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    settings = Settings.from_env(tmp_path_factory.mktemp("classify_service"))
    make_profiled_build(settings)
    with open_session(settings) as opened:
        yield opened


def _huge_png() -> bytes:
    """A PNG that says it has 60,000 x 60,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def test_captions_are_lines_or_blocks_between_blank_lines() -> None:
    assert captions_of("one\r\ntwo\n").texts == ("one", "two")
    assert captions_of("one\nmore\n\n two ").texts == ("one\nmore", "two")
    assert captions_of(" \n\n ").texts == ()


@given(st.text("ab \n\r\t<", max_size=60))
def test_no_caption_is_empty_or_too_long(typed: str) -> None:
    captions = captions_of(typed)
    assert all(0 < len(text) <= CAPTION_CHARS and text.strip() for text in captions.texts)


def test_what_is_beyond_the_limits_is_left_out_and_counted() -> None:
    captions = captions_of("\n".join(["x" * (CAPTION_CHARS + 5)] * 5_000))
    assert len(captions.texts) == CAPTIONS_MAX
    assert captions.left_out == 5_000 - CAPTIONS_MAX
    assert len(captions.texts[0]) == CAPTION_CHARS


def test_words_of_a_category_are_told_with_weights_and_nearest_creators(
    session: BuildSession,
) -> None:
    judged = classify(session, captions_of("pasta day\npasta again\npasta number 3"))
    assert judged.ranked[0][0] == "Pasta"
    assert sum(share for _, share in judged.ranked) == pytest.approx(1)
    assert sum(post.weight for post in judged.posts) == pytest.approx(1, abs=1e-5)
    assert judged.text is not None
    assert judged.picture is None
    assert len(judged.near.frame) == 8


def test_the_order_of_captions_does_not_matter(session: BuildSession) -> None:
    there = classify(session, captions_of("glow day\npasta again\nhike"))
    back = classify(session, captions_of("hike\npasta again\nglow day"))
    assert dict(there.ranked) == pytest.approx(dict(back.ranked), abs=1e-5)


@pytest.mark.slow
def test_pictures_alone_are_judged_and_have_no_nearest_creators(session: BuildSession) -> None:
    judged = classify(session, captions_of(""), [GivenPicture("a.jpg", picture(1))])
    assert judged.picture is not None
    assert judged.pictures_read == 1
    assert judged.posts[0].picture is not None
    assert judged.posts[0].caption == "a.jpg"
    assert judged.near.frame.empty


def test_a_photograph_points_to_a_topic_by_the_objects_in_it(session: BuildSession) -> None:
    cat = GivenPicture("cat.jpg", (PICTURES / "pets_02.jpg").read_bytes())
    judged = classify(session, captions_of(""), [cat, cat])
    (topic,) = judged.picture_topics
    assert (topic.label, topic.pictures_count) == ("Pets", 2)
    assert "Egyptian cat" in topic.objects
    assert classify(session, captions_of("glow day")).picture_topics == ()


def test_a_model_of_words_alone_leaves_pictures_to_their_topics(
    session: BuildSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame(
        [(f"a{n}", f"{('pasta', 'glow')[n % 2]} number {n}") for n in range(12)],
        columns=["account_id", "caption"],
    )
    accounts = posts_of_frame(frame)
    labels = ["Glow" if int(name[1:]) % 2 else "Pasta" for name in accounts.account_ids]
    words_alone = fit(accounts.posts, labels, ProfilerConfig(parts=("words",), folds=2), seed=0)
    monkeypatch.setattr(BuildSession, "profiler", lambda _: words_alone)
    cat = GivenPicture("cat.jpg", (PICTURES / "pets_02.jpg").read_bytes())
    judged = classify(session, captions_of(""), [cat])
    assert judged.ranked == judged.posts == ()
    assert "captions only" in judged.unread
    assert judged.picture_topics[0].label == "Pets"


def test_unknown_words_are_no_category_but_have_nearest_creators(session: BuildSession) -> None:
    judged = classify(session, captions_of("zzyzx qwrtz"))
    assert judged.ranked == ()
    assert "none of these words" in judged.unread
    assert len(judged.near.frame) == 8


def test_bad_pictures_are_left_out_with_the_reason(session: BuildSession) -> None:
    given_pictures = [
        GivenPicture("huge.png", _huge_png()),
        GivenPicture("drawing.png", b"<svg/>"),
        GivenPicture("empty.jpg", b""),
        GivenPicture("cut.jpg", picture(0)[:60]),
    ]
    judged = classify(session, captions_of("glow day"), given_pictures)
    assert [name for name, _ in judged.rejected] == [one.name for one in given_pictures]
    assert "pixels" in judged.rejected[0][1]
    assert (judged.captions_read, judged.pictures_read) == (1, 0)
    with pytest.raises(ClassifyError, match=r"huge\.png"):
        classify(session, captions_of(""), given_pictures)


@pytest.mark.slow
def test_more_pictures_than_are_read_are_counted(session: BuildSession) -> None:
    many = [GivenPicture(f"{number}.jpg", picture(0)) for number in range(PICTURES_MAX + 3)]
    assert classify(session, captions_of("glow"), many).pictures_left_out == 3


def test_nothing_at_all_says_what_is_expected(session: BuildSession) -> None:
    with pytest.raises(ClassifyError, match="at least one caption or picture"):
        classify(session, captions_of(" "))


def test_a_build_without_a_profiler_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings.from_env(tmp_path_factory.mktemp("without"))
    make_small_build(settings)
    with open_session(settings) as plain, pytest.raises(ModelError):
        classify(plain, captions_of("glow"))
