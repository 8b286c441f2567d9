"""Which conditions to drop where a brief leaves few or nobody: one, or two together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from core.domain.brief import OF_THE_SET
from core.queries.growth.evidence import evidence_join
from core.services.brief.answer import BriefAnswer, BriefQuestion
from core.services.brief.conditions import label_of
from core.services.brief.scope import scope_of, without
from core.services.matching.filters import MatchFilters
from core.services.session import BuildSession

HINTS = 3
_UNUSUAL = "hide_unusual"


@dataclass(frozen=True)
class Relaxed:
    """Attributes:
    names: of the constraints in `BriefConstraints` that are dropped.
    left_count: creators that are eligible then.
    """

    names: tuple[str, ...]
    left_count: int


def relaxed(
    session: BuildSession, question: BriefQuestion, answer: BriefAnswer
) -> tuple[Relaxed, ...]:
    """What to drop, what leaves most creators first, at most `HINTS`.

    Single conditions, as in `BriefAnswer.narrowing`. Where nobody is eligible and no single
    condition is the reason, the pairs of conditions that leave somebody.

    Args:
        answer: to the question.
    """
    singles = [Relaxed((entry.name,), entry.without_count) for entry in answer.narrowing]
    if answer.eligible_count == 0:
        if question.constraints.hide_unusual is None and answer.unusual_count:
            # Left out unless the brief says otherwise, so no constraint that it says.
            singles.append(Relaxed((_UNUSUAL,), answer.unusual_count))
        if not singles:
            singles = _pairs(session, question)
    singles.sort(key=lambda entry: (-entry.left_count, entry.names))
    return tuple(singles[:HINTS])


def _pairs(session: BuildSession, question: BriefQuestion) -> list[Relaxed]:
    names = [name for name in question.constraints.said() if name not in OF_THE_SET]
    if question.constraints.hide_unusual is None:
        names.append(_UNUSUAL)
    # Read once: a scope takes as long as twenty counts.
    filters = scope_of(session, question.constraints, question.earlier).filters
    pairs = (
        Relaxed(pair, _passing_count(session, without(filters, pair)))
        for pair in combinations(names, 2)
    )
    return [pair for pair in pairs if pair.left_count]


def _passing_count(session: BuildSession, filters: MatchFilters) -> int:
    sql, values = filters.rowids_sql(evidence_join=evidence_join(session.con))
    row = session.con.execute(
        f"SELECT count(*) FROM ({sql}) WHERE NOT (is_unusual AND $hides_unusual)",
        values | {"hides_unusual": filters.hides_unusual},
    ).fetchone()
    return 0 if row is None else int(row[0])


def relaxed_words(entry: Relaxed, question: BriefQuestion) -> str:
    """What dropping conditions leaves: "dropping 'Japan' leaves 12"."""
    shown = question.constraints
    if shown.hide_unusual is None:
        shown = replace(shown, hide_unusual=True)
    labels = [f"'{label_of(name, shown, question.earlier.last_name)}'" for name in entry.names]
    return f"dropping {' and '.join(labels)} leaves {entry.left_count:,}"


def nobody_words(entries: tuple[Relaxed, ...], question: BriefQuestion) -> str:
    """What to do where no creator meets every condition, as sentences.

    Args:
        entries: of `relaxed`.
    """
    nobody = "No creator meets every condition of this brief."
    if not entries:
        return f"{nobody} No two conditions alone are the reason: drop three or more."
    is_one = len(entries[0].names) == 1
    reason = "" if is_one else "No single condition is the reason: "
    words = "; ".join(relaxed_words(entry, question) for entry in entries)
    words = words if not is_one else words[0].upper() + words[1:]
    return f"{nobody} {reason}{words}."
