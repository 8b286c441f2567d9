"""Headers of profile tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ColumnError
from core.models.accounts.columns import BY_KEY, MEANINGS, bare, recognised

INSTAFAKE = (
    "userFollowerCount,userFollowingCount,userBiographyLength,userMediaCount,userHasProfilPic,"
    "userIsPrivate,usernameDigitCount,usernameLength,isFake"
)
SRF = (
    "rating,Number.of.posts,Number.of.people.they.follow,Number.of.followers,has_profile_picture,"
    "Private.account"
)
KAGGLE = (
    "profile pic,nums/length username,fullname words,nums/length fullname,name==username,"
    "description length,external URL,private,#posts,#followers,#follows,fake"
)


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (
            INSTAFAKE,
            "followers_count following_count bio_length posts_count has_profile_picture "
            "is_private username_digits_count username_length is_fake",
        ),
        (
            SRF,
            "is_fake posts_count following_count followers_count has_profile_picture is_private",
        ),
        (
            KAGGLE,
            "has_profile_picture username_digits_share full_name_words full_name_digits_share "
            "name_is_username bio_length has_external_url is_private posts_count followers_count "
            "following_count is_fake",
        ),
    ],
)
def test_published_headers_are_understood(header: str, keys: str) -> None:
    names = header.split(",")
    assert [key for key, _ in sorted(recognised(names, "f").items(), key=lambda one: one[1])] == (
        keys.split()
    )
    # As a reader of tables hands them over, and in another spelling.
    assert recognised([name.lower() for name in names], "f") == recognised(names, "f")


@pytest.mark.parametrize(
    "case", ["followersCount", "followers_count", "FOLLOWERS COUNT", "#Followers"]
)
def test_case_and_punctuation_do_not_matter(case: str) -> None:
    assert recognised([case], "f") == {"followers_count": 0}


@pytest.mark.parametrize("twice", [("followers", "Follower Count"), ("posts", "posts (2)")])
def test_two_columns_for_one_thing_are_refused(twice: tuple[str, str]) -> None:
    with pytest.raises(ColumnError, match="expected one column") as caught:
        recognised(twice, "sample.csv")
    for words in ("sample.csv", *twice):
        assert words in str(caught.value)


def test_no_alias_means_two_things() -> None:
    seen: dict[str, str] = {}
    for one in MEANINGS:
        for alias in {*one.aliases, bare(one.key)}:
            assert alias == bare(alias)
            assert seen.setdefault(alias, one.key) == one.key
    assert len(BY_KEY) == len(MEANINGS)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_header_is_read_or_refused_in_words(header: list[str]) -> None:
    try:
        found = recognised(header, "f")
    except ColumnError:
        return
    assert set(found.values()) <= set(range(len(header)))
