"""Earlier campaigns whose creators a brief leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN
from core.features.brief.places.cities import city_or_state
from core.features.brief.reading import Reading
from core.features.brief.signs import plain_word
from core.features.brief.words.vocabulary import any_of
from core.store.ingest.values.places import country_names

_QUOTE = r'"(?:[^"\n]|""){1,120}"(?!")'
_SENTENCE = re.compile(rf"(?:{_QUOTE}|[^.;!?\n]|\.(?!\s|$))+")
_FARTHEST = 110  # characters between the word that leaves somebody out and the campaign
_LATER = 40
_SAYS_MORE = re.compile(r"\d|,.*,")
_OUT = re.compile(any_of("campaigns.out"))
_CAMPAIGN = any_of("campaigns.campaign")
_OUR = r"(?:(?:our|the|unser\w*|der|die|dem) )?"
_LAST = re.compile(
    rf"\b{_OUR}(?:very )?{any_of('campaigns.last')} {_CAMPAIGN}|{any_of('campaigns.last_time')}"
)
_BETWEEN = r"(?: (?:of|our|the|unserer|and|und|oder|other|past))*"
_ANY = re.compile(
    rf"{any_of('campaigns.any')} (?:{any_of('campaigns.campaign', 'campaigns.joint_work')})"
    rf"|(?:{any_of('campaigns.any')} )?{any_of('campaigns.earlier')}{_BETWEEN}"
    rf" (?:{any_of('campaigns.earlier')} )?{any_of('campaigns.joint_work')}"
)
# Not "running creators", who run.
_EARLIER = rf"(?!running\b){any_of('campaigns.earlier')}"
_WORKED = re.compile(
    rf"(?:\b(?:ever|already|schon|before|previously|noch nie|never) )?{any_of('campaigns.worked')}"
    rf"(?: {any_of('campaigns.after_worked')})*|{_EARLIER} creators?\b"
)
# "not work with anyone who smokes" is about who to book now, "worked with Nike" about others.
_WITH_OTHERS = re.compile(
    r"\s*(?:(?:with|w/|for|mit|für)\s+)?(?:(?:(?!(?:us|our|me|we|in|on|for|before|and|or)\b)[\w-]+\s+){0,2}?"
    rf"(?i:{any_of('campaigns.anybody')})|(?:our|my|unser\w*)\s+{any_of('people.competitors')}|(?!I\b)[A-Z@][\w&'.]+)"
)
_KNOWN_TO_US = re.compile(any_of("campaigns.known_to_us"))
_NEW_FACES = re.compile(
    rf"(?:\b(?:only|all|nur|lieber|bitte) )?{any_of('campaigns.new_faces')}"
    r"(?: only\b| please\b| bitte\b)?|\bno repeats?\b(?! (?:from|of|in)\b)"
)
_QUOTED = re.compile(
    # Quotes inside the name are doubled.
    r"(?:\"(?P<name>(?:[^\"\n]|\"\"){1,120})\"(?!\")|(?<!\w)'(?P<other>[^'\n;]{2,60})'(?!\w))"
    rf"(?:[ -]{_CAMPAIGN})?",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:as|like|wie)\b")
_TITLE_BEFORE = re.compile(rf"(?:(?:our|the|unsere|die|new|neue)\s+)*(?:{_CAMPAIGN})?")
_TITLE_AFTER = re.compile(r"\s*(?::|-\s|\()")
_IN_CAMPAIGN = re.compile(any_of("campaigns.in_campaign"))
_NO_NAME = any_of("campaigns.last", "campaigns.any", "campaigns.earlier", "campaigns.articles")
_WORDS = rf"(?!{_NO_NAME})[\w&'-]+(?: [\w&'-]+){{0,4}}?"
# "from the Spring Glow campaign", "aus der Kampagne Frühling 24".
_NAMED = re.compile(
    rf"\b(?:in|from|of|aus|bei|part of) {_OUR}(?:{_CAMPAIGN} (?:(?:called|named|namens) )?"
    rf"(?P<after>{_WORDS})(?=\s*(?:$|[,;.\n)]|\b(?:and|und|or|oder|please|bitte|dabei|waren)\b))"
    rf"|(?P<before>{_WORDS})[ -]{_CAMPAIGN})"
)
# "exclude the campaign Pets · Germany and campaign Spring".
_REFUSED_CAMPAIGN = re.compile(
    rf"(?i:{any_of('campaigns.out')}(?:\s+(?:creators?|people|anyone|everyone|from|of|in|the|our|die|der"
    rf"|unsere|unserer|aus))*\s+{_CAMPAIGN}s?\s+)"
)
_NEXT_CAMPAIGN = re.compile(rf"(?i:\s*(?:,|and|und|or|oder)\s+(?:(?:the|our|die) )?{_CAMPAIGN}\s+)")
_UP_TO_SIGN = re.compile(
    r"(?P<name>[A-ZÄÖÜ0-9][^,;.!?\n\"()]*?)"
    r"(?=\s*(?:$|[,;.!?\n()]|(?i:\b(?:and|und|or|oder|please|bitte|with|mit|from|aus|on|in)\b)))"
)
_CAPITALS = r"[A-ZÄÖÜ0-9][\w'&]*(?: (?:(?:of|the|of the) )?[A-ZÄÖÜ0-9][\w'&]*)*"
# "everybody who was in Citrus Summer or in Bright Mornings".
_PLAIN = re.compile(
    rf"(?i:{any_of('campaigns.took_part')})[^.;,]{{0,20}}?\b(?i:in|from|of|at|bei|beim|aus)\s+"
    rf"(?i:{_OUR})"
    rf"(?P<names>{_CAPITALS}(?:(?:,| and| or| und| oder)\s+(?:(?:in|from|bei|aus) )?{_CAPITALS})*)"
)
_ONE_PLAIN = re.compile(rf"(?:(?!in\b|from\b|bei\b|aus\b){_CAPITALS})")
_BEFORE = re.compile(
    r"(?:\b(?:who|that|die|wer|but|and|und|we|wir)\s+)?"
    r"(?:\b(?:were|was|are|have|has|did|waren|sind|war|in|bei|beim)\s+)?$"
)
_AFTER = re.compile(r"(?:\s+(?:creators?|dabei|mitgemacht|teilgenommen|waren|war|haben|daraus))*\b")

Reference = tuple[str, int, int]


def read_campaigns(reading: Reading) -> None:
    """Notes the campaigns whose creators are left out."""
    for match in reading.matches(_NEW_FACES):
        reading.add("exclude_campaigns", ANY_CAMPAIGN, *match.span(), is_statement=True)
    for sentence in _SENTENCE.finditer(reading.text):
        start, end = sentence.span()
        cues = [
            cue.span()
            for cue in _OUT.finditer(reading.lower, start, end)
            if reading.is_free(*cue.span())
        ]
        if not cues:
            continue
        for name, first, last, cue in _nearest(list(_references(reading, start, end)), cues):
            if max(first - cue[1], cue[0] - last) > _FARTHEST:
                continue
            if _SAYS_MORE.search(reading.lower, min(cue[1], last), max(cue[0], first)):
                # "nobody under 5k followers, and not from ...": what is between says its own.
                reading.add("exclude_campaigns", name, *cue)
                _note(reading, name, first, last)
            else:
                _note(reading, name, min(cue[0], first), max(cue[1], last))


def _nearest(
    references: list[Reference], cues: list[tuple[int, int]]
) -> Iterator[tuple[str, int, int, tuple[int, int]]]:
    """Each reference with the cue beside it; of two with one name and one cue the nearer one.

    "Same as last time, but nobody from the last campaign" leaves somebody out once.
    """
    led = [(min(cues, key=lambda cue: _distance(cue, *ref[1:])), ref) for ref in references]
    for cue, (name, first, last) in led:
        others = [ref for other, ref in led if other == cue and ref[0] == name]
        if name not in (LAST_CAMPAIGN, ANY_CAMPAIGN) or (name, first, last) == min(
            others, key=lambda ref: _distance(cue, *ref[1:])
        ):
            yield name, first, last, cue


def _distance(cue: tuple[int, int], start: int, end: int) -> int:
    """Characters between a cue and a reference; a cue that comes later counts as farther."""
    return start - cue[1] if cue[1] <= start else abs(cue[0] - end) + _LATER


def _note(reading: Reading, name: str, start: int, end: int) -> None:
    before, after = _BEFORE.search(reading.lower[:start]), _AFTER.match(reading.lower[end:])
    if before and reading.is_free(before.start(), start):
        start = before.start()
    end += after.end() if after else 0
    reading.add("exclude_campaigns", name, start, end, is_statement=True)


def _references(reading: Reading, start: int, end: int) -> Iterator[Reference]:
    """What a sentence calls campaigns and earlier work, each character in one of them at most."""
    taken: list[tuple[int, int]] = []
    for name, first, last in _candidates(reading, start, end):
        if not _is_title(reading, start, first, last) and all(
            last <= other[0] or first >= other[1] for other in taken
        ):
            taken.append((first, last))
            yield name, first, last


def _candidates(reading: Reading, start: int, end: int) -> Iterator[Reference]:
    """The surest first; work with the brand counts where no campaign is named."""
    general = [
        (name, *match.span())
        for name, pattern in ((LAST_CAMPAIGN, _LAST), (ANY_CAMPAIGN, _ANY))
        for match in pattern.finditer(reading.lower, start, end)
    ]
    named = [
        *_quoted_names(reading, start, end),
        *_named(reading, start, end),
        *_named_after_refusal(reading, start, end),
    ]
    named = named or list(_plain_names(reading, start, end))
    yield from general
    yield from named
    if not (general or named) and _KNOWN_TO_US.search(reading.lower, start, end):
        for match in _WORKED.finditer(reading.lower, start, end):
            if not _WITH_OTHERS.match(reading.text, match.end()):
                yield ANY_CAMPAIGN, *match.span()


def _is_title(reading: Reading, start: int, first: int, last: int) -> bool:
    """Whether a name is that of the brief itself: 'Campaign "Spring": 5 creators'."""
    led_by = reading.lower[start:first].strip(' ":')
    return bool(_TITLE_BEFORE.fullmatch(led_by) and _TITLE_AFTER.match(reading.lower, last))


def _quoted_names(reading: Reading, start: int, end: int) -> Iterator[Reference]:
    for match in _QUOTED.finditer(reading.text, start, end):
        around = reading.lower[max(start, match.start() - 30) : match.start()]
        if _IN_CAMPAIGN.search(around) or _IN_CAMPAIGN.search(reading.lower, match.end(), end):
            group = "name" if match["name"] else "other"
            name = reading.text[match.start(group) : match.end(group)].strip()
            yield name.replace('""', '"'), *match.span()


def _named(reading: Reading, start: int, end: int) -> Iterator[Reference]:
    for match in _NAMED.finditer(reading.lower, start, end):
        group = "after" if match["after"] else "before"
        if _COMPARES.search(match[group]):
            continue  # "the same sort of people as our spring campaign"
        yield reading.text[match.start(group) : match.end(group)].strip(), *match.span()


def _named_after_refusal(reading: Reading, start: int, end: int) -> Iterator[Reference]:
    head = _REFUSED_CAMPAIGN.search(reading.text, start, end)
    place = head.end() if head else end
    while name := _UP_TO_SIGN.match(reading.text, place, end):
        yield name["name"].strip(), *name.span("name")
        following = _NEXT_CAMPAIGN.match(reading.text, name.end(), end)
        place = following.end() if following else end


def _plain_names(reading: Reading, start: int, end: int) -> Iterator[Reference]:
    """Capitalised names of two words and more, or with a number, which no place has."""
    for match in _PLAIN.finditer(reading.text, start, end):
        for name in _ONE_PLAIN.finditer(reading.text, *match.span("names")):
            words = plain_word(name.group())
            is_place = words in country_names() or any(city_or_state(name.group()))
            if len(words.split()) >= 2 and not is_place:
                yield name.group(), *name.span()
