"""The certificate of a creator being forgotten: what went, what was searched, what is left."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import __version__
from core.formats import counted
from core.services.privacy.needle import Needle
from core.services.privacy.purge import Purged
from core.services.privacy.target import Target
from core.services.privacy.traces import Search, Trace, search_folder
from core.settings import Settings
from core.workspace.database import workspace_file
from core.workspace.forgotten import account_hash
from core.workspace.mentions import REMOVED

_SHOWN = 3  # places of a file that the text names; JSON has all


@dataclass(frozen=True)
class Certificate:
    """What happened when a creator was forgotten, without naming it unless asked.

    Attributes:
        made_at: UTC, ISO.
        account_hash: SHA-256 by which imports know the account, see `account_hash`.
        handle: None unless it was asked for.
        removed_from_workspace: number of rows by what they were.
        held_by_builds: rows that each build held before, by build id.
        made_build_id: build made without the creator; None when none was.
        removed_builds, removed_files, removed_vectors: see `Purged`.
        searched: folders, each with all its files.
        files_count, bytes_count: what was searched.
        left: places that still name the creator.
        similar: places where the same letters stand in longer words or other names.
        unread: files that could not be searched.
        stays: what is kept or not known, and why.
        is_clean: nothing that was searched names the creator.
    """

    made_at: str
    version: str
    account_hash: str
    platform: str
    handle: str | None
    removed_from_workspace: dict[str, int]
    held_by_builds: dict[str, int]
    made_build_id: str | None
    removed_builds: tuple[str, ...]
    removed_files: tuple[str, ...]
    removed_vectors: int | None
    searched: tuple[str, ...]
    files_count: int
    bytes_count: int
    left: tuple[dict[str, Any], ...]
    similar: tuple[dict[str, Any], ...]
    unread: tuple[str, ...]
    stays: tuple[str, ...]
    is_clean: bool

    def as_json(self) -> dict[str, Any]:
        """All fields, fit for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Removal:
    """What the command did before the search.

    Attributes:
        from_workspace: number of rows by what they were.
        held_by_builds: rows that each build held before, by build id.
        made_build_id: build made without the creator.
        purged: what was deleted on top of that.
        is_swept: no file of the workspace holds deleted rows any more.
        namesakes: platforms of other accounts with the same handle.
        is_word: the handle is an ordinary word of others.
    """

    from_workspace: dict[str, int]
    held_by_builds: dict[str, int]
    made_build_id: str | None
    purged: Purged
    is_swept: bool
    namesakes: tuple[str, ...] = ()
    is_word: bool = False


def certify(
    settings: Settings,
    creator: Target,
    removal: Removal,
    *,
    also: Sequence[Path] = (),
    with_name: bool = False,
) -> Certificate:
    """Searches the data folder, and further ones, for the creator, and says what was found.

    Args:
        also: folders with exports, backups or source files.
        with_name: the certificate has the handle in clear text.
    """
    needle = Needle(creator.accounts, is_word=removal.is_word)
    folders = list(
        dict.fromkeys([settings.data_dir, *(Path(os.path.realpath(folder)) for folder in also)])
    )
    searches = [(folder, search_folder(folder, needle, settings)) for folder in folders]
    hidden = _Hidden("" if with_name else creator.handle, () if with_name else creator.ids)
    left = [hidden.place(folder, one) for folder, one in _traces(searches) if not one.is_part]
    unread = tuple(
        hidden.text(str(folder / file)) for folder, search in searches for file in search.unread
    )
    return Certificate(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        account_hash=account_hash(creator.handle, creator.platform),
        platform=creator.platform,
        handle=creator.handle if with_name else None,
        removed_from_workspace=removal.from_workspace,
        held_by_builds=removal.held_by_builds,
        made_build_id=removal.made_build_id,
        removed_builds=removal.purged.build_ids,
        removed_files=tuple(hidden.text(str(file)) for file in removal.purged.files),
        removed_vectors=removal.purged.vectors_count,
        searched=tuple(hidden.text(str(folder)) for folder in folders),
        files_count=sum(search.files_count for _, search in searches),
        bytes_count=sum(search.bytes_count for _, search in searches),
        left=tuple(left),
        similar=tuple(
            hidden.place(folder, one) for folder, one in _traces(searches) if one.is_part
        ),
        unread=unread,
        stays=tuple(_stays(settings, removal, bool(also))),
        is_clean=not left and not unread,
    )


