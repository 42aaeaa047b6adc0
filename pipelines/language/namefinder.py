"""Find the names of an article: registry hits that hold up in it, and names the registry does not know.

Belongs here: which stretches of text are names, and of what. Does not: short forms (`shortforms`),
where capitals stand for names at all (`runs`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Span

from graph_schema.registry import KnownEntity
from pipelines.language.lexicon import Words
from pipelines.language.names import Name, Names
from pipelines.language.reading import Reading
from pipelines.language.runs import NameTokens, is_title_case, runs
from pipelines.language.shortforms import with_full_names

_LABEL_KINDS = {"ORG": "Company", "PERSON": "Person", "GPE": "Place", "LOC": "Place", "FAC": "Place", "PRODUCT": "Product"}
_LABEL = 8  # tokens: before a colon this near a sentence's start stands a label, not a name in a sentence


class NameFinder:
    """Finds the names of an article."""

    def __init__(self, words: Words, entities: Mapping[str, KnownEntity]) -> None:
        self._words = words
        self._entities = entities

    def find(self, reading: Reading) -> Names:
        """All names of the article, with short forms carrying the full name."""
        names = list(_resolved(reading))
        unknown = list(self._unknown(reading, names))
        covered = {i for name in unknown for i in range(name.start, name.end)}
        names = [n for n in names if not any(i in covered for i in range(n.start, n.end))]
        return Names(reading, with_full_names(reading, [*names, *unknown]), self._words, self._entities)

    def _unknown(self, reading: Reading, known: list[Name]) -> Iterator[Name]:
        by_start = {i: name for name in known for i in range(name.start, name.end)}
        tokens = NameTokens.of(reading, self._words)
        for run in runs(reading, tokens, self._words):
            inside = list(dict.fromkeys(by_start[t.i] for t in run if t.i in by_start))
            yield from (name for piece in self._pieces(reading, run, inside) if (name := self._named(piece)) is not None)

    def _pieces(self, reading: Reading, run: Span, inside: list[Name]) -> Iterator[Span | Name]:
        """The parts of a run of capitalised words that are names of their own."""
        if not inside:
            yield run
            return
        yield from self._right_of(reading, run, inside)
        left, last = run.doc[run.start : inside[0].start], inside[-1]
        if not len(left):
            return
        named_whole = last.end == run.end and len(inside) == 1 and last.kind != "Country" and _is_entity(run)
        if named_whole and not any(t.lower_ in self._words.titles for t in left):
            yield run
        elif not named_whole and len(left) > 1:
            yield left

    def _right_of(self, reading: Reading, run: Span, inside: list[Name]) -> Iterator[Span | Name]:
        """What follows the last known name: its legal form, a title and a person, the rest of a longer name, or a name of its own."""
        last = inside[-1]
        right, whole = run.doc[last.end : run.end], run.doc[last.start : run.end]
        if not len(right):
            return
        if all(t.text in self._words.legal_forms | self._words.name_parts for t in right):
            if last.kind == "Company":
                yield replace(last, end=run.end)
        elif right[0].lower_.rstrip(".") in self._words.titles:
            yield from [self._untitled(right)] if len(self._untitled(right)) else []
        elif not is_title_case(reading, run[0]):
            yield whole if _is_longer_name(last, whole, right, alone=len(inside) == 1) else right

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
        label = next((t.text for t in piece.doc[piece.end : piece.end + 2] if not t.is_space), "") == ":"
        if all(t.lower_ in self._words.not_alone or len(t) == 1 for t in piece):
            return None
        if len(piece.text) < 3 or (label and piece.start - piece[0].sent.start < _LABEL):
            return None
        kind, trust = self._kind(piece)
        return Name(piece.start, piece.end, kind, re.sub(r"\s+", " ", piece.text), trust)

    def _kind(self, span: Span) -> tuple[str, float]:
        """What an unknown name names, and how much the small model's word for it is worth."""
        if span[-1].text in self._words.legal_forms or span[-1].text.rstrip(".") in self._words.legal_forms:
            return "Company", 0.9
        if len(span) > 1 and span[-1].text in self._words.trades:
            return "Company", 0.8
        if any(t.text in self._words.body_nouns for t in span):
            return "GovernmentBody", 0.8
        if span[-1].like_num or re.search(r"\d", span[-1].text):
            return "Product", 0.6
        label = Counter(t.ent_type_ for t in span).most_common(1)[0][0]
        if label == "PERSON" and len(span) == 1:
            return "Person", 0.5
        return (_LABEL_KINDS[label], 0.7) if label in _LABEL_KINDS else ("Company", 0.5)


def _resolved(reading: Reading) -> Iterator[Name]:
    """The registry's names that hold up: a weak spelling needs a strong one of the same entity, or the model's word for it."""
    supported = {entity.id for options in reading.known.values() for entity, strength in options if strength == "strong"}
    named = {
        reading.doc[i].text for i in reading.known if reading.doc[i].ent_type_ in ("ORG", "PERSON") and not reading.doc[i].is_sent_start
    }
    for position, known in reading.known.items():
        token = reading.doc[position]
        options = [o for o in known if o[1] != "weak" or o[0].id in supported]
        if not options and len(known) == 1 and token.text in named and token.pos_ == "PROPN" and not is_title_case(reading, token):
            options = list(known)
        if len({entity.id for entity, _ in options}) == 1:
            entity, strength = options[0]
            yield Name(position, position + 1, entity.kind, entity.name, 1.0, entity, strength)


def _is_longer_name(known: Name, whole: Span, right: Span, *, alone: bool) -> bool:
    """`Huawei Mate 60`, `Memphis Meats`, `China Mobile`: the known name is part of the name of something else."""
    if known.strength in ("demonym", "metonym"):
        return False
    if known.kind in ("Company", "Product", "Place", "Country") and _modifies(whole.doc[known.start : known.end], right):
        return True
    return alone and _is_entity(whole) and whole[0].ent_type_ == "ORG"


def _is_entity(span: Span) -> bool:
    """Whether `span` is exactly one entity of the model's."""
    label = span[0].ent_type_
    same = label and all(t.ent_type_ == label for t in span) and all(t.ent_iob_ == "I" for t in span[1:])
    return bool(same) and (span.end == len(span.doc) or span.doc[span.end].ent_iob_ != "I")


def _modifies(known: Span, right: Span) -> bool:
    """`Huawei` in `Huawei Mate 60`: part of the name of something else."""
    return known.root.dep_ in ("compound", "nmod", "nummod") and known.root.head.i in range(right.start, right.end)
