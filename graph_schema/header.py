"""A Cypher file of ours: comment lines that declare, `// kind: text`, then one statement that reads.

Which kinds there are, and what their texts mean, is the business of who reads the file: `graph_schema.queries`,
`graph_schema.bloom`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_schema.errors import SchemaError

_LINE = re.compile(r"//\s*([a-z]+)\b:?\s*(.*)")
_USED = re.compile(r"\$([A-Za-z_]\w*)")
_WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|LOAD|FOREACH)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What one file declares: `once` by kind, `several` by kind with the place of each line; and its statement."""

    path: Path
    once: Mapping[str, str]
    several: Mapping[str, tuple[tuple[str, str], ...]]
    statement: str


def read_header(path: Path, needed: Collection[str], several: Collection[str]) -> Header:
    """Read one file. It declares each kind in `needed` once, and any number of each in `several`.

    Raises SchemaError naming file, line and fix.
    """
    lines = _text(path).splitlines()
    size = next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))
    once: dict[str, str] = {}
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in several}
    for number, line in enumerate(lines[:size], 1):
        where = f"{path.name}:{number}"
        match = _LINE.fullmatch(line.rstrip())
        if match is None or match[1] not in (*needed, *several):
            kinds = ", ".join(f"`// {kind}`" for kind in (*needed, *several))
            raise SchemaError(f"header line {line!r} is unknown", where=where, fix=f"Begin it with one of {kinds}.")
        kind, text = match[1], match[2].strip()
        if kind in once or not text:
            raise SchemaError(f"`{kind}` is empty or stands twice", where=where, fix="Say it once.")
        if kind in found:
            found[kind].append((where, text))
        else:
            once[kind] = text
    return Header(path, once, {kind: tuple(texts) for kind, texts in found.items()}, _statement(path, once, needed, lines[size:]))


def check_used(where: str, text: str, names: Collection[str]) -> None:
    """Raise SchemaError unless the `$parameters` in `text` are exactly `names`, each declared once."""
    if len(set(names)) < len(names):
        raise SchemaError("a parameter is declared twice", where=where, fix="Keep one of the two.")
    if odd := sorted({*_USED.findall(text)} ^ set(names)):
        undeclared = odd[0] not in names
        raise SchemaError(
            f"parameter `{odd[0]}` is {'not declared' if undeclared else 'not used'}",
            where=where,
            fix="Bring header and statement together.",
        )


def check_reads(where: str, statement: str) -> None:
    """Raise SchemaError when `statement` writes."""
    if written := _WRITES.search(statement):
        raise SchemaError(f"{written[0]} writes", where=where, fix="Only read.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(f"cannot be read: {error}", where=path.name, fix="Check that it is a readable UTF-8 file.") from error


def _statement(path: Path, once: Mapping[str, str], needed: Collection[str], lines: list[str]) -> str:
    absent = next((kind for kind in needed if kind not in once), None)
    if absent:
        raise SchemaError(f"`{absent}` is missing", where=path.name, fix=f"Add a line `// {absent}: …` at the top.")
    statement = "\n".join(lines).strip()
    if not statement:
        raise SchemaError("holds no statement", where=path.name, fix="Write the Cypher below the header.")
    check_reads(path.name, statement)
    return statement
