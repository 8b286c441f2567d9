"""How many creators a brief asks for."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.features.brief.people import CREATORS
from core.features.brief.quantities.ages import LEAST_AGE, is_age
from core.features.brief.quantities.money import follows_money
from core.features.brief.quantities.quantity import Quantity, is_negative
from core.features.brief.reading import Reading
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of

_MOST = 1000  # creators
_MOST_ALONE, _MOST_IN_TOTAL, _MOST_OF_RANGE = 60, 100, 15  # of numbers without their noun
_STOP = any_of("quantities.stop")
_WORD = r"[\w&'/+-]+[\s,]+"
_PIECES = rf"{any_of('quantities.pieces')}(?=\s*(?:$|[,.;\n]))"
_PEOPLE = rf"(?:{CREATORS.pattern}|{any_of('quantities.people')}|{_PIECES})"
COUNTED = re.compile(rf"^[\s,]*(?:x\s+)?(?:(?!{_STOP}){_WORD}){{0,8}}?{_PEOPLE}")
_RIGHT_AFTER = re.compile(rf"^\s*(?:(?!{_STOP})[\w&'/+-]+\s+){{0,3}}?{CREATORS.pattern}")
_SURELY_COUNTED = re.compile(
    rf"^[\s,]*(?:{_WORD}){{0,5}}?(?:[\w-]+-)?{any_of('quantities.creators')}"
)
# "7 campers in the US", "ten knitters from Iceland".
_PLURAL_ERS = re.compile(
    rf"^\s*(?:[\w-]+\s+)?(?!{any_of('quantities.no_people')})[a-z]{{3,}}ers\b"
    r"(?=\s*(?:$|/|(?:in|from|with|who|based|across)\b))"
)
# "5 Sportkletterer mit YouTube-Kanal", which begins a brief.
_NAMED_FIRST = re.compile(
    rf"^\s*(?!{any_of('quantities.no_people')})[^\W\d_]{{3,}}(?:ern?|ers|innen|isten|ists)\s+"
    r"(?:mit|aus|auf|von|die|with|on|from|based|who|in)\b"
)
_SOUGHT = re.compile(
    rf"{any_of('quantities.sought')}[\s:=]*(?:{any_of('quantities.sought_filler')}\s*)?$"
)
_OF_EACH = re.compile(
    r"(?:\b(?:per|pro|je|each|every)[\s-]"
    # "fee/creator: 700"
    rf"|{any_of('money.price', 'money.budget_after')}\s?/\s?)[\w-]+[\s:=]*$"
)
_THINGS = re.compile(
    rf"^-[a-z]|^[\s-]*(?:x\s)?(?:{any_of('quantities.things_filler')} )?"
    rf"(?:{any_of('quantities.things')}|-?in-1|/|°)"
)
_FOLLOWERS = re.compile(rf"^\s*(?:\w+\s+)?{any_of('quantities.followers')}")
_FOR = re.compile(r"(?<!look )(?<!looking )(?<!search )(?<!searching )\b(?:for|für|with|mit)\s*$")
# "10 creators with at least 3 from France".
_OF_A_PART = re.compile(r"^\s+(?:of (?:them|which|whom)|davon|from|on|aus|auf)\b")
_LAST_CAMPAIGN_HAD = re.compile(
    r"\b(?:our|unser\w*|the|die|der)\s+(?:last|previous|letzte\w*|vorige\w*)\s+\w+\s+"
    r"(?:with|mit|had|hatte|involved)\s*$"
)
# "A startup (40 people, 2019)", which ends the clause before it.
_OF_A_FIRM = re.compile(
    rf"{any_of('quantities.firms')}(?:\s+\w+){{0,3}}\s*[(,]\s*(?:of |with |about |around )?$"
)
_OF_US = re.compile(r"(?:we are|we're|i'm|i am|wir sind)\s[^.;!?()]{3,60}\(\s*$")
_EMPLOYEES = re.compile(rf"^\s*{any_of('quantities.employees')}\s*(?:$|[),;.])")
_GROUP = re.compile(rf"{any_of('quantities.groups')} (?:of |von )?$")
_AGE = re.compile(any_of("quantities.age"))
_TOTAL = re.compile(any_of("quantities.total"))
_TOTAL_AFTER = re.compile(rf"^\s*{any_of('quantities.total')}\s*$")
_TOTAL_BEFORE = re.compile(rf"[\s:]*(?:{any_of('quantities.total_before')}(?: also| so)?[\s:]*)?")
_ONE = re.compile(
    r"\b(?:(?:only |just |exactly )?one|a single|nur einen?|genau einen?|einen? einzigen?|"
    r"(?<=need )an?|(?<=want )an?|(?<=find )an?|(?<=looking for )an?|(?<=brauche )eine?n?|"
    r"(?<=suche )eine?n?|(?<=suchen )eine?n?|(?<=brauchen )eine?n?)"
    rf"(?= (?!paar\b)(?:(?!{_STOP})[\w-]+ ){{0,4}}?{_PEOPLE})"
)
_ONE_ALONE = re.compile(
    r"(?:^|(?<=[.;!?,] )|(?<=;))(?:(?:only|just|nur) )?(?:one|einen?)(?=\s*[.;!?])"
)
_BEST = re.compile(r"\b(?:best|top|besten)\s*$")
_MIXED = "the groups are not kept apart, so the plan may have another mix."
_NOT_ONE = re.compile(r"\b(?:no|not|any|every|each)\s+$")


def read_one(reading: Reading) -> bool:
    """Notes a count of one in words: 'one creator', 'brauche einen YouTuber', 'One.'; if any."""
    for pattern in (_ONE, _ONE_ALONE):
        for match in reading.matches(pattern):
            if not _NOT_ONE.search(reading.before(match.start())):
                reading.add("count", 1, *match.span())
                return True
    return False


def is_count(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number is one of creators."""
    if not can_count(reading, quantity):
        return False
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    if COUNTED.match(after) or (quantity.number > 1 and _PLURAL_ERS.match(after)):
        return True
    is_first = not reading.lower[: quantity.start].strip(" \n-,.:")
    if is_empty_clause(before) and _is_alone(reading, quantity, after, is_first=is_first):
        return True
    # "The best 5 in Germany", but not "we were in the top 5".
    if _BEST.search(before) and is_empty_clause(_BEST.sub("", before)):
        return True
    is_short = len(after.split()) <= 5 and not re.search(_STOP, after)
    # "Fee per creator: 400" is none.
    is_sought = _SOUGHT.search(before) and not _OF_EACH.search(before)
    is_named = quantity.number <= _MOST_ALONE and bool(_NAMED_FIRST.match(after))
    asks = bool(is_sought) or (is_first and (is_short or is_named))
    return asks and not follows_money(after)


