"""Where an account is named in bytes, and in what is packed: ZIP, gzip, bzip2, xz, also nested."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from core.services.privacy.needle import Needle

_CHUNK_BYTES = 1 << 20
_UNPACKED_BYTES_MAX = 4_000_000_000  # of one packed file; more is reported as not read
_DEEPEST = 3  # archives in archives
_START_BYTES = 8
_ZIP = b"PK\x03\x04"
_STREAMS: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"1AY&": bz2.open,  # after BZh and a digit
    b"\xfd7zXZ\0": lzma.open,
}
# 7z, RAR, Zstandard, LZ4: nothing here unpacks them.
_UNKNOWN = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18")
_TEXT_ENDINGS = frozenset(
    {".csv", ".tsv", ".txt", ".json", ".jsonl", ".log", ".html", ".md", ".xml"}
)
Place = tuple[str, int, bool]


class NotSearchedError(ValueError):
    """A part of a file could not be unpacked, so it may name anybody."""


def is_text(name: str) -> bool:
    """Whether a file of this name holds text, whose words can be told apart."""
    return Path(name).suffix.lower() in _TEXT_ENDINGS


def of_packed(stream: IO[bytes], needle: Needle, *, depth: int = 0) -> Iterator[Place]:
    """Place, count and whether they are parts of longer words, within a packed file.

    Nothing for a file that is not packed. Raises at the end, when all that can be read was.

    Args:
        stream: at its start; can be wound back.
    Raises:
        NotSearchedError: some of it cannot be unpacked, or is packed too deep.
    """
    start = stream.read(_START_BYTES)
    stream.seek(0)
    sign = start[4:] if start[:3] == b"BZh" else start
    opener = next((opened for known, opened in _STREAMS.items() if sign.startswith(known)), None)
    if start.startswith(_UNKNOWN):
        raise NotSearchedError("packed in a way that is not read")
    if opener is None and not start.startswith(_ZIP):
        return
    if depth >= _DEEPEST:
        raise NotSearchedError("packed too deep")
    if opener is None:
        yield from _of_zip(stream, needle, depth)
        return
    with opener(stream) as unpacked:
        yield from of_stream(unpacked, needle, "unpacked", is_text=True)
    stream.seek(0)
    with opener(stream) as unpacked:
        yield from of_packed(unpacked, needle, depth=depth + 1)


def _of_zip(stream: IO[bytes], needle: Needle, depth: int) -> Iterator[Place]:
    missed = []
    with zipfile.ZipFile(stream) as packed:
        for member in packed.infolist():
            name = member.filename
            if needle.is_in(name):
                yield "name of a member", 1, not needle.is_named(name)
            try:
                with packed.open(member) as unpacked:
                    for _, count, is_part in of_stream(unpacked, needle, "", is_text=is_text(name)):
                        yield name, count, is_part
                with packed.open(member) as unpacked:
                    for _, count, is_part in of_packed(unpacked, needle, depth=depth + 1):
                        yield name, count, is_part
            except (NotSearchedError, RuntimeError, NotImplementedError) as error:
                missed.append(f"{name}: {error}")
    if missed:
        raise NotSearchedError("; ".join(missed))


def of_stream(stream: IO[bytes], needle: Needle, where: str, *, is_text: bool) -> Iterator[Place]:
    """The place, how often a spelling stands in the bytes, and whether within longer words only.

    Args:
        where: the place.
        is_text: the bytes have words.
    Raises:
        ValueError: there are more bytes than are read.
    """
    count = read = 0
    is_named = False
    tail = b""
    while chunk := stream.read(_CHUNK_BYTES):
        read += len(chunk)
        if read > _UNPACKED_BYTES_MAX:
            raise ValueError("unpacks to more than is read")
        window = tail + chunk
        hits = needle.count(window) - needle.count(tail)
        if hits > 0:
            count += hits
            # Bytes of a database or an archive have no words: fields stand side by side.
            is_named = is_named or not is_text or _is_named_in(window, needle)
        tail = window[-(needle.longest - 1) :] if needle.longest > 1 else b""
    if count:
        is_chance = not is_text and not needle.is_distinct
        yield where, count, is_chance or not is_named


def _is_named_in(window: bytes, needle: Needle) -> bool:
    """Whether the bytes of a text hold the account as a word, or in a spelling without words."""
    texts = [window.decode("utf-8", "replace")]
    if b"\0" in window:
        texts = [window[start:].decode("utf-16-le", "replace") for start in (0, 1)]
    return any(map(needle.is_named, texts)) or not any(map(needle.is_in, texts))
