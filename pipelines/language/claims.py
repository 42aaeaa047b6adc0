"""Apply the patterns of all relations to one article: claims, and the statements recognised and refused.

Belongs here: trigger → roles → checks → record, and one claim per fact and article. Does not: reading
the tree (`grammar`), who fills a role (`roles`), how a statement stands (`status`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from spacy.tokens import Token

from pipelines.language.attributes import Attributes
from pipelines.language.events import Events
from pipelines.language.facts import FactKey, fact_key, stronger
from pipelines.language.frames import Frame, Relation
from pipelines.language.money import Money, UsDollars
from pipelines.language.names import GUESSED, STATES, Name, may_be
from pipelines.language.paths import Path
from pipelines.language.reading import Reading
from pipelines.language.roles import Filler, Roles
from pipelines.language.status import Modality, Verdict, judge
from pipelines.records import Claim, Evidence, Mention, Refusal, Role, claim_id

_FAR = 25  # tokens between trigger and name; farther ones cost certainty
_FAR_COST = 0.8
_NAMED = 0.7  # an unknown name of less trust is a company only by default
_SOLE = 0.7  # certainty of a subject taken over from the article's other claims


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names in the roles of a frame."""

    relation: Relation
    frame: Frame
    trigger: Token
    subject: Filler
    object: Filler


@dataclass(frozen=True, slots=True)
class Found:
    """What the constructions of an article state, by fact; what was refused; and where which fact was: key, start of the sentence."""

    claims: dict[FactKey, tuple[Claim, Candidate]] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    refused: set[tuple[FactKey, int]] = field(default_factory=set)


class ClaimFinder:
    """Finds the claims of an article."""

    def __init__(self, relations: Iterable[Relation], modality: Modality) -> None:
        money, dollars = Money(), UsDollars()
        self._modality = modality
        self._events = Events()
        self._attributes = {r.type.type: Attributes(r, money, dollars) for r in relations}
        self._frames: dict[str, list[tuple[Relation, Frame]]] = defaultdict(list)
        for relation in relations:
            for frame in relation.frames:
                for lemma in frame.trigger:
                    self._frames[lemma].append((relation, frame))

    def find(self, reading: Reading, roles: Roles) -> Found:
        """The article's claims, one per fact, and the refused statements."""
        found = Found()
        matched = [match for match in self._matched(reading) if not roles.is_named(match[2])]
        for candidate in (c for match in matched for c in _filled(*match, roles)):
            self._add(reading, candidate, found)
        acting = [(c.relation, c.subject) for _, c in found.claims.values()]
        soles = _sole_subjects(acting + [pair for match in matched for pair in self._acting(*match, roles)])
        for relation, frame, token in matched:
            if frame.open_subject in ("sole", "speaker") and roles.is_open(token) and (sole := soles.get(relation.type.type)) is not None:
                for candidate in _adopted(relation, frame, token, roles, sole):
                    self._add(reading, candidate, found)
        return found

    def _acting(self, relation: Relation, frame: Frame, token: Token, roles: Roles) -> list[tuple[Relation, Filler]]:
        """The subjects of a statement without an object: who imposes a ban on six banks may be who barred the two named later."""
        if frame.open_subject not in ("sole", "speaker") or _fillers(frame.object, token, roles, frame.object_kinds):
            return []
        subjects = _fillers(frame.subject, token, roles, frame.subject_kinds)
        return [(relation, s) for s in subjects] if self.stands(token, relation, frame.status) else []

    def _add(self, reading: Reading, candidate: Candidate, found: Found) -> None:
        frame, default = candidate.frame, candidate.relation.default_status
        verdict = Verdict(default) if frame.presupposed else judge(candidate.trigger, candidate.relation, self._modality, frame.status)
        key = fact_key(candidate.relation, candidate.subject.name.key, candidate.object.name.key)
        if verdict.refusal is not None:
            refusal = _refusal(reading, candidate, verdict.refusal)
            found.refusals.setdefault(refusal.refusal_id, refusal)
            found.refused.add((key, reading.sentence(candidate.trigger)[0]))
            return
        over = verdict.aside and self._events.is_over(candidate.trigger, reading.article.published)
        claim = self.claim(reading, candidate, default if over else verdict.status)
        if key in found.claims:
            claim = stronger(found.claims[key][0], claim, candidate.relation)
        found.claims[key] = (claim, candidate)

    def stands(self, trigger: Token, relation: Relation, fixed: str | None = None) -> bool:
        """Whether what is told at a word is told as a fact or plan, neither denied nor merely thought of."""
        return judge(trigger, relation, self._modality, fixed).refusal is None

    def _matched(self, reading: Reading) -> Iterator[tuple[Relation, Frame, Token]]:
        for token in reading.doc:
            for relation, frame in self._frames.get(token.lemma_.lower(), ()):
                if frame.pos and token.pos_ not in frame.pos:
                    continue
                if all(p.follow(token) for p in frame.where) and not any(p.follow(token) for p in frame.unless):
                    yield relation, frame, token

    def claim(self, reading: Reading, candidate: Candidate, status: str | None) -> Claim:
        """The claim that a candidate makes where its trigger stands."""
        article, relation, frame = reading.article, candidate.relation, candidate.frame
        subject, object_ = _mention(reading, candidate.subject), _mention(reading, candidate.object)
        start, end = reading.sentence(candidate.trigger)
        day = article.published.at.date() if article.published.at and article.published.precision in ("second", "day") else None
        event = self._events.when(candidate.trigger, status, article.published)
        return Claim(
            claim_id=claim_id(
                article.article_id,
                relation.type.type,
                article.text[start:end],
                (start, end),
                (subject.start, subject.end),
                (object_.start, object_.end),
            ),
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
            event_date=event.first if event else None,
            event_date_precision=event.precision if event else None,
        )


