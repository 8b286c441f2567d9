"""A secret key that is made when it is first needed and kept in a file of its owner's alone."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from core.errors import KeyFileError
from core.settings import SECRET_MIN

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class KeyFile:
    """Where a key is, and what for.

    Attributes:
        path: the file; it may not be there yet.
        purpose: what the key does, after the name of the file: 'signs the logins'.
        after_deletion: what follows when the file is deleted: 'everybody then logs in again'.
    """

    path: Path
    purpose: str
    after_deletion: str

    def key(self) -> str:
        """The key, made and kept where there is none; two processes at once have the same.

        Raises:
            KeyFileError: the file can be read by others, or is damaged.
            OSError: it cannot be read or written.
        """
        if not self.path.exists():
            self._make()
        return self.kept()

    def kept(self) -> str:
        """The key of the file that is there; see `key` for errors."""
        if os.name == "posix" and self.path.stat().st_mode & _OTHERS:
            raise KeyFileError(
                f"{self.path} {self.purpose} and can be read by others: chmod 600 {self.path}. "
                f"Delete it if somebody may have read it; {self.after_deletion}."
            )
        key = self.path.read_text(encoding="ascii", errors="replace").strip()
        if len(key) < SECRET_MIN:
            raise KeyFileError(f"{self.path} is damaged. Delete it; {self.after_deletion}.")
        return key

    def _make(self) -> None:
        """Writes a new key whole: another process that starts now gets this one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        new.touch(mode=0o600)
        try:
            new.write_text(secrets.token_hex(32), encoding="ascii")
            os.link(new, self.path)
        except FileExistsError:
            pass  # the other process was first
        finally:
            new.unlink()
