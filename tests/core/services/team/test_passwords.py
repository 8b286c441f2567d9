"""Passwords are hashed with argon2id; a name that is not known takes as long as a known one."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from core.errors import LoginError
from core.services.team import passwords
from core.services.team.passwords import LONGEST, SHORTEST, is_right, password_hash

WORDS = "correct horse battery"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same algorithm without the half second that a hash is to take."""
    passwords._nobodys_hash.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher.from_parameters(CHEAPEST))
    yield
    passwords._nobodys_hash.cache_clear()


def test_hashes_take_the_memory_and_time_that_the_rfc_recommends() -> None:
    assert passwords._hasher()._parameters == RFC_9106_LOW_MEMORY


@pytest.mark.usefixtures("cheap")
def test_only_the_password_itself_is_right() -> None:
    kept = password_hash(WORDS)
    assert kept.startswith("$argon2id$v=19$")
    assert kept != password_hash(WORDS)  # salted
    assert is_right(WORDS, kept)
    for wrong in (WORDS + " ", WORDS.upper(), "", "\ud800", "x" * (LONGEST + 1)):
        assert not is_right(wrong, kept)
    assert not is_right(WORDS, "no hash")


@pytest.mark.parametrize("password", ["", "x" * (SHORTEST - 1), "x" * (LONGEST + 1)])
def test_a_password_is_neither_short_nor_endless(password: str) -> None:
    with pytest.raises(LoginError, match="characters"):
        password_hash(password)


@pytest.mark.usefixtures("cheap")
def test_without_a_hash_one_is_compared_all_the_same() -> None:
    compared = PasswordHasher.verify
    with patch.object(PasswordHasher, "verify", autospec=True, side_effect=compared) as verify:
        assert not is_right(WORDS, None)
        assert not is_right(WORDS, password_hash("another one of these"))
    assert verify.call_count == 2
