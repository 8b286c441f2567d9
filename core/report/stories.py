"""An event as a short story in plain words, and the question to ask the creator about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.formats import counted, day, days_text, is_missing, signed_percent
from core.models.growth.kinds import DROP, KIND_WORDS, SEESAW
from core.report.words import POSTS_UNKNOWN, kept_words, range_words

_FAR_REACH = 1.5  # times the usual response from which a post may be behind a gain
_AS_USUAL = 0.15  # response to posts that changed by less is about the same


def event_story(event: Mapping[str, Any], *, events_count: int) -> list[tuple[str, str]]:
    """What is known of an event, in the order in which it happened.

    Args:
        event: the columns of `growth_patterns`.
        events_count: of the creator.
    Returns:
        (heading, sentence) pairs; what is not known is said where it matters.
    """
    story = [("Before", _before(event)), ("What happened", _happened(event))]
    if not is_missing(event["cohort_fraction"]):
        story.append(
            (
                "Comparable accounts",
                f"They moved by {signed_percent(event['cohort_fraction'])} over the same days.",
            )
        )
    if event["kind"] != DROP:
        story += [
            (f"{days} days after the peak", f"{kept_words(event[name])} of the gain was left.")
            for days, name in ((7, "retained_7"), (30, "retained_30"))
            if not is_missing(event[name])
        ]
    if not is_missing(event["engagement_change"]):
        story.append(("Posts after it", _response(float(event["engagement_change"]))))
    story.append(("Weight in the verdict", _weight(event, events_count)))
    return story


def _before(event: Mapping[str, Any]) -> str:
    parts = []
    if is_missing(event["posts_before"]):
        parts.append(f"{POSTS_UNKNOWN[0].upper()}{POSTS_UNKNOWN[1:]}.")
    elif int(event["posts_before"]) == 0:
        parts.append("No post on the first day or the two before.")
    else:
        number = int(event["posts_before"])
        post = f"{counted(number, 'post')} on the first day and the two before"
        if not is_missing(event["post_reach"]):
            which = "it" if number == 1 else "the largest"
            post += f"; {which} drew {event['post_reach']:.1f} times the usual likes and comments"
        parts.append(f"{post}.")
    if not is_missing(event["collaborations_near"]) and int(event["collaborations_near"]):
        near = int(event["collaborations_near"])
        parts.append(f"{counted(near, 'collaboration')} began in the week before.")
    return " ".join(parts)


def _happened(event: Mapping[str, Any]) -> str:
    if event["kind"] != DROP and event["change_count"] < 0:
        # A gain on top of a loss that was going on.
        return (
            f"{days_text(event['first_day'], event['last_day'])}: {KIND_WORDS[event['kind']]}; "
            f"{abs(int(event['peak_count'])):,} followers more than usual for these days."
        )
    moved = "lost" if event["change_count"] < 0 else "gained"
    words = (
        f"{days_text(event['first_day'], event['last_day'])}: {KIND_WORDS[event['kind']]}; "
        f"{abs(int(event['change_count'])):,} followers {moved}"
    )
    if event["first_day"] != event["last_day"] and not is_missing(event["peak_day"]):
        words += f" by {day(event['peak_day'])}"
    if is_missing(event["expected_low_count"]):
        return f"{words}."
    usual = range_words(event["expected_low_count"], event["expected_high_count"])
    return f"{words}, where {usual} are usual: {abs(int(event['peak_count'])):,} beyond that."


def _response(change: float) -> str:
    if abs(change) < _AS_USUAL:
        return "They drew about as many likes and comments as before."
    return f"They drew {abs(change):.0%} {'more' if change > 0 else 'fewer'} likes and comments."


def _weight(event: Mapping[str, Any], events_count: int) -> str:
    if events_count == 1:
        return "It is the only event of this creator."
    if int(event["event_number"]) == 1:
        return f"It is the most significant of {events_count} events."
    return f"It is number {int(event['event_number'])} of {events_count} by significance."


def question_to_creator(event: Mapping[str, Any]) -> str:
    """A polite question about an event, to copy into a message; it accuses nobody."""
    # The change is counted up to the peak, not to the end of the event.
    peak = event["peak_day"]
    ends = is_missing(peak) or event["kind"] == SEESAW
    first, last = event["first_day"], event["last_day"] if ends else peak
    same_day = first == last
    when = f"On {day(first)}" if same_day else f"Between {day(first)} and {day(last)}"
    count = abs(int(event["change_count"]))
    if event["kind"] == SEESAW:
        return (
            f"{when} the number of your followers went up and down several times. "
            "Do you know what was behind it?"
        )
    if event["kind"] != DROP and event["change_count"] < 0:
        return (
            f"{when} the number of your followers moved differently than usual. Do you know what "
            "was behind it?"
        )
    if event["change_count"] < 0:
        return (
            f"{when} your account lost {count:,} followers. Do you know why, for example a "
            "clean-up by the platform?"
        )
    grew = f"{when} your account grew by {count:,} followers{' in one day' if same_day else ''}."
    posts = event["posts_before"]
    reach = event["post_reach"]
    if not is_missing(posts) and not is_missing(reach) and float(reach) >= _FAR_REACH:
        which = "post" if int(posts) == 1 else "posts"
        return f"{grew} Could you share the reach of the {which} behind it?"
    return (
        f"{grew} Could you share what brought them, for example a mention, an ad or a report in "
        "the press?"
    )
