"""Brand-safety words: languages, boundaries, exceptions, an own list."""

from pathlib import Path

import pytest

from core.errors import InputFileError
from core.models.posts_text.safety import safety_words


def found(caption: str, language: str | None = "en") -> list[str]:
    return [one.category for one in safety_words().hits(caption, language)]


@pytest.mark.parametrize(
    ("language", "caption", "category"),
    [
        ("en", "Friday means wine 🍷", "alcohol"),
        ("en", "what the FUCK is this", "profanity"),
        ("de", "ein Bier am Abend", "alcohol"),
        ("es", "unas cervezas y listo", "alcohol"),
        ("fr", "on va au casino ce soir", "gambling"),
        ("it", "che cazzo dici", "profanity"),
        ("pt", "sem cocaína, por favor", "drugs"),
        ("pt", "sem cocaina, por favor", "drugs"),
        ("en", "#whiskey and friends", "alcohol"),
        (None, "mass shooting in the news", "violence"),
    ],
)
def test_a_word_fires_in_its_language(language: str | None, caption: str, category: str) -> None:
    assert found(caption, language) == [category]


@pytest.mark.parametrize(
    ("language", "caption"),
    [
        ("en", "killer heels and a killer view"),
        ("en", "a shot of espresso"),
        ("en", "fashion shooting today"),
        ("en", "nude lipstick is back"),
        ("en", "swine and dinosaurs"),
        ("en", "wine red nails, champagne gold shoes"),
        ("en", "wearing my cocktail dress"),
        ("en", "foodporn #foodporn"),
        ("en", "bath bombs for everyone"),
        ("en", "@beer.official said hello"),
        ("tr", "Gün ışığı"),
        ("en", "die Waffen"),
        ("it", "un cono gelato"),
    ],
)
def test_words_that_mean_something_else_do_not_fire(language: str, caption: str) -> None:
    assert found(caption, language) == []


def test_in_an_unknown_language_only_long_foreign_words_count() -> None:
    assert found("marihuana everywhere", None) == ["drugs"]
    # 'viol' is rape in French and a flower's colour elsewhere; 'arma' a name.
    assert found("viol and arma", None) == []
    assert found("un viol", "fr") == ["violence"]


def test_an_exception_spares_only_the_word_inside_it() -> None:
    assert found("cocktail dress, then a cocktail") == ["alcohol"]


def test_an_own_list_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "brand_safety.toml"
    own.write_text('[rivals]\nany = "otherbrand acme*"\nunless = ["acme street"]\n')
    words = safety_words(own)
    assert [one.word for one in words.hits("wine at Acmes, OTHERBRAND", "en")] == [
        "acmes",
        "otherbrand",
    ]
    assert words.hits("we met in Acme Street", "en") == []


@pytest.mark.parametrize("content", ["[broken", "[a]\nen = 3\n", "a = 1\n"])
def test_a_broken_list_says_so(tmp_path: Path, content: str) -> None:
    own = tmp_path / "brand_safety.toml"
    own.write_text(content)
    with pytest.raises(InputFileError, match=r"brand_safety\.toml"):
        safety_words(own)