def certificate_text(certificate: Certificate) -> str:
    """The certificate for people to read, plain text."""
    who = f"@{certificate.handle}" if certificate.handle else "not named"
    lines = [
        "Certificate: a creator was forgotten",
        f"Made at:   {certificate.made_at} by Influencer Scout {certificate.version}",
        f"Account:   {who}, on {certificate.platform}, SHA-256 {certificate.account_hash}",
        f"Workspace: {_counts(certificate.removed_from_workspace) or 'held nothing'}",
    ]
    for build_id, count in certificate.held_by_builds.items():
        gone = " It is deleted." if build_id in certificate.removed_builds else ""
        lines.append(f"Build:     {build_id} held {counted(count, 'row')}.{gone}")
    others = [one for one in certificate.removed_builds if one not in certificate.held_by_builds]
    lines += [
        f"Build:     {one} named the creator in texts of others. It is deleted." for one in others
    ]
    if certificate.made_build_id:
        lines.append(f"Build:     {certificate.made_build_id} was made without the creator.")
    lines += [f"Deleted:   {file}" for file in certificate.removed_files]
    if certificate.removed_vectors is not None:
        lines.append(
            f"Deleted:   {certificate.removed_vectors:,} kept vectors, those of all creators"
        )
    lines.append(
        f"Searched:  {certificate.files_count:,} files, {certificate.bytes_count / 1e6:,.1f} MB, "
        f"in {', '.join(certificate.searched)}: bytes, names, archives, all text columns"
    )
    if certificate.is_clean:
        lines.append("Left:      nothing")
    lines += _listed("Left:      ", certificate.left)
    lines += [f"Unread:    {file}" for file in certificate.unread]
    if certificate.similar:
        places = sum(place["count"] for place in certificate.similar)
        files = len({place["file"] for place in certificate.similar})
        lines.append(
            f"Similar:   the same letters stand {places:,} times in longer words, other names or "
            f"numbers, in {files:,} {'file' if files == 1 else 'files'}"
        )
    lines += [f"Stays:     {sentence}" for sentence in certificate.stays]
    return "\n".join(lines) + "\n"


def certificate_bytes(certificate: Certificate, ending: str) -> bytes:
    """The content of a file: JSON for '.json', else text."""
    if ending.lower() == ".json":
        return (json.dumps(certificate.as_json(), indent=2, ensure_ascii=False) + "\n").encode()
    return certificate_text(certificate).encode()


class _Hidden:
    """Takes the handle and ids out of paths."""

    def __init__(self, handle: str, ids: Sequence[str]) -> None:
        names = sorted({name for name in (handle, *ids) if name}, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, names)) or "(?!)", re.IGNORECASE)

    def text(self, text: str) -> str:
        return self._names.sub(REMOVED, text)

    def place(self, folder: Path, trace: Trace) -> dict[str, Any]:
        return {
            "file": self.text(str(folder / trace.file)),
            "where": self.text(trace.where),
            "count": trace.count,
        }


def _traces(searches: Sequence[tuple[Path, Search]]) -> Iterator[tuple[Path, Trace]]:
    for folder, search in searches:
        for trace in search.traces:
            yield folder, trace


def _stays(settings: Settings, removal: Removal, is_wider: bool) -> Iterator[str]:
    yield (
        "one-way hashes of the account and the time, in the workspace: by them later imports "
        "leave the creator out"
    )
    if removal.purged.vectors_count is None and settings.cache_dir.is_dir():
        yield (
            "vectors of texts and pictures in the cache, under a hash of the text or file and "
            "without a name: 'forget --purge' deletes all of them"
        )
    if workspace_file(settings) is None:
        yield "deleted rows on the database server until its next vacuum; it was not searched"
    if not removal.is_swept:
        yield "deleted rows in the log of the workspace, which another program is reading"
    if removal.is_word:
        yield (
            "the handle as an ordinary word, which three or more other creators use: only "
            "'@handle' and links to the account count as naming it"
        )
    if removal.namesakes:
        yield (
            f"the same handle on {', '.join(removal.namesakes)}, another account: what is left may "
            "be its own"
        )
    where = "other places than those searched" if is_wider else "places outside the data folder"
    yield f"source files, exports and backups in {where}, which this program does not know"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def _listed(label: str, places: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line per file, with the first places in it."""
    files: dict[str, list[str]] = {}
    for place in places:
        files.setdefault(place["file"], []).append(f"{place['where']} ({place['count']:,})")
    for file, where in files.items():
        more = f" and {len(where) - _SHOWN:,} more places" if len(where) > _SHOWN else ""
        yield f"{label}{file}: {', '.join(where[:_SHOWN])}{more}"
