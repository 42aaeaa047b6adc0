"""Which pairs could stand in a relation that a sentence states: what the learned judge is asked about each sentence.

Belongs here: who takes part in a sentence or is named in the one before, and which pairs the schema allows. Does not:
what the words say of them (`judge`), constructions (`frames`), claims (`judged`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from graph_schema.spec import RelationshipType
from pipelines.language.names import GUESSED, Name, Names, may_be
from pipelines.language.reading import Reading
from pipelines.language.roles import Filler, Roles

_MOST = 24  # parties; a longer list is a table
_LONGEST = 1200  # characters; what is longer is no sentence

Place = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Party:
    """One entity: the kinds it may be of, the first its own, and its places as (start, end, is a reference)."""

    kinds: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence, after the one before it, who takes part, and the ordered pairs (subject, object) that some relation allows.

    `text` is both, `start` where the sentence itself begins there; of each pair one at least stands in the sentence.
    """

    text: str
    start: int
    parties: tuple[Party, ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it comes from: the sentence, the one before it, and for each party what fills a role."""

    question: Question
    sentence: Span
    before: Span | None
    fillers: tuple[Filler, ...]


@dataclass(frozen=True, slots=True)
class Posed:
    """A question with its place in the article: where the sentence before and the sentence itself start; the parties' names."""

    question: Question
    before: int
    start: int
    names: tuple[str, ...]

    def place(self, place: Place) -> tuple[int, int]:
        """Where a place of the question stands in the article."""
        start, end, _ = place
        shift = self.start - self.question.start if start >= self.question.start else self.before
        return start + shift, end + shift


def questions(reading: Reading, names: Names, roles: Roles, types: Sequence[RelationshipType]) -> Iterator[Asked]:
    """A question for each sentence of an article with at least one possible pair."""
    before: Span | None = None
    for sentence in reading.doc.sents:
        if len(sentence.text) <= _LONGEST:
            asked = _asked(sentence, before, names, roles, types)
            if asked.question.pairs:
                yield asked
        before = sentence if len(sentence.text) <= _LONGEST else None


def _asked(sentence: Span, before: Span | None, names: Names, roles: Roles, types: Sequence[RelationshipType]) -> Asked:
    here = list(_present(sentence, names, roles))
    there = list(_present(before, names, roles)) if before is not None and here else []
    window = sentence if before is None else sentence.doc[before.start : sentence.end]
    found: dict[str, list[Filler]] = {}
    for filler in here + there:
        found.setdefault(filler.name.key, []).append(filler)
    both = [(_party(window, fillers), _clearest(fillers, sentence)) for fillers in found.values()]
    both = [(party, filler) for party, filler in both if party.kinds != ("SanctionsList",)][:_MOST]
    parties, fillers = tuple(party for party, _ in both), tuple(filler for _, filler in both)
    present = {number for number, filler in enumerate(fillers) if filler.span.start >= sentence.start}
    pairs = tuple(pair for pair in _pairs(parties, types) if not present.isdisjoint(pair))
    return Asked(Question(window.text, sentence.start_char - window.start_char, parties, pairs), sentence, before, fillers)


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


def _clearest(fillers: Sequence[Filler], sentence: Span) -> Filler:
    """What stands in the sentence before what stands in the one before it; a name before a reference; the surest and first."""
    return min(fillers, key=lambda f: (f.span.start < sentence.start, f.antecedent is not None, -f.certainty, f.span.start))


def _party(window: Span, fillers: Iterable[Filler]) -> Party:
    kinds: dict[str, None] = {}
    places: list[Place] = []
    for filler in fillers:
        kinds |= dict.fromkeys(possible_kinds(filler.name, is_reference=filler.antecedent is not None))
        start = filler.span.start_char - window.start_char
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