def can_count(reading: Reading, quantity: Quantity) -> bool:
    """Whether nothing beside a number says that it is none of creators."""
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    text = reading.lower[: quantity.start]
    if _EMPLOYEES.match(after) and (_OF_A_FIRM.search(text) or _OF_US.search(text)):
        return False
    return _is_small_and_plain(quantity) and not any(
        rule(quantity, before, after) for rule in _AGAINST
    )


def _is_small_and_plain(quantity: Quantity) -> bool:
    number = quantity.number
    return not _has_kind(quantity) and 1 <= quantity.counted <= _MOST and number == int(number)


def _has_kind(quantity: Quantity) -> bool:
    return bool(quantity.currency or quantity.has_percent or quantity.has_unit)


def leave_impossible_count(reading: Reading, quantity: Quantity) -> bool:
    """Warns of '0 creators' and '2000 creators', if it is one; whether it is."""
    after = reading.after(quantity.end)
    is_possible = 1 <= quantity.counted <= _MOST and not is_negative(reading, quantity)
    word = _RIGHT_AFTER.match(after)
    if is_possible or not word or quantity.currency or quantity.has_percent:
        return False
    end = quantity.end + word.end()
    start = quantity.start - is_negative(reading, quantity)
    reading.warn(
        f"'{reading.text[start:end]}' cannot be planned: the number of creators is from 1 to "
        f"{_MOST:,}."
    )
    reading.claim(start, end)
    return True


def _is_of_followers(quantity: Quantity, before: str, after: str) -> bool:
    return bool(_FOLLOWERS.match(after))


def _is_of_things(quantity: Quantity, before: str, after: str) -> bool:
    return bool(_THINGS.match(after)) or (
        bool(_FOR.search(before))
        and not _SURELY_COUNTED.match(after)
        and not _OF_A_PART.match(after)
    )


