"""Made-up names are the same under one key, different under another, and nobody's own."""

from __future__ import annotations

from core.domain.accounts import Account
from core.pipeline.pseudonyms.naming import Naming

ACCOUNTS = [Account(f"c{number}", f"handle{number}", "N", "tiktok") for number in range(3000)]


def test_names_are_unique_and_follow_the_key_and_the_account() -> None:
    first, again, other = (Naming(key).creators(ACCOUNTS) for key in ("a", "a", "b"))
    assert first == again
    assert len({one.handle for one in first.values()}) == len(ACCOUNTS)
    assert len({one.influencer_id for one in first.values()}) == len(ACCOUNTS)
    same = sum(first[one].handle == other[one].handle for one in first)
    assert same < 5
    alone = Naming("a").creators(ACCOUNTS[:10])
    assert all(alone[one] == first[one] for one in alone)


def test_two_accounts_never_share_a_handle_and_take_nobodys() -> None:
    wanted = Naming("a").creators(ACCOUNTS[:1])["c0"].handle
    owner = Account("c9999", wanted, "N", "tiktok")
    names = Naming("a").creators([*ACCOUNTS[:1], owner])
    assert wanted not in {one.handle for one in names.values()}


def test_a_handle_is_written_as_its_name() -> None:
    name = Naming("a").creators(ACCOUNTS[:1])["c0"]
    assert name.name.lower().replace(" ", "_") == name.handle
    assert Naming("a").outsider("@Some.One") == Naming("a").outsider("some.one")
