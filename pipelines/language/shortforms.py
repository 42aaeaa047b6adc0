"""Acronyms in brackets and short forms: the article's fullest form of a name for each of its shorter ones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipelines.language.names import Name
from pipelines.language.reading import Reading


def with_full_names(reading: Reading, names: list[Name]) -> list[Name]:
    """Let acronyms in brackets and short forms carry the article's fullest form of the name."""
    doc = reading.doc
    ordered = sorted(names, key=lambda n: n.start)
    short: dict[str, Name] = {}
    for left, right in pairwise(ordered):
        if right.start == left.end + 1 and doc[left.end].text == "(" and _is_acronym(doc[right.start : right.end].text, left.name):
            short[doc[right.start : right.end].text] = left
    tickers = {n.start for left, n in pairwise(ordered) if _is_ticker(doc, left, n, short)}
    ordered = [n for n in ordered if n.start not in tickers]
    fuller = _by_part(doc[n.start : n.end] for n in ordered if not n.known and n.end - n.start > 1)
    full = {doc[n.start : n.end].text: n for n in reversed(ordered)}
    return [_full(name, doc[name.start : name.end].text, short, fuller, full) for name in ordered]


def _full(name: Name, text: str, short: dict[str, Name], fuller: dict[str, set[str]], full: dict[str, Name]) -> Name:
    source = short.get(text)
    if source is None and not name.known and len(longer := fuller.get(text, set())) == 1:
        source = full[next(iter(longer))]
        source = short.get(next(iter(longer)), source)
    if source is None or name.known:
        return name
    return replace(name, name=source.name, known=source.known, kind=source.kind, trust=source.trust)


def _is_ticker(doc: Doc, left: Name, name: Name, short: dict[str, Name]) -> bool:
    """`AAPL` in `Apple (AAPL)`: a listing, not one more name."""
    text = doc[name.start : name.end].text
    bracketed = name.start > 0 and doc[name.start - 1].text in ("(", ",") and name.end < len(doc) and doc[name.end].text in (")", ",")
    return (
        bracketed
        and name.known is None
        and text.isupper()
        and len(text) <= 5
        and text not in short
        and name.start - left.end <= 3
        and any(t.text == "(" for t in doc[left.end : name.start])
    )


def _is_acronym(text: str, name: str) -> bool:
    letters = [c for c in text if c.isalnum()]
    rest = iter(name.upper())
    return len(letters) > 1 and text.isupper() and text[0] == name[:1].upper() and all(c in rest for c in letters)


def _by_part(spans: Iterable[Span]) -> dict[str, set[str]]:
    """Longer names by the shorter ones they begin or end with (`Capchem` in `Shenzhen Capchem Technology`)."""
    parts: dict[str, set[str]] = defaultdict(set)
    for span in spans:
        for start in range(min(2, len(span))):
            for end in range(start + 1, len(span) + (start > 0)):
                parts[span[start:end].text].add(span.text)
        parts[span[-1].text].add(span.text)
    return parts
