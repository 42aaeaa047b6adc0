"""Apply the patterns of all relations to one article: claims, and the statements recognised and refused.

Belongs here: trigger → roles → checks → record, and one claim per fact and article. Does not: reading
the tree (`grammar`), who fills a role (`roles`), how a statement stands (`status`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from spacy.tokens import Token

from pipelines.language.attributes import Attributes
from pipelines.language.frames import Frame, Relation
from pipelines.language.money import UsDollars
from pipelines.language.names import Name
from pipelines.language.paths import Path
from pipelines.language.reading import Reading
from pipelines.language.roles import Filler, Roles
from pipelines.language.status import Modality, judge
from pipelines.records import Article, Claim, Evidence, Mention, Refusal, Role, claim_id

_FAR = 25  # tokens between trigger and name; farther ones cost certainty
_FAR_COST = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names in the roles of a frame."""

    relation: Relation
    frame: Frame
    trigger: Token
    subject: Filler
    object: Filler


class ClaimFinder:
    """Finds the claims of an article."""

    def __init__(self, relations: Iterable[Relation], modality: Modality) -> None:
        dollars = UsDollars()
        self._modality = modality
        self._attributes = {r.type.type: Attributes(r, dollars) for r in relations}
        self._frames: dict[str, list[tuple[Relation, Frame]]] = defaultdict(list)
        for relation in relations:
            for frame in relation.frames:
                for lemma in frame.trigger:
                    self._frames[lemma].append((relation, frame))

    def find(self, reading: Reading, roles: Roles) -> tuple[list[Claim], list[Refusal]]:
        """The article's claims, one per fact, and the refused statements."""
        claims: dict[tuple[str, ...], tuple[Claim, Relation]] = {}
        refusals: dict[str, Refusal] = {}
        for candidate in self._candidates(reading, roles):
            verdict = judge(candidate.trigger, candidate.relation, self._modality, candidate.frame.status)
            if verdict.refusal is not None:
                refusal = _refusal(reading, candidate, verdict.refusal)
                refusals.setdefault(refusal.refusal_id, refusal)
                continue
            claim = self._claim(reading, candidate, verdict.status)
            key = _fact(candidate)
            claims[key] = (_stronger(claims[key][0], claim, candidate.relation) if key in claims else claim, candidate.relation)
        return [claim for claim, _ in claims.values()], list(refusals.values())

    def _candidates(self, reading: Reading, roles: Roles) -> Iterator[Candidate]:
        for token in reading.doc:
            for relation, frame in self._frames.get(token.lemma_.lower(), ()):
                if frame.pos and token.pos_ not in frame.pos:
                    continue
                if all(p.follow(token) for p in frame.where) and not any(p.follow(token) for p in frame.unless):
                    yield from _filled(relation, frame, token, roles)

    def _claim(self, reading: Reading, candidate: Candidate, status: str | None) -> Claim:
        article, relation, frame = reading.article, candidate.relation, candidate.frame
        subject, object_ = _mention(reading, candidate.subject), _mention(reading, candidate.object)
        start, end = reading.sentence(candidate.trigger)
        day = article.published.at.date() if article.published.at and article.published.precision in ("second", "day") else None
        return Claim(
            claim_id=claim_id(article.article_id, relation.type.type, (start, end), (subject.start, subject.end), (object_.start, object_.end)),
            article_id=article.article_id,
            type=relation.type.type,
            subject=subject,
            object=object_,
            status=status,
            attrs=self._attributes[relation.type.type].read(frame, candidate.trigger, day),
            sentence=article.text[start:end],
            start=start,
            end=end,
            evidence=tuple(_evidence(reading, candidate, (start, end), subject, object_)),
            confidence=_confidence(candidate),
            pattern=f"{relation.type.type.lower()}.{frame.id}",
        )


def _filled(relation: Relation, frame: Frame, trigger: Token, roles: Roles) -> Iterator[Candidate]:
    if frame.between:
        pairs: Iterable[tuple[Filler, Filler]] = combinations(_fillers(frame.between, trigger, roles, frame.subject_kinds), 2)
    else:
        pairs = product(
            _fillers(frame.subject, trigger, roles, frame.subject_kinds), _fillers(frame.object, trigger, roles, frame.object_kinds)
        )
    for subject, object_ in pairs:
        fitted = _fit(relation, subject.name, object_.name)
        if fitted is not None and subject.name.key != object_.name.key:
            yield Candidate(relation, frame, trigger, replace(subject, name=fitted[0]), replace(object_, name=fitted[1]))


