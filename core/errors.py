"""Errors whose text is fit for the person who uses the product.

Every message says what was expected, what was found and what to do next.
Pages and the command line show the text as it is; anything that is not an
`AppError` is a bug and may show a stack trace.
"""

import zipfile
import zlib

# What reading a model or an array raises when its file was cut off or overwritten.
UNREADABLE = (
    OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class AppError(Exception):
    """Base of all errors a user can cause and fix."""


class SettingsError(AppError):
    """An environment variable holds a value that cannot be used."""


class StoreError(AppError):
    """The store of builds is missing, incomplete or not readable."""

    can_rebuild = False  # whether the same data can be built again from what is there


class DiskFullError(StoreError):
    """There is no space left for what was to be written."""


class NoBuildError(StoreError):
    """There is no published build yet."""


class OutdatedBuildError(StoreError):
    """A build has tables of another version of the program; it is to be made again."""

    can_rebuild = True


class DamagedBuildError(StoreError):
    """A file, table or column of a build is not what was written."""

    def __init__(self, message: str, *, can_rebuild: bool = False) -> None:
        super().__init__(message)
        self.can_rebuild = can_rebuild


class UnknownBuildError(StoreError):
    """A build id was asked for that does not exist."""


class InputFileError(AppError):
    """A file cannot be read at all: missing, empty, wrong encoding, not a table."""


class ColumnError(InputFileError):
    """A file lacks a column that is needed, or a column map names one that is not there."""


class PictureError(AppError):
    """A picture cannot be used; the text goes on after its name: 'is empty'."""


class SeriesError(AppError):
    """A follower history is not a valid series."""


class NotFoundError(AppError):
    """A creator, brand or niche id is not in the build."""


class ModelError(AppError):
    """A model cannot be fitted or loaded from what was given."""


class WorkspaceError(AppError):
    """What people did cannot be read or written: the workspace database says no."""


class AccessError(AppError):
    """The role of whoever acts does not allow what they are about to do."""


class LoginError(AppError):
    """Nobody can log in, or a user cannot be made, changed or found."""


class KeyFileError(AppError):
    """A kept key is damaged, or others can read it."""
