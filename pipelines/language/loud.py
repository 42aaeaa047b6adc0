"""The names in lines set in capitals, where a capital says nothing.

There a name is one only where the registry knows it (`known`) or where the article writes it in ordinary letters
elsewhere. Belongs here: the latter. Does not: how the parser gets such a line (`familiar`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Span

from pipelines.language.grammar import SUBJECTS
from pipelines.language.names import TRUSTED, Name
from pipelines.language.reading import Reading

_SHORTEST = 3  # letters

Spellings = Mapping[tuple[str, ...], Name]


def loud_names(reading: Reading, names: Iterable[Name], legal_forms: frozenset[str]) -> Iterator[Name]:
    """The names of the article's ordinary text again, where lines in capitals have them; never where a name is already."""
    named = list(names)
    blocks = [block for number, block in enumerate(reading.blocks()) if number in reading.loud]
    if not blocks:
        return
    spellings = _spellings(reading, named, legal_forms)
    taken = {i for name in named for i in range(name.start, name.end)}
    for block in blocks:
        for span, name in _found(block, spellings):
            if taken.isdisjoint(range(span.start, span.end)) and _may_be(name, span):
                yield replace(name, start=span.start, end=span.end)


def _spellings(reading: Reading, names: Iterable[Name], legal_forms: frozenset[str]) -> Spellings:
    """The names by their words in capitals, with and without a legal form; a known name without its own is a weak spelling."""
    found: dict[tuple[str, ...], Name] = {}
    for name in names:
        words = reading.doc[name.start : name.end].text.split()
        bare = list(words)
        while bare and bare[-1] in legal_forms:
            bare.pop()
        weaker = replace(name, strength="weak") if name.known and bare != words else name
        for spelling, spelled in ((words, name), (bare, weaker)):
            if name.trust >= TRUSTED and len("".join(spelling)) >= _SHORTEST:
                found.setdefault(tuple(word.upper() for word in spelling), spelled)
    return found


def _found(block: Span, spellings: Spellings) -> Iterator[tuple[Span, Name]]:
    """What a line has of `spellings`, the longest first."""
    position, longest = block.start, max(map(len, spellings), default=0)
    while position < block.end:
        spans = (block.doc[position : min(position + size, block.end)] for size in range(longest, 0, -1))
        span = next((s for s in spans if tuple(t.text for t in s) in spellings), None)
        if span is not None:
            yield span, spellings[tuple(t.text for t in span)]
        position = span.end if span is not None else position + 1


def _may_be(name: Name, span: Span) -> bool:
    """A word that is a common one as well (`Target`, `Over`) names somebody only where it can be nothing else."""
    if len(span) > 1 or (name.known is not None and name.strength != "weak"):
        return True
    return span.root.pos_ in ("NOUN", "PROPN") and (name.known is None or span.root.dep_ in (*SUBJECTS, "poss"))