def _filled(relation: Relation, frame: Frame, trigger: Token, roles: Roles) -> Iterator[Candidate]:
    if frame.between:
        pairs: Iterable[tuple[Filler, Filler]] = combinations(_fillers(frame.between, trigger, roles, frame.subject_kinds), 2)
    else:
        pairs = product(*_ends(frame, trigger, roles))
    if relation.type.symmetric:
        pairs = list(_with_makers(pairs, roles))
    yield from fitting(relation, frame, trigger, pairs)


def _with_makers(pairs: Iterable[tuple[Filler, Filler]], roles: Roles) -> Iterator[tuple[Filler, Filler]]:
    """The pairs, and for each with a product the companies behind it; an unknown name may be one where it is somebody's."""
    for pair in pairs:
        yield pair
        products = [_is_product(filler) for filler in pair]
        makers = [roles.maker(filler) if product_ else None for filler, product_ in zip(pair, products, strict=True)]
        sure = all(makers) or any(m is not None and f.name.kind == "Product" for m, f in zip(makers, pair, strict=True))
        if sure and all(m is not None or not product_ for m, product_ in zip(makers, products, strict=True)):
            yield makers[0] or pair[0], makers[1] or pair[1]


def _is_product(filler: Filler) -> bool:
    """Whether what stands there may be a product: an article or possessor stands before few companies."""
    name, root = filler.name, filler.span.root
    defined = any(child.dep_ in ("det", "poss") and child.i == filler.span.start - 1 - (child.dep_ == "poss") for child in root.children)
    return name.kind == "Product" or (name.known is None and name.trust < (GUESSED if defined else _NAMED))


def _ends(frame: Frame, trigger: Token, roles: Roles) -> tuple[list[Filler], list[Filler]]:
    """Both roles; the one that a frame may leave open is whom the context is about."""
    objects = _fillers(frame.object, trigger, roles, frame.object_kinds)
    if not objects and frame.open_object is None:
        return [], []
    subjects = _fillers(frame.subject, trigger, roles, frame.subject_kinds)
    named = {filler.name.key for filler in subjects}
    if subjects and frame.open_object is not None and all(o.name.key in named for o in objects):
        objects = roles.main_topic(frame.object_kinds, named)
    others = {filler.name.key for filler in objects}
    if objects and named <= others and frame.open_subject == "topic":
        subjects = roles.topic(trigger, frame.subject_kinds, others)
    elif objects and not subjects and frame.open_subject == "speaker":
        subjects = roles.speaker(trigger, objects)
    return subjects, objects


