"""Which constraint a place or language belongs to, by the words around it."""

from __future__ import annotations

import re

from core.features.brief.people import CREATORS, is_own_description, is_refused
from core.features.brief.places.spotting import Place
from core.features.brief.reading import Reading
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of

_AND = r"(?:and|or|und|oder)"
AUDIENCE = any_of("places.audience")
SPEAKING = re.compile(rf"[\s-]*{any_of('places.spoken')}")
_POSTS_AFTER = re.compile(rf"^\s*{any_of('places.posts')}")
_LANGUAGE_TAIL = rf"\s+(?:{any_of('places.language_filler')} )*$"
_POSTS_IN = re.compile(
    rf"(?:{any_of('places.posts_in')}|\b(?:languages?|sprachen?)[\w ]{{0,20}}:){_LANGUAGE_TAIL}"
)
_IN_LANGUAGE = re.compile(r"\b(?:in|auf) (?:(?:both|either|fluent) )*$")
_NO_NOUN = re.compile(rf"^\s*(?:{_AND}\b.*|(?:only|nur)\b.*|[^a-zäöü].*|[a-zäöü]{{0,2}}\b.*)?$")
_AUDIENCE_AFTER = re.compile(
    rf"^(?:\s*(?:[/,&]|\b{_AND}\b)\s*(?!(?:deren|dessen|whose|who)\b)[\w.]+){{0,3}}"
    rf"[\s-]*(?:\w+ )?{AUDIENCE}"
)
AUDIENCE_BEFORE = re.compile(
    rf"(?:{AUDIENCE}|{any_of('places.reaches')}):?"
    rf"(?:\s+(?:not only|nicht nur|\d+\s?%|{any_of('places.audience_filler')}):?)*\s*$"
)
# "5 creators over 100k followers from Italy" is about creators, "with followers from Italy" is not.
_FOLLOWERS_FROM = re.compile(
    rf"\d\s?(?:k|m|tsd\.?|mio\.?|thousand|million|tausend)?\+?\s+{any_of('quantities.followers')},?\s+"
    r"(?:from|aus|based in)\s+(?:(?:the|der|den)\s+)?$"
)
_MARKET_BEFORE = re.compile(r"\b(?:for|für)\s+(?:(?:the|den)\s+)?$")
_MARKET_AFTER = re.compile(r"^[\s-]*(?:market|markt)\b")
_FROM = re.compile(rf"{any_of('places.from')}\s*:?\s*(?:{any_of('places.from_filler')} )?$")
_FOCUS = re.compile(
    rf"{any_of('places.focus')}[^,.;\n]{{0,25}}\b(?:is|are|on|ist|sind|auf|liegt auf)\s*$"
)
_GOODS_BEFORE = re.compile(rf"{any_of('places.goods_before')}:?\s+(?:\w+\s+){{0,2}}$")
_NOT_ACROSS = rf"(?:{_AND}|this|next)\b|{any_of('places.not_across')}"
_GOODS_AFTER = re.compile(
    rf"^[\s-]*(?:based )?(?:(?!{_NOT_ACROSS})[\w&-]+\s+){{0,3}}?{any_of('places.goods_after')}"
)
_ALONE_AFTER = (
    rf"(?:$|-?raum\b|[+&/]|:\s*(?:\d|$)|\d{{1,3}}\s*(?:$|[,+&])|{any_of('places.alone')})"
)
_COUNTRY_ALONE = re.compile(rf"^\s*(?:{_ALONE_AFTER}|{CREATORS.pattern}|-?\s?based\b)")
_ADJECTIVE_ALONE = re.compile(rf"^\s*{_ALONE_AFTER}")
_ENDS = re.compile(rf"^\s*(?:$|(?:{_AND}|only|nur)\b)")
_ARE = re.compile(rf"{any_of('places.are')}(?:\s|$)")
# "For Poland we need 4 creators"
_FOR_BEFORE = re.compile(r"\s*(?:(?:and|und)\s+)?(?:for|für|in)\s+(?:(?:the|die|den)\s+)?")
_SOUGHT_BEFORE = re.compile(rf"{any_of('people.seeks')}\s+$")
_ASKED_AFTER = re.compile(rf"\s*(?:(?:we|wir|i|ich)\s+)?{any_of('people.seeks')}")
_COUNT_BEFORE = re.compile(r"\b\d{1,3}\s*x?\s+$")
_BASED = re.compile(r"^-?\s?based\b")
_ASKS = re.compile(any_of("places.asks"))
_CITY_FILLER = re.compile(any_of("places.city_filler"))
_PEOPLE_AFTER = re.compile(
    rf"^[\s-]*(?:(?!{any_of('places.not_across', 'places.seeking')}|\d+\b)[\w&'+/-]+[\s,]+)"
    rf"{{0,7}}?{CREATORS.pattern}"
)
_PREPOSITION_BEFORE = re.compile(rf"{any_of('places.not_across')}\s+(?:the\s+)?$")
_SUM_FOR_BEFORE = re.compile(r"\d\s?(?:k|m|eur|€|£|\$)?\s+(?:for|für)\s+$")  # "20k for UK creators"
_WHO = re.compile(r"^\s*,?\s*(?:who|whose|that|die|deren|dessen|der)\b")
# "6 Danish knitters".
_NUMBER_BEFORE = re.compile(r"\d\s+$")
_PLURAL_ERS_AFTER = re.compile(
    rf"^\s*(?!{any_of('quantities.no_people')})[a-z]{{3,}}ers\s*(?:$|{any_of('places.not_across')})"
)
# "gravel bikers from Girona".
_PLURAL_ERS = re.compile(
    rf"(?<!\w)(?!{any_of('quantities.no_people')})[a-z]{{3,}}ers (?:from|in|based in|across)\s*$"
)
_LEAST_WITHOUT_CAPITALS = 20  # characters; a shorter brief may be a name in a search box
_FEW_WORDS = 3


