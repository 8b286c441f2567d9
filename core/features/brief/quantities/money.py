"""Money of a brief: the budget for all creators, or the price of one creator or post."""

from __future__ import annotations

import re

from core.domain.brief import NO_EXCHANGE_RATE
from core.features.brief.people import CREATORS, is_own_description
from core.features.brief.quantities.followers import has_followers_before
from core.features.brief.quantities.quantity import Quantity, is_negative
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_AMOUNT_TAIL = r"^\s*(?:eur\w*|max\.?|maximum|at most)?\s*"
_EACH_AFTER = re.compile(
    rf"{_AMOUNT_TAIL}(?:{any_of('money.each_after')}|(?:per|pro|je)\s(?!{any_of('money.periods')})|/\s?{any_of('money.slash')})"
)
_ALL_AFTER = re.compile(rf"{_AMOUNT_TAIL}(?:\w+ ){{0,2}}?{any_of('money.all_after')}")
_EACH_BEFORE = re.compile(rf"{any_of('money.each_before')}[^\d]{{0,30}}$")
_EACH_SURELY = re.compile(rf"{any_of('money.each_surely')}[^\d]{{0,45}}$")
_NOBODY_OVER = re.compile(r"\bno(?:body)? (?:creator|influencer|one)?\s*(?:over|above)")
_ALL_BEFORE = re.compile(rf"{any_of('money.all_before')}[^\d]{{0,30}}$")
_ALL_SURELY = re.compile(rf"{any_of('money.all_surely')}[^\d]{{0,20}}$")
_HAS = re.compile(rf"{any_of('money.has')}[^\d]{{0,30}}$")
_PRICE_BEFORE = re.compile(rf"{any_of('money.price')}[^\d]{{0,30}}$")
_BUDGET = re.compile(any_of("money.budget"))
_TURNOVER = re.compile(any_of("money.turnover"))
_GOODS_BEFORE = re.compile(rf"(?P<word>{any_of('money.goods_before')})[^\d]{{0,25}}$")
# "Budget incl. fees", "total (including VAT)".
_BESIDE = re.compile(
    rf"\b{any_of('money.beside')}\.?\s+(?:(?:all|the|alle|die)\s+)*{any_of('money.besides')}"
    rf"(?:\s*(?:,|/|&|and|und|\+)\s*{any_of('money.besides')})*"
)
# A line that is of the goods: "Product: e-bike (from 2,799 EUR)".
_GOODS_LINE = re.compile(rf"^\W*{any_of('money.goods_key')}\s*:")
_GOODS_AFTER = re.compile(
    rf"^\s*(?:{any_of('money.goods_after')}"
    # "for the 6kg bag"
    rf"|(?:per|pro|je)\s+{any_of('money.packs')}"
    rf"|(?:for|für)\s+(?:the|an?|each|one|die|das|den|eine?n?)\s+(?:[\w-]+\s+){{0,2}}?{any_of('money.packs')})"
)
_BUDGET_BEFORE = re.compile(r"budget\w*(?:\s+(?:of|is|von|ist))?[\s:=]*$")
_CREATORS_FOR = re.compile(
    rf"{CREATORS.pattern}\s+(?:for|für)\s+(?:(?:about|around|rund|etwa|maximal|max\.?)\s+)?$"
)
# "20k for UK skincare creators"
_FOR_CREATORS_AFTER = re.compile(
    rf"^\s*(?:for|für)\s+(?:(?!{any_of('quantities.stop')})[\w&-]+\s+){{0,4}}?{CREATORS.pattern}"
)
_TOTAL_BEFORE = re.compile(rf"{any_of('money.all_before')}(?:\s+(?:of|von))?[\s:=]*$")
_BUDGET_AFTER = re.compile(rf"^\s*(?:\w+\s+)?{any_of('money.budget_after')}")
# "per post 200" at the end of a clause.
_EACH_DIRECTLY = re.compile(rf"{any_of('money.each_surely')}[\s:=]*$")
_EACH_BARE = re.compile(r"\b(?:each|jeweils)\s+$")
_PART_AFTER = re.compile(rf"^\s*{any_of('money.budget_parts')}")
_PART_BEFORE = re.compile(rf"(?:{any_of('groups.of_them_before', 'groups.another')}\s+)+$")
_PART_NAMED_BEFORE = re.compile(
    rf"(?:{any_of('groups.of_them_before', 'groups.another')}\s+)*"
    rf"{any_of('money.budget_parts')}[\s:=]+$"
)
_NEXT_BUDGET = re.compile(r"\s*(?:for|für|in)\s+[^\d,.;]{2,30}?\s*(?:,|and|und|plus)\s*")
_SLANG = re.compile(r"\bgrand\b")  # of money alone: "12 grand"
_PERIOD_AFTER = re.compile(
    rf"\s*(?:(?:per|pro|je|a|an|each|/|im|in der)\s*)?{any_of('money.periods')}"
)
_MOST = 100_000_000.0  # EUR
_LEAST_FOR = 100.0
_LEAST_WITHOUT_CURRENCY = 20.0
_SPLIT_OF_BARE_MONEY = 200.0  # EUR a creator from which a sum is that of all
_LEAST_BUDGET = 2_000.0
_LEAST_PRICE = 10.0


