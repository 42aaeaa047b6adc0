"""What the learned judge adds to the claims that constructions found, and what it takes from them.

Belongs here: from likelihoods to claims and refusals, by the thresholds of its thresholds.yml. Does not: the model
(`judge`), who is asked about (`questions`), constructions (`claims`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

from spacy.tokens import Token

from graph_schema.errors import SchemaError
from graph_schema.strict import Fields, read_yaml
from pipelines.errors import ModelError
from pipelines.language.agreeing import agreeing
from pipelines.language.candidates import fitting
from pipelines.language.claims import ClaimFinder, Found
from pipelines.language.facts import FactKey, fact_key, key_of
from pipelines.language.frames import Frame, Relation
from pipelines.language.judge import Answer, Judge
from pipelines.language.lexicon import model_errors
from pipelines.language.names import Names
from pipelines.language.questions import Asked, questions
from pipelines.language.reading import Reading
from pipelines.language.roles import Filler, Roles
from pipelines.records import Claim, Refusal

_TRAIN = "Train it anew: python -m pipelines.training FOLDER."
_LEAST = 0.5  # a sentence that more likely does not state a fact is no evidence of it, however many there are
UNLIKELY = "unlikely"  # reason of a refusal: a construction was found, and the sentence as a whole speaks against it


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which likelihood on the judge alone makes a claim, below which it takes one back, and what its word is worth.

    `trust` is the share of its claims that careful readers found right: likelihoods are surer than they should be.
    """

    add: float
    keep: float
    trust: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which likelihood of stating anything on a sentence is read, and what counts of each type."""

    read: float
    of: Mapping[str, Threshold]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The likelihood that a sentence states a relation of two parties, either way round where it is symmetric.

    `type` is the one that the judge knows and was asked about. `start` is where the sentence begins in the article.
    """

    relation: Relation
    type: str
    asked: Asked
    start: int
    pair: tuple[int, int]
    likelihood: float
    answer: Answer

    @property
    def key(self) -> FactKey:
        """The fact it speaks of."""
        subject, object_ = (self.asked.fillers[end].name.key for end in self.pair)
        return fact_key(self.relation, subject, object_)

    @property
    def place(self) -> tuple[FactKey, int]:
        """Which fact, and in which sentence."""
        return self.key, self.start


