"""Plain text and Markdown → drafts. The text stays exactly as it was decoded."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

import yaml

from pipelines.sources.dates import published
from pipelines.sources.drafts import Draft
from pipelines.sources.refusing import UnfitError

TITLE_CHARACTERS = 200
HEAD_CHARACTERS = 20_000  # front matter, headline and date stand within these
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*\r?$", re.MULTILINE)


def draft_of_text(text: str, now: datetime) -> Draft:
    """Plain text: its headline, and its date where one of the first five lines is nothing but one."""
    return Draft(text=text, body=text, title=_headline(text, now), published=_dateline(text, now))


def draft_of_markdown(text: str, now: datetime) -> Draft:
    """Markdown: title, url, published, publisher from YAML front matter; else the first heading is the title.

    Raises UnfitError: bad_front_matter.
    """
    match = _FRONT_MATTER.match(text, 0, HEAD_CHARACTERS)
    meta = _front_matter(match[1]) if match else None
    if match is None or meta is None:
        match, meta = None, {}
    body = text[match.end() :] if match else text
    heading = _HEADING.search(body)
    return Draft(
        text=text,
        body=body,
        title=meta.get("title") or (heading[1] if heading else _headline(body, now)),
        url=meta.get("url"),
        publisher=meta.get("publisher"),
        published=meta.get("published"),
    )


def _front_matter(block: str) -> dict[str, str | None] | None:
    """The block's values as written; None when it is no mapping, as between two rules of a page."""
    try:
        meta = yaml.load(block, Loader=yaml.BaseLoader)  # every scalar stays the string it was written as
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 2}" if mark else "front matter"
        raise UnfitError(
            "bad_front_matter", f"{line} is no YAML.", "Mend the lines between the two `---`, or put quotes around a value with a colon."
        ) from None
    if not isinstance(meta, dict):
        return None
    return {key: _scalar(key, meta.get(key)) for key in ("title", "url", "published", "publisher")}


def _scalar(key: str, value: object) -> str | None:
    if value in (None, "", "null", "~"):
        return None
    if not isinstance(value, str):
        raise UnfitError("bad_type", f"`{key}` in the front matter is no single value.", "Write it as one string.")
    return value


def _headline(text: str, now: datetime) -> str | None:
    """The first of ten lines that reads like one: four words or more, short, no full stop; else a short first line."""
    lines = [line for line in islice(_lines(text), 10) if not _is_date(line, now)]
    for line in lines:
        if len(line.split()) >= 4 and "  " not in line:  # two spaces: a menu
            if _is_short(line):
                return line
            break
    return lines[0] if lines and _is_short(lines[0]) else None


def _dateline(text: str, now: datetime) -> str | None:
    return next((line for line in islice(_lines(text), 5) if _is_date(line, now)), None)


def _is_short(line: str) -> bool:
    return len(line) < TITLE_CHARACTERS and not line.endswith(".")


def _is_date(line: str, now: datetime) -> bool:
    try:
        return published(line, now).at is not None
    except UnfitError:
        return False


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in re.split(r"\r\n|\r|\n", text[:HEAD_CHARACTERS]) if line.strip())
