"""What a brief asks for and no data of creators can tell."""

from __future__ import annotations

import re

from core.features.brief.people import CREATORS
from core.features.brief.quantities.ages import AGE_WITH_SIDE, is_age_with_side
from core.features.brief.reading import CLAIMED, Reading
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of

_AGES = (
    rf"{any_of('unknowable.age')}"
    r"|\b\d\d\s?-\s?(?:\d\d years?|jährig\w*)\b"
    r"|(?<=\ball )[1-9]\d\+(?!\w)|(?<=\balle )[1-9]\d\+(?!\w)"
    rf"|{any_of('unknowable.gender', 'places.audience_people')},? (?:(?:aged|von|of) )?"
    r"[1-6]\d\s?(?:-|to|bis)\s?[1-9]\d(?![\w%€$£]|[.,]\d|\s?(?:k|tsd|%|€|euro?s?|followers?)\b)"
)
_SHARES = (
    rf"\b\d+(?:[.,]\d+)?\s?(?:%|percent|prozent) (?:\w+ ){{0,3}}{any_of('unknowable.audience')}"
)
_GENDER = "The gender of creators"
_SUBJECTS = tuple(
    (re.compile(pattern), subject)
    for pattern, subject in (
        (any_of("unknowable.gender"), _GENDER),
        (_AGES, "Age"),
        (any_of("unknowable.looks"), "The looks of creators"),
        (_SHARES, "Shares of an audience"),
        (any_of("unknowable.verification"), "Verification"),
    )
)