_NEVER = rf"(?:{any_of('people.no')}|{any_of('people.never')})(?!\s+(?:only|just|nur)\b)"
_FEW_OF = rf"{any_of('comparisons.most')}\s+\d+\s?{any_of('comparisons.percent')}"
_FILLERS = rf"(?:\s+{any_of('places.audience_filler')}:?)*"
# "no audience in", "audience not in", "less than 10% of the audience in".
REFUSED_AUDIENCE = re.compile(
    rf"(?:{_NEVER}|{_FEW_OF})(?:\s+(?:with|mit|an?|any|eine\w?))*(?:\s+\w+)?{_FILLERS}\s+{AUDIENCE}{_FILLERS}\s*$"
    rf"|{AUDIENCE}:?{_FILLERS}\s+(?:{_NEVER}|{_FEW_OF}){_FILLERS}\s*$"
)
# Before "US audience".
_REFUSED = rf"(?:{_NEVER}|{_FEW_OF})(?:\s+(?:an?|any|of|the|der|die|das|aus))*"
REFUSED_BEFORE = re.compile(rf"{_REFUSED}\s*$")
# "not speaking", "nicht auf", "don't post in".
REFUSED_LANGUAGE = re.compile(
    rf"{_NEVER}(?:\s+(?:{any_of('places.posts_in', 'places.posting')}|in|on|auf))*\s*$"
)


def role_of(reading: Reading, place: Place, previous: str) -> str:
    """Name of the constraint; '' where the place says nothing of creators.

    What is refused and cannot be left out is 'refused_audience' or 'refused_language'.

    Args:
        previous: role of the place before it in a list; '' where it stands in none.
    """
    before, after = reading.before(place.start), reading.after(place.end)
    if place.language and (
        SPEAKING.match(reading.lower[place.end :]) or _is_of_posts(place, before, after, previous)
    ):
        is_unwanted = is_refused(before, after) or REFUSED_LANGUAGE.search(before)
        return "refused_language" if is_unwanted or previous == "refused_language" else "languages"
    if not place.countries and is_refused(before, after):
        return "refused_language"
    if not place.countries:
        return "languages" if _is_wanted(reading, place) else ""
    is_excluded = is_refused(before, after)
    return _impossible(reading, place, is_excluded=is_excluded) or _role_of_country(
        reading, place, previous, is_excluded=is_excluded
    )


def _impossible(reading: Reading, place: Place, *, is_excluded: bool) -> str:
    """What a brief says of a country and no filter can follow; '' for nothing."""
    before, after = reading.before(place.start), reading.after(place.end)
    is_refused_audience = _AUDIENCE_AFTER.match(after) and (
        is_excluded or REFUSED_BEFORE.search(before)
    )
    if is_refused_audience or REFUSED_AUDIENCE.search(before):
        return "refused_audience"
    return ""


def _role_of_country(reading: Reading, place: Place, previous: str, *, is_excluded: bool) -> str:
    before, after = reading.before(place.start), reading.after(place.end)
    if previous and not is_excluded and not _is_of_goods(before, after):
        return previous
    is_of_creators = follows_number_of_followers(before)
    if _AUDIENCE_AFTER.match(after) or (AUDIENCE_BEFORE.search(before) and not is_of_creators):
        return "refused_audience" if is_excluded else "audience_countries"
    if is_excluded:
        return "exclude_countries"
    is_wanted = is_of_creators or _is_target_market(before, after) or _is_wanted(reading, place)
    return "countries" if is_wanted else ""


