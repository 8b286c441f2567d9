"""How often the creators of a brief post: 'at least twice a week', 'postet täglich', 'active'."""

from __future__ import annotations

import re

from core.domain.thresholds import ACTIVE_POSTS_A_WEEK
from core.features.brief.people import is_refused
from core.features.brief.reading import Reading
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of

_WEEKS = {"week": 1.0, "day": 1 / 7, "month": 365.25 / 12 / 7}
_TIMES = {"once": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_MOST = 200  # posts a week that somebody can mean
_LEAST_WORDS, _MOST_WORDS = any_of("comparisons.least"), any_of("comparisons.most")
_MORE, _LESS = any_of("comparisons.or_more"), any_of("comparisons.or_less")
_POSTING = any_of("activity.posting")
_THINGS = (
    rf"(?:{any_of('activity.things_filler')}\s+){{0,2}}"
    rf"{any_of('quantities.posts', 'activity.things')}"
)
_LED = (
    rf"(?:(?P<least>{_LEAST_WORDS})|(?P<most>{_MOST_WORDS}))?"
    rf"(?:\s*{any_of('comparisons.loose')}){{0,2}}\s*"
)
_NUMBER = (
    r"(?<![\w.,€$£])(?P<low>\d{1,3}(?:[.,]\d{1,2})?)"
    r"(?:\s*(?:-|to|or|bis|oder)\s*\d{1,3})?\s*\+?"
)
_ONE = any_of("activity.one")
_FOR_EACH = any_of("quantities.for_each")
_OFTEN = "|".join(rf"(?P<{name}>{any_of(f'activity.{name}')})" for name in _TIMES)
_UNITS = "|".join(rf"(?P<{unit}>{any_of(f'activity.{unit}')})" for unit in _WEEKS)
_UNITS_ALONE = (
    rf"(?P<weekly>{any_of('activity.weekly')})|(?P<daily>{any_of('activity.daily')})"
    rf"|(?P<monthly>{any_of('activity.monthly')})"
)
_PER = rf"\s*(?:{any_of('activity.per')}\s*(?:{_UNITS})|(?:{_UNITS_ALONE}))"
_AFTER = rf"(?:\s*(?P<more>{_MORE})(?!\s*\d)|\s*(?P<fewer>{_LESS})(?!\s*\d))?"
# "3 posts a week", "at least 2 reels per week".
_POSTS = re.compile(
    rf"{_LED}(?:{_NUMBER}|{_ONE})\s*{_THINGS}(?P<each>\s+{_FOR_EACH})?{_PER}{_AFTER}"
)
# "wöchentlich mindestens 2 Posts".
_POSTS_LATER = re.compile(rf"(?:{_UNITS_ALONE})\s+{_LED}{_NUMBER}\s*{_THINGS}")
# "3 times a week" says nothing of posts without such a word beside it.
_AS_OFTEN = re.compile(
    rf"{_LED}(?:{_NUMBER}\s*(?:(?:[x×]|mal)(?!\w)|{any_of('activity.times')})?|{_OFTEN}){_PER}{_AFTER}"
)
# "every day", "alle 2 Tage", "every other week".
_EVERY = re.compile(
    rf"{_LED}{any_of('activity.every')}\s+"
    rf"(?:(?P<low>\d{{1,2}})\s+|(?P<other>{any_of('activity.other')})\s+)?(?:{_UNITS})"
)
_EVERY_ALONE = re.compile(rf"{_LED}(?:{_UNITS_ALONE})(?!\s*(?:deal|deals)\b)")
_REGULARLY = re.compile(any_of("activity.regularly"))
_POSTING_BEFORE = re.compile(rf"{_POSTING}(?:\s+(?!{_POSTING})[\w'#/&-]+){{0,5}}\s*$")
# "posting regularly, at least twice a week"
_POSTING_IN_CLAUSE_BEFORE = re.compile(
    rf"{_POSTING}(?:\s+(?!{_POSTING})[\w'#/&-]+){{0,3}}\s*[,(-]\s*$"
)
_POSTING_AFTER = re.compile(rf"^\s*(?:{_THINGS}\s+)?(?:{_POSTING}|{_THINGS})")
# Posts that are bought: "2 posts a week each", "3 posts a week for us".
_EACH_BEFORE = re.compile(r"\b(?:je|jeweils|each)\s*$")
_EACH_AFTER = re.compile(rf"^\s*{_FOR_EACH}")
_BOUGHT_BEFORE = re.compile(rf"{any_of('activity.bought')}[^\0]{{0,30}}$")
_BOUGHT_AFTER = re.compile(rf"^[^\0]{{0,30}}?{any_of('activity.bought')}")
# "nobody who posts less than once a week" sets a lower end.
_NOBODY = re.compile(rf"{any_of('comparisons.nobody')}[^\0]{{0,40}}$")
_ENDS = re.compile(
    r"^\s*(?:$|[,.;!?)\n]|(?:and|or|on|in|about|for|from|with|und|oder|auf|aus|in|über|mit|an)\b)"
)
_ABOUT_BEFORE = re.compile(r"\b(?:about|of|über|von|zu|zum|the|their)\s*$")
_SURELY_CREATORS = any_of("quantities.creators")
# "active creators", "who are active on TikTok", "must be active".
_ACTIVE = re.compile(
    rf"(?:{any_of('activity.is')}\s+){{0,2}}{any_of('activity.active')}"
    rf"(?=\s+(?!{any_of('activity.no_activity')})(?:[\w&-]+\s+){{0,3}}?{_SURELY_CREATORS})"
    rf"|(?:{any_of('activity.is')}\s+){{1,2}}{any_of('activity.active')}"
    r"(?=\s*(?:$|[,.;!?)\n]|(?:on|in|and|auf|und)\b))"
    rf"|(?:^|(?<=[,;.]\s)){any_of('activity.active')}(?=\s*(?:$|[,.;\n]|(?:on|auf)\b))"
)


def read_activity(reading: Reading) -> None:
    """Notes how many posts a week creators have at least.

    Of a range the lower end counts. A month has 4.35 weeks. Posts that are bought ("2 posts each",
    "3 posts a week for us") are none of it.
    """
    for pattern in (_POSTS, _POSTS_LATER):
        for match in list(reading.matches(pattern)):
            _note(reading, match)
    for pattern in (_AS_OFTEN, _EVERY):
        for match in list(reading.matches(pattern)):
            if _is_of_posting(reading, match):
                _note(reading, match)
    for match in list(reading.matches(_EVERY_ALONE)):
        if _is_of_posting(reading, match) and _stands_alone(reading, match):
            _note(reading, match)
    if any(mention.name == "posts_per_week_min" for mention in reading.mentions):
        return
    for match in list(reading.matches(_REGULARLY)):
        if _is_of_posting(reading, match):
            _note_active(reading, match)
    for match in list(reading.matches(_ACTIVE)):
        _note_active(reading, match)


def _is_of_posting(reading: Reading, match: re.Match[str]) -> bool:
    before, after = reading.before(match.start()), reading.after(match.end())
    return bool(
        _POSTING_BEFORE.search(before)
        or _POSTING_AFTER.match(after)
        or (not before.strip() and _POSTING_IN_CLAUSE_BEFORE.search(reading.lower[: match.start()]))
    )


def _stands_alone(reading: Reading, match: re.Match[str]) -> bool:
    """Not the 'daily' of "posts about daily life"; that of "daily posts" is."""
    before, after = reading.before(match.start()), reading.after(match.end())
    is_led = bool(_ABOUT_BEFORE.search(before))
    return not is_led and bool(_ENDS.match(after) or _POSTING_AFTER.match(after))


def _is_bought(reading: Reading, start: int, end: int) -> bool:
    before, after = reading.unread_before(start), reading.unread_after(end)
    return any(pattern.search(before) for pattern in (_EACH_BEFORE, _BOUGHT_BEFORE)) or any(
        pattern.match(after) for pattern in (_EACH_AFTER, _BOUGHT_AFTER)
    )


def _note(reading: Reading, match: re.Match[str]) -> None:
    start, end = _with_verb(reading, *_bare_span(match))
    words = reading.text[start:end]
    groups = match.groupdict()
    if groups.get("each") or _is_bought(reading, start, end):
        reading.warn(f"'{words}': the plan counts one post each; change posts in the campaign.")
        reading.claim(start, end)
        return
    is_most = bool(groups.get("most") or groups.get("fewer"))
    is_least = is_most == bool(_NOBODY.search(reading.unread_before(start)))
    number = _number_a_week(groups)
    if not is_least:
        reading.warn(f"A highest number of posts cannot be asked for: '{words}' is left aside.")
    elif number > _MOST:
        reading.warn(f"'{words}' is left aside: nobody posts as often.")
    elif number > 0:
        reading.add("posts_per_week_min", number, start, end)
        return
    reading.claim(start, end)


def _note_active(reading: Reading, match: re.Match[str]) -> None:
    """Of words without a number, unless the brief refuses them."""
    if is_refused(reading.before(match.start()), ""):
        return
    start, end = _with_verb(reading, *_bare_span(match))
    words = reading.text[start:end]
    reading.warn(
        f"'{words}' is read as at least {ACTIVE_POSTS_A_WEEK:g} post a week; write another "
        "number to change it."
    )
    reading.add("posts_per_week_min", ACTIVE_POSTS_A_WEEK, start, end)


def _number_a_week(groups: dict[str, str | None]) -> float:
    """Posts a week of a match: a number or a word, of a week, a day or a month."""
    aliases = {"week": "weekly", "day": "daily", "month": "monthly"}
    unit = next(unit for unit in _WEEKS if groups.get(unit) or groups.get(aliases[unit]))
    number = float((groups.get("low") or "1").replace(",", "."))
    for name, times in _TIMES.items():
        if groups.get(name):
            number = times
    # In "every 2 days" the number is of days.
    if "other" in groups:
        number = 1 / (2 if groups["other"] else number or 1)
    return round(number / _WEEKS[unit], 2)


def _bare_span(match: re.Match[str]) -> tuple[int, int]:
    text = match.group()
    return (
        match.start() + len(text) - len(text.lstrip()),
        match.end() - len(text) + len(text.rstrip()),
    )


_VERB_BEFORE = re.compile(
    r"(?<!\w)"
    r"(?:(?:who|that|which|and|and who|die|der|das|und|must|should|müssen|sollten|sollen)\s+)*"
    rf"{_POSTING}(?P<rest>[^\0]*)$"
)
_VERB_AFTER = re.compile(rf"^\s*(?:{_THINGS}|{_POSTING})")


def _with_verb(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The span with the word for posting beside it, when nothing that says more is between."""
    before = _VERB_BEFORE.search(reading.unread_before(start))
    if before and is_empty_clause(before["rest"]):
        return start - len(before.group()), end
    after = _VERB_AFTER.match(reading.unread_after(end))
    return (start, end + after.end()) if after else (start, end)