def follows_money(after: str) -> bool:
    """Whether what follows a number makes it money: 'each', 'per post', 'in all'."""
    return bool(_EACH_AFTER.match(after) or _ALL_AFTER.match(after))


def is_sum_by_words(before: str, after: str) -> bool:
    """Whether the words make money even of a bare number: 'budget 2000', '5 creators for 3k'."""
    is_total = _TOTAL_BEFORE.search(before) and not _HAS.search(before)
    is_led = _BUDGET_BEFORE.search(before) or _CREATORS_FOR.search(before) or is_total
    return follows_money(after) or (bool(is_led) and not after.strip())


def is_money(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a number is an amount of money, with a currency or by the words around it."""
    if quantity.currency or _SLANG.search(quantity.written):
        return True
    # "5k followers 5k budget".
    if quantity.number >= _LEAST_FOR and _BUDGET_AFTER.match(after):
        return True
    # "10k followers and a budget of 500": the nearer word says what it is.
    if quantity.number >= _LEAST_FOR and _BUDGET_BEFORE.search(before):
        return True
    if has_followers_before(before) or quantity.number < _LEAST_WITHOUT_CURRENCY:
        return bool(quantity.number == 0 and _BUDGET_BEFORE.search(before))
    is_budget = _ALL_BEFORE.search(before) and not _HAS.search(before)
    # "5 creators for 3k", "20k for UK creators".
    is_sum = quantity.number >= _LEAST_FOR and is_sum_by_words(before, after)
    is_large = quantity.number >= _LEAST_BUDGET and quantity.is_bare
    if is_sum or (is_large and _FOR_CREATORS_AFTER.match(after)):
        return True
    is_of_each = _EACH_DIRECTLY.search(before) and not after.strip()
    # "each below 1,500"; "each up to 80k" may be followers
    is_of_each = is_of_each or (_EACH_BARE.search(before) and not quantity.has_unit)
    return bool(follows_money(after) or is_budget or is_of_each or _PRICE_BEFORE.search(before))


def is_sum_alone(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number that is all of its clause is a budget: "6 to 8 people, 15k".

    Only beside a number of creators, with nothing else said of money, and not "15k+", which is
    one of followers.
    """
    said = {mention.name for mention in reading.mentions}
    is_bare = quantity.is_bare and quantity.has_unit and not quantity.has_percent
    around = reading.before(quantity.start) + reading.after(quantity.end)
    if not is_bare or around.strip(" -") or "count" not in said:
        return False
    return not said & {"budget", "price_min", "price_max"} and _may_be_budget(reading, quantity)


def leave_part_of_budget(reading: Reading, quantity: Quantity) -> bool:
    """Warns of '2k buffer', which is no budget for creators, if a number is one; whether it is."""
    before = reading.before(quantity.start)
    after = _PART_AFTER.match(reading.after(quantity.end))
    led = _PART_BEFORE.search(before) if after else _PART_NAMED_BEFORE.search(before)
    is_amount = quantity.number >= _LEAST_FOR and not quantity.has_percent
    if not (after or led) or not is_amount:
        return False
    start = quantity.start - (len(led.group()) if led else 0)
    end = quantity.end + (after.end() if after else 0)
    reading.warn(f"'{reading.text[start:end]}' is left aside: a brief has one budget for creators.")
    reading.claim(start, end)
    return True


def read_money(reading: Reading, quantity: Quantity) -> None:
    """Notes an amount as budget or price, unless it is what the brand or its goods cost."""
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    before = _BESIDE.sub(" ", before)
    goods = _GOODS_BEFORE.search(before)
    line = re.split(r"[;\n]", reading.lower[: quantity.start])[-1]
    is_of_brand = bool(goods or _GOODS_AFTER.match(after) or _GOODS_LINE.match(line))
    # "Budget 5,000 plus products worth 150", "1,400 orders, and I have 500": the nearer counts.
    nearer = goods.end("word") if goods else 0
    if _BUDGET.search(before, nearer) or (goods and _HAS.search(before, nearer)):
        is_of_brand = bool(_TURNOVER.search(before))
    is_asked = (
        follows_money(after)
        or _FOR_CREATORS_AFTER.match(after)
        or _ALL_BEFORE.search(before)
        or _EACH_SURELY.search(before)
    )
    if is_of_brand or (is_own_description(before, after) and not is_asked):
        return
    is_budget = _is_said_to_be_budget(reading, quantity, before, after)
    if is_budget is None:
        is_budget = _may_be_budget(reading, quantity)
        if not is_budget and any(mention.name == "price_max" for mention in reading.mentions):
            return  # "Headphones, 129 EUR. 650 EUR each": what a thing costs in a shop
        _warn_of_guess(reading, quantity, is_budget=is_budget)
    start, end = quantity.start, quantity.end
    if word := _EACH_AFTER.match(after) or _ALL_AFTER.match(after):
        rest = re.match(r"\w*", after[word.end() :])
        end += word.end() + (rest.end() if rest else 0)
    if not 0 < quantity.number <= _MOST or is_negative(reading, quantity):
        start -= is_negative(reading, quantity)
        reading.warn(
            f"'{reading.text[start:end]}' is left aside: money is from 1 to {_MOST:,.0f} EUR."
        )
        reading.claim(start, end)
        return
    if quantity.currency not in ("", "EUR"):
        reading.warn(
            f"{quantity.number:,.0f} {quantity.currency} is kept as a number of euros: "
            f"{NO_EXCHANGE_RATE}"
        )
    if period := _PERIOD_AFTER.match(after):
        words = f"{reading.lower[start:end]}{period.group()}".strip(" :")
        reading.warn(f"'{words}' is read as money in all: a plan is for one campaign.")
        end += period.end()
    if is_budget:
        _note_budget(reading, quantity, start, end)
    elif quantity.number >= _LEAST_PRICE or _EACH_AFTER.match(after) or _EACH_SURELY.search(before):
        _note_price(reading, quantity, start, end)
    # Else it is what a thing costs in a shop.


def warn_of_other_budgets(reading: Reading, numbers: list[Quantity]) -> None:
    """Of the second sum in 'budget 3000 for Spain and 2000 for Italy'."""
    ends = [mention.end for mention in reading.mentions if mention.name == "budget"]
    for number in numbers:
        is_free = reading.is_free(number.start, number.end) and number.number >= _LEAST_FOR
        if is_free and any(
            end <= number.start and _NEXT_BUDGET.fullmatch(reading.lower[end : number.start])
            for end in ends
        ):
            _warn_of_second_budget(reading, number)
            reading.claim(number.start, number.end)
            ends.append(number.end)


def _warn_of_second_budget(reading: Reading, quantity: Quantity) -> None:
    reading.warn(f"The brief names several budgets; the first is used, not {quantity.number:,.0f}.")


def _note_budget(reading: Reading, quantity: Quantity, start: int, end: int) -> None:
    if quantity.is_range:
        reading.warn(f"The upper end of the budget is used: {quantity.number:,.0f} EUR.")
    if any(mention.name == "budget" for mention in reading.mentions):
        _warn_of_second_budget(reading, quantity)
    reading.add("budget", quantity.number, start, end)


def _note_price(reading: Reading, quantity: Quantity, start: int, end: int) -> None:
    if quantity.low is not None and not quantity.is_bare:
        reading.add("price_min", quantity.low, start, end)
    if quantity.high is not None:
        reading.add("price_max", quantity.high, start, end)


def says_what_for(reading: Reading, quantity: Quantity) -> bool:
    """Whether the words beside an amount say that it is for one creator or for all."""
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    words = (_EACH_SURELY, _ALL_SURELY, _BUDGET_BEFORE)
    return follows_money(after) or any(pattern.search(before) for pattern in words)


def _is_said_to_be_budget(
    reading: Reading, quantity: Quantity, before: str, after: str
) -> bool | None:
    """Whether an amount is for all creators together; None where no word says so."""
    whole = before[-40:] + reading.lower[quantity.start : quantity.end]
    if _EACH_SURELY.search(before) or _NOBODY_OVER.search(whole) or _EACH_AFTER.match(after):
        return False
    if _ALL_SURELY.search(before) or _ALL_AFTER.match(after):
        return True
    each, total = _EACH_BEFORE.search(before), _ALL_BEFORE.search(before)
    if each or total:
        # The words that are nearer count.
        return bool(total) and not (each and total and each.start() >= total.start())
    return None


def _may_be_budget(reading: Reading, quantity: Quantity) -> bool:
    """Whether an amount is so large that it is for all creators together."""
    counts = [mention.value for mention in reading.mentions if mention.name == "count"]
    least = _SPLIT_OF_BARE_MONEY * counts[0] if counts else _LEAST_BUDGET
    return quantity.number >= least


def _warn_of_guess(reading: Reading, quantity: Quantity, *, is_budget: bool) -> None:
    how = "for all creators together" if is_budget else "for one creator or post"
    reading.warn(
        f"{quantity.number:,.0f} is read as money {how}. Write 'in all' or 'per post' to be clear."
    )