def _is_of_posts(place: Place, before: str, after: str, previous: str) -> bool:
    """Whether an adjective is the language of posts: 'posts in German', 'auf Deutsch'."""
    if not place.is_adjective:
        return False
    if (
        place.is_language_noun
        or _POSTS_AFTER.match(after)
        or _POSTS_IN.search(before)
        or previous == "languages"
    ):
        return True
    # "in German", but not "in German cities".
    return bool(_IN_LANGUAGE.search(before) and _NO_NOUN.match(after))


def _is_of_goods(before: str, after: str) -> bool:
    made = _GOODS_BEFORE.search(before)
    if made and not CREATORS.search(made.group()):
        return True
    return bool(_GOODS_AFTER.match(after)) and not _PEOPLE_AFTER.match(after)


def _is_target_market(before: str, after: str) -> bool:
    """'creators for the UK market', but not 'launch for the UK market'."""
    led = _MARKET_BEFORE.search(before)
    if not led or not _MARKET_AFTER.match(after):
        return False
    return not _GOODS_BEFORE.search(before[: led.start()] + " ")


def _is_wanted(reading: Reading, place: Place) -> bool:
    """Whether a place says where creators are, and not where the brand or its goods are."""
    before, after = reading.before(place.start), reading.after(place.end)
    is_focus = not place.is_adjective and bool(_FOCUS.search(before))
    is_asked_for = _FOR_BEFORE.fullmatch(before) and _ASKED_AFTER.match(after)
    if _is_of_goods(before, after) or (is_own_description(before, after) and not is_focus):
        return False
    if _BASED.match(after):
        return True
    if place.is_adjective:
        return _is_adjective_of_creators(reading, place, before, after)
    if place.is_city and not _is_city_of_creators(before):
        return False
    # "UK skincare creators", but not "a UK label seeks 5 creators".
    people = _PEOPLE_AFTER.match(after)
    if people and (not _PREPOSITION_BEFORE.search(before) or _SUM_FOR_BEFORE.search(before)):
        return True
    # "Where: Bern" and "Request: Bern".
    # "4x DE + 2x AT"
    led_by = _COUNT_BEFORE.sub("", before.rpartition(":")[2].rpartition("+")[2])
    is_alone = _COUNTRY_ALONE.match(after) and is_empty_clause(led_by)
    is_plain = not reading.has_capitals and len(reading.text) > _LEAST_WITHOUT_CAPITALS
    is_led = is_asked_for or is_focus or _FROM.search(before) or CREATORS.search(before)
    return bool(is_alone or is_plain or is_led or CREATORS.match(after.strip()))


def follows_number_of_followers(before: str) -> bool:
    """Whether a place stands after 'over 100k followers from', which is said of creators.

    Args:
        before: the clause before it, lower case.
    """
    return bool(_FOLLOWERS_FROM.search(before))


def is_beside_creators(reading: Reading, place: Place) -> bool:
    """Whether the people stand right after a place: 'UK creators', 'Berlin-based'."""
    after = reading.after(place.end)
    is_named = not place.is_city and _PEOPLE_AFTER.match(after)
    return bool(is_named or _BASED.match(after))


def _is_city_of_creators(before: str) -> bool:
    """Cities and states are named for many reasons: "Kick-off in Bern"."""
    is_bare = is_empty_clause(_CITY_FILLER.sub("", before.rpartition(":")[2]))
    has_people = CREATORS.search(before) or _PLURAL_ERS.search(before)
    return bool(is_bare or has_people or _ASKS.search(before))


def _is_adjective_of_creators(reading: Reading, place: Place, before: str, after: str) -> bool:
    """'German creators', 'wanted: German', 'Gesucht sind Schweizer, deren ...'."""
    is_counted = _NUMBER_BEFORE.search(before) and _PLURAL_ERS_AFTER.match(after)
    if is_counted or _PEOPLE_AFTER.match(after):
        return True
    follows = reading.lower[place.end : place.end + 20]
    if _ARE.search(before) and (_ENDS.match(after) or _WHO.match(follows)):
        return True
    is_led = is_empty_clause(before) or CREATORS.search(before) or _SOUGHT_BEFORE.search(before)
    return bool(_ADJECTIVE_ALONE.match(after)) and bool(
        is_led or not before.strip(" -") or len(before.split()) <= _FEW_WORDS
    )