def _fillers(paths: Iterable[Path], trigger: Token, roles: Roles, kinds: frozenset[str]) -> list[Filler]:
    """The names that the first path leads to which leads to any of an allowed kind."""
    for path in paths:
        found = {f.name.key: f for token in path.follow(trigger) if token.i != trigger.i or path.text == "self" for f in roles.fillers(token)}
        if allowed := [f for f in found.values() if f.name.kind in kinds or _may_be(f.name, kinds)]:
            return allowed
    return []


def _may_be(name: Name, kinds: frozenset[str]) -> bool:
    """A small model's kind of an unknown name is a guess, so another kind that the role takes will do."""
    return name.known is None and name.kind in ("Company", "Person", "Place", "Product") and "Company" in kinds and name.trust < 0.9


def _fit(relation: Relation, subject: Name, object_: Name) -> tuple[Name, Name] | None:
    """Both names with kinds that the schema allows together; None where there are none."""
    pairs = relation.type.endpoints
    if (subject.kind, object_.kind) in pairs:
        return subject, object_
    for kinds in pairs:
        named = [replace(n, kind=k) if n.kind != k and _may_be(n, frozenset({k})) else n for n, k in zip((subject, object_), kinds, strict=True)]
        if (named[0].kind, named[1].kind) == kinds:
            return named[0], named[1]
    return None


def _fact(candidate: Candidate) -> tuple[str, ...]:
    keys = [candidate.subject.name.key, candidate.object.name.key]
    return (candidate.relation.type.type, *(sorted(keys) if candidate.relation.type.symmetric else keys))


def _stronger(old: Claim, new: Claim, relation: Relation) -> Claim:
    """The claim with the stronger status; of equals the surer, of equals again the earlier. Attributes add up."""

    def order(claim: Claim) -> tuple[int, float]:
        return (relation.rule.rank(claim.status) if claim.status is not None else 0, -claim.confidence)

    best, other = (new, old) if order(new) < order(old) else (old, new)
    money = {name for name in relation.measured if relation.measured[name] != "percent"}
    extra = {k: v for k, v in other.attrs.items() if not (k in money and money & best.attrs.keys())}
    return replace(best, attrs={**extra, **best.attrs})


def _mention(reading: Reading, filler: Filler) -> Mention:
    start, end = reading.offsets(filler.span)
    known = filler.name.known
    text = reading.article.text[start:end]
    return Mention(reading.article.article_id, start, end, text, filler.name.kind, filler.name.name, known.id if known else None)


def _evidence(reading: Reading, candidate: Candidate, sentence: tuple[int, int], subject: Mention, object_: Mention) -> Iterator[Evidence]:
    yield Evidence(Role.SENTENCE, *sentence)
    yield Evidence(Role.SUBJECT, subject.start, subject.end)
    yield Evidence(Role.OBJECT, object_.start, object_.end)
    yield Evidence(Role.TRIGGER, *reading.offsets(reading.doc[candidate.trigger.i : candidate.trigger.i + 1]))
    for filler in (candidate.subject, candidate.object):
        if filler.antecedent is not None:
            yield Evidence(Role.ANTECEDENT, *reading.offsets(filler.antecedent))


def _confidence(candidate: Candidate) -> float:
    value = candidate.frame.confidence * candidate.subject.certainty * candidate.object.certainty
    farthest = max(abs(f.span.root.i - candidate.trigger.i) for f in (candidate.subject, candidate.object))
    return round(value * (_FAR_COST if farthest > _FAR else 1.0), 3)


def _refusal(reading: Reading, candidate: Candidate, reason: str) -> Refusal:
    article: Article = reading.article
    start, end = reading.sentence(candidate.trigger)
    pair = f"{candidate.subject.name.name} {candidate.relation.type.type} {candidate.object.name.name}"
    return Refusal(
        stage="extract",
        reason=reason,
        message=f"{pair} is {reason} there, so it is no claim.",
        locator=f"{article.locator}#{start}-{end}",
        source=article.source,
        own_id=article.own_id,
        sample=article.text[start:end],
    )
