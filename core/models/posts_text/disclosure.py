"""Which captions say that they are advertising, in English, German, Spanish, French, Italian and
Portuguese."""

from __future__ import annotations

import re
import unicodedata

LANGUAGES = ("en", "de", "es", "fr", "it", "pt")

# Whole hashtags without accents that say so in a text of any language.
_TAG_NAMES = (
    "ad sponsored sponsoredpost sponsoredcontent sponsoredby paidpartnership paidpartner "
    "paidad paidpromotion paidpost mysponsor advertisement brandpartner anzeige werbung "
    "bezahltewerbung bezahltepartnerschaft bezahltekooperation gesponsert publicidad publi "
    "patrocinado colaboracionpagada contenidopatrocinado publicacionpatrocinada publicite "
    "sponsorise sponsorisee collaborationcommerciale partenariatremunere contenusponsorise "
    "pubblicita advpost sponsorizzato collaborazionepagata contenutosponsorizzato "
    "publipost publicidade parceriapaga publieditorial conteudopatrocinado "
)
_TAGS = frozenset(_TAG_NAMES.split())
# Those that mean something else elsewhere: #adv is adventure riding in English.
_TAGS_OF = {"it": frozenset({"adv"}), "fr": frozenset({"pub"})}
# Riders and drivers of Abu Dhabi write #ad for the place.
_ABU_DHABI = frozenset({"abudhabi", "uae", "emirates", "mydubai", "inabudhabi"})

_WORD = (
    r"(?:ad|advert|advertisement|anzeige|werbung|publi|publicidad|publicite|pub|adv|pubblicita"
    r"|publicidade)"
)
_OPENING = rf"{_WORD}(?:\s*/\s*{_WORD})*"
_PHRASES = (
    r"(?:in )?paid partnership", r"paid (?:promotion|collaboration|advertisement)",
    r"partner(?:ed|ing)?(?: up)? with(?= (?:@|them\b))",
    r"in partnership with(?= @)", r"sponsored by", r"sponsored(?=: ?@)",
    r"sponsored (?:post|content|video|reel)",
    r"(?:post|video|reel|content) (?:is|was) (?:kindly )?sponsored",
    r"bezahlte[rn]? (?:partnerschaft|kooperation|werbung|zusammenarbeit)", r"gesponsert von",
    r"enthalt (?:bezahlte )?werbung",
    r"colaboracion (?:pagada|remunerada)", r"(?:contenido|post|video) patrocinado",
    r"patrocinado por",
    r"collaboration commerciale", r"partenariat (?:remunere|commercial|sponsorise)",
    r"(?:contenu|post) sponsorise", r"sponsorise par",
    r"collaborazione (?:pagata|retribuita)", r"(?:contenuto|post) sponsorizzato",
    r"sponsorizzato da",
    r"parceria paga", r"(?:conteudo|post) patrocinado",
)  # fmt: skip
_PHRASE = re.compile(r"(?<!\w)(?:" + "|".join(_PHRASES) + r")(?!\w)")
# 'Ad | ...', '[Anzeige]', 'Werbung: ...', '(ad)', and a label that stands as a sentence of its own.
_LABELS = (
    re.compile(rf"^\W*({_OPENING})\s*(?:[|:·/•–—-](?!\w)|[|:·•]|[\])}}]|\n|@)"),
    re.compile(rf"[(\[{{*<]\s*#?({_OPENING})\s*[)\]}}*>]"),
    re.compile(rf"(?:^|[.!?]\s+|\n\s*)({_OPENING})\s*\.?\s*(?=$|\n|(?:[^\w@,;:'’\s-]|\s)*(?:#|$))"),
    re.compile(r"[*•|·]\s*(werbung|anzeige)(?!\w)"),
    re.compile(r"[^\w\s,;:'’@#-]\s*(werbung|anzeige)\s*$"),
    re.compile(rf"(?:^|[.!?\n])\s*({_OPENING})\s*[.|:•·](?!\w)"),
    re.compile(rf"^[*\[({{]\s*({_WORD})(?:\s+{_WORD})*\s*[*\])}}]"),
)
# '#dovepartner' says that somebody pays; '#dancepartner' does not.
_PARTNER_TAG = re.compile(
    r"(?!(?:my|life|dance|dancing|training|gym|workout|business|travel|running|study|proud|best|"
    r"adventure|hiking|riding|perfect|climbing|parenting|accountability|domestic|ex|sparring|"
    r"fitness|sex|love|jogging|vertriebs|tanz|lebens|kooperations|chat|writing)partner$)\w{3,}partner$"
)
_BEFORE = re.compile(
    r"(?:\b(?:not|no|never|isn['’]?t|ain['’]?t|unpaid|without|zero|kein|keine|keiner|nicht|ohne|"
    r"unbezahlte?r?|unbeauftragte?r?|sin|ninguna|sans|aucune?|pas|non|senza|nessuna|nao|sem|nem|"
    r"nenhuma|nunca)\b[^\w.!?\n#]*(?:\w+[^\w.!?\n#]+){0,2}#?|\b(?:un|non)[- ]?)$"
)
_DENIED_TAG = re.compile(r"\b(?:not|no|kein|keine|sin|pas|non|nao) (?:an? )?$")
_AFTER = re.compile(
    r"^\W*(?:(?:wegen|da|weil|aufgrund|durch)\b[^|.\n]{0,40}?(?:nennung|verlinkung|markierung|erkennung|tag)"
    r"|unbezahlt|unbeauftragt|selbst (?:gekauft|bezahlt)|ohne auftrag|no pagada|non remuneree"
    r"|non retribuita|nao paga|free\b)"
)
_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20f0]")
_TAG = re.compile(r"#(\w+)")


