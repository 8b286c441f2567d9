"""Which steps a first look at many creators takes, so that pages open while the others run."""

from __future__ import annotations

from collections.abc import Collection, Sequence

# Fewer creators are ready whole before anybody has read the first page.
CREATORS_AT_LEAST = 2_000
# Niches, profiles, unusual days and brand matches: what most people look at first, and what takes
# a minute or two rather than ten at a hundred thousand creators.
STEPS = ("text", "pictures", "niches", "profiles", "caution", "facts", "matching", "ratings")
# Where the build that follows begins; profiles and what follows from the rest come again there.
THEN_FROM = "topics"
# The command that works out the rest.
REST = ("build", "--from", THEN_FROM, "--background")


def steps_left(
    names: Sequence[str], run: Collection[str], left_before: Collection[str]
) -> tuple[str, ...]:
    """Steps whose results a build lacks, in their order.

    Args:
        names: of all steps, in their order.
        run: steps that ran for this build.
        left_before: those that the build it goes on from lacks; all of them for a build of its own.
    """
    return tuple(name for name in names if name in left_before and name not in run)
