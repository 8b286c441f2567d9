"""How often somebody may try to log in."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

WINDOW_S = 15 * 60.0
OF_USER = 10
OF_ADDRESS = 30
_KEPT = 10_000  # keys; the ones that were quiet longest go first


class Attempts:
    """Counts tries that failed, by user and by address, in the memory of one server."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = Lock()

    def begin(self, user: str, address: str) -> float:
        """Counts a try before its password is looked at, so that tries at once count as well.

        Returns:
            Seconds to wait; 0 when the try may go on. One that may not does not count.
        """
        now = self._clock()
        limits = {("user", user): OF_USER, ("address", address): OF_ADDRESS}
        with self._lock:
            waits = [self._wait(key, limit, now) for key, limit in limits.items()]
            if max(waits) > 0:
                return max(waits)
            for key in limits:
                self._times.setdefault(key, deque()).append(now)
                self._times.move_to_end(key)
            while len(self._times) > _KEPT:
                self._times.popitem(last=False)
        return 0.0

    def succeeded(self, user: str, address: str) -> None:
        """Forgets the tries of a user who got in, and this one of the address."""
        with self._lock:
            self._times.pop(("user", user), None)
            times = self._times.get(("address", address))
            if times:
                times.pop()

    def _wait(self, key: tuple[str, str], limit: int, now: float) -> float:
        times = self._times.get(key)
        if times is None:
            return 0.0
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        return times[0] + WINDOW_S - now if len(times) >= limit else 0.0
