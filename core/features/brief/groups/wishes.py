"""What a brief would rather have: wishes that are read as conditions, or as nothing."""

from __future__ import annotations

import re

from core.domain.brief import BriefConstraints
from core.features.brief.groups.group import KINDS, LEAD
from core.features.brief.people import CREATORS
from core.features.brief.phrases import phrase
from core.features.brief.reading import Mention, Reading
from core.features.brief.words.vocabulary import any_of

_FALLBACK = re.compile(any_of("wishes.fallback"))
_NO_NEED = re.compile(
    rf"(?:\b(?:they|it|sie)\s+)?{any_of('wishes.no_need')}\s[^,.;!?()]*?"
    r"(?=\s*(?:$|[,.;!?()]|\b(?:but|aber|sondern|and|und)\b))"
)
_OPEN = re.compile(
    rf"{any_of('wishes.open_before')}\s+{any_of('wishes.open_things')}|{any_of('wishes.open_alone')}"
    rf"|(?:{any_of('wishes.open_things')}|(?:(?:the|our|das|unser) )?budget)"
    rf"(?:\s*:\s*|\s+(?:(?:is|ist|sind|are)\s+)?){any_of('wishes.open')}"
)
_NICE = re.compile(
    rf"(?:{any_of('wishes.nice')}(?:\s+(?:is|are|ist|wäre|would be))?[\s:]+[^.;!?\n]+?"
    rf"|(?:^|(?<=[,.;:!?()]))\s*[^\s,.;:!?()][^,.;:!?()]*?\s+{any_of('wishes.nice_after')})(?=\s*(?:$|[,.;!?)]))"
)
_ASKS_FOR_ALL = re.compile(
    # "wish: 5 creators", "4 or 5 would be great"
    rf"\d\s+(?:[\w-]+\s+){{0,3}}?{CREATORS.pattern}"
    r"|^\s*(?:\w+\s+)?\d+(?:\s*(?:-|or|to|bis|oder)\s*\d+)?\s+(?:would|is|are|wäre\w*)\b"
)
_GOAL = re.compile(
    rf"(?:(?:our|the|main|campaign|primary|unser|das|als)\s+)*{any_of('wishes.goal')}\s*(?::|\bis\b|\bist\b|\bare\b)?\s*"
    rf"(?:(?:to|more|max(?:imum)?|maximi[sz]e|increase|drive|brand|high|the)\s+)*{any_of('wishes.goals')}"
    rf"(?:(?:,|/|\s+(?:and|und|&|not|nicht|over|first|then))+\s*{any_of('wishes.goals')})*"
    # "KPI: engagement above 3%" is a condition.
    r"(?!\s*(?:rates?\b|[:>=\d]|(?:of|von)\s+\d"
    rf"|{any_of('comparisons.least', 'comparisons.most')}))"
    rf"|{any_of('wishes.maximise')}\s+(?:(?:for|the|our|brand|auf)\s+)*{any_of('wishes.goals')}"
)
_MOSTLY = re.compile(any_of("groups.mostly"))
_PREFERRED = re.compile(any_of("wishes.preferred"))
_PREFERRED_AFTER = re.compile(rf"\s*{any_of('wishes.preferred_after')}(?=\s*(?:$|[,.;!?)]))")


def read_no_needs(reading: Reading) -> None:
    """Leaves aside what creators need not be: 'no need to be from Spain'."""
    for match in [*reading.matches(_NO_NEED), *reading.matches(_OPEN)]:
        reading.warn(f"'{_words(reading, match)}' does not narrow the choice.")
        reading.claim(*match.span())


def read_nice_to_have(reading: Reading) -> None:
    """Leaves aside what would only be nice: 'nice to have: YouTube', 'YouTube is a plus'."""
    for match in list(reading.matches(_NICE)):
        if _ASKS_FOR_ALL.search(match.group()):
            continue
        reading.warn(f"'{_words(reading, match).strip()}' is left aside: a plan holds no wishes.")
        reading.claim(*match.span())
        reading.cut(match.end())


