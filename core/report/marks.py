"""What every report says of data that is not what it seems."""

from __future__ import annotations

from datetime import UTC

from core.store.builds import Build

DEMO = "Demo data: generated, no real creators"
PSEUDONYMS = "Pseudonyms: creators have made-up names here"
FIRST_LOOK = "First look: growth, prices and topics are not worked out yet"


def currency_mark(build: Build) -> str:
    """That prices in other currencies count as euros; '' where there are none."""
    names = ", ".join(build.other_currencies)
    return f"Prices in {names} count as euros, without an exchange rate" if names else ""


def data_mark(build: Build) -> str:
    """The marks of a build in one line, '' for whole data under its own names."""
    marks = (
        (DEMO, build.is_demo),
        (PSEUDONYMS, build.is_pseudonymised),
        (FIRST_LOOK, build.steps_left),
        (currency_mark(build), build.other_currencies),
    )
    return " · ".join(mark for mark, is_so in marks if is_so)


def mark_rows(build: Build) -> list[tuple[str, str]]:
    """The same as label and value, for a table of facts; that data is no demo is said, too."""
    demo = "yes, generated, no real creators" if build.is_demo else "no"
    names = [("Names", PSEUDONYMS)] if build.is_pseudonymised else []
    first_look = [("State", FIRST_LOOK)] if build.steps_left else []
    prices = [("Prices", currency_mark(build))] if build.other_currencies else []
    return [("Demo data", demo), *names, *first_look, *prices]


def data_rows(build: Build) -> list[tuple[str, str]]:
    """How old the data of a build is and what marks it has, as label and value."""
    return [
        ("Data as of", str(build.manifest.get("as_of_day") or "not known")),
        ("Data built (UTC)", f"{build.built_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"),
        *mark_rows(build),
    ]
