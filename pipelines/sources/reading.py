"""Files → raw documents, one at a time: nothing is held but the article at hand."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from pipelines.records import RawDocument, Refusal
from pipelines.sources.decoding import MAX_BYTES, decode, decode_line, too_large
from pipelines.sources.jsonl import identified
from pipelines.sources.refusing import Place, UnfitError
from pipelines.sources.walking import Found, find, from_os


def read(paths: Sequence[Path], source: str | None, now: datetime) -> Iterator[RawDocument | Refusal]:
    """Every document of `paths` (files and folders: .txt .md .html .htm .jsonl .jsonl.gz), or why it was set aside.

    `source` names where they come from; without it the root folder's absolute path does, for JSON
    Lines the file's own. `now` is recorded as the time of reading. Raises nothing for a bad input.
    Of two documents with one source and id the second is refused (same_id).
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}  # source and id → locator and hash of the one that is read
    for item in _all(paths, source, now):
        if isinstance(item, Refusal):
            yield item
            continue
        locator, digest = first.setdefault((item.source, item.own_id), (item.locator, item.raw_hash))
        yield item if locator == item.locator else _same_id(item, locator, once_more=digest == item.raw_hash)


def _same_id(item: RawDocument, locator: str, *, once_more: bool) -> Refusal:
    said = f"has the id {item.own_id!r} of {locator}, which was read" + (", and is the same." if once_more else ".")
    place = Place(item.source, f"{item.file}:{item.locator.rpartition(':')[2]}", item.locator, item.file)
    return place.refuse("read", UnfitError("same_id", said, "Give each article an id of its own."), item.payload)


def _all(paths: Sequence[Path], source: str | None, now: datetime) -> Iterator[RawDocument | Refusal]:
    for item in find(paths, source):
        if isinstance(item, Refusal):
            yield item
        elif item.media_type == "application/json":
            yield from _records(item, now)
        else:
            yield _document(item, now)


def _document(found: Found, now: datetime) -> RawDocument | Refusal:
    try:
        with found.path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_large(max(found.size, len(data)), MAX_BYTES, "bytes")
        text = decode(data, found.place.locator)
    except OSError as error:
        return found.place.refuse("read", from_os(error))
    except UnfitError as error:
        return found.place.refuse("read", error, data[:500].decode("utf-8", "backslashreplace"))
    place = found.place
    return RawDocument(place.source, place.own_id, place.locator, found.media_type, text, now, place.own_id)


def _records(found: Found, now: datetime) -> Iterator[RawDocument | Refusal]:
    empty = True
    try:
        with _open(found.path) as stream:
            for number, line in _lines(stream):
                empty = False
                file = found.place.own_id
                place = Place(found.place.source, f"{file}:{number}", f"{found.place.locator}:{number}", file)
                yield _record(line, place, now)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield found.place.refuse(
            "read", UnfitError("bad_gzip", f"is damaged: {error}. What came before was read.", "Fetch or compress it anew.")
        )
    except OSError as error:
        yield found.place.refuse("read", from_os(error))
    else:
        if empty:
            yield found.place.refuse(
                "read", UnfitError("empty_file", "holds no record.", "Write one JSON object a line into it or leave it out.")
            )


def _record(line: bytes | int, place: Place, now: datetime) -> RawDocument | Refusal:
    text = ""
    try:
        if isinstance(line, int):
            raise too_large(line, MAX_BYTES, "bytes")
        text = decode_line(line)
        own_id = identified(text)
    except UnfitError as error:
        return place.refuse("read", error, text or ("" if isinstance(line, int) else line[:500].decode("utf-8", "backslashreplace")))
    return RawDocument(place.source, own_id, place.locator, "application/json", text, now, place.file)


def _open(path: Path) -> BinaryIO:
    if path.name.lower().endswith(".gz"):
        return cast("BinaryIO", gzip.open(path, "rb"))
    return path.open("rb")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | int]]:
    """Each line that is not blank with its number; of a line above the limit only its length."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        size = len(line)
        if size <= MAX_BYTES:
            if line.strip():
                yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(MAX_BYTES)):
            size += len(line)
        yield number, size
