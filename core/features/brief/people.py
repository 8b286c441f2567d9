"""Words for the people whom a brief looks for, for those who write it, and for 'no'."""

from __future__ import annotations

import re

from core.features.brief.quantities.currencies import ANY_CURRENCY
from core.features.brief.words.vocabulary import any_of

_PEOPLE = any_of("people.creators", "people.vague", "people.compounds", "people.elsewhere")
_NO = any_of("people.no")
_VERB = any_of("people.refusing_verbs")
# People whom a brief may look for, also joined to what they are about: "Micro-Influencer".
CREATORS = re.compile(rf"\b(?:[\w-]+-)?{_PEOPLE}")
_SURELY_CREATORS = re.compile(rf"\b(?:[\w-]+-)?{any_of('people.creators')}")
_FEW_WORDS = r"(?:\s+[\w'&-]+){1,3}"
_OR = r"\s*,?\s+(?:or|nor|oder|noch)(?=\s)"
# From the first of several things to the last: ", gambling or" of "no wine, gambling or tobacco".
LIST_TO_OR = rf"(?:\s*,{_FEW_WORDS})+{_OR}"
# Ends at the thing that a brief does not want: "no creators from" before "France".
_NEVER_DOING = (
    rf"{any_of('people.never')}\s+{any_of('people.never_doing')}"
    r"(?:\s+(?:about|on|for|the|any|über|für))*"
)
_REFUSED_LIST = r"(?:\s+[\w-]+(?:\s*,|\s+(?:or|nor|and|oder|noch|und)))*"
NEGATED = re.compile(
    rf"{_NO}(?!\s+(?:only|just|nur)\b)[\s,:]+(?:{any_of('people.after_no')}[\s,:-]+)*$"
    # "any niche but fitness"
    r"|\b(?:any|all|every)\s+(?:niche|topic|kind|type|genre|country|countr|market|region|platform|tier|size)"
    r"(?:s|ies)?\s+but\s+(?:not\s+)?$"
    rf"|{_NEVER_DOING}{_REFUSED_LIST}\s+$"
    rf"|\b(?:no|not|kein\w*|ohne|without)(?:\s+[\w-]+\s*,)*\s+[\w-]+\s+(?:or|nor|oder|noch)\s+$"
    rf"|\b(?:no|kein\w*)\s+{any_of('people.creators')},? (?:die|der|who|that)\s+(?:\w+\s+){{0,3}}$"
)
# As `NEGATED`, of a list whose commas part the clause; only "or" at its end tells that it is one.
_LISTED_BEFORE = re.compile(
    rf"{_NO}(?:\s+{any_of('people.after_no')})*{_FEW_WORDS}(?:\s*,{_FEW_WORDS})*"
    rf"(?:(?P<last>{_OR})|\s*,)\s+$"
)
_LISTED_AFTER = re.compile(rf"^(?:\s+[\w'&-]+){{0,2}}(?:\s*,{_FEW_WORDS})*{_OR}")
# "if not", "why not" and "or not" negate nothing that follows.
NO_REFUSAL = re.compile(r"\b(?:if|why|or|whether|wenn|ob|warum|oder)\s+$")
_ONLY = re.compile(r"\b(?:only|just|nur)\b")
_TO_LAST = r"(?:(?:\s*,\s*[\w-]+)*\s*,?\s+(?:and|und|or|oder|&)\s+[\w-]+)?"
_REFUSED = re.compile(
    rf"^\s*{_VERB}[^,.;\n]{{0,35}}?{any_of('people.refused')}"
    r"|^(?:'s)?\s*(?:is |are |ist |sind |bleibt )?"
    r"(?:out|raus|tabu|excluded|ausgeschlossen|außen vor)\b"
    # "funny not cutesy" refuses the second.
    r"|^\s*(?:bitte |lieber |eher |please )?"
    rf"(?:nicht|not(?!\s+(?!{any_of('people.not_so')})[\w-]+\s*$))\b"
    # "creators from Germany not posting in English" says nothing against Germany.
    r"(?!\s+(?:nur|only|\w+ing|in|on|from|with|auf|aus|mit|über)\b)"
    r"|^[\s:]+(?:no|nein|never|avoid|skip|exclude)\b(?=\s*$)"
    # "TikTok must not be used", "Gaming bitte vermeiden".
    r"|^\s*(?:must|should|may|can|could)(?:n't| not|not) be (?:used|included|part|booked)\b"
    rf"|^{_TO_LAST}\s*(?:bitte\s+)?{any_of('people.avoiding')}"
    # "gaming and politics are a no-go"
    rf"|^{_TO_LAST}\s+(?:are|sind)\s+(?:\w+\s+){{0,2}}?{any_of('people.refused')}"
    r"|^[^,.;]{0,25}\snichts zu tun\b"
)
_WE = re.compile(any_of("people.we"))
_SUBJECTS = ("we", "we're", "i", "i'm", "wir", "ich", "sind", "bin")
# "I've got 700 euros for" asks, too.
_HAVE_MONEY = re.compile(
    r"(?:\b(?:have|got|pay|spend|hab|habe|haben|zahlen|ausgeben)|'ve)\b[^.;]*"
    rf"(?:\d\s?(?:k\s?)?(?:{ANY_CURRENCY})|(?:{ANY_CURRENCY})\s?\d)"
)
_SEEKS = re.compile(any_of("people.seeks"))
_LONGEST_LIST = 120  # characters
_FARTHEST = 8  # words from "we" to what it is said of


def is_refused(before: str, after: str) -> bool:
    """Whether a brief does not want the thing between: 'no TikTok', 'TikTok is not an option'.

    Args:
        before, after: the clause on both sides, lower case.
    """
    negated = NEGATED.search(before)
    # "don't look only in Germany" refuses nothing.
    is_negated = negated is not None and not _ONLY.search(negated.group())
    return is_negated or bool(_REFUSED.match(after))


def is_in_refused_list(before: str, after: str) -> bool:
    """Whether a thing is one of 'no alcohol, gambling or fashion', and not the first.

    Args:
        before, after: the whole text on both sides, lower case.
    """
    listed = _LISTED_BEFORE.search(before[-_LONGEST_LIST:])
    return bool(listed and (listed["last"] or _LISTED_AFTER.match(after[:_LONGEST_LIST])))


def refusal(before: str, after: str) -> tuple[int, int]:
    """How many characters before and after a thing refuse it: 3 of 'no TikTok'; 0 without."""
    negated, refused = NEGATED.search(before), _REFUSED.match(after)
    return len(negated.group()) if negated else 0, refused.end() if refused else 0


def is_own_description(before: str, after: str) -> bool:
    """Whether the clause up to here speaks of the brand: 'we are a Munich based startup'.

    Args:
        before, after: the clause on both sides, lower case.
    """
    mentions = list(_WE.finditer(before))
    if not mentions:
        return False
    last = mentions[-1]
    between = before[last.end() :]
    # "We need", and "dafür suchen wir"; but "creators for our" speaks of the brand all the same.
    asking = before if last.group() in _SUBJECTS else between
    if len(between.split()) > _FARTHEST:
        return False
    asks = _SEEKS.search(asking) or _HAVE_MONEY.search(before)
    return not _SURELY_CREATORS.search(between) and not asks