class JudgedClaims:
    """Reviews an article's claims and adds to them."""

    def __init__(self, judge: Judge, relations: Sequence[Relation], finder: ClaimFinder, thresholds: Thresholds) -> None:
        self._judge = judge
        self._finder = finder
        self._asks = {r.type.type: type_ for r in relations if (type_ := _asks(r, judge)) is not None}
        self._relations = {r.type.type: r for r in relations if r.type.type in self._asks}
        self._frames = {type_: _frame(relation) for type_, relation in self._relations.items()}
        self._thresholds = thresholds

    @classmethod
    def load(cls, folder: Path, relations: Sequence[Relation], finder: ClaimFinder) -> "JudgedClaims":
        """With the files of `folder`. Raises ModelError when they cannot be read, or are of another schema."""
        judge = Judge(folder)
        _check(judge, relations, folder)
        return cls(judge, relations, finder, read_thresholds(folder / "thresholds.yml", judge.labels.types))

    def review(self, reading: Reading, names: Names, roles: Roles, found: Found) -> tuple[list[Claim], list[Refusal]]:
        """The claims that stand, with those that only the judge found, and what it took back.

        What a construction found and refused, as denied or hypothetical, stays refused there, however likely it looks.
        """
        asked = list(questions(reading, names, roles, [relation.type for relation in self._relations.values()]))
        opinions = [o for o in self._opinions(reading, asked) if not any((key, o.start) in found.refused for key in self._keys(o))]
        kept, refused = self._kept(reading, [claim for claim, _ in found.claims.values()], opinions)
        known = {key_of(claim, self._relations[claim.type]) for claim in kept if claim.type in self._relations}
        added = self._added(reading, (o for o in opinions if self._counts(o, known, roles)))
        return kept + agreeing(added, kept, self._relations), refused

    def _keys(self, opinion: Opinion) -> set[FactKey]:
        """The fact, and the one that implies it: what a construction tells or refuses of either is told no other way."""
        names = [opinion.asked.fillers[end].name.key for end in opinion.pair]
        relations = (opinion.relation, self._relations.get(opinion.type, opinion.relation))
        return {fact_key(relation, *names) for relation in relations}

    def _opinions(self, reading: Reading, asked: Sequence[Asked]) -> Iterator[Opinion]:
        for one, answers in zip(asked, self._judge.answers([one.question for one in asked], self._thresholds.read), strict=True):
            start = reading.sentence(one.sentence[0])[0]
            for (i, j), answer in answers.items():
                for relation in self._relations.values():
                    type_, other = self._asks[relation.type.type], answers.get((j, i))
                    if not relation.type.symmetric:
                        yield Opinion(relation, type_, one, start, (i, j), _likely(relation, type_, answer), answer)
                    elif i < j:
                        both = [_likely(relation, type_, said) for said in (answer, other) if said]
                        yield Opinion(relation, type_, one, start, (i, j), sum(both) / len(both), answer)

    def _kept(self, reading: Reading, claims: Iterable[Claim], opinions: Sequence[Opinion]) -> tuple[list[Claim], list[Refusal]]:
        likely: dict[tuple[FactKey, int], float] = {}
        for opinion in opinions:
            likely[opinion.place] = max(likely.get(opinion.place, 0.0), opinion.likelihood)
        kept, refused = [], []
        for claim in claims:
            relation = self._relations.get(claim.type)
            if relation and likely.get((key_of(claim, relation), claim.start), 1.0) < self._thresholds.of[self._asks[claim.type]].keep:
                refused.append(_refusal(reading, claim))
            else:
                kept.append(claim)
        return kept, refused

    def _counts(self, opinion: Opinion, known: set[FactKey], roles: Roles) -> bool:
        """Whether a sentence is evidence for a claim that no construction made."""
        likely = opinion.likelihood >= _LEAST and not self._keys(opinion) & known
        return likely and not _of_one_house(opinion, roles) and self._finder.stands(_trigger(opinion), opinion.relation)

    def _added(self, reading: Reading, opinions: Iterable[Opinion]) -> Iterator[Claim]:
        told: dict[FactKey, dict[str, Opinion]] = defaultdict(dict)
        for opinion in opinions:
            told[opinion.key].setdefault(opinion.asked.sentence.text, opinion)  # what a caption repeats is told once
        for of_fact in told.values():
            yield from self._claimed(reading, list(of_fact.values()))

    def _claimed(self, reading: Reading, told: Sequence[Opinion]) -> Iterator[Claim]:
        """The claim that the sentences make which may state one fact, with the surest as its proof."""
        opinion = max(told, key=lambda one: one.likelihood)
        threshold, likelihood = self._thresholds.of[opinion.type], 1 - prod(1 - one.likelihood for one in told)
        if likelihood < threshold.add:
            return
        frame = replace(self._frames[opinion.relation.type.type], attrs=_values(opinion))
        subject, object_ = (_sure(opinion.asked.fillers[end]) for end in opinion.pair)
        for candidate in fitting(opinion.relation, frame, _trigger(opinion), [(subject, object_)]):
            claim = self._finder.claim(reading, candidate, _status(opinion))
            sure = likelihood * threshold.trust * candidate.subject.certainty * candidate.object.certainty
            yield replace(claim, confidence=round(sure, 3))


def read_thresholds(path: Path, types: Sequence[str]) -> Thresholds:
    """The thresholds of a model. Raises ModelError naming file, key and fix."""
    with model_errors():
        top, found = read_yaml(path), {}
        read = _share(top, "read")
        for type_ in types:
            of = top.below(type_)
            found[type_] = Threshold(_share(of, "add"), _share(of, "keep"), _share(of, "trust"))
            of.finish(["add", "keep", "trust"])
        top.finish(["read", *types])
        return Thresholds(read, found)


def _share(of: Fields, key: str) -> float:
    value = of.take(key, float)
    if not 0 <= value <= 1:
        raise SchemaError(f"`{key}` is {value}, no share", where=of.where, fix="Give a number from 0 to 1.")
    return value


