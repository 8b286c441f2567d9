"""What to drop of a brief that leaves nobody, on the small build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from core.domain.brief import BriefConstraints
from core.services.brief import scope
from core.services.brief.answer import BriefQuestion, answer
from core.services.brief.narrowing_pairs import nobody_words, relaxed
from core.services.brief.reading import read_brief
from core.services.matching.filters import MatchFilters
from core.services.session import BuildSession, open_session
from core.settings import Settings
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    settings = Settings.from_env(tmp_path_factory.mktemp("narrowing_pairs"))
    make_small_build(settings)
    with open_session(settings) as opened:
        yield opened


def question(session: BuildSession, text: str) -> BriefQuestion:
    parsed = read_brief(session, text)
    return BriefQuestion(parsed.constraints, parsed.meaning)


def test_one_condition_that_leaves_nobody_is_named_alone(session: BuildSession) -> None:
    asked = question(session, "5 Glow creators from Japan")
    [entry] = relaxed(session, asked, answer(session, asked))
    assert entry.names == ("countries",)
    assert entry.left_count == answer(session, question(session, "5 Glow creators")).eligible_count
    assert nobody_words((entry,), asked) == (
        "No creator meets every condition of this brief. "
        f"Dropping 'Japan' leaves {entry.left_count}."
    )


def test_two_conditions_that_leave_nobody_are_named_together(session: BuildSession) -> None:
    asked = question(session, "5 Glow creators from Japan, at least 900,000,000 followers")
    entries = relaxed(session, asked, answer(session, asked))
    assert entries[0].names == ("countries", "followers_min")
    rest = replace(asked.constraints, countries=(), followers_min=None)
    assert entries[0].left_count == answer(session, BriefQuestion(rest)).eligible_count > 0
    assert all(len(entry.names) == 2 for entry in entries)
    assert (
        "No single condition is the reason: dropping 'Japan' and 'from 900M followers' leaves "
        in nobody_words(entries, asked)
    )


def test_every_constraint_on_creators_drops_a_filter() -> None:
    for constraint in fields(BriefConstraints):
        if constraint.name not in ("count", "budget"):
            assert scope.without(MatchFilters(), (constraint.name,)) == MatchFilters()


def test_three_conditions_are_said_to_be_three(session: BuildSession) -> None:
    asked = question(
        session, "5 Glow creators from Japan, 900,000,000+ followers, posts in Finnish"
    )
    assert relaxed(session, asked, answer(session, asked)) == ()
    assert "drop three or more" in nobody_words((), asked)
