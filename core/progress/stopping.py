"""How work that somebody no longer wants is stopped, wherever it is, and what it then removes.

A command installs a `Stop`. Ctrl+C, or a request that a thread of it sees, then raises
`StoppedError` in the main thread. Where that is in a library that does not come back soon, the
process ends itself: it removes the folders that are open (`removed_at_stop`) and its child
processes first. Inside `unstoppable`, which is short, nothing is stopped.
"""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

EXIT_CODE = 130  # as a shell says it of a program that Ctrl+C ended
GRACE_S = 2.0  # for the main thread to come back
_POLL_S = 0.2
_TICK_EVERY = 5  # polls
_TRIES = 20
_LAST_WORD_S = 2.0


class StoppedError(KeyboardInterrupt):
    """Somebody stopped the work; the text says why, or is empty. No `except Exception` keeps it."""


_lock = threading.RLock()
_folders: dict[Path, Callable[[Path], bool]] = {}
_is_open = True  # nothing was put in use yet
_guards = 0  # blocks at work in which nothing is stopped
_current: Stop | None = None


@contextmanager
def removed_at_stop(
    folder: Path, unless: Callable[[Path], bool] = lambda _folder: False
) -> Iterator[None]:
    """While the block runs, a process that is ended removes the folder first.

    The block itself removes it when it fails.

    Args:
        unless: whether the folder is complete by then, and stays.
    """
    with _lock:
        _folders[folder] = unless
    try:
        yield
    finally:
        with _lock:
            _folders.pop(folder, None)


@contextmanager
def unstoppable(*, for_good: bool = False) -> Iterator[None]:
    """A short block that is never cut off; a request for it holds afterwards.

    Args:
        for_good: when the block succeeds, what was wanted is done and cannot be stopped any more.
    """
    global _guards, _is_open  # noqa: PLW0603
    with _lock:
        _guards += 1
    try:
        yield
        if for_good and _current is not None:
            _is_open = False
    finally:
        with _lock:
            _guards -= 1
    if _current is not None:
        _current.raise_if_asked()


class Stop:
    """Listens, while a command works, for whoever wants to stop it.

    Args:
        asked: why the work is to be stopped, or None when nobody asks; called from a thread.
        ended: called with the reason when the process ends itself, as its last word.
        tick: called each second from that thread.
    """

    def __init__(
        self,
        asked: Callable[[], str | None],
        ended: Callable[[str], None],
        tick: Callable[[], None] = lambda: None,
        grace_s: float = GRACE_S,
    ) -> None:
        self._asked, self._ended, self._tick, self._grace_s = asked, ended, tick, grace_s
        self._over = threading.Event()
        self._is_raised = False
        self._read, self._write = -1, -1
        self.reason: str | None = None

    def raise_if_asked(self) -> None:
        """Raises StoppedError when somebody asked and the main thread does not know it yet.

        It may know by `check`; another error would then cut off what it is removing.

        Raises:
            StoppedError: once.
        """
        if self.reason is None or self._is_raised or _guards or not _is_open or _is_on_its_way():
            return
        self._is_raised = True
        raise StoppedError(self.reason)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Installs it; in a thread other than the main one, or inside another one, does nothing."""
        global _current, _is_open  # noqa: PLW0603
        if _current is not None or threading.current_thread() is not threading.main_thread():
            yield
            return
        _is_open, _current = True, self
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        earlier = signal.signal(signal.SIGINT, self._on_signal)
        # Told from the system's own handler: the one in Python waits until a library comes back.
        earlier_fd = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        thread = threading.Thread(target=self._watch, daemon=True, name="stop")
        thread.start()
        try:
            yield
        finally:
            # What is asked from here on comes too late, and must not cut this off.
            _is_open, self._is_raised = True, True
            self._over.set()
            signal.set_wakeup_fd(earlier_fd)
            os.write(self._write, b"\0")
            thread.join(_POLL_S * 5)
            signal.signal(signal.SIGINT, earlier)  # the thread sends no signal any more
            os.close(self._read)
            os.close(self._write)
            _current = None

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if not _is_open and not _guards:
            raise KeyboardInterrupt  # what was wanted is done; the rest may be cut off as ever
        if self.reason is None and _is_open:
            self.reason = ""
        self.raise_if_asked()

    def _watch(self) -> None:
        polls = 0
        while not self._over.is_set():
            is_signal = self._was_signalled()
            polls += 1
            if polls % _TICK_EVERY == 0:
                with suppress(OSError):  # a full disk must not keep anybody from stopping it
                    self._tick()
            reason = "" if is_signal else self._asked()
            if reason is None or not _is_open or self._over.is_set():
                continue
            self.reason = reason
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            self._end_late(reason)

    def _was_signalled(self) -> bool:
        """Whether Ctrl+C comes within a moment."""
        # Not select(), which knows the first 1,024 files of a process alone.
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._read, selectors.EVENT_READ)
            return bool(waiting.select(_POLL_S)) and signal.SIGINT in os.read(self._read, 64)

    def _end_late(self, reason: str) -> None:
        """Ends the process when the main thread does not come back in time."""
        while not self._over.wait(self._grace_s):
            with _lock:  # so that no block in which nothing is stopped begins
                if _guards:
                    continue
                if not _is_open:
                    return
                _remove_what_is_open()
                # Beside, for it waits for a lock that the main thread may hold.
                last = threading.Thread(target=self._ended, args=(reason,), daemon=True)
                last.start()
                last.join(_LAST_WORD_S)
                os._exit(EXIT_CODE)


def check(reason: str | None = None) -> None:
    """Raises StoppedError when somebody asked for the work to stop, where a library kept it back.

    Args:
        reason: what the caller knows of it, before the thread that listens does.

    Raises:
        StoppedError: each time.
    """
    if not is_stoppable():
        return
    if _current is not None:
        if _current.reason is None:
            _current.reason = reason
        reason = _current.reason
    if reason is not None:
        raise StoppedError(reason)


def is_stoppable() -> bool:
    """Whether the work may be cut off here and now."""
    return _is_open and not _guards


def _is_on_its_way() -> bool:
    """Whether this thread handles a StoppedError, or an error that came while it did."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, StoppedError):
        error = error.__context__
    return error is not None


def _remove_what_is_open() -> None:
    """Ends the child processes, and removes the folders that are open."""
    import psutil

    for child in psutil.Process().children(recursive=True):
        try:
            if os.getsid(child.pid) == os.getsid(0):  # a job of its own goes on
                child.kill()
        except (psutil.Error, OSError):
            continue
    for _ in range(_TRIES):  # a library may be writing there until the end
        left = [folder for folder, unless in _folders.items() if not unless(folder)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        if not any(folder.exists() for folder in left):
            return