def _check(judge: Judge, relations: Sequence[Relation], folder: Path) -> None:
    """Raises ModelError when the schema has kinds that the judge does not know, or no longer the statuses or values that it gives."""
    of_types = [relation for relation in relations if relation.type.type in judge.labels.types]
    asked = [relation for relation in relations if _asks(relation, judge) is not None]
    kinds = {kind for relation in asked for ends in relation.type.endpoints for kind in ends} - set(judge.labels.kinds)
    declared = {f"{relation.type.type}.{status.name}" for relation in of_types for status in relation.rule.statuses}
    declared |= {value for relation in of_types for value in relation.type.telling_values}
    types = {relation.type.type for relation in relations}
    gone = {label for label in (*judge.labels.statuses, *judge.labels.values) if label.partition(".")[0] in types} - declared
    if strange := sorted(kinds | gone):
        raise ModelError(f"it was trained for another schema ({', '.join(strange)})", where=str(folder), fix=_TRAIN)


def _asks(relation: Relation, judge: Judge) -> str | None:
    """The type that the judge is asked about for a relation: its own, or the one that implies it."""
    if relation.type.type in judge.labels.types:
        return relation.type.type
    return relation.implied_by.partition(".")[0] if relation.implied_by and relation.implied_by in judge.labels.values else None


def _likely(relation: Relation, type_: str, answer: Answer) -> float:
    implied = relation.implied_by if relation.type.type != type_ else None
    return answer.types[type_] * (answer.values[implied] if implied else 1.0)


def _of_one_house(opinion: Opinion, roles: Roles) -> bool:
    """Whether one of two rivals is said to make the other: a company is no rival of its product."""
    ends = [opinion.asked.fillers[end] for end in opinion.pair]
    made = ((roles.maker(a), b) for a, b in (ends, ends[::-1])) if opinion.relation.type.symmetric else ()
    return any(maker is not None and maker.name.key == other.name.key for maker, other in made)


def _trigger(opinion: Opinion) -> Token:
    sentence = opinion.asked.sentence
    start, end = (sentence.start_char + place for place in opinion.answer.trigger)
    span = sentence.doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else sentence.root


def _status(opinion: Opinion) -> str | None:
    of = f"{opinion.type}."
    likely = {label.removeprefix(of): value for label, value in opinion.answer.statuses.items() if label.startswith(of)}
    return max(likely, key=lambda status: likely[status]) if likely else opinion.relation.default_status


def _values(opinion: Opinion) -> dict[str, str]:
    """Of each attribute that the judge knows for the type, the value that it finds most likely."""
    best: dict[str, tuple[float, str]] = {}
    for label, score in opinion.answer.values.items():
        type_, attribute, value = label.split(".")
        if type_ == opinion.relation.type.type:
            best[attribute] = max(best.get(attribute, (score, value)), (score, value))
    return {attribute: value for attribute, (_, value) in best.items()}


def _sure(filler: Filler) -> Filler:
    """The likelihood is of the pair as it stands there; only what the name stands for can make it less sure."""
    return filler if filler.antecedent is not None else replace(filler, certainty=1.0)


def _frame(relation: Relation) -> Frame:
    """What the attributes are read by where no construction was found; the confidence is the judge's."""
    nothing: tuple[()] = ()
    kinds = frozenset(kind for ends in relation.type.endpoints for kind in ends)
    return Frame(
        id="judged",
        says="The sentence as a whole says so.",
        trigger=frozenset(),
        pos=frozenset(),
        where=nothing,
        unless=nothing,
        subject=nothing,
        object=nothing,
        between=nothing,
        subject_kinds=kinds,
        object_kinds=kinds,
        open_subject=None,
        open_object=None,
        presupposed=False,
        confidence=1.0,
        status=None,
        attrs={},
        texts={},
    )


def _refusal(reading: Reading, claim: Claim) -> Refusal:
    place = min(claim.subject.start, claim.object.start), max(claim.subject.end, claim.object.end)  # another pair, another place
    pair = f"{claim.subject.name} {claim.type} {claim.object.name}"
    message = f"{pair} is unlikely there, as the whole sentence reads, so it is no claim."
    return reading.refusal(UNLIKELY, message, place, claim.sentence)
