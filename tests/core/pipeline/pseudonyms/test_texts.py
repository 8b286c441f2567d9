"""Who is named in a text gets the made-up name, in every spelling; words of others stay."""

from __future__ import annotations

import pytest

from core.domain.accounts import Account
from core.pipeline.pseudonyms.naming import Naming, Pseudonym
from core.pipeline.pseudonyms.texts import Replacing

NAMING = Naming("k" * 32)
ZORA = Account("z1", "zora.quill", "Zora Quill | Travel", "instagram")
TOKYO = Account("t1", "tokyo_hana", "花子", "tiktok")
WORD = Account("w1", "garden", "Rosa", "instagram")
PSEUDONYMS = {
    "z1": Pseudonym("creator-1", "copper_heron_4172", "Copper Heron 4172"),
    "t1": Pseudonym("creator-2", "grey_gull_0001", "Grey Gull 0001"),
    "w1": Pseudonym("creator-3", "red_stork_0002", "Red Stork 0002"),
}


@pytest.fixture
def replacing() -> Replacing:
    made = Replacing(NAMING, [ZORA, TOKYO, WORD], PSEUDONYMS, {"b1": ("Luma Skin", "Luma Skin")})
    made.read([(f"o{number}", "my garden in spring") for number in range(3)])
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with @Zora.Quill, thanks", "with @copper_heron_4172, thanks"),
        ("with @zora.quill.", "with @copper_heron_4172."),
        ("zora.quill was here", "copper_heron_4172 was here"),
        ("ZORA QUILL and me", "Copper Heron 4172 and me"),
        ("Zora  Quill's van", "Copper Heron 4172's van"),
        ("#ZoraQuill #zoraquilldaily #teamzoraquill",
         "#copper_heron_4172 #copper_heron_4172_daily #team_copper_heron_4172"),
        ("Quill pens; quill, zora", "Quill pens; quill, zora"),
        ("garden by @garden #garden", "garden by @red_stork_0002 #garden"),
        ("ask @somebody_else", f"ask @{NAMING.outsider('somebody_else')}"),
        ("@lumaskin sent me this", "@lumaskin sent me this"),
        ("mail zora@quill.example.org or call +44 (20) 7946-0958",
         "mail … or call …"),
        ("https://zora.example/a?b=1, www.zoraquill.com and zoraquill.com", "… … and …"),
        ("10-12.50 for 2 in 2026-11-30", "10-12.50 for 2 in 2026-11-30"),
        ("x.y.z and i.e. fine... ok.now", "x.y.z and i.e. fine... ok.now"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_of_somebody_else(replacing: Replacing, text: str, expected: str) -> None:
    assert replacing.text(text, "o9", "instagram") == expected


def test_words_of_the_own_name_go_in_own_texts_alone(replacing: Replacing) -> None:
    assert replacing.text("Zora here, travel and tea", "z1", None) == "Copper here, 4172 and tea"
    assert replacing.text("Zora here, travel and tea", "o9", None) == "Zora here, travel and tea"


def test_a_name_in_a_script_without_spaces_goes_within_words(replacing: Replacing) -> None:
    assert replacing.text("こんにちは花子です", "t1", None) == "こんにちはGrey Gull 0001です"


def test_an_account_of_the_same_name_elsewhere_is_another_one() -> None:
    twin = Account("z2", "zora.quill", "Zed", "tiktok")
    names = {**PSEUDONYMS, "z2": Pseudonym("creator-4", "lime_owl_0003", "Lime Owl 0003")}
    replacing = Replacing(NAMING, [ZORA, twin], names, {})
    assert replacing.mention("zora.quill", "tiktok") == "lime_owl_0003"
    assert replacing.mention("zora.quill", "instagram") == "copper_heron_4172"
    assert replacing.mention("@Zora.Quill", "youtube") == "copper_heron_4172"


def test_a_word_that_few_use_is_a_name() -> None:
    replacing = Replacing(NAMING, [WORD], PSEUDONYMS, {})
    kept = replacing.read(
        [("o1", "my garden"), ("o1", "garden"), ("o2", "garden"), ("w1", "garden")]
    )
    assert kept == frozenset()
    assert replacing.text("my garden", "o1", None) == "my red_stork_0002"


def test_a_word_of_no_dictionary_is_ordinary_when_many_use_it() -> None:
    account = Account("q1", "zzqx", "Q", "instagram")
    names = {"q1": Pseudonym("creator-5", "tan_rook_0004", "Tan Rook 0004")}
    for writers_count, is_kept in ((19, False), (20, True)):
        replacing = Replacing(NAMING, [account], names, {})
        kept = replacing.read([(f"o{number}", "zzqx") for number in range(writers_count)])
        assert (kept == {"zzqx"}) is is_kept


def test_renamed_brands_go_from_texts_as_well() -> None:
    replacing = Replacing(NAMING, [], {}, {"b1": ("Luma Skin", "Teal Brand 0417")})
    assert replacing.text("Luma skin by @lumaskin #lumaskin", "o1", None) == (
        "Teal Brand 0417 by @teal_brand_0417 #teal_brand_0417"
    )
