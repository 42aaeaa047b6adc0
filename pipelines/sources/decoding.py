"""Bytes become text, or are refused with the place of the fault. No encoding is ever guessed."""

import codecs
import shlex
from pathlib import PurePath

from pipelines.sources.refusing import UnfitError

MAX_BYTES = 10_000_000  # of one article as stored
MAX_CHARACTERS = 1_000_000  # of one article's text: spaCy's own limit
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")


def decode(data: bytes, locator: str) -> str:
    """`data` as text, unchanged but for a byte order mark: UTF-8, or UTF-16 that says so by its mark.

    `locator` is where the file lies, for the command that converts it. Raises UnfitError: empty_file,
    binary_file, bad_encoding.
    """
    if not data.strip():
        raise UnfitError("empty_file", "is empty.", "Save the article's text into it or leave it out.")
    if data.startswith(_UTF16):
        encoding = "utf-16"
    elif data.startswith(_SIGNATURES) or b"\x00" in data:
        raise UnfitError("binary_file", "is no text file.", "Convert it to UTF-8 text or HTML first.")
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _bad_encoding(error, data, locator) from None
    if not text.strip():
        raise UnfitError("empty_file", "is empty.", "Save the article's text into it or leave it out.")
    return text


def decode_line(data: bytes) -> str:
    """One line of a JSON Lines file as text. Raises UnfitError: bad_encoding."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UnfitError(
            "bad_encoding", f"byte {error.start} of the line is no UTF-8.", "JSON Lines are UTF-8; write the file anew as such."
        ) from None


def too_large(size: int, limit: int, unit: str) -> UnfitError:
    """The refusal of an article above a limit, both counted in `unit`."""
    return UnfitError("too_large", f"has {size:,} {unit}; one article may have {limit:,}.", "Split it into its articles.")


def _bad_encoding(error: UnicodeDecodeError, data: bytes, locator: str) -> UnfitError:
    line = data.count(b"\n", 0, error.start) + 1
    path = PurePath(locator)
    converted = path.with_name(f"{path.stem}-utf8{path.suffix}")
    command = f"iconv -f WINDOWS-1252 -t UTF-8 {shlex.quote(locator)} > {shlex.quote(str(converted))}"
    return UnfitError(
        "bad_encoding",
        f"byte {error.start} (line {line}) is no {error.encoding.upper()}.",
        f"Convert it with `{command}`, with its true encoding in place of WINDOWS-1252.",
    )
