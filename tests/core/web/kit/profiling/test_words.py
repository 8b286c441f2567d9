"""Sentences and HTML about what a creator is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from core.domain.probability import confidence_word
from core.queries.profiling.pictures import PostPicture
from core.queries.profiling.profiles import CreatorProfile
from core.services.profiling.creator_view import DecidingPost
from core.web.kit.profiling import words
from core.web.kit.profiling.posts import category_html, posts_html, topic_row_html

PROFILE = CreatorProfile(
    "c1", "Food & cooking", 0.82, "Travel", 0.09, "Food & cooking", "Food & cooking", 0.9,
    "Travel", 0.4, 0.25, 12, 2, True, "test",
)  # fmt: skip
POST = DecidingPost("p1", 0.3, "Travel", 0.91, "<b>hi</b>", datetime(2026, 11, 1), None)


@pytest.mark.parametrize(
    ("probability", "word"),
    [(1.0, "very likely"), (0.85, "very likely"), (0.8449, "likely"), (0.596, "likely"),
     (0.4, "possible"), (0.39, "uncertain"), (0.0, "uncertain")],
)  # fmt: skip
def test_confidence_has_a_word_from_each_bound_on(probability: float, word: str) -> None:
    assert confidence_word(probability) == word


def test_category_and_runner_up_read_as_one_line() -> None:
    assert words.confidence_words(0.82) == "82%, likely"
    assert words.runner_up_words(PROFILE) == "runner-up: Travel 9%"


def test_captions_and_pictures_are_compared_in_words() -> None:
    assert "point to different categories" in words.sides_words(PROFILE)
    assert "Posts with a picture carry 25% of the weight" in words.sides_words(PROFILE)
    agree = replace(PROFILE, picture_category="Food & cooking")
    assert "agree" in words.sides_words(agree)
    without = replace(PROFILE, picture_category=None, picture_probability=None)
    assert words.sides_words(without) == "No pictures were read, so only the captions count."
    alone = replace(PROFILE, text_category=None, text_probability=None)
    assert words.sides_words(alone) == "No caption has text, so only the pictures count."


def test_the_given_category_is_named_whether_it_agrees_or_not() -> None:
    assert words.agreement_words(PROFILE) == "Your data says Food & cooking too."
    other = words.agreement_words(replace(PROFILE, given_category="Travel"))
    assert "the posts read more like Food & cooking" in other
    assert "no category" in words.agreement_words(replace(PROFILE, given_category=None))


def test_only_a_profile_made_without_the_own_category_says_so() -> None:
    assert "was not used for this profile" in words.method_words(PROFILE)
    assert "not used" not in words.method_words(replace(PROFILE, is_out_of_fold=False))
    assert words.method_words(replace(PROFILE, posts_read=1, pictures_read=0)).startswith(
        "1 post r"
    )


def test_only_what_there_is_to_read_is_counted() -> None:
    assert words.read_words(0, 1) == "1 picture read."
    assert words.read_words(2, 1) == "2 captions and 1 picture read."
    unread = words.read_words(2, 1, pictures_count_too=False, has_weights=True)
    assert "Pictures do not count" in unread
    assert "Pictures" not in words.read_words(2, 0, pictures_count_too=False, has_weights=True)


def test_the_niche_of_most_nearest_creators_is_named() -> None:
    assert "all in the niche Pets" in words.near_words(["Pets", "Pets"])
    assert "2 of 3 in the niche Pets" in words.near_words(["Pets", "Travel", "Pets"])
    assert "niche" not in words.near_words(["Pets", "Travel"])
    assert "niche" not in words.near_words([])


def test_objects_are_named_with_how_many_pictures_show_them() -> None:
    assert words.topic_words(2, 3, ("tabby", "tiger cat")) == "2 of 3 pictures: tabby, tiger cat"
    assert words.topic_words(1, 1, ("tabby",)) == "tabby"
    assert "&lt;i&gt;" in topic_row_html("Pets", "<i>", 0.5)


@pytest.mark.parametrize(("weight", "text"), [(1.0, "all"), (0.139, "14%"), (0.005, "0.5%")])
def test_the_weight_of_a_post_is_a_share(weight: float, text: str) -> None:
    assert f"{text} of the weight" in posts_html([replace(POST, weight=weight)])


def test_captions_and_categories_of_strangers_stay_text() -> None:
    html = posts_html([POST])
    assert "&lt;b&gt;hi&lt;/b&gt;" in html
    assert "on its own: Travel 91%" in html
    assert "&lt;i&gt;" in category_html("<i>x</i>", "82%", "runner-up: <u> 9%")


def test_a_post_without_words_says_so_and_a_broken_picture_is_not_shown() -> None:
    broken = replace(POST, caption=" ", picture=PostPicture("p1", b"no jpeg", (), 0))
    html = posts_html([broken])
    assert "No caption" in html
    assert "<img" not in html


def test_the_bar_of_the_weightiest_post_is_full_whatever_part_is_shown() -> None:
    light = replace(POST, post_id="p2", weight=0.15)
    assert "width:50.0%" in posts_html([POST, light], skip=1)
    assert posts_html([]) == ""
