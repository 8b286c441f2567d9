"""The story of an event, and the question to its creator."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.models.growth.kinds import DROP, EVENT_KINDS, RISE, SEESAW, STEP
from core.report.stories import event_story, question_to_creator


def event(**changes: Any) -> dict[str, Any]:
    return {
        "event_number": 1,
        "kind": STEP,
        "first_day": date(2026, 10, 9),
        "last_day": date(2026, 10, 9),
        "peak_day": date(2026, 10, 9),
        "peak_count": 7900,
        "change_count": 7915,
        "expected_low_count": 12.0,
        "expected_high_count": 40.0,
        "retained_7": 0.31,
        "retained_30": None,
        "posts_before": 1,
        "post_reach": 2.5,
        "engagement_change": -0.4,
        "collaborations_near": None,
        "cohort_fraction": 0.001,
        **changes,
    }


def test_the_story_follows_the_days() -> None:
    story = event_story(event(), events_count=3)
    assert story == [
        (
            "Before",
            "1 post on the first day and the two before; it drew 2.5 times the usual likes and "
            "comments.",
        ),
        (
            "What happened",
            "9 Oct 2026: one-day step; 7,915 followers gained, where 12 to 40 are usual: "
            "7,900 beyond that.",
        ),
        ("Comparable accounts", "They moved by +0.1% over the same days."),
        ("7 days after the peak", "31% of the gain was left."),
        ("Posts after it", "They drew 40% fewer likes and comments."),
        ("Weight in the verdict", "It is the most significant of 3 events."),
    ]


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        (
            {},
            "On 9 Oct 2026 your account grew by 7,915 followers in one day. Could you share the "
            "reach of the post behind it?",
        ),
        (
            {
                "last_day": date(2026, 10, 20),
                "peak_day": date(2026, 10, 12),
                "posts_before": 3,
            },
            "Between 9 Oct 2026 and 12 Oct 2026 your account grew by 7,915 followers. Could you "
            "share the reach of the posts behind it?",
        ),
        (
            {"post_reach": 0.9},
            "On 9 Oct 2026 your account grew by 7,915 followers in one day. Could you share what "
            "brought them, for example a mention, an ad or a report in the press?",
        ),
        (
            {"kind": DROP, "change_count": -500},
            "On 9 Oct 2026 your account lost 500 followers. Do you know why, for example a "
            "clean-up by the platform?",
        ),
        (
            {"kind": SEESAW, "last_day": date(2026, 10, 20)},
            "Between 9 Oct 2026 and 20 Oct 2026 the number of your followers went up and down "
            "several times. Do you know what was behind it?",
        ),
    ],
)
def test_the_question_fits_the_event(changes: dict[str, Any], question: str) -> None:
    assert question_to_creator(event(**changes)) == question


def test_a_gain_on_top_of_a_loss_is_no_loss() -> None:
    rise = event(kind=RISE, change_count=-434, peak_count=250)
    assert (
        "250 followers more than usual for these days." in event_story(rise, events_count=1)[1][1]
    )
    assert "lost" not in question_to_creator(rise)


def test_the_change_is_that_of_the_peak_when_the_event_goes_on() -> None:
    decays = event(last_day=date(2026, 10, 20))
    assert question_to_creator(decays).startswith("On 9 Oct 2026 your account grew by 7,915")
    assert "followers gained by 9 Oct 2026, where" in event_story(decays, events_count=1)[1][1]


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_has_a_story_when_nothing_else_is_known(kind: str) -> None:
    unknown = dict.fromkeys(
        (
            "expected_low_count", "expected_high_count", "retained_7", "retained_30",
            "posts_before", "post_reach", "engagement_change", "collaborations_near",
            "cohort_fraction",
        )
    )  # fmt: skip
    story = dict(event_story(event(kind=kind, **unknown), events_count=1))
    assert story["Before"] == "Posts are not known for these days."
    assert story["Weight in the verdict"] == "It is the only event of this creator."
    assert set(story) == {"Before", "What happened", "Weight in the verdict"}
    assert "fake" not in question_to_creator(event(kind=kind, **unknown)).lower()
    assert "bought" not in question_to_creator(event(kind=kind, **unknown)).lower()