# Of a person: "@natewinslow", "zulu.sipho".
_HANDLE = (
    r"(?:@[\w.-]*\w|(?<![\w@.])(?=[\w.]*[a-z_])(?:\w{2,}(?:\.[a-z_]\w+|_\w+)+|\w\.[a-z_]\w{2,}))"
)
_NAME_LIST = r"\s*(?:,|&|\b(?:and|und|or|oder|nor|noch)\b(?:\s+(?:not|nicht)\b)?)\s*"
_REFUSED_HANDLES = re.compile(
    rf"{any_of('people.no', 'people.refusing')}"
    rf"(?:\s+(?:{any_of('people.creators')}|with|mit|for|für|the|any|der|die|den))*"
    rf"[\s:]+{_HANDLE}(?:{_NAME_LIST}{_HANDLE})*"
)
_HANDLES = rf"{_HANDLE}(?:{_NAME_LIST}{_HANDLE})*"
_NAMED_HANDLES = re.compile(
    # "someone like @anna.bakes", "we have signed anna.bakes"
    rf"(?:{any_of('people.alike')}|{any_of('people.booked')})[\s:]+(?:{any_of('people.creators')}\s+)?{_HANDLES}"
    # "@anna.bakes and tom_eats are already booked"
    rf"|(?:(?=@){_HANDLES}|{_HANDLES}(?=\s+{any_of('people.is_booked')}))(?:\s+{any_of('people.is_booked')})?"
)
_ALIKE = re.compile(any_of("people.alike"))
_NAME = (
    rf"(?:{_HANDLE}|(?!{any_of('people.no_name', 'people.creators', 'places.audience')})[\w&'-]+)"
)
_EXCEPT = re.compile(
    rf"{any_of('people.except')}[\s:]+{_NAME}(?:\s+(?!{any_of('people.ends_refusal')}){_NAME})?"
    rf"(?:{_NAME_LIST}{_NAME})*(?=\s*(?:$|[;!?)]|[.,](?!\w)))"
)
_WORKED_WITH_OTHERS = re.compile(
    rf"(?:(?:who|that|die|der)\s+)?(?:(?:have|has|had|haben|hat)\s+)?{any_of('people.not_yet')}\s+"
    rf"(?:{any_of('people.worked_with')}\s+(?!\w+\s+(?:who|that|whose)\b){_NAME}(?:{_NAME_LIST}{_NAME})*"
    rf"|(?:mit|für)\s+{_NAME}(?:{_NAME_LIST}{_NAME})*\s+{any_of('campaigns.worked')}"
    r"(?:\s+(?:haben|hat))?)"
)
_ITEM = r"[\w&'-]+(?:[ \t]+[\w&'-]+){0,2}"
# "Competitors: Nike, Adidas", "competitors (Nike, Adidas) are excluded".
_EXCLUSIONS = re.compile(
    rf"(?i:{any_of('growth.exclusions')})\s*:(?P<list>(?:[^.:!?\n]|\.(?=\d))+)"
)
# "no deals with Pinecrest or Acme Foods", which are names by their capitals.
_CAPITALS = r"[A-ZÄÖÜ][\w'-]*(?:\s+(?:&\s+)?[A-ZÄÖÜ][\w'-]*)*"
_DEALS = re.compile(
    rf"(?i:{any_of('people.plain_no')}\s+{any_of('refusals.advertising')}\s+(?:with|mit|by|for|für|von)\s+)"
    rf"{_CAPITALS}(?:\s*(?:,|\bor\b|\boder\b|\band\b|\bund\b)\s*{_CAPITALS})*"
)
_COMPETITORS = re.compile(
    rf"{any_of('people.competitors')}(?:\s+(?:are|is|sind|such as|like|wie))?\s*(?:[:=(]|-\s)\s*"
    rf"{_ITEM}(?:{_NAME_LIST}{_ITEM})*\)?(?:\s+(?:are|is|sind|werden)\s+{any_of('people.no')})?"
)
_TAXES = re.compile(
    r"\b(?:excl(?:uding|\.)?|incl(?:uding|\.)?|ex|plus|inkl(?:usive|\.)?|exkl(?:usive|\.)?|zzgl\.?|without|ohne)"
    r"\s+(?:\d\d\s?% )?(?:vat|taxe?s?|mwst|ust|mehrwertsteuer)\b\.?"
)
_MAIL = re.compile(rf"(?:{any_of('unknowable.mail_before')}[\s:]+)*[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def read_names(reading: Reading) -> None:
    """Warns of single creators and of brands that are refused; an address of mail says nothing."""
    for match in [*reading.matches(_MAIL), *reading.matches(_TAXES)]:
        reading.claim(*match.span())
    for pattern in (_COMPETITORS, _REFUSED_HANDLES, _WORKED_WITH_OTHERS):
        for match in list(reading.matches(pattern)):
            _warn_of_names(reading, match)
    for match in _DEALS.finditer(reading.text):
        if reading.is_free(*match.span()):
            _warn_of_names(reading, match)
    for match in list(reading.matches(_NAMED_HANDLES)):
        words = reading.text[match.start() : match.end()]
        where = (
            "the page Creator lists similar ones"
            if _ALIKE.match(match.group())
            else "add those you want to its campaign"
        )
        reading.warn(f"'{words}' is left aside: a brief cannot ask for single creators; {where}.")
        reading.claim(*match.span())


def read_exceptions(reading: Reading) -> None:
    """Warns of what follows 'except' and is no place, platform or topic."""
    for match in list(_EXCEPT.finditer(reading.masked())):
        if re.search(_HANDLE, match.group()):
            _warn_of_names(reading, match)
            continue
        words = reading.text[match.start() : match.end()]
        reading.warn(
            f"'{words}' cannot be excluded: nothing in the data tells it, and a brief excludes no "
            "single creators."
        )
        reading.claim(*match.span())


def read_exclusions(reading: Reading) -> None:
    """Warns of what is left of a list of exclusions, and keeps it out of the meaning."""
    for match in list(_EXCLUSIONS.finditer(reading.text)):
        start, end = match.span("list")
        for part in re.finditer(r"[^;,]+", reading.unclaimed()[start:end]):
            first, last = start + part.start(), start + part.end()
            words = part.group().replace(CLAIMED, "").strip()
            if not is_empty_clause(words):
                reading.warn_of_refused(words)
                reading.claim(first, last)


def _warn_of_names(reading: Reading, match: re.Match[str]) -> None:
    words = reading.text[match.start() : match.end()]
    reading.warn(f"'{words}' is left aside: a brief cannot exclude single creators or brands.")
    reading.claim(*match.span())


def _warn_of_unknown(reading: Reading, subject: str) -> None:
    reading.warn(f"{subject} cannot be checked: the data does not hold it.")


_POSTS = any_of("quantities.posts")
_SOME_POSTS = rf"(?:\d{{1,2}}\s?(?:-|to|bis)\s?)?\d{{1,2}}\s+(?:[^\W\d]\w*\s+)?{_POSTS}"
_COMPARED = rf"(?:{any_of('comparisons.least', 'comparisons.most')}\s+)?"
_AND = r"\s*(?:,|\+|&|\b(?:and|plus|und)\b)\s*"
_POSTS_EACH = re.compile(
    rf"{_COMPARED}(?<![\w.,]){_SOME_POSTS}(?:{_AND}{_SOME_POSTS})*\s+{any_of('quantities.for_each')}"
    rf"|\b(?:je|jeweils|each)\s+{_SOME_POSTS}(?:{_AND}{_SOME_POSTS})*"
)


def read_posts_each(reading: Reading) -> None:
    """Warns of several posts for each creator, which a brief cannot ask for."""
    for match in reading.matches(_POSTS_EACH):
        if sum(map(int, re.findall(r"\d+", match.group()))) != 1:
            words = reading.text[match.start() : match.end()]
            reading.warn(f"'{words}': the plan counts one post each; change posts in the campaign.")
            reading.claim(*match.span())


_LEFT_CLAUSE = re.compile(r"[^;\n!?()\[\]|:,.\0]+(?:[.,](?=\d)[^;\n!?()\[\]|:,.\0]*)*")
_DIGITS = re.compile(r"[-+~<>=€$]*\d[\d.,'%€$]*(?:k|m|mio|e\d+)?")


def read_left_numbers(reading: Reading) -> None:
    """Warns of numbers of which no reader knows what they count, where nothing else is said."""
    for match in list(_LEFT_CLAUSE.finditer(reading.masked())):
        words = match.group().split()
        numbers = [word for word in words if _DIGITS.fullmatch(word)]
        if numbers and is_empty_clause(" ".join(word for word in words if word not in numbers)):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            end = match.start() + len(match.group().rstrip())
            reading.warn(
                f"'{reading.text[start:end]}' is not understood: say what the number is of."
            )
            reading.claim(start, end)


_ORDER = re.compile(any_of("unknowable.order"))


def read_order(reading: Reading) -> None:
    """Warns of 'cheapest' and 'fast growing', and keeps them out of the meaning."""
    for match in list(reading.matches(_ORDER)):
        words = reading.text[match.start() : match.end()]
        reading.warn(f"'{words}' does not narrow the choice: nothing in the data tells it.")
        reading.claim(*match.span())


_FEMALE = re.compile(r"(?<!\w)([\w-]+)innen(?!\w)")


def _names_women(reading: Reading) -> bool:
    """Whether a brief asks for 'Bloggerinnen' and not for 'Bloggerinnen und Blogger'."""
    return any(
        CREATORS.fullmatch(match.group())
        and not re.search(rf"(?<!\w){re.escape(match[1])}(?:e|en|n)?(?!\w)", reading.lower)
        for match in _FEMALE.finditer(reading.lower)
    )


def read_unknowable(reading: Reading) -> None:
    """Warns of what the data cannot tell; the words stay part of what the brief means."""
    for pattern, subject in _SUBJECTS:
        if next(reading.matches(pattern), None) is not None:
            _warn_of_unknown(reading, subject)
    if _names_women(reading):
        _warn_of_unknown(reading, _GENDER)
    for age in list(reading.matches(AGE_WITH_SIDE)):
        if is_age_with_side(reading.before(age.start())):
            _warn_of_unknown(reading, "Age")
            if is_empty_clause(reading.unread_before(age.start())):
                reading.claim(*age.span())  # a number compares with nothing
