"""Annotated articles, read strictly from JSON Lines: what careful readers found in each.

One object a line: `id, title, published, publisher, claims[], entities[], judge[]` and the text: `text` itself, or
`file` (a path beside the gold file), or neither where the texts are given apart, by id. A claim: `type, subject,
object, subject_aliases[], object_aliases[], status, attrs{}, evidence, optional`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.errors import SettingsError
from pipelines.records import Published, Scalar, utc_now
from pipelines.sources.dates import published as published_at
from pipelines.sources.refusing import UnfitError

SHIPPED = Path(__file__).parent / "gold" / "gold.jsonl"  # articles of our own writing
NO_TEXTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One fact that a reader found; an optional one is debatable: to find it or not counts neither way."""

    type: str
    subject: tuple[str, ...]  # the name, then what else a reasonable system could call it
    object: tuple[str, ...]
    status: str | None
    attrs: Mapping[str, Scalar]
    evidence: str  # words of the sentence that says so; its middle may be left out as "..."
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Somebody whom the article names."""

    names: tuple[str, ...]
    kind: str | None


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article. Types that nobody looked for are not in `judged`; None means all."""

    id: str
    text: str
    title: str | None
    published: Published
    claims: tuple[GoldClaim, ...]
    entities: tuple[GoldEntity, ...]
    judged: frozenset[str] | None

    @property
    def half(self) -> str:
        """`dev` or `held`, by a hash of the id, so that it never changes."""
        return "held" if int(sha256(self.id.encode()).hexdigest(), 16) % 2 else "dev"


def read_gold(path: Path, texts: Mapping[str, str] = NO_TEXTS) -> list[Gold]:
    """The annotated articles of a file. Raises SettingsError naming the line and what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot be read ({error})", where=str(path), fix="Name a file of annotations in JSON Lines.") from error
    found = [_gold(number, line, path, texts) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise SettingsError("holds no annotated article", where=str(path), fix="Name a file of annotations in JSON Lines.")
    return found


def _gold(number: int, line: str, path: Path, texts: Mapping[str, str]) -> Gold:
    where = f"{path}:{number}"
    try:
        row: dict[str, Any] = json.loads(line)
        claims, entities = tuple(map(_claim, row["claims"])), tuple(map(_entity, row.get("entities") or ()))
        published = published_at(row.get("published"), utc_now())
        judged = frozenset(row["judge"]) if row.get("judge") else None
        return Gold(row["id"], _text(row, path, texts, where), row.get("title"), published, claims, entities, judged)
    except (UnfitError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise SettingsError(
            f"is no annotated article: {problem}", where=where, fix="See pipelines/evaluation/gold.py for its form."
        ) from error


def _text(row: Mapping[str, Any], path: Path, texts: Mapping[str, str], where: str) -> str:
    if "text" in row:
        return str(row["text"])
    if row["id"] in texts:
        return str(texts[row["id"]])
    if "file" not in row:
        raise SettingsError(f"has no text for {row['id']}", where=where, fix="Give the file of its texts with --texts.")
    try:
        file = path.parent / str(row["file"])
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"{row['file']} cannot be read ({error.strerror})", where=where, fix="It is looked for beside the gold file."
        ) from error


def _claim(row: Mapping[str, Any]) -> GoldClaim:
    subject, object_ = ((row[end], *row.get(f"{end}_aliases", ())) for end in ("subject", "object"))
    given = row.get("attrs") or {}
    return GoldClaim(row["type"], subject, object_, row.get("status"), given, row.get("evidence") or "", bool(row.get("optional")))


def _entity(row: Mapping[str, Any]) -> GoldEntity:
    return GoldEntity((row["name"], *row.get("aliases", ())), row.get("kind"))


def halves(gold: Sequence[Gold], split: str) -> Iterator[Gold]:
    """The articles of one half, or `all`."""
    return (article for article in gold if split in {"all", article.half})
