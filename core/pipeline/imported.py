"""A source of a build: files of the user, alone or on top of an earlier real build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from core.errors import AppError
from core.pipeline.context import BuildContext
from core.pipeline.pictures.avatars import AvatarsTaken, take_avatars
from core.pipeline.pictures.places import PostFile
from core.pipeline.pictures.rows import remember_pictures
from core.pipeline.pictures.taking import PicturesTaken, take_pictures
from core.pipeline.sources import clear_results
from core.pipeline.steps.recommending.ratings import clear_filled_points
from core.store import tables
from core.store.builds import Build
from core.store.ingest import ImportFile, ImportSummary, load
from core.store.picture_files import picture_files


@dataclass
class ImportSource:
    """Fills the given tables from files.

    Attributes:
        files: in the order in which later ones win.
        add_to: an earlier build whose given tables come first; a real one, not the demo.
        as_of: UTC day of the last count in lists of daily counts.
        pictures: a folder or ZIP where pictures are looked for first.
        summary: what came of it, after `fill`.
        pictures_taken, avatars_taken: what came of the pictures, after `fill`.
        when_read: called once all files were read without an error.
    """

    files: Sequence[ImportFile]
    add_to: Build | None
    as_of: date
    name: str = "import"
    is_demo: bool = False
    summary: ImportSummary | None = field(default=None, init=False)
    when_read: Callable[[], object] | None = None
    pictures: Path | None = None
    pictures_taken: PicturesTaken = field(default=PicturesTaken(), init=False)
    avatars_taken: AvatarsTaken = field(default=AvatarsTaken(), init=False)

    def __post_init__(self) -> None:
        if self.add_to is not None and self.add_to.is_demo:
            raise AppError(
                "Expected a build of your own data to add to, found the demo data. "
                "Import without --add to start from your files alone."
            )

    def fill(self, context: BuildContext) -> None:
        """Loads the files into the tables, on top of `add_to` when set; sets `summary`.

        Raises:
            InputFileError: a file cannot be read or has no usable column, or `pictures` is no
                folder or ZIP.
        """
        con = context.con
        extra = picture_files(self.pictures) if self.pictures is not None else None
        if self.add_to is not None:
            tables.copy_from(con, self.add_to.store_file, tables.GIVEN)
            # Results of another version have other columns.
            if not self.add_to.is_outdated:
                tables.copy_from(con, self.add_to.store_file, ("profile_stats",))
                clear_filled_points(con)
                clear_results(context, ("profile_stats",))
            # A file that comes again brings its rejects again.
            con.executemany(
                "DELETE FROM rejected_rows WHERE source_file = $name",
                [{"name": file.shown_name} for file in self.files],
            )
        remember_pictures(con)
        summary = load(con, self.files, context.report, as_of=self.as_of, scratch=context.folder)
        beside = [PostFile(file.path.parent, file.shown_name) for file in self.files]
        self.pictures_taken = take_pictures(context, beside, extra)
        self.avatars_taken = take_avatars(context, beside, extra)
        warnings = (
            *summary.warnings, *self.pictures_taken.warnings, *self.avatars_taken.warnings
        )  # fmt: skip
        self.summary = replace(summary, warnings=warnings)
        if self.when_read is not None:
            self.when_read()

    def describe(self) -> dict[str, Any]:
        """File names, hashes and row counts for the manifest; called after `fill`."""
        summary = self.summary or ImportSummary((), (), {})
        earlier = self.add_to.manifest.get("source", {}).get("files", []) if self.add_to else []
        files = [
            {
                "name": file.shown_name,
                "kind": file.kind,
                "table": file.table,
                "sha256": file.sha256,
                "rows_read": file.read_count,
                "rows_used": file.used_count,
                "rows_rejected": file.rejected_count,
                "rows_merged": file.merged_count,
                "other_currencies": list(file.other_currencies),
            }
            for file in summary.files
        ]
        return {
            "kind": "import",
            "as_of": self.as_of.isoformat(),
            "added_to": self.add_to.build_id if self.add_to else None,
            "is_pseudonymised": self.add_to is not None and self.add_to.is_pseudonymised,
            "files": [*earlier, *files],
            "warnings": list(summary.warnings),
            "pictures": {
                "used": self.pictures_taken.used_count,
                "rejected": self.pictures_taken.rejected_count,
            },
            "avatars": {
                "used": self.avatars_taken.used_count,
                "rejected": self.avatars_taken.rejected_count,
            },
        }
