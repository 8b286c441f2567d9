"""One hash for the content of many frames."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd


def content_hash(frames: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 in hex over names, columns and values; the same in every process.

    Floats count to nine digits, since the last ones may differ between processors.
    """
    digest = hashlib.sha256()
    for name in sorted(frames):
        frame = frames[name]
        digest.update(f"{name}:{len(frame)}".encode())
        for column in frame.columns:
            digest.update(f"\x1d{column}\x1d".encode())
            digest.update(_bytes(frame[column]))
    return digest.hexdigest()


def _bytes(values: pd.Series) -> bytes:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values.to_numpy().astype("datetime64[s]").astype(np.int64).tobytes()
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.to_numpy().astype(np.int8).tobytes()
    if pd.api.types.is_integer_dtype(values.dtype):
        # -1 stands for missing: counts are never negative here.
        return values.fillna(-1).to_numpy(dtype=np.int64).tobytes()
    if pd.api.types.is_float_dtype(values.dtype):
        return "\x1f".join(f"{value:.9g}" for value in values.tolist()).encode()
    return "\x1f".join(_text(value) for value in values.tolist()).encode()


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\x1e".join(value)
    return "\x00" if value is None or value != value else str(value)  # noqa: PLR0124