def fitting(relation: Relation, frame: Frame, trigger: Token, pairs: Iterable[tuple[Filler, Filler]]) -> Iterator[Candidate]:
    """The candidates among pairs of fillers: those of kinds that the schema allows together, and of two different entities."""
    for subject, object_ in pairs:
        fitted = _fit(relation, subject.name, object_.name)
        if fitted is not None and not _same(relation, *fitted):
            yield Candidate(relation, frame, trigger, replace(subject, name=fitted[0]), replace(object_, name=fitted[1]))


def _adopted(relation: Relation, frame: Frame, trigger: Token, roles: Roles, sole: Filler) -> Iterator[Candidate]:
    """The frame with the article's only subject of this relation, where the sentence names none."""
    if not _fillers(frame.subject, trigger, roles, frame.subject_kinds):
        objects = _fillers(frame.object, trigger, roles, frame.object_kinds)
        yield from fitting(relation, frame, trigger, [(replace(sole, certainty=_SOLE * sole.certainty), o) for o in objects])


def _sole_subjects(acting: Iterable[tuple[Relation, Filler]]) -> dict[str, Filler]:
    """Per relation, the subject that all its statements share, or of one state's bodies the one with most of them."""
    by_type: dict[str, list[Filler]] = defaultdict(list)
    for relation, subject in acting:
        by_type[relation.type.type].append(subject)
    return {type_: sole for type_, subjects in by_type.items() if (sole := _sole(subjects)) is not None}


def _sole(subjects: list[Filler]) -> Filler | None:
    keys = Counter(filler.name.key for filler in subjects)
    states = {filler.name.known.country if filler.name.known else None for filler in subjects}
    if len(keys) > 1 and (len(states) > 1 or None in states):
        return None
    most = keys.most_common(1)[0][0]
    return next(filler for filler in subjects if filler.name.key == most)


def _fillers(paths: Iterable[Path], trigger: Token, roles: Roles, kinds: frozenset[str]) -> list[Filler]:
    """The names that the first path leads to which leads to any of an allowed kind."""
    for path in paths:
        tokens = (token for token in path.follow(trigger) if token.i != trigger.i or path.text == "self")
        found = {f.name.key: f for token in tokens for f in roles.fillers(token, kinds, trigger)}
        if allowed := [f for f in found.values() if f.name.kind in kinds or may_be(f.name, kinds)]:
            return allowed
    return []


def _fit(relation: Relation, subject: Name, object_: Name) -> tuple[Name, Name] | None:
    """Both names with kinds that the schema allows together; None where there are none."""
    pairs = relation.type.endpoints
    if (subject.kind, object_.kind) in pairs:
        return subject, object_
    for kinds in pairs:
        named = [
            replace(n, kind=k) if n.kind != k and may_be(n, frozenset({k})) else n for n, k in zip((subject, object_), kinds, strict=True)
        ]
        if (named[0].kind, named[1].kind) == kinds:
            return named[0], named[1]
    return None


def _same(relation: Relation, subject: Name, object_: Name) -> bool:
    """One entity in both roles, or a body and its state; of rivals also a name within the other: a model is no rival of its series."""
    if subject.key == object_.key:
        return True
    if object_.kind == "Country" and subject.kind in STATES and subject.known and object_.known:
        return subject.known.country is not None and subject.known.country == object_.known.country
    names = [f" {name.name.casefold()} " for name in (subject, object_)]
    return relation.type.symmetric and (names[0] in names[1] or names[1] in names[0])


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
    start, end = reading.sentence(candidate.trigger)
    pair = f"{candidate.subject.name.name} {candidate.relation.type.type} {candidate.object.name.name}"
    return reading.refusal(reason, f"{pair} is {reason} there, so it is no claim.", (start, end), reading.article.text[start:end])
