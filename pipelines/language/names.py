"""Who an article names: registry hits that hold up in this article, other names, and short forms.

Belongs here: which stretches of text are names, and of what. Does not: pronouns and `the company`
(`coreference`), who takes part in a claim (`roles`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from graph_schema.registry import KnownEntity, Strength
from pipelines.language.lexicon import Words
from pipelines.language.reading import Reading
from pipelines.language.runs import NameTokens, is_title_case, runs

LABEL_KINDS = {"ORG": "Company", "PERSON": "Person", "GPE": "Place", "LOC": "Place", "FAC": "Place", "PRODUCT": "Product"}
STATES = ("Country", "GovernmentBody")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens [start, end). `trust` is 1 for the registry's, less for what only looks like a name."""

    start: int
    end: int
    kind: str
    name: str
    trust: float
    known: KnownEntity | None = None
    strength: Strength | None = None

    @property
    def key(self) -> str:
        """The same for all names of one entity in an article."""
        return self.known.id if self.known else self.name.casefold()


class Names:
    """All names of one article, by token."""

    def __init__(self, reading: Reading, names: Iterable[Name]) -> None:
        self.all = tuple(sorted(names, key=lambda n: n.start))
        self._by_token = {i: name for name in self.all for i in range(name.start, name.end)}
        self.counts = Counter(name.key for name in self.all)
        self.doc = reading.doc

    def at(self, token: Token) -> Name | None:
        """The name that `token` is part of."""
        return self._by_token.get(token.i)

    def between(self, start: int, end: int) -> list[Name]:
        """The names that begin at tokens [start, end)."""
        return [name for name in self.all if start <= name.start < end]


class NameFinder:
    """Finds the names of an article."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def find(self, reading: Reading) -> Names:
        """All names of the article, with short forms carrying the full name."""
        names = list(_resolved(reading))
        unknown = list(self._unknown(reading, names))
        covered = {i for name in unknown for i in range(name.start, name.end)}
        names = [n for n in names if not any(i in covered for i in range(n.start, n.end))]
        return Names(reading, with_full_names(reading, [*names, *unknown]))

    def _unknown(self, reading: Reading, known: list[Name]) -> Iterator[Name]:
        by_start = {i: name for name in known for i in range(name.start, name.end)}
        tokens = NameTokens.of(reading, self._words)
        for run in runs(reading, tokens, self._words):
            inside = list(dict.fromkeys(by_start[t.i] for t in run if t.i in by_start))
            yield from (name for piece in self._pieces(reading, run, inside) if (name := self._named(piece)) is not None)

    def _pieces(self, reading: Reading, run: Span, inside: list[Name]) -> Iterator[Span | Name]:
        """The parts of a run of capitalised words that are names of their own."""
        doc = reading.doc
        if not inside:
            yield run
            return
        last = inside[-1]
        right = doc[last.end : run.end]
        left = doc[run.start : inside[0].start]
        whole = _entity_over(doc[inside[0].start : run.end]) if len(inside) == 1 else None
        if len(right) and all(t.text in self._words.legal_forms | self._words.name_parts for t in right):
            if last.kind == "Company":
                yield replace(last, end=run.end)
        elif len(right) and right[0].lower_.rstrip(".") in self._words.titles:
            yield from self._pieces(reading, self._untitled(right), []) if len(self._untitled(right)) else ()
        elif len(right) and is_title_case(reading, run[0]):
            return
        elif (len(right) and last.kind in ("Company", "Product") and _modifies(doc[last.start : last.end], right)) or (len(right) and last.strength not in ("demonym", "metonym") and whole is not None and whole.label_ == "ORG"):
            yield doc[last.start : run.end]
        elif len(right):
            yield right
        if len(left) and len(inside) == 1 and not len(right) and _entity_over(run) is not None and last.kind != "Country":
            if not any(t.lower_ in self._words.titles for t in left):
                yield run
        elif len(left) > 1:
            yield left

    def _untitled(self, span: Span) -> Span:
        start = span.start
        while start < span.end and (span.doc[start].lower_.rstrip(".") in self._words.titles):
            start += 1
        return span.doc[start : span.end]

    def _named(self, piece: Span | Name) -> Name | None:
        if isinstance(piece, Name):
            return piece
        piece = self._untitled(piece)
        if not len(piece) or all(t.lower_ in self._words.not_names or t.text in self._words.legal_forms for t in piece):
            return None
        kind, trust = self._kind(piece)
        return Name(piece.start, piece.end, kind, re.sub(r"\s+", " ", piece.text), trust)

    def _kind(self, span: Span) -> tuple[str, float]:
        """What an unknown name names, and how much the small model's word for it is worth."""
        if span[-1].text in self._words.legal_forms or span[-1].text.rstrip(".") in self._words.legal_forms:
            return "Company", 0.9
        if any(t.text in self._words.body_nouns for t in span):
            return "GovernmentBody", 0.8
        if span[-1].like_num or re.search(r"\d", span[-1].text):
            return "Product", 0.6
        label = Counter(t.ent_type_ for t in span).most_common(1)[0][0]
        if label == "PERSON" and len(span) == 1:
            return "Company", 0.5
        return (LABEL_KINDS[label], 0.7) if label in LABEL_KINDS else ("Company", 0.5)


def _resolved(reading: Reading) -> Iterator[Name]:
    """The registry's names that hold up: a weak spelling needs a strong one of the same entity, or the model's word for it."""
    supported = {entity.id for options in reading.known.values() for entity, strength in options if strength == "strong"}
    named = {reading.doc[i].text for i in reading.known if reading.doc[i].ent_type_ in ("ORG", "PERSON") and not reading.doc[i].is_sent_start}
    for position, known in reading.known.items():
        token = reading.doc[position]
        options = [o for o in known if o[1] != "weak" or o[0].id in supported]
        if not options and len(known) == 1 and token.text in named and token.pos_ == "PROPN" and not is_title_case(reading, token):
            options = list(known)
        if len({entity.id for entity, _ in options}) == 1:
            entity, strength = options[0]
            yield Name(position, position + 1, entity.kind, entity.name, 1.0, entity, strength)


def _entity_over(span: Span) -> Span | None:
    """The model's entity that covers exactly `span`."""
    label = span[0].ent_type_
    same = label and all(t.ent_type_ == label for t in span) and all(t.ent_iob_ == "I" for t in span[1:])
    ends = span.end == len(span.doc) or span.doc[span.end].ent_iob_ != "I"
    return Span(span.doc, span.start, span.end, label) if same and ends else None


def _modifies(known: Span, right: Span) -> bool:
    """`Huawei` in `Huawei Mate 60`: part of the name of something else."""
    return known.root.dep_ in ("compound", "nmod", "nummod") and known.root.head.i in range(right.start, right.end)


def with_full_names(reading: Reading, names: list[Name]) -> list[Name]:
    """Let acronyms in brackets and short forms carry the article's fullest form of the name."""
    doc = reading.doc
    ordered = sorted(names, key=lambda n: n.start)
    short: dict[str, Name] = {}
    for left, right in zip(ordered, ordered[1:], strict=False):
        if right.start == left.end + 1 and doc[left.end].text == "(" and _is_acronym(doc[right.start : right.end].text, left.name):
            short[doc[right.start : right.end].text] = left
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