def plain_letters(text: str) -> str:
    """Lower case without accents, compatibility forms folded."""
    small = text.casefold()
    return small if small.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", small))


def is_disclosure(tag: str) -> bool:
    """Whether a hashtag, without its #, says in any language that a post is advertising."""
    return plain_letters(tag) in _TAGS


def disclosure_terms(caption: str | None, language: str | None = None) -> list[str]:
    """What in a caption says that it is advertising, in its own order, each once.

    Labels count as whole hashtags, as set phrases, and as words that open the caption, stand in
    brackets or alone as a sentence. What is denied ('not sponsored', 'unbezahlte Werbung',
    'Werbung wegen Markennennung') is no disclosure, nor is '#ad' beside tags of Abu Dhabi.

    Args:
        caption: as given; None and '' disclose nothing.
        language: ISO 639-1 of the caption; labels such as '#adv' that mean something else in
            other languages only count in their own.
    """
    if not caption:
        return []
    text = plain_letters(caption)
    if not _CANDIDATE.search(text):
        return []
    labels: list[tuple[int, str]] = []
    tags = [(match.start(), match.end(), match.group(1)) for match in _TAG.finditer(text)]
    of_language = _TAGS_OF.get(language or "", frozenset())
    abroad = any(tag in _ABU_DHABI for _, _, tag in tags)
    for start, end, tag in tags:
        known = tag in _TAGS or tag in of_language or tag.endswith("_ad") or _PARTNER_TAG.match(tag)
        denied = _DENIED_TAG.search(text[max(start - 12, 0) : start]) or _AFTER.match(text[end:])
        if known and not (tag == "ad" and abroad) and not denied:
            labels.append((start, "#" + tag))
    for match in _PHRASE.finditer(text):
        if not _denied(text, match.start(), match.end()):
            labels.append((match.start(), match.group()))
    for label in _LABELS:
        for match in label.finditer(text):
            word = match.group(1)
            elsewhere = word == "adv" and language not in ("it", None)
            elsewhere = elsewhere or (word == "pub" and language != "fr")
            if not elsewhere and not _denied(text, match.start(1), match.end(1)):
                labels.append((match.start(1), word))
    return list(dict.fromkeys(term for _, term in sorted(labels)))


_CANDIDATE = re.compile(
    r"\bads?\b|_ad\b|advert|adv|paid|sponsor|anzeige|werbung|bezahlt|publi|pub\b|pubbli|patrocin"
    r"|colabora|collabora|partenariat|parceria|partner"
)


def _denied(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(text[max(start - 40, 0) : start]) or _AFTER.match(text[end:]))
