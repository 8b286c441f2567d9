"""HTML of small pictures."""

from __future__ import annotations

from core.web.kit.pictures import Shown, alt_text, picture_html, pictures_html

JPEG = b"\xff\xd8\xff\xe0 small"


def test_what_a_picture_shows_stands_in_words() -> None:
    assert alt_text(("espresso", "cup"), 2) == "Picture: espresso, cup; 2 people"
    assert alt_text((), 1) == "Picture: 1 person"
    assert alt_text((), 0) == "Picture of a post"


def test_a_strip_has_each_picture_once_with_its_words_and_size() -> None:
    html = pictures_html([Shown(JPEG, "a"), Shown(JPEG, "b", "42%")], size_px=80)
    assert html.count("<img ") == 2
    assert html.count('loading="lazy"') == 2
    assert html.count('width="80" height="80"') == 2
    assert 'src="data:image/jpeg;base64,/9j/' in html
    assert ">42%</div>" in html


def test_words_of_strangers_stay_words() -> None:
    html = picture_html(Shown(JPEG, '"><script>alert(1)</script>', "<b>&"))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_bytes_that_are_no_jpeg_are_not_shown() -> None:
    assert picture_html(Shown(b"<svg onload=alert(1)>", "x")) == ""
    assert pictures_html([Shown(b"", "x")]) == ""
    assert pictures_html([]) == ""
