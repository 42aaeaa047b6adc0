"""From annotated texts to lessons: questions as the extractor asks them, with the right answers.

The names are those that the extractor finds, right or wrong, so that training and use look alike. A pair of parties has
the answer of the sentence it stands in; pairs that nobody annotated are stated by nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from graph_schema.load import load_schema
from graph_schema.spec import RelationshipType
from pipelines.evaluation import Gold, Names, read_gold
from pipelines.evaluation.gold import SHIPPED, GoldClaim
from pipelines.language.extractor import Extractor, load_extractor
from pipelines.language.questions import Question, fits
from pipelines.records import Article, utc_now
from pipelines.settings import load_settings
from pipelines.training.texts import Sentence, Stated, Text, read_texts

Pair = tuple[int, int]
_OVERLAP = 0.5  # of the shorter: a sentence of the parser's and one of the writer's are the same


@dataclass(frozen=True, slots=True)
class Taught:
    """What is right for a pair: the type, status and attributes; `optional` where a reader may think so or otherwise."""

    type: str
    status: str | None
    optional: bool
    attrs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question and its answers; a pair without one states nothing."""

    question: Question
    answers: Mapping[Pair, Taught]
    names: tuple[str, ...]


def lessons() -> list[Lesson]:
    """All that is taught: the training texts, and the half of the shipped gold that is not kept for scoring."""
    extractor = load_extractor(load_settings().model)
    of_texts = [lesson for text in read_texts() for lesson in of_text(text, extractor)]
    return of_texts + [lesson for gold in read_gold(SHIPPED) if gold.half == "dev" for lesson in of_gold(gold, extractor)]


@cache
def _types() -> Mapping[str, RelationshipType]:
    return load_schema().claim_types


def _article(id_: str, text: str) -> Article:
    return Article(id_, "training", id_, id_, "text/plain", text, "en", "", utc_now())


def of_text(text: Text, extractor: Extractor) -> Iterator[Lesson]:
    """The lessons of one training text."""
    for start, question, names in extractor.questions(_article(text.id, text.text)):
        sentence = _same(text.sentences, start, start + len(question.text))
        if sentence is not None:
            shift = start - sentence.start
            meant = [
                _meant([(a + shift, b + shift) for a, b, _ in party.places], sentence) or _named(name, text)
                for party, name in zip(question.parties, names, strict=True)
            ]
            yield Lesson(question, dict(_taught(question, meant, sentence)), names)


def _same(sentences: Sequence[Sentence], start: int, end: int) -> Sentence | None:
    """The writer's sentence that overlaps most with [start, end); None where the parser cut across it."""
    best = max(sentences, key=lambda s: min(end, s.start + len(s.text)) - max(start, s.start))
    overlap = min(end, best.start + len(best.text)) - max(start, best.start)
    return best if overlap >= _OVERLAP * min(end - start, len(best.text)) else None


def _meant(places: Sequence[tuple[int, int]], sentence: Sentence) -> set[int]:
    """The writer's numbers for a party of the extractor's, by the brackets that it lies in."""
    return {entity for first, last in places for start, end, entity in sentence.mentions if first < end and last > start}


def _named(name: str, text: Text) -> set[int]:
    return {number for number, (_, full) in text.entities.items() if Names().same(name, [full])}


def _taught(question: Question, meant: Sequence[set[int]], sentence: Sentence) -> Iterator[tuple[Pair, Taught]]:
    for stated in sorted(sentence.states, key=lambda s: not s.optional):
        declared = _types()[stated.type]
        ways = [(stated.subject, stated.object)] + [(stated.object, stated.subject)] * declared.symmetric
        if stated.optional and declared.symmetric and _have_a_third(stated, sentence):
            continue
        for i, j in question.pairs:
            if any(a in meant[i] and b in meant[j] for a, b in ways):
                allowed = fits(question.parties[i], question.parties[j], declared)
                yield (i, j), Taught(stated.type, stated.status, stated.optional or not allowed, stated.attrs)


def _have_a_third(stated: Stated, sentence: Sentence) -> bool:
    """Whether both are said to stand so to somebody else: two rivals of a third one are not told to be each other's."""
    thirds = [{other for pair in _pairs(stated.type, sentence) if end in pair for other in pair} for end in (stated.subject, stated.object)]
    return bool(set.intersection(*thirds) - {stated.subject, stated.object})


def _pairs(type_: str, sentence: Sentence) -> list[tuple[int, int]]:
    return [(one.subject, one.object) for one in sentence.states if one.type == type_ and not one.optional]


def of_gold(gold: Gold, extractor: Extractor) -> Iterator[Lesson]:
    """The lessons of one annotated text. Nobody wrote down which sentence says so: where several could, none is held to it."""
    asked = extractor.questions(_article(gold.id, gold.text))
    taught: list[dict[Pair, Taught]] = [{} for _ in asked]
    for claim in sorted(gold.claims, key=lambda c: not c.optional):
        found = [list(_stating(claim, question, names)) for _, question, names in asked]
        unclear = claim.optional or sum(map(bool, found)) > 1
        for answers, pairs in zip(taught, found, strict=True):
            answers.update(dict.fromkeys(pairs, Taught(claim.type, claim.status, unclear, claim.attrs)))
    yield from (Lesson(question, answers, names) for (_, question, names), answers in zip(asked, taught, strict=True))


def _stating(claim: GoldClaim, question: Question, names: Sequence[str]) -> Iterator[Pair]:
    declared, parties = _types().get(claim.type), question.parties
    called = [
        [name, *(question.text[a:b] for a, b, is_reference in party.places if not is_reference)]
        for name, party in zip(names, parties, strict=True)
    ]
    for i, j in question.pairs if declared else ():
        assert declared is not None
        meant = any(Names().match(claim.type, (a, b), claim, symmetric=declared.symmetric) for a in called[i] for b in called[j])
        if meant and fits(parties[i], parties[j], declared):
            yield i, j
