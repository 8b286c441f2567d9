"""What the figures of growth mean, in words; the page and the report say the same."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.domain.thresholds import INDEX_LOOK_CLOSER, INDEX_VERY_GOOD, STEPS_MIN
from core.formats import compact, counted, day, days_text, is_missing
from core.models.growth.kinds import BOUGHT_LIKE, KIND_WORDS, ORGANIC
from core.queries.growth.evidence import CreatorEvidence, PostsKnown

NOT_ENOUGH = "not enough data"
# Of an event on days that the stored posts do not cover.
POSTS_UNKNOWN = "posts are not known for these days"
_UNCOVERED_DAYS = 7  # at one end of the history, before it is said that posts are missing there

INDEX_PARTS = (
    ("Growth", "growth_part", "how little of the growth looks bought"),
    (
        "Engagement",
        "engagement_part",
        "likes and comments compared with accounts of this size and niche",
    ),
    (
        "Followers",
        "followers_part",
        "followers compared with what likes, comments, views and posts suggest",
    ),
)
WHY_SCORES_DIFFER = (
    "The two can differ: the caution score adds fixed bands of unusual days, engagement and "
    "growth, the same for all accounts, while the evidence is a model that compares with the "
    "creator's own past and with peers."
)
METHOD = (
    "From each daily change the median of comparable accounts (same platform and size) on the same "
    "day is subtracted, so that clean-ups and faults of a platform do not count against anybody.",
    "What is left is compared with the creator's own past: a running median, the rhythm of the "
    "week and the usual scatter give an expected range, in which four of five ordinary days lie.",
    "Days and stretches outside of it become events: a one-day step, a step that fades, a "
    "staircase of equal portions, a steady drip, a burst that fades, faster growth for a while, a "
    "spike, a drop, a seesaw. "
    "For each event we look at what happened around it: posts and their reach, engagement, "
    "collaborations, what comparable accounts did, how large the gain was at its peak, and how "
    "much of that was left 7 and 30 days after the peak. Posts are only looked at on days between "
    "the earliest and the newest that is stored.",
    "A model learned from labelled histories joins this into a calibrated probability that "
    "followers were bought: of creators shown with 70%, about seven in ten had bought followers "
    "in the data it learned from. The authenticity index (0-100, higher is better) joins it with "
    "engagement and with the followers that all other signals suggest.",
    "The caution score (0-100, higher is more unusual) is shown beside it. " + WHY_SCORES_DIFFER,
)
LIMITS = (
    "A probability is not proof. Unusual growth is a reason to ask, not a judgement of a person.",
    "Television, news, a mention by a larger account or a campaign that is not in the data can "
    "look the same from outside; ask for the creator's own statistics.",
    "Somebody else can buy followers for an account without its owner knowing.",
    "Small, slow purchases hide in ordinary growth: a low probability does not rule them out.",
)


def index_words(index: int | None) -> str:
    """What an authenticity index asks the reader to do."""
    if index is None:
        return NOT_ENOUGH
    if index < INDEX_LOOK_CLOSER:
        return "look closer"
    return "very good" if index > INDEX_VERY_GOOD else "mostly as usual"


def pattern_words(pattern: str | None) -> str:
    """A pattern or kind of event for readers."""
    return NOT_ENOUGH if pattern is None else KIND_WORDS.get(pattern, pattern)


def most_telling(pattern: str | None, events_count: int) -> str:
    """The pattern that stands for a creator, beside the events that are listed."""
    if pattern == ORGANIC and events_count:
        return "no pattern of bought growth; minor anomalies are listed"
    return pattern_words(pattern)


def is_worth_checking(kind: str) -> bool:
    """Whether events of this kind are what deliveries of followers look like."""
    return kind in BOUGHT_LIKE


def window_words(
    first: date | None, last: date | None, days_known: int | None, step_days: int | None = None
) -> str:
    """The data window of a judgement."""
    if first is None or last is None or not days_known:
        return "no follower history"
    kind = "weekly " if step_days == 7 else ""
    if first == last:
        return f"1 follower count, {day(first)}"
    return f"{days_known:,} {kind}follower counts, {day(first)} to {day(last)}"


def kept_words(share: float | None) -> str:
    """Share of a gain that is still there: '97%'; '-' when it is not known.

    Ordinary growth is subtracted by estimate, so that shares far below 0 and above 1 occur; they
    say no more than nothing and all of it.
    """
    if is_missing(share):
        return "-"
    percent = round(100 * float(share))  # type: ignore[arg-type]
    return "> 100%" if percent > 100 else f"{max(percent, 0)}%"


def retention_words(retained_7: float | None, retained_30: float | None) -> str:
    """What was left of the main gain: '31% left 7 days after the peak, 13% after 30'."""
    if is_missing(retained_7) and is_missing(retained_30):
        return "what was left of it is not known"
    if is_missing(retained_30):
        return f"{kept_words(retained_7)} left 7 days after the peak"
    if is_missing(retained_7):
        return f"{kept_words(retained_30)} left 30 days after the peak"
    return (
        f"{kept_words(retained_7)} left 7 days after the peak, {kept_words(retained_30)} after 30"
    )


def peak_words(peak_count: float | None, peak_day: date | None) -> str:
    """A gain at its peak: '+7,915 on 12 Jun 2026'; '-' when unknown."""
    if is_missing(peak_count):
        return "-"
    on = "" if is_missing(peak_day) else f" on {day(peak_day)}"
    return f"{peak_count:+,.0f}{on}"


def range_words(low: float | None, high: float | None) -> str:
    """An expected range of followers: '60 to 140'."""
    if is_missing(low) or is_missing(high):
        return "-"
    # Adding 0 turns the -0 of rounding into 0.
    return f"{round(low) + 0:,} to {round(high) + 0:,}"  # type: ignore[arg-type]


def event_sentence(event: pd.Series) -> str:
    """One event on a line: kind, counted change, what is usual, and what lies beyond."""
    change = int(event["change_count"])
    usual = range_words(event["expected_low_count"], event["expected_high_count"])
    kind = pattern_words(event["kind"])
    if usual == "-":
        return f"{kind}, {change:+,} followers counted"
    beyond = "" if is_missing(event["peak_count"]) else f": {event['peak_count']:+,.0f} beyond it"
    return f"{kind}, {change:+,} followers counted where {usual} are usual{beyond}"


def _posts_notes(evidence: CreatorEvidence, posts: PostsKnown) -> list[str]:
    """What posts cannot explain, because there are none or not from all of the time."""
    if posts.first_day is None or posts.last_day is None:
        return [
            "No dated posts are known, so nothing can explain a burst: the curve is judged alone."
        ]
    begins, ends = evidence.first_day, evidence.last_day
    if begins is None or ends is None:
        return []
    late = (posts.first_day - begins).days > _UNCOVERED_DAYS
    early = (ends - posts.last_day).days > _UNCOVERED_DAYS
    if not (late or early):
        return []
    return [
        f"Posts are known from {days_text(posts.first_day, posts.last_day)} only, so no post can "
        "explain growth on other days."
    ]


def data_notes(
    evidence: CreatorEvidence | None,
    *,
    steps_known: int,
    posts_known: PostsKnown,
    members_count: int,
) -> list[str]:
    """What the data does not let one see, a sentence each; empty when nothing is missing.

    Args:
        steps_known: changes between counts.
        posts_known: dated posts of the creator.
        members_count: comparable accounts on one day.
    """
    notes = []
    if steps_known < STEPS_MIN:
        notes.append(
            f"{counted(steps_known, 'change')} between counts known: growth "
            f"is judged from {STEPS_MIN} on."
        )
    if evidence is None:
        notes.append("This build has no growth check of this creator: make a new build.")
        return notes
    if evidence.step_days == 7:
        notes.append(
            "Counts are weekly: changes within a week cannot be told apart, and a burst looks like "
            "a step."
        )
    elif evidence.step_days > 1:
        notes.append(
            f"Counts change only every {evidence.step_days} days: growth is judged in steps of "
            "that length, and a burst looks like a step."
        )
    notes += _posts_notes(evidence, posts_known)
    if steps_known and not members_count:
        notes.append(
            "Too few comparable accounts have counts on the same days: movements of the whole "
            "platform are not subtracted."
        )
    if evidence.engagement_part is None and evidence.authenticity_index is not None:
        notes.append(
            "Engagement cannot be compared with accounts of this size and niche, so it is not part "
            "of the index."
        )
    return notes


def cohort_words(evidence: CreatorEvidence) -> str:
    """The group the creator is compared with."""
    if evidence.size_group < 0:
        return "accounts of all sizes"
    fifth = ("the smallest", "the second smallest", "the middle", "the second largest",
             "the largest")[min(evidence.size_group, 4)]  # fmt: skip
    return f"{fifth} fifth of accounts by followers"


def expected_words(evidence: CreatorEvidence, rate: float | None, followers: int | None) -> str:
    """Engagement and followers against what is expected; '' when neither is known."""
    parts = []
    if evidence.expected_engagement_rate is not None and rate is not None:
        parts.append(
            f"engagement {rate:.1%}, accounts of this size and niche "
            f"{evidence.expected_engagement_rate:.1%}"
        )
    if evidence.expected_followers_count is not None and followers is not None:
        parts.append(
            f"{compact(followers)} followers, other signals suggest "
            f"{compact(evidence.expected_followers_count)}"
        )
    return " · ".join(parts)