def read_goals(reading: Reading) -> None:
    """Leaves aside what the campaign is for: 'goal: reach', 'maximise sales'."""
    for match in list(reading.matches(_GOAL)):
        reading.warn(
            f"'{_words(reading, match).strip()}' is left aside: the plan of a brief takes those "
            "who fit best. Its campaign can be planned for reach or engagements."
        )
        reading.claim(*match.span())


def warn_of_mostly(reading: Reading) -> None:
    """Says that 'mostly from Spain' is read as 'from Spain'."""
    for match in _MOSTLY.finditer(reading.lower):
        if _mention_after(reading, match, but="audience_countries") is not None:
            reading.warn(f"'{match.group()}' is read as 'only': a plan cannot hold quotas.")
            reading.claim(*match.span())


def warn_of_wishes(reading: Reading) -> None:
    """Says that 'preferably from Spain' and 'Spain first' are read as conditions."""
    wishes: list[tuple[re.Match[str], str]] = []
    for match in _PREFERRED.finditer(reading.lower):
        led = _mention_after(reading, match)
        if led is not None:
            wishes.append((match, led.name))
    ends = {mention.end: mention.name for mention in reading.mentions if mention.name in KINDS}
    for end, name in ends.items():
        if after := _PREFERRED_AFTER.match(reading.lower, end):
            wishes.append((after, name))
    for match, name in sorted(wishes, key=lambda wish: wish[0].start()):
        reading.warn(
            f"'{_words(reading, match).strip()}' is read as a condition: only "
            f"{_condition(reading, name)}. Remove the chip to rank all."
        )
        reading.claim(*match.span())


def _condition(reading: Reading, name: str) -> str:
    """All that a brief says by one constraint: 'from Spain or Portugal'."""
    values = [mention.value for mention in reading.mentions if mention.name == name]
    is_list = isinstance(getattr(BriefConstraints(), name), tuple)
    return phrase(name, tuple(dict.fromkeys(values)) if is_list else values[0])


def _mention_after(reading: Reading, match: re.Match[str], *, but: str = "") -> Mention | None:
    """What a word leads to: the platform after 'preferably on'; None for nothing."""
    return next(
        (
            mention
            for mention in reading.mentions
            if mention.start >= match.end()
            and mention.name in KINDS
            and mention.name != but
            and LEAD.fullmatch(reading.lower[match.end() : mention.start])
        ),
        None,
    )


def read_fallbacks(reading: Reading) -> None:
    """Parts 'zur Not' from the place after it, which is read like any other."""
    for match in list(reading.matches(_FALLBACK)):
        reading.warn(f"'{_words(reading, match)}' is read as 'or': a brief has no order of wishes.")
        reading.claim(*match.span())
        reading.cut(match.end())


# "rather TikTok than Instagram", "lieber aus Spanien als Italien"; not "rather more than 5".
_OTHER = (
    r"(?P<other>[\w&'%€$£.-]*[\w%€$£](?:(?:\s*,)?(?:\s+(?:or|oder|from|aus|the|in|on|auf))*\s+"
    rf"(?!{any_of('wishes.ends_choice')})[\w&'%€$£-]+){{0,3}}?)"
    rf"(?=\s*(?:$|[,.;!?()]|{any_of('wishes.ends_choice')}))"
)
_RATHER = re.compile(
    rf"{any_of('wishes.rather')}\s[^,.;!?()\0]{{1,60}}?(?<!more)(?<!less)(?<!er)(?<!mehr)"
    rf"(?P<start>\s(?:als|than)\s+{_OTHER})"
)
_INSTEAD = re.compile(rf"(?P<start>{any_of('wishes.instead')}\s+{_OTHER})")


def read_second_choices(reading: Reading) -> None:
    """Leaves aside what a brief likes less: 'rather TikTok than Instagram', 'instead of 4'."""
    for pattern in (_RATHER, _INSTEAD):
        for match in list(reading.matches(pattern)):
            start, end = match.span("start")
            words = reading.text[start:end].strip()
            reading.warn(f"'{words}' is left aside: of two choices only the preferred one is read.")
            reading.claim(start, end)
            if pattern is _RATHER:
                reading.claim(match.start(), match.start() + len(match.group().split()[0]))
                reading.cut(start)


def _words(reading: Reading, match: re.Match[str]) -> str:
    return reading.text[match.start() : match.end()]
