"""Apply the patterns of all relations to one article: claims, and the statements recognised and refused.

Belongs here: trigger → roles → checks → record, and one claim per fact and article. Does not: reading
the tree (`grammar`), who fills a role (`roles`), how a statement stands (`status`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from pipelines.language.attributes import Attributes
from pipelines.language.candidates import Candidate, adopted, filled, fillers, sole_subjects, usual_object
from pipelines.language.events import Events
from pipelines.language.facts import FactKey, fact_key, stronger
from pipelines.language.frames import Frame, Relation
from pipelines.language.modality import Modality
from pipelines.language.money import Money, UsDollars
from pipelines.language.reading import Reading
from pipelines.language.roles import Filler, Roles
from pipelines.language.status import Verdict, judge
from pipelines.records import Claim, Evidence, Mention, Refusal, Role, claim_id

_FAR = 25  # tokens between trigger and name; farther ones cost certainty
_FAR_COST = 0.8


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
        usual = {relation.type.type: self._usual_object(relation, matched, roles) for relation, _, _ in matched}
        for candidate in (c for match in matched for c in filled(*match, roles, usual[match[0].type.type])):
            self._add(reading, candidate, found)
        acting = [(c.relation, c.subject) for _, c in found.claims.values()]
        soles = sole_subjects(acting + [pair for match in matched for pair in self._acting(*match, roles)])
        for relation, frame, token in matched:
            if frame.open_subject in ("sole", "speaker") and roles.is_open(token) and (sole := soles.get(relation.type.type)) is not None:
                for candidate in adopted(relation, frame, token, roles, sole):
                    self._add(reading, candidate, found)
        return found

    def _usual_object(self, relation: Relation, matched: list[tuple[Relation, Frame, Token]], roles: Roles) -> Filler | None:
        """Whom the statements that may leave the object open name there: whoever raised money took it from the investors named later."""
        told = [
            filler
            for other, frame, token in matched
            if other is relation and frame.open_object is not None and self.stands(token, relation, frame.status)
            for filler in fillers(frame.object, token, roles, frame.object_kinds)
        ]
        return usual_object(told)

    def _acting(self, relation: Relation, frame: Frame, token: Token, roles: Roles) -> list[tuple[Relation, Filler]]:
        """The subjects of a statement without an object: who imposes a ban on six banks may be who barred the two named later."""
        if frame.open_subject not in ("sole", "speaker") or fillers(frame.object, token, roles, frame.object_kinds):
            return []
        subjects = fillers(frame.subject, token, roles, frame.subject_kinds)
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
            evidence=tuple(_evidence(reading, candidate, (start, end))),
            confidence=_confidence(candidate),
            pattern=f"{relation.type.type.lower()}.{frame.id}",
            event_date=event.first if event else None,
            event_date_precision=event.precision if event else None,
        )


def _mention(reading: Reading, filler: Filler) -> Mention:
    start, end = _place(reading, filler)
    if filler.shared and filler.antecedent is not None:
        start, end = reading.offsets(filler.antecedent)  # one place names one entity
    known = filler.name.known
    text = reading.article.text[start:end]
    return Mention(reading.article.article_id, start, end, text, filler.name.kind, filler.name.name, known.id if known else None)


def _place(reading: Reading, filler: Filler) -> tuple[int, int]:
    start, end = reading.offsets(filler.span)
    return start, start + len(filler.name.name) if filler.opens else end


def _evidence(reading: Reading, candidate: Candidate, sentence: tuple[int, int]) -> Iterator[Evidence]:
    yield Evidence(Role.SENTENCE, *sentence)
    yield Evidence(Role.SUBJECT, *_place(reading, candidate.subject))
    yield Evidence(Role.OBJECT, *_place(reading, candidate.object))
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
