"""A data folder with a copy of the build in use, in which creators have made-up names."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from core.domain.accounts import Account
from core.errors import AppError, StoreError
from core.pipeline.pseudonyms.aliases import as_handle
from core.pipeline.pseudonyms.naming import Naming, Pseudonym
from core.pipeline.pseudonyms.proof import Proof, names_left
from core.pipeline.pseudonyms.source import PseudonymisedBuild, creators_of
from core.pipeline.run import make_build
from core.pipeline.sources import EarlierBuild
from core.progress import Report, begin, silent
from core.progress.stopping import removed_at_stop, unstoppable
from core.services.key_file import KeyFile
from core.settings import Settings
from core.store import builds
from core.store.connect import open_build_store
from core.store.export import check_place

KEY_FILE = "pseudonyms.key"
_SEARCH = "search for names"


@dataclass(frozen=True)
class Choices:
    """How a copy is made.

    Attributes:
        with_texts: bios, captions and comments come with it, names taken out.
        with_brands: brands get other names as well.
        is_quick: encode one short text per creator; None as the original does.
    """

    with_texts: bool = True
    with_brands: bool = False
    is_quick: bool | None = None


@dataclass(frozen=True)
class Copy:
    """A copy that is in use in its data folder.

    Attributes:
        build: in the new folder.
        proof: what was looked for in it.
        kept_words: names that stay in texts, because people use them as words; sorted.
    """

    build: builds.Build
    proof: Proof
    kept_words: tuple[str, ...]


def make_copy(settings: Settings, folder: Path, choices: Choices, report: Report = silent) -> Copy:
    """Copies the build in use of a data folder to an empty one, with pseudonyms.

    Everything that is computed is computed again from the changed data, so that nothing of the
    original is in it. Names come from a key that stays in the first folder.

    Raises:
        AppError: `folder` is not empty, or a name was still found in the copy, which is deleted.
        NoBuildError: nothing is in use.
        OutdatedBuildError, DamagedBuildError, StoreError: the build in use cannot be read.
        KeyFileError: the key can be read by others, or is damaged.
    """
    place = folder.expanduser().resolve()
    target = replace(settings, data_dir=place, workspace_url=f"sqlite:///{place}/workspace.db")
    _check_empty(settings, target)
    build = builds.current_build(settings)
    build.check_schema()
    source = PseudonymisedBuild(
        build, settings, naming_of(settings), choices.with_texts, choices.with_brands
    )
    config = EarlierBuild(build, with_results=False).config(settings.seed)
    if choices.is_quick is not None:
        config = replace(config, deep=not choices.is_quick)
    is_new = not place.exists()
    with removed_at_stop(place if is_new else target.builds_dir):
        try:
            made = make_build(
                target, source, config, publish=False, after=(_SEARCH,), report=report
            )
            begin(report, _SEARCH)
            with closing(open_build_store(build, settings)) as con:
                creators, gone = creators_of(con, settings)
            proof = names_left(made, target, [*creators, *gone], source.kept_words)
            named = [one for one in proof.left if one.is_given]
            if named:
                raise AppError(
                    f"The copy was deleted, for it still named creators, first in {named[0].where} "
                    f"({len(named):,} in all). Please report this as a fault of the program."
                )
            with unstoppable(for_good=True):
                return Copy(
                    builds.publish(target, made.build_id), proof, tuple(sorted(source.kept_words))
                )
        except BaseException:
            shutil.rmtree(place if is_new else target.builds_dir, ignore_errors=True)
            raise


def creator_called(settings: Settings, pseudonym: str) -> list[tuple[Account, Pseudonym]]:
    """The creators that a pseudonym or new id stands for, and what they are called in copies.

    Args:
        settings: of the original's data folder, which has the key.
        pseudonym: handle, shown name or influencer_id of a copy, in any case.
    Raises:
        AppError: no copy was made from this data folder.
        NoBuildError: nothing is in use.
    """
    wanted = as_handle(pseudonym.strip().lstrip("@"))
    return [
        (account, new)
        for account, new in pseudonyms_of(settings)
        if wanted in (new.handle, new.influencer_id)
    ]


def pseudonyms_of(settings: Settings) -> list[tuple[Account, Pseudonym]]:
    """All creators of the build in use, by id, and what they are called in copies.

    Raises:
        AppError, NoBuildError: as `creator_called`.
    """
    if not (settings.data_dir / KEY_FILE).exists():
        raise AppError(
            f"There is no key of pseudonyms in {settings.data_dir}. Choose the data folder that "
            "the copy was made from with --data."
        )
    with closing(open_build_store(builds.current_build(settings), settings)) as con:
        accounts, _ = creators_of(con, settings)
    new = naming_of(settings).creators(accounts)
    return [(account, new[account.influencer_id]) for account in accounts]


def naming_of(settings: Settings) -> Naming:
    """The names of the copies of a data folder; its key is made when there is none.

    Raises:
        KeyFileError: the key can be read by others, or is damaged.
    """
    file = KeyFile(
        settings.data_dir / KEY_FILE,
        "tells who is behind a pseudonym",
        "new copies then have other names",
    )
    return Naming(file.key())


def _check_empty(settings: Settings, target: Settings) -> None:
    folder = target.data_dir
    if folder == settings.data_dir:
        raise AppError(f"--to: expected another folder than the data folder, found {folder}.")
    check_place(folder, "--to")
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"--to: expected a folder, found the file {folder}.")
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(
            f"--to: expected a new or empty folder, found files in {folder}. Delete what is left "
            "of an earlier try, or choose another folder."
        )
