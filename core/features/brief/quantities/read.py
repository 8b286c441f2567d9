"""Each number of a brief given to the constraint that it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace

from core.features.brief.people import CREATORS, is_own_description
from core.features.brief.quantities.counts import (
    is_count,
    leave_impossible_count,
    note_counts,
    read_one,
)
from core.features.brief.quantities.engagement import leave_share_of_fakes, read_engagement
from core.features.brief.quantities.followers import (
    has_followers_after,
    has_followers_before,
    is_followers,
    note_followers,
)
from core.features.brief.quantities.money import (
    is_money,
    is_sum_alone,
    is_sum_by_words,
    leave_part_of_budget,
    read_money,
    says_what_for,
    warn_of_other_budgets,
)
from core.features.brief.quantities.quantity import Quantity, quantities, with_both_ends
from core.features.brief.quantities.turned import is_of_refused_people
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST_DAY = 31
_WITH_ZERO = re.compile(r"0\d+")
_MEASURE = re.compile(
    rf"^\s*(?:(?:avg\.?|average|monthly|median)\s+)?{any_of('quantities.measures')}"
)
_MEASURE_BEFORE = re.compile(
    rf"(?!like\b){any_of('quantities.measures')}\s*(?:(?:of|is|von|:)\s*)?$"
)
_EACH_AFTER = re.compile(r"\s*each\s*$")
_COST_PER = re.compile(rf"{any_of('quantities.costs_per')}[^\d]{{0,20}}$")
_OTHER_BEFORE = re.compile(rf"{any_of('quantities.other_before')}\s*(?:of|von|:)?\s*$")
_WORTH_BEFORE = re.compile(rf"{any_of('quantities.worth')}\s*(?:about|around|rund|etwa)?\s*$")
_DATE_AFTER = re.compile(
    rf"^(?:\.?\s*(?:of )?{any_of('unknowable.date')}(?! be\b)|\.\s*(?:bis|-)|(?:st|nd|rd|th)\b)"
)
_DATE_BEFORE = re.compile(rf"(?:{any_of('unknowable.date')}|\d\.\s*(?:bis|-))\s*$")
_CREATORS_AFTER = re.compile(
    rf"^[\s,]*(?:(?!{any_of('quantities.stop')})[\w&'/+-]+[\s,]+){{0,8}}?{CREATORS.pattern}"
)


def read_quantities(reading: Reading) -> None:
    """Notes count, budget, prices, followers and engagement, and warns of what is unclear."""
    is_one = read_one(reading)
    numbers = with_both_ends(reading, list(quantities(reading)))
    left = [
        quantity
        for quantity in numbers
        if not _leave_limit_of_refused(reading, quantity)
        and not leave_share_of_fakes(reading, quantity)
        and not read_engagement(reading, quantity)
        and not leave_impossible_count(reading, quantity)
        and not leave_part_of_budget(reading, quantity)
        and not is_other(reading, quantity)
    ]
    counts = [quantity for quantity in left if is_count(reading, quantity)]
    if not is_one:
        note_counts(reading, counts)
    # Those first that say what they are for: what others are is a guess.
    for quantity in sorted(left, key=lambda quantity: not says_what_for(reading, quantity)):
        if quantity not in counts:
            _read_money_or_followers(reading, quantity)
    warn_of_other_budgets(reading, numbers)
    for quantity in numbers:
        _claim_refusals(reading, quantity)


def _leave_limit_of_refused(reading: Reading, quantity: Quantity) -> bool:
    """Warns of 'no gaming creators with more than 100k', which asks for nobody's; if it is so."""
    if quantity.is_bare or quantity.refusals:
        return False
    if not is_of_refused_people(reading.before(quantity.start)):
        return False
    written = reading.text[quantity.start : quantity.end].strip()
    reading.warn(
        f"'{written}' is left aside: it is said of creators who are refused, and all of these "
        "are left out where a condition can tell them."
    )
    reading.claim(quantity.start, quantity.end)
    return True


def _claim_refusals(reading: Reading, quantity: Quantity) -> None:
    """Takes 'nobody who charges' into what 'nobody who charges over 400' says."""
    if not quantity.refusals or reading.is_free(quantity.start, quantity.end):
        return
    starts, ends = zip(*quantity.refusals, strict=True)
    for place, mention in enumerate(reading.mentions):
        if mention.start <= quantity.start < mention.end:
            first, last = min(mention.start, *starts), max(mention.end, *ends)
            reading.mentions[place] = replace(mention, start=first, end=last)
    for start, end in quantity.refusals:
        reading.claim(start, end)


def is_other(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number belongs to something that no constraint is about."""
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    is_figure = not quantity.currency and (_MEASURE.match(after) or _MEASURE_BEFORE.search(before))
    if _COST_PER.search(before):
        reading.warn("Costs per thousand views or per reaction cannot be asked for in a brief.")
    elif is_figure:
        reading.warn("Views, reach and likes cannot be asked for: they are not read from a brief.")
    if _COST_PER.search(before) or is_figure:
        return True
    if quantity.currency:
        return False
    # "Brief #44"
    if _WORTH_BEFORE.search(before) or reading.lower[: quantity.start].endswith("#"):
        return True
    is_date = _is_date(reading, quantity)
    if is_date or _WITH_ZERO.fullmatch(quantity.digits) or _is_enumerator(reading, quantity):
        return True
    if quantity.has_unit or has_followers_after(quantity, after):
        return False
    is_led = _OTHER_BEFORE.search(before) and not quantity.is_range
    is_of_creators = bool(_CREATORS_AFTER.match(after))
    is_year = _YEAR.fullmatch(quantity.digits) and not is_sum_by_words(before, after)
    return bool(is_year or (is_led and not is_of_creators))


def _is_date(reading: Reading, quantity: Quantity) -> bool:
    """'12. bis 26. Mai', 'May 3rd'."""
    after, before = reading.lower[quantity.end :], reading.unread_before(quantity.start)
    is_day = not quantity.has_unit and quantity.number <= _LAST_DAY
    return is_day and bool(_DATE_AFTER.match(after) or _DATE_BEFORE.search(before))


def _is_enumerator(reading: Reading, quantity: Quantity) -> bool:
    """'1) tier mid, 2) audience in Poland'."""
    before = reading.lower[: quantity.start]
    is_inside = before.rfind("(") > before.rfind(")")
    return reading.lower[quantity.end : quantity.end + 1] == ")" and not is_inside


def _is_of_brand(quantity: Quantity, before: str, after: str) -> bool:
    """'The office gives us 2k a month'."""
    is_plain = quantity.is_bare and not has_followers_before(before)
    return is_plain and is_own_description(before, after)


def _read_money_or_followers(reading: Reading, quantity: Quantity) -> None:
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    # "5k+ each": nobody asks for a price from there on.
    is_least = quantity.has_unit and quantity.high is None and not quantity.currency
    is_of_each = is_least and _EACH_AFTER.match(after)
    if has_followers_after(quantity, after) or is_of_each:
        note_followers(reading, quantity)
    elif is_money(quantity, before, after) or is_sum_alone(reading, quantity):
        read_money(reading, quantity)
    elif is_followers(reading, quantity, before) and not _is_of_brand(quantity, before, after):
        note_followers(reading, quantity)
