"""What of an article's text is prose: menus, buttons and tables masked, paragraphs told apart.

Masking replaces characters by blanks, one for one, so every offset stays what it was. A block is
a stretch no sentence may cross: a paragraph, a heading, an item of a list. No language model here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graph_schema.strict import Fields, mapping, read_yaml
from pipelines.errors import ModelError
from pipelines.language.lexicon import LEXICON, model_errors

LONGEST_BLOCK = 8_000  # characters; a longer paragraph is cut at a sentence's end
_BULLET = re.compile(r"\s*(?:[•·▪◦‣●*–—-]|\d{1,2}[.)]|#{1,6})\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_UNFINISHED = re.compile(r"(?:,|\b(?:the|a|an|of|in|to|and|or|for|with|by|on|at|from|that|its|said|is|are|was|has|will))\s*$")
_WRAPPED = range(45, 121)  # characters of a line that an editor broke, rather than a paragraph


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """Compiled rules of lexicon/cleaning.yml."""

    lines: tuple[re.Pattern[str], ...]
    spans: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text with everything masked that is not prose, and its blocks as (start, end)."""

    text: str
    blocks: tuple[tuple[int, int], ...]


def load_cleaning_rules(path: Path = LEXICON / "cleaning.yml") -> CleaningRules:
    """Read the rules. Raises ModelError naming file, key and fix."""
    with model_errors():
        top = read_yaml(path)
        rules = CleaningRules(_patterns(top, "lines"), _patterns(top, "spans"))
        top.finish(["lines", "spans"])
    return rules


def _patterns(top: Fields, key: str) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for number, item in enumerate(top.take(key, list)):
        fields = mapping(item, f"{top.where}: {key}[{number}]")
        name, source = fields.take("name", str), fields.take("regex", str)
        fields.finish(["name", "regex"])
        try:
            compiled.append(re.compile(source, re.IGNORECASE))
        except re.error as error:
            raise ModelError(f"`{name}` is no regular expression: {error}", where=fields.where, fix="Mend it.") from error
    return tuple(compiled)


def clean(text: str, rules: CleaningRules) -> Cleaned:
    """Mask `text` and find its blocks. `len(result.text) == len(text)` always holds."""
    masked = list(text)
    kept: list[tuple[int, int]] = []
    for start, end in _lines(text):
        if _is_furniture(text[start:end], rules):
            masked[start:end] = " " * (end - start)
        elif text[start:end].strip():
            for span in _spans(text[start:end], rules):
                masked[start + span[0] : start + span[1]] = " " * (span[1] - span[0])
            kept.append((start, end))
    for (_, end), (start, _) in _joined(text, kept):
        masked[end:start] = " " * (start - end)
    clean_text = "".join(masked)
    return Cleaned(clean_text, tuple(_blocks(clean_text, text, kept)))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\r\n]+", text):
        yield match.span()


def _is_furniture(line: str, rules: CleaningRules) -> bool:
    visible = line.strip()
    return bool(visible) and (not re.search(r"\w", visible) or any(rule.match(visible) for rule in rules.lines))


def _spans(line: str, rules: CleaningRules) -> Iterator[tuple[int, int]]:
    for rule in rules.spans:
        for match in rule.finditer(line):
            yield match.span()


def _joined(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Neighbouring lines that are one paragraph broken by an editor."""
    for left, right in pairwise(lines):
        if _continues(text, left, right):
            yield left, right


def _continues(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    upper, lower = text[slice(*left)], text[slice(*right)]
    gap = text[left[1] : right[0]]
    if gap.count("\n") > 1 or gap.count("\r") > 1 or _BULLET.match(lower) or len(upper) not in _WRAPPED:
        return False
    return lower.lstrip()[:1].islower() or bool(_UNFINISHED.search(upper))


def _blocks(clean_text: str, text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    joins = {left for left, _ in _joined(text, lines)}
    start: int | None = None
    for line in lines:
        start = line[0] if start is None else start
        if line not in joins:
            yield from _cut(clean_text, start, line[1])
            start = None


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The block without blanks at its ends, cut where it is too long for the parser."""
    while end - start > LONGEST_BLOCK:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + LONGEST_BLOCK)]
        blank = text.rfind(" ", start, start + LONGEST_BLOCK)
        cut = ends[-1] if ends else blank if blank > start else start + LONGEST_BLOCK
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    inner = text[start:end]
    if bullet := _BULLET.match(inner):
        inner, start = inner[bullet.end() :], start + bullet.end()
    if body := inner.strip():
        start += len(inner) - len(inner.lstrip())
        yield start, start + len(body)
