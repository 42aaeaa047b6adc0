"""What a command writes: a file that is whole or as it was, or stdout.

Belongs here: how it gets to its place. Does not: what is in it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines.errors import SettingsError


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """A file to write to, which becomes `file` when the block ends well. Raises OSError; then `file` is as it was.

    A link stays one, and what it leads to is replaced. A device or a pipe is written to, never replaced.
    """
    target = file.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("wb") as opened:
            yield opened
        return
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as opened:
            yield opened
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write(text: str, out: Path | None, fix: str = "Name another file.") -> None:
    """`text` into a file, or to stdout, in UTF-8 whatever the terminal's locale. Raises SettingsError, with `fix`."""
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
        return
    try:
        with whole_file(out) as opened:
            opened.write(text.encode("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot be written ({error.strerror})", where=str(out), fix=fix) from error
