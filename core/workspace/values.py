"""What people typed, fit for the database, or an error that says what was expected."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime

from core.domain.accounts import Account
from core.errors import WorkspaceError

ID_CHARACTERS = 300
NAME_CHARACTERS = 120
NOTE_CHARACTERS = 5_000
MONEY_MAX = 1e12  # EUR; beyond it somebody pressed a key too long
# No text of a person holds these, and PostgreSQL refuses the first.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def now() -> datetime:
    """The time as the workspace keeps it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def as_utc(at: datetime) -> datetime:
    """A time as the workspace keeps it; one without a zone is taken as UTC."""
    return at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)


def clean(value: str) -> str:
    """The text without control characters and broken halves of characters; lines stay."""
    return _CONTROL.sub("", value).encode("utf-8", "replace").decode("utf-8")


def one_line(value: str, what: str, *, longest: int) -> str:
    """The text on one line, without spaces around.

    Raises:
        WorkspaceError: nothing is left of it, or it is longer than `longest` characters.
    """
    line = " ".join(clean(value).split())
    if not any(unicodedata.category(character) not in ("Cf", "Zs") for character in line):
        raise WorkspaceError(f"{what} is empty. Type at least one letter.")
    return not_longer(line, what, longest)


def named(name: str, what: str) -> dict[str, str]:
    """The columns name and name_key of something that is found by its name in any case.

    Raises:
        WorkspaceError: the name is empty or longer than `NAME_CHARACTERS`.
    """
    shown = one_line(name, what, longest=NAME_CHARACTERS)
    return {"name": shown, "name_key": name_key(shown)}


def name_key(name: str) -> str:
    """The name as it is compared: one line, without case."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def brand_columns(brand_id: str | None, brand_name: str | None) -> dict[str, str | None]:
    """The columns brand_id and brand_name of something that is made for a brand, or for none.

    Raises:
        WorkspaceError: the id or the name is not one.
    """
    return {
        "brand_id": None if brand_id is None else identifier(brand_id, "brand"),
        "brand_name": (
            one_line(brand_name, "The name of the brand", longest=500) if brand_name else None
        ),
    }


def kept_account(account: Account) -> Account:
    """An account as the workspace keeps it.

    Without a name the handle stands in, without a platform 'unknown'.

    Raises:
        WorkspaceError: the id or the handle is empty.
    """
    handle = one_line(account.handle.strip().removeprefix("@"), "The handle", longest=300)
    return Account(
        identifier(account.influencer_id, "creator"),
        handle,
        one_line(account.name, "The name", longest=500) if account.name.strip() else handle,
        one_line(account.platform or "unknown", "The platform", longest=60),
    )


def not_longer(value: str, what: str, longest: int) -> str:
    """The text as it is.

    Raises:
        WorkspaceError: it is longer than `longest` characters.
    """
    if len(value) > longest:
        raise WorkspaceError(
            f"{what} has {len(value):,} characters, at most {longest:,} are kept. Shorten it."
        )
    return value


def identifier(value: str, what: str) -> str:
    """An id exactly as a build has it.

    Raises:
        WorkspaceError: it is empty, too long or holds what no database keeps.
    """
    if not value or not value.strip():
        raise WorkspaceError(f"Expected the id of a {what}, found none.")
    if len(value) > ID_CHARACTERS or clean(value) != value:
        raise WorkspaceError(
            f"Expected the id of a {what} of at most {ID_CHARACTERS} readable characters, "
            f"found '{clean(value)[:40]}'."
        )
    return value


def number(value: float, what: str, *, highest: float, unit: str = "") -> float:
    """A number from 0 to `highest`.

    Raises:
        WorkspaceError: it is not.
    """
    if not math.isfinite(value) or not 0 <= value <= highest:
        raise WorkspaceError(
            f"{what}: expected a number from 0 to {highest:,.0f}{unit}, found {value:g}."
        )
    return float(value)


def note_text(note: str) -> str:
    """A note about a creator without control characters and spaces around; may be ''.

    Raises:
        WorkspaceError: it is longer than `NOTE_CHARACTERS`.
    """
    return not_longer(clean(note).strip(), "The note", NOTE_CHARACTERS)
