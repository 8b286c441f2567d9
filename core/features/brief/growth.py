"""What a brief says of growth that is worth checking."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_ODD, _GROWN, _NO = any_of("growth.odd"), any_of("growth.grown"), any_of("growth.no")
_OR = r"(?:,| or| oder| and| und|/)"
# "no unusual growth", "keine auffälligen oder gekauften Follower", "no bots".
_NO_ODD = re.compile(
    rf"{_NO}[\s:]+(?:{any_of('growth.filler')}\s+){{0,4}}"
    rf"(?:{_ODD}(?:{_OR}+\s*{_ODD})*[\s-]*{_GROWN}(?:\s*{_OR}\s*(?:{_ODD}\s+)?{_GROWN})*"
    rf"|{any_of('growth.fakes')})"
)
_NO_GROWTH_WORTH_CHECKING = re.compile(
    rf"{_NO}\s+(?:\w+\s+){{0,3}}?growth (?:that is )?worth checking\b"
)
# "no anomalies in their growth", "keine Auffälligkeiten beim Wachstum".
_NO_ODDITY = re.compile(
    rf"{_NO}[\s:]+(?:{any_of('growth.filler')}\s+){{0,2}}{any_of('growth.oddities')}"
    rf"(?: {any_of('growth.oddity_of')}){{1,3}} {_GROWN}"
)
# "nothing shady with their growth".
_NOTHING_ODD = re.compile(
    rf"{_NO}[\s:]+(?:{any_of('growth.filler')}\s+){{0,2}}{_ODD}"
    rf"(?: {any_of('growth.oddity_of')}){{1,3}} {_GROWN}"
)
# "suspicious growth is out".
_ODD_IS_OUT = re.compile(
    rf"{_ODD}[\s-]*{_GROWN}[^.;]{{0,40}}?{any_of('growth.excluded_later')}"
    r"(?!\s+(?:a problem|an issue|stör))"
)
# "nobody who buys followers".
_NO_BUYERS = re.compile(
    rf"{_NO}[^.;\n]{{0,40}}?(?:{any_of('growth.bought')} (?:\w+ )?(?:followers|likes|fans)\b"
    r"|\bfollower\w* (?:\w+ )?(?:ge)?kauf\w*)(?: haben| hat)?"
)
# "Exclusions: politics; creators with odd growth".
_IN_EXCLUSIONS = re.compile(
    rf"{any_of('growth.exclusions')}\s*:[^.:?!]{{0,120}}?(?P<odd>(?:{any_of('growth.filler')}\s+)*{_ODD}[\s-]*{_GROWN}"
    rf"|{any_of('growth.fakes')})"
)
# "whoever was caught buying followers is out".
_BUYERS_ARE_OUT = re.compile(
    rf"{any_of('growth.bought')} (?:\w+ )?(?:followers|likes|fans)\b[^.;]{{0,40}}?"
    rf"{any_of('growth.excluded_later')}"
)
# "please check for fake followers", "auf gekaufte Follower prüfen".
_CHECKED = re.compile(
    rf"{any_of('growth.checking')}\s+(?:{any_of('growth.checked')}\s+){{0,4}}"
    rf"(?:{_ODD}[\s-]*{_GROWN}|{any_of('growth.fakes')})"
    rf"|(?:auf|nach) (?:{_ODD}[\s-]*{_GROWN}|{any_of('growth.fakes')}) (?:\w+ )?"
    rf"{any_of('growth.checking')}"
)
_ODD_PERSON = any_of("growth.odd_people")
# "nobody suspicious", "no shady people", "keine zwielichtigen Accounts", "nobody who looks fake".
_NO_ODD_PEOPLE = re.compile(
    rf"{_NO}[\s:]+(?:{any_of('growth.of_people')}\s+){{0,5}}"
    rf"{_ODD_PERSON}(?:{_OR}+\s*{_ODD_PERSON})*"
    rf"(?:\s+{any_of('growth.people')})*(?=\s*(?:$|[,.;!?()]|(?:and|or|but|und|oder|aber)\b))"
)
_REAL_WORD = any_of("growth.real")
_REAL = re.compile(
    r"(?:\b(?:only|nur|with|mit|must have|having|and|und) )?"
    rf"{_REAL_WORD}(?:,?(?: and| und)? {_REAL_WORD})*"
    rf"[ -]?{any_of('growth.real_growth')}(?: only\b| nur\b)?"
)
_SOUND = any_of("growth.real", "growth.sound")
_ITS_GROWTH, _BE = any_of("growth.its_growth"), any_of("growth.to_be")
_EVIDENCE, _NEEDED = any_of("growth.evidence"), any_of("growth.needed")
_PROVED = re.compile(
    # "growth must be organic", "Wachstum: unauffällig", "the audience has to be real"
    rf"(?:{_ITS_GROWTH}(?:\s*:)?(?:\s+{_BE}){{0,4}}|{any_of('growth.real_growth')}(?:\s+{_BE}){{1,4}})"
    rf"\s+{_SOUND}(?:(?:,| and| und) {_SOUND})*(?:\s+{_BE})?"
    # "steady follower growth", "verified growth: required"
    rf"|(?:{_SOUND}(?:,| and| und)? )*{any_of('growth.sound')},? {_ITS_GROWTH}"
    rf"(?::? (?:{_BE} )*(?:{_NEEDED}|only\b|nur\b))?"
    # "evidence of organic growth", "must pass the growth check", "growth evidence required"
    rf"|{any_of('growth.proof')} (?:of |for |für )?(?:\w+ )?{_ITS_GROWTH}"
    rf"(?:,? (?:{_BE} )*{_NEEDED})?"
    rf"|(?:\b(?:must|should|who|that) )*{any_of('growth.passing')} (?:\w+ )?{_EVIDENCE}"
    rf"|{_EVIDENCE}:? (?:{_BE} )*(?:{_NEEDED}|{_SOUND})"
    rf"|{any_of('growth.free_of_fakes')}"
    # "growth without spikes"
    rf"|(?:{_SOUND} )?{_ITS_GROWTH}(?:\s+{_BE})*[\s,:]+(?:with )?{_NO}\s+"
    rf"(?:{any_of('growth.filler', 'growth.odd')}\s+)*{any_of('growth.oddities')}"
)
_OURS, _COMPANY = (
    re.compile(any_of("growth.ours") + r"\s*$"),
    re.compile(rf"\s*{any_of('growth.company')}"),
)
_MAY = r"(?:may|can|could|kann|darf|dürfen)"
_FINE = re.compile(
    # "even accounts with odd growth"
    rf"{any_of('growth.even')} (?:(?:those|ones|creators|accounts|people) )?(?:with )?(?:the )?"
    rf"{_ODD} {_GROWN}(?: too| also)?(?: (?:is|are) {any_of('growth.fine')})?"
    # "odd growth is fine", "auffälliges Wachstum stört uns nicht"
    rf"|{_ODD} {_GROWN} (?:(?:is|are|ist|wäre|sind|totally|also|auch|perfectly|absolutely) )*"
    rf"{any_of('growth.fine')}"
    rf"|{_ODD} {_GROWN} (?:stört|stören) (?:mich|uns) nicht\b"
    rf"|{_ODD} {_GROWN} (?:doesn't|does not|don't|do not) (?:bother|matter)\w*(?: us\b| me\b)?"
    # "growth may look odd"
    rf"|{_GROWN} {_MAY} (?:\w+ ){{0,2}}?{_ODD}(?: (?:sein|wirken|be)\b)?"
    # "we don't mind odd growth"
    rf"|{any_of('growth.no_matter')} (?:the |any )?{_ODD} {_GROWN}(?: or {_GROWN})?"
)


def read_growth(reading: Reading) -> None:
    """Notes whether growth worth checking is left out."""
    for match in reading.matches(_FINE):
        reading.add("hide_unusual", False, *match.span())
    for pattern in (
        _NO_GROWTH_WORTH_CHECKING, _NO_ODD, _NO_ODDITY, _NOTHING_ODD, _ODD_IS_OUT, _NO_BUYERS,
        _BUYERS_ARE_OUT, _CHECKED, _PROVED, _REAL,
    ):  # fmt: skip
        for match in reading.matches(pattern):
            around = reading.before(match.start()), reading.after(match.end())
            if pattern is _PROVED and (_OURS.search(around[0]) or _COMPANY.match(around[1])):
                continue
            reading.add("hide_unusual", True, *match.span())
    for match in list(_IN_EXCLUSIONS.finditer(reading.lower)):
        if reading.is_free(*match.span("odd")):
            reading.add("hide_unusual", True, *match.span("odd"))
    for match in reading.matches(_NO_ODD_PEOPLE):
        words = reading.text[match.start() : match.end()]
        reading.warn(f"'{words}' is read as: no unusual growth.")
        reading.add("hide_unusual", True, *match.span())
