"""What people read while work runs: names of steps, and how long it will take."""

from __future__ import annotations

# Name of a step as `Report` gets it -> what people read while it runs.
STEP_LABELS = {
    "demo data": "Making demo creators, posts and brands",
    "import": "Reading the files",
    "files": "Reading the files",
    "earlier build": "Copying the data in use",
    "pseudonyms": "Giving creators other names",
    "fast encoder": "Making the fast encoder",
    "text": "Reading bios and captions",
    "pictures": "Looking at pictures",
    "niches": "Finding niches",
    "topics": "Finding topics of texts",
    "objects": "Finding objects in pictures",
    "concepts": "Linking concepts",
    "profiles": "Summing up profiles",
    "caution": "Scoring unusual days",
    "evidence": "Evaluating growth evidence",
    "growth evidence": "Evaluating growth evidence",
    "posts": "Reading what the posts say",
    "profiling": "Finding what creators are about",
    "trends": "Finding trends",
    "search": "Indexing texts for search",
    "influence": "Estimating influence",
    "momentum": "Measuring momentum",
    "facts": "Gathering what pages sort by",
    "prices": "Estimating prices",
    "matching": "Matching brands",
    "ratings": "Calculating rule points",
    "recommendations": "Recommending creators",
    "ranking": "Learning from collaborations",
    "choosing": "Tuning the recommender",
    "tuning": "Tuning the recommender",
    "learning": "Training the recommender",
    "judging": "Testing the recommender",
    "accounts": "Training the fake account model",
    "attention": "Training the attention over posts",
    "cross-validation": "Testing the profiles",
    "views": "Choosing what ranks",
    "weights": "Choosing weights of the ranking",
    "testing": "Testing the ranking",
    "backup": "Packing the build and the workspace",
    "restore": "Unpacking the backup",
    "checksums": "Comparing checksums",
    "search for names": "Searching the copy for names",
}
_HOUR = 3_600.0
_MINUTE = 60.0


def step_words(step: str) -> str:
    """What a step does, in words; its name when it has none, "Starting" before the first."""
    return STEP_LABELS.get(step, step or "Starting")


def time_left_words(seconds: float | None, *, is_of_step: bool = False) -> str:
    """Such as "about 3 minutes left"; "" when nothing is known.

    Args:
        seconds: until the end.
        is_of_step: until the end of this step, because those after it are unknown.
    """
    if seconds is None:
        return ""
    where = " in this step" if is_of_step else ""
    if seconds < _MINUTE:
        return f"less than a minute left{where}"
    if seconds < 1.5 * _HOUR:
        minutes = round(seconds / _MINUTE)
        if minutes > 20:  # nobody can tell minutes apart that far ahead
            minutes = 5 * round(minutes / 5)
        return f"about {_counted(minutes, 'minute')} left{where}"
    halves = round(2 * seconds / _HOUR)
    hours = f"{halves // 2}.5 hours" if halves % 2 else _counted(halves // 2, "hour")
    return f"about {hours} left{where}"


def _counted(count: int, unit: str) -> str:
    return f"a {unit}" if count == 1 else f"{count} {unit}s"
