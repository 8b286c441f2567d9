"""Disclosed advertising: what counts in each language, and what must not."""

import pytest

from core.models.posts_text.disclosure import disclosure_terms

DISCLOSED = [
    ("en", "Ad | Trying the new serum this month."),
    ("en", "My honest two weeks with it. #ad"),
    ("en", "Teamed up with @brand for this one (ad)."),
    ("en", "Code X15 gets you 15% off until Sunday. Ad. 😂 #vanlife"),
    ("en", "In paid partnership with @brand"),
    ("en", "So happy to have partnered with @brand on this"),
    ("en", "new in #dovepartner"),
    ("en", "Not sorry. #ad"),
    ("en", "AD\nlook at this"),
    ("en", "AD. Do you want to join?"),
    ("en", "my favourite spot in the house! AD. Thanks to them"),
    ("en", "kitten isn't included :( #ad"),
    ("en", "Anzeige/Ad | merry monday"),
    ("de", "<Werbung> Guten Morgen"),
    ("de", "Werbung | Diesen Monat teste ich das."),
    ("de", "Anzeige: bezahlte Partnerschaft mit @b"),
    ("de", "{Werbung} TREND-ALERT"),
    ("de", "Mit X15 spart ihr bei @b. Anzeige."),
    ("es", "Colaboración pagada con @b, la opinión es mía"),
    ("es", "Publi | Este mes pruebo esto"),
    ("es", "#publicidad me mandó"),
    ("fr", "Collaboration commerciale | Je teste"),
    ("fr", "Partenariat rémunéré avec @b"),
    ("fr", "#sponsorisé @b m'a envoyé"),
    ("it", "#adv @b mi ha mandato"),
    ("it", "Con X15 avete il 15% da @b. Pubblicità."),
    ("pt", "Parceria paga com @b"),
    ("pt", "que dia #publipost"),
    (None, "Добро утро #ad"),
]
NOT_DISCLOSED = [
    ("en", "#adventure in the hills"),
    ("en", "an ad hoc picnic"),
    ("en", "Ad astra"),
    ("en", "thanks to no sponsor, just me"),
    ("en", "this is not sponsored by the way"),
    ("en", "#notsponsored"),
    ("en", "#adidas #adorable"),
    ("en", "Best #dancepartner ever"),
    ("en", "my partner went to the beach"),
    ("en", "riding through sand #adv #motorbike"),
    ("en", "#abudhabi #uae #ad #riders"),
    ("en", "Unpaid advertisement, I love it"),
    ("de", "UNBEZAHLTE WERBUNG | Jumpsuits"),
    ("de", "Werbung wegen Markennennung"),
    ("de", "Das ist keine Werbung."),
    ("es", "esto no es publicidad"),
    ("fr", "Ce post n'est pas sponsorisé, je ne suis pas sponsorisé par eux"),
    ("it", "vado ad un appuntamento"),
    ("pt", "não é publi, juro"),
    ("en", ""),
    ("en", None),
]


@pytest.mark.parametrize(("language", "caption"), DISCLOSED)
def test_a_label_is_found(language: str | None, caption: str) -> None:
    assert disclosure_terms(caption, language), caption


@pytest.mark.parametrize(("language", "caption"), NOT_DISCLOSED)
def test_words_that_only_look_like_labels_are_none(language: str, caption: str | None) -> None:
    assert disclosure_terms(caption, language) == []


def test_terms_come_in_order_and_once() -> None:
    found = disclosure_terms("Paid partnership with @b #ad #sponsored #ad", "en")
    assert found == ["paid partnership", "#ad", "#sponsored"]