def _is_of_a_group(quantity: Quantity, before: str, after: str) -> bool:
    return bool(_LAST_CAMPAIGN_HAD.search(before) or _GROUP.search(before))


_AGAINST: tuple[Callable[[Quantity, str, str], bool], ...] = (
    _is_of_followers,
    _is_of_things,
    _is_of_a_group,
    is_age,
)


def _is_alone(reading: Reading, quantity: Quantity, after: str, *, is_first: bool) -> bool:
    """Whether a clause that is only a number, or a number in all, counts creators."""
    if _TOTAL_AFTER.match(after):
        return quantity.number <= _MOST_IN_TOTAL
    if after.strip(" x"):  # "4 x", which was "4x"
        return False
    if quantity.is_range:
        return quantity.number <= _MOST_OF_RANGE
    # "At least 6", but not "30+".
    is_least = quantity.number <= _MOST_OF_RANGE and reading.lower[quantity.start].isalpha()
    has_most = quantity.high is not None or is_least
    is_possible = quantity.number <= _MOST_ALONE and has_most and not is_first
    return is_possible and (quantity.number < LEAST_AGE or not _AGE.search(reading.lower))


def note_counts(reading: Reading, counts: list[Quantity]) -> None:
    """Notes how many creators are asked for; numbers that are joined add up.

    Args:
        counts: the numbers for which `is_count` holds, in the order of the text.
    """
    if not counts:
        return
    limits = [count for count in counts[1:] if is_limit(reading, count)]
    counts = [count for count in counts if count not in limits]
    total = next((count for count in counts[1:] if _is_total(reading, count)), None)
    joined = [total] if total else _joined(reading, counts)
    number = _limited(reading, sum(count.counted for count in joined), limits)
    for count in counts:
        if total and count is not total:
            reading.add("count", number, count.start, count.end)
        elif count not in joined:
            reading.warn(
                "The brief gives more than one number of creators; "
                f"{number:,} is used, {count.counted:,} is not."
            )
    if len(joined) == 1 and joined[0].is_range and not limits:
        reading.warn(f"The upper end of the number of creators is used: {number:,}.")
    if len(joined) > 1:
        reading.warn(
            f"{_sum_words(joined)} creators are read as {sum(c.counted for c in joined)} in "
            f"all; {_MIXED}"
        )
    for count in joined:
        word = _TOTAL_AFTER.match(reading.after(count.end))
        reading.add("count", number, count.start, count.end + (word.end() if word else 0))


def _sum_words(counts: list[Quantity]) -> str:
    return " + ".join(f"{count.counted:,}" for count in counts)


def is_limit(reading: Reading, count: Quantity) -> bool:
    """Whether a later number bounds the first one: "5 creators, no more than 3".

    "And at most 2 gaming creators" is of a group of its own.
    """
    has_one_end = (count.low is None) != (count.high is None)
    return has_one_end and is_empty_clause(_TOTAL.sub(" ", reading.after(count.end)))


def _limited(reading: Reading, number: int, limits: list[Quantity]) -> int:
    """The number of creators within the limits, which are said where they change it."""
    for limit in limits:
        is_most = limit.low is None
        kept = min(number, limit.counted) if is_most else max(number, limit.counted)
        if kept != number:
            words = reading.text[limit.start : limit.end].strip()
            reading.warn(
                f"'{words}' is the stricter limit: {kept:,} creators are planned, not {number:,}."
            )
        number = kept
    for limit in limits:
        word = _TOTAL_AFTER.match(reading.after(limit.end))
        reading.add("count", number, limit.start, limit.end + (word.end() if word else 0))
    return number


def _is_total(reading: Reading, count: Quantity) -> bool:
    clause = reading.clause(count.start, count.end)
    return bool(_TOTAL.search(clause)) and not CREATORS.search(clause)


def _joined(reading: Reading, counts: list[Quantity]) -> list[Quantity]:
    """ "3 macro and 5 micro creators" asks for eight."""
    joined = counts[:1]
    for count in counts[1:]:
        between = reading.lower[joined[-1].end : count.start]
        if re.search(r"\b(?:and|und|plus|n)\s*$|[,+&]\s*$", between) and len(between) < 60:
            joined.append(count)
    return joined
