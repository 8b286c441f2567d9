"""Numbers and ranges of a brief with what stands around them: 'max. 300 Euro', '10k to 50k'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.features.brief.numbers import NUMBER, value_of
from core.features.brief.quantities.currencies import ANY_CURRENCY, currency_of
from core.features.brief.quantities.turned import refusal_of_end
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_NOBODY = rf"{any_of('comparisons.nobody')}\s+(?:{any_of('comparisons.nobody_filler')}\s+){{0,3}}"
_LEAST = rf"(?:{_NOBODY}{any_of('comparisons.nobody_smaller')}|{any_of('comparisons.least')})"
_MOST = rf"(?:{_NOBODY}{any_of('comparisons.nobody_larger')}|{any_of('comparisons.most')})"
_STRICT = re.compile(any_of("comparisons.strict"))
_PERCENT = any_of("comparisons.percent")
# The words before a comparison would be read into the one of another number.
_LEAST_BEFORE = re.compile(rf"{_LEAST}(?P<rest>[^\d]*)$")
_MOST_BEFORE = re.compile(rf"{_MOST}(?P<rest>[^\d]*)$")
_FAR = re.compile(rf"(?:\s*(?:{any_of('comparisons.far')}))*\s*")
_NO_NUMBER = rf"(?!\.?\s*(?:{ANY_CURRENCY})?\s*\d)"
# After the noun of a number: "100k followers or less".
MORE_AFTER = re.compile(rf"^\s*(?:\+|{any_of('comparisons.or_more')}{_NO_NUMBER})")
LESS_AFTER = re.compile(rf"^\s*{any_of('comparisons.or_less')}{_NO_NUMBER}")
_MINUS = re.compile(r"(?:^|[\s:])-$")
_BOTH_ENDS = re.compile(r"\s*,?\s*(?:and|und|but|aber)\s*")
_COMMA = re.compile(r"\s*,\s*")
_WIDEST = 20  # times the lower end, of two ends that only a comma joins
_QUANTITY = re.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<between>{any_of('comparisons.between')}))?"
    rf"(?:\s*{any_of('comparisons.loose')}(?!\$)){{0,4}}\s*(?P<left>{ANY_CURRENCY})?\s*"
    rf"{NUMBER}\s*(?P<percent>{_PERCENT})?\s*(?P<middle>{ANY_CURRENCY})?"
    rf"(?:\s*(?P<join>{any_of('comparisons.to', 'comparisons.and')})\s*(?:{ANY_CURRENCY})?\s*"
    rf"{NUMBER}\s*(?P<percent2>{_PERCENT})?\s*(?P<right>{ANY_CURRENCY})?)?"
    # "under 50k and over 10k": these words belong to the number after them.
    # "250+", "250 + ", but not "250 + hotel".
    rf"(?:\s*(?P<more>(?<=\S)\+|\+(?!\s+[^\W\d_])|{any_of('comparisons.or_more')}{_NO_NUMBER})"
    rf"|\s*(?P<fewer>{any_of('comparisons.or_less')}{_NO_NUMBER}))?"
)
_JOINS_A_RANGE = re.compile(any_of("comparisons.to"))
_OR = ("or", "oder")
_MOST_NUMBERS = 200  # of a text; one with more of them is a table and no brief
_FEW = 100  # "5 or 6" is a range of creators; of larger numbers it is not


@dataclass(frozen=True)
class Quantity:
    """One number or range with what stands around it.

    Attributes:
        low, high: None where the brief sets no such end; equal for a bare number.
        is_range: two numbers.
        has_percent: with a percent sign.
        currency: ISO 4217; '' without.
        has_unit: written with k, thousand and the like.
        digits: the first number as written.
        start, end: characters of the text.
        is_strict: its one end, or the upper of two, is not included: 'fewer than 10'.
        written: the words of it, lower case, with its comparison.
        refusals: spans of the words around it that turned its end round: the 'nobody who charges'
            of 'nobody who charges over 400'.
    """

    low: float | None
    high: float | None
    is_range: bool
    has_percent: bool
    currency: str
    has_unit: bool
    digits: str
    start: int
    end: int
    is_strict: bool = False
    written: str = ""
    refusals: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> float:
        """The only number, or the upper one."""
        value = self.high if self.high is not None else self.low
        return 0.0 if value is None else value

    @property
    def counted(self) -> int:
        """The number of things that it counts: 9 of 'fewer than 10', 6 of 'more than 5'."""
        step = 0 if not self.is_strict else 1 if self.high is None else -1
        return int(self.number) + step

    @property
    def is_bare(self) -> bool:
        """No comparison and no range."""
        return not self.is_range and self.low == self.high


def quantities(reading: Reading) -> Iterator[Quantity]:
    """The first 200 numbers that nobody has claimed, in the order of the text.

    Without those of the brand, see `Reading.stories`.
    """
    text = reading.masked()
    start = 0
    for _ in range(_MOST_NUMBERS):
        match = _QUANTITY.search(text, start)
        if match is None:
            return
        quantity = _quantity(reading, match)
        if not reading.is_in_story(quantity.start):
            yield quantity
        start = match.end() if quantity.is_range else quantity.end


def is_negative(reading: Reading, quantity: Quantity) -> bool:
    """Whether a minus stands at a number: 'budget -500'."""
    return bool(_MINUS.search(reading.lower[: quantity.start]))


def with_both_ends(reading: Reading, numbers: list[Quantity]) -> list[Quantity]:
    """'under 50k' and 'over 10k' as one range, where only a word like 'and' is between them."""
    joined: list[Quantity] = []
    for number in numbers:
        one = joined[-1] if joined else None
        between = reading.lower[one.end : number.start] if one else ""
        if one and (_BOTH_ENDS.fullmatch(between) or _COMMA.fullmatch(between)):
            low = one.low if number.low is None else number.low
            high = one.high if number.high is None else number.high
            are_ends = (one.low is None) != (number.low is None) and (
                (one.high is None) != (number.high is None)
            )
            # Not "under 100k and above 5%".
            are_alike = one.has_percent == number.has_percent and (
                one.currency == number.currency or not (one.has_unit or one.currency)
            )
            if _COMMA.fullmatch(between):
                is_narrow = (low or 0) * _WIDEST >= (high or 0)
                are_alike = one.currency == number.currency and are_alike and is_narrow
            if are_ends and are_alike and low is not None and high is not None and low < high:
                upper = one if number.high is None else number
                joined[-1] = replace(
                    number, low=low, high=high, is_range=True, start=one.start,
                    is_strict=upper.is_strict,
                    has_percent=one.has_percent or number.has_percent,
                    has_unit=one.has_unit or number.has_unit,
                    currency=number.currency or one.currency,
                    refusals=one.refusals + number.refusals,
                )  # fmt: skip
                continue
        joined.append(number)
    return joined


def _quantity(reading: Reading, match: re.Match[str]) -> Quantity:
    digits, unit, second, second_unit = _numbers(match)
    value = value_of(digits, unit)
    text = match.group()
    start = match.start() + len(text) - len(text.lstrip())
    end = match.start() + len(text.rstrip())
    low: float | None = value
    high: float | None = value
    is_range = second is not None and _is_range(match, value, value_of(second, second_unit))
    if match["between"] and not is_range:
        # "DE: 4": the Spanish "de" begins a range, and here it is a country.
        start = reading.after_blanks(match.end("between"))
    left = match["left"]
    if left and reading.text[slice(*match.span("left"))].rstrip(".") == "FR":
        # "Geo: FR. 8 creators": francs are written "Fr." or "CHF".
        left, start = None, reading.after_blanks(match.end("left"))
    if second is not None and is_range:
        high = value_of(second, second_unit)
        low = _same_unit(value, unit, high, second_unit)
    elif second is not None:
        # "3 macro and 5 micro" is read as two; only the first belongs here.
        end = match.start("join")
    if not is_range:
        if match["least"] or match["more"]:
            high = None
        elif match["most"] or match["fewer"]:
            low = None
        elif not match["between"]:
            low, high = _with_words_before(reading, value, start)
    is_strict = not is_range and bool(_STRICT.fullmatch(match["least"] or match["most"] or ""))
    refusals = refusal_of_end(reading, start, end) if is_strict else ()
    if refusals:
        low, high, is_strict = high, low, False
    signs = (left, match["middle"], match["right"])
    return Quantity(
        low,
        high,
        is_range,
        bool(match["percent"] or match["percent2"]),
        next((currency_of(sign) for sign in signs if sign), ""),
        bool(unit or second_unit),
        digits,
        start,
        end,
        is_strict,
        reading.lower[start:end],
        refusals,
    )


def _numbers(match: re.Match[str]) -> tuple[str, str | None, str | None, str | None]:
    """The unnamed groups, which are those of `NUMBER`, twice."""
    named = set(match.re.groupindex.values())
    plain = [match.group(place) for place in range(1, match.re.groups + 1) if place not in named]
    digits, unit, second, second_unit = plain
    return str(digits), unit, second, second_unit


def _is_range(match: re.Match[str], value: float, second: float) -> bool:
    if match["between"] or _JOINS_A_RANGE.fullmatch(match["join"]):
        return True
    has_signs = any(match[name] for name in ("left", "middle", "right", "percent", "percent2"))
    return match["join"] in _OR and value < second <= _FEW and not has_signs


def _same_unit(low: float, unit: str | None, high: float, high_unit: str | None) -> float:
    """'5-10k' is 5,000 to 10,000; '10 bis 20000' too, which was 'zehn bis zwanzigtausend'."""
    if unit is None and high_unit is not None and low < high:
        factor = value_of("1", high_unit)
        return low * factor if low * factor < high else low
    if unit is None and low < 1000 <= high and high % 1000 == 0 and low * 1000 < high:
        return low * 1000
    return low


def _with_words_before(
    reading: Reading, value: float, start: int
) -> tuple[float | None, float | None]:
    """Looks for 'maximum' in 'maximum price of 300'."""
    before = reading.before(start)
    for pattern, ends in ((_MOST_BEFORE, (None, value)), (_LEAST_BEFORE, (value, None))):
        match = pattern.search(before)
        if match and _FAR.fullmatch(match["rest"]):
            return ends
    return value, value
