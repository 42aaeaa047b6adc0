"""Which pairs of one sentence could stand in a relation: what the learned judge is asked about each sentence.

Belongs here: who takes part in a sentence, by name or clear reference, and which pairs the schema allows. Does not:
what the words say of them (`judge`), constructions (`frames`), claims (`judged`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from graph_schema.spec import RelationshipType
from pipelines.language.names import GUESSED, Name, Names, may_be
from pipelines.language.reading import Reading
from pipelines.language.roles import Filler, Roles

_MOST = 24  # parties of a sentence; a longer list is a table
_LONGEST = 1200  # characters; what is longer is no sentence

Place = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Party:
    """One entity in a sentence: the kinds it may be of, the first its own, and its places as (start, end, is a reference)."""

    kinds: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence, who takes part, and the ordered pairs (subject, object) that some relation allows."""

    text: str
    parties: tuple[Party, ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it comes from: the sentence, and for each party what fills a role."""

    question: Question
    sentence: Span
    fillers: tuple[Filler, ...]


def questions(reading: Reading, names: Names, roles: Roles, types: Sequence[RelationshipType]) -> Iterator[Asked]:
    """A question for each sentence of an article with at least one possible pair."""
    for sentence in reading.doc.sents:
        if len(sentence.text) <= _LONGEST:
            parties = _parties(sentence, names, roles)
            pairs = tuple(_pairs([party for party, _ in parties], types))
            if pairs:
                yield Asked(Question(sentence.text, tuple(p for p, _ in parties), pairs), sentence, tuple(f for _, f in parties))


def _parties(sentence: Span, names: Names, roles: Roles) -> list[tuple[Party, Filler]]:
    found: dict[str, list[Filler]] = {}
    for filler in _present(sentence, names, roles):
        found.setdefault(filler.name.key, []).append(filler)
    parties = [(_party(sentence, fillers), _clearest(fillers)) for fillers in found.values()]
    return [(party, filler) for party, filler in parties if party.kinds != ("SanctionsList",)][:_MOST]


def _present(sentence: Span, names: Names, roles: Roles) -> Iterator[Filler]:
    """Everybody the sentence names or refers to, and for whom a person or a list stands."""
    seen: set[int] = set()
    for token in sentence:
        name = names.at(token)
        if name is None:
            yield from (filler for filler in roles.referred(token) if filler.span.sent == sentence)
        elif name.start not in seen:
            seen.add(name.start)
            filler = Filler(name, names.doc[name.start : name.end], name.trust)
            yield filler
            if (principal := roles.represented(filler, frozenset())) is not filler:
                yield principal


def _clearest(fillers: Sequence[Filler]) -> Filler:
    """A name before a reference, and of those the surest and first."""
    return min(fillers, key=lambda f: (f.antecedent is not None, -f.certainty, f.span.start))


def _party(sentence: Span, fillers: Iterable[Filler]) -> Party:
    kinds: dict[str, None] = {}
    places: list[Place] = []
    for filler in fillers:
        kinds |= dict.fromkeys(possible_kinds(filler.name, is_reference=filler.antecedent is not None))
        start = filler.span.start_char - sentence.start_char
        places.append((start, start + len(filler.span.text), filler.antecedent is not None))
    return Party(tuple(kinds), tuple(places))


def possible_kinds(name: Name, *, is_reference: bool = False) -> tuple[str, ...]:
    """The kinds that a name may be of, its own first: a small model's kind of an unknown name is a guess."""
    if name.known is not None or is_reference or name.trust >= GUESSED:
        return (name.kind,)
    companies = ("Company",) if may_be(name, frozenset({"Company"})) else ()
    return (name.kind, *companies, *(("Product",) if name.kind in ("Place", "Company") else ()))


def _pairs(parties: Sequence[Party], types: Sequence[RelationshipType]) -> Iterator[tuple[int, int]]:
    for i, subject in enumerate(parties):
        for j, object_ in enumerate(parties):
            if i != j and any(fits(subject, object_, type_) for type_ in types):
                yield i, j


def fits(subject: Party, object_: Party, type_: RelationshipType) -> bool:
    """Whether `type_` may join them."""
    return any(start in subject.kinds and end in object_.kinds for start, end in type_.endpoints)
