"""What an examination says: one line per part, with advice where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import AppError

WELL, NOTE, WRONG = "ok", "note", "wrong"


@dataclass(frozen=True)
class Check:
    """One part that was examined.

    Attributes:
        name: of the part, for example "disk".
        state: `WELL`, `NOTE` (worth knowing, nothing has to be done) or `WRONG`.
        finding: what was found, in a sentence.
        advice: what to do; "" where nothing has to be done.
    """

    name: str
    state: str
    finding: str
    advice: str = ""


def finding_and_advice(error: AppError) -> tuple[str, str]:
    """The two parts of an error: what was found, and what to do."""
    finding, stop, advice = str(error).partition(". ")
    return finding + stop.strip(), advice
