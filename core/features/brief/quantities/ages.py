"""Numbers of a brief that are ages: 'creators over 30', 'women 25 to 35', 'aged 45+'."""

from __future__ import annotations

import re

from core.features.brief.people import CREATORS
from core.features.brief.quantities.currencies import ANY_CURRENCY
from core.features.brief.quantities.quantity import Quantity
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of

LEAST_AGE, _MOST = 13, 99
_LED = re.compile(
    rf"{any_of('quantities.age')}[\s:,(]*$"
    # "Age of creator: 18-26"
    r"|\b(?:age|alter)\s+(?:of|der|des|von)\s+[^\d:]{2,30}:?\s*$"
)
_SIDE = any_of("quantities.age_side")
_OTHER_THINGS = any_of(
    "quantities.followers", "quantities.things", "quantities.posts", "quantities.total",
    "quantities.measures", "comparisons.percent",
)  # fmt: skip
_YEARS = r"(?:1[3-9]|[2-9]\d)"
# "over 40" and "between 18 and 30", but not "over 40%", "over 40k" and "under 40 euros".
AGE_WITH_SIDE = re.compile(
    rf"(?:{_SIDE}[- ]?|{any_of('comparisons.between')} {_YEARS} {any_of('comparisons.and')} )"
    rf"{_YEARS}s?(?![\w%€$£]|[.,]\d)"
    rf"(?!\s*(?:{_OTHER_THINGS}|{ANY_CURRENCY}))"
)
_PEOPLE_BEFORE = re.compile(rf"{CREATORS.pattern}\s+$")
_HOW_MANY = re.compile(rf"{any_of('quantities.how_many')}\s+$")
# "who is under 18", "all 25+", "they must be over 30".
_THEY_ARE = re.compile(
    r"(?:\b(?:who|they|die|und|or)(?:'s|'re| is| are| must be| should be| sind)|\b(?:all|alle))\s+$"
)
_OTHER_BEFORE = re.compile(
    any_of("quantities.costs_per", "quantities.measures", "quantities.followers",
           "quantities.engagement") + r"[\s:]*$"
)  # fmt: skip


def is_age(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a number is one of years.

    Args:
        before, after: the clause on both sides, lower case.
    """
    has_end = quantity.is_range or quantity.high is None
    is_possible = has_end and (quantity.low or 0) >= LEAST_AGE and quantity.number <= _MOST
    if is_possible and _LED.search(before):
        return True
    is_plain = not (quantity.has_unit or quantity.currency or quantity.has_percent)
    ends = not after.strip() or re.match(r"\s*(?:and|or|und|oder)\b", after)
    is_limit = not quantity.is_bare and LEAST_AGE <= quantity.number <= _MOST
    if is_limit and is_plain and ends and _THEY_ARE.search(before):
        return True
    has_one_end = (quantity.low is None) != (quantity.high is None)
    is_compared = quantity.is_range or (quantity.is_strict and has_one_end)
    if not is_compared or not _PEOPLE_BEFORE.search(before):
        return False
    is_named = not _HOW_MANY.search(before)
    return is_named and bool(AGE_WITH_SIDE.match(quantity.written + after))


def is_age_with_side(before: str) -> bool:
    """Whether 'over 40' is an age by the clause before it: 'women over 40', not 'CPM under 20'.

    Args:
        before: in lower case.
    """
    if _OTHER_BEFORE.search(before) or _HOW_MANY.search(before):
        return False
    return bool(CREATORS.search(before)) or is_empty_clause(before)
