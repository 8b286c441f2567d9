"""What each word piece adds to a text on average, seen in texts made up by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from core.progress import Report

STEP = "fast encoder"
_TEXTS_A_JOB = 240

Adding = Callable[[np.ndarray], np.ndarray]


def average_additions(
    added: Adding, shares: np.ndarray, *, length: int, rounds: int, threads: int, report: Report
) -> tuple[np.ndarray, np.ndarray]:
    """What each piece adds to a text, and what both ends of a text add together.

    In each round every piece stands in one made-up text, between pieces drawn by frequency.

    Args:
        added: (n, length) pieces of n texts -> (n, length + 2, d), what each adds, with both ends.
        shares: (n_pieces,) how frequent each piece is; 0 for what is no piece.
    Returns:
        (n_pieces, d) and (d,) float32; the same on each call, up to rounding of the machine.
    """
    texts = np.vstack(list(_texts(shares, length, rounds)))
    jobs = [texts[start : start + _TEXTS_A_JOB] for start in range(0, len(texts), _TEXTS_A_JOB)]
    sums, ends, done = np.zeros((len(shares), 0)), np.zeros(0), 0
    report(STEP, 0, len(texts), "")
    with ThreadPoolExecutor(threads) as pool:
        # In their order, however many threads there are: the rounding of sums depends on it.
        for job, parts in zip(jobs, pool.map(added, jobs), strict=True):
            if not sums.size:
                sums, ends = np.zeros((len(shares), parts.shape[2])), np.zeros(parts.shape[2])
            np.add.at(sums, job, parts[:, 1:-1])
            ends += parts[:, 0].sum(axis=0) + parts[:, -1].sum(axis=0)
            done += len(job)
            report(STEP, done, len(texts), "")
    counts = np.bincount(texts.ravel(), minlength=len(shares))
    means = sums / np.maximum(counts, 1)[:, None]
    return means.astype(np.float32), (ends / len(texts)).astype(np.float32)


def _texts(shares: np.ndarray, length: int, rounds: int) -> Iterator[np.ndarray]:
    """(n, length) pieces, rounds after rounds: every piece once, and as many drawn by frequency."""
    rng = np.random.RandomState(17)  # no version of numpy changes what it draws
    shares = shares.astype(np.float64) / shares.sum(dtype=np.float64)
    pieces = np.flatnonzero(shares)
    for _ in range(rounds):
        drawn = rng.choice(len(shares), size=len(pieces), p=shares)
        mixed = np.stack([drawn, rng.permutation(pieces)], axis=1).ravel()
        filling = rng.choice(len(shares), size=-len(mixed) % length, p=shares)
        yield np.append(mixed, filling).reshape(-1, length)
