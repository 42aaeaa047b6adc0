"""Whom a frame puts into its roles where its trigger stands: pairs of names of kinds that the schema allows together.

Belongs here: filling both roles, by paths or, where the words leave one open, from the context. Does not: who a token
stands for (`roles`), what the statement is worth (`claims`, `status`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

from spacy.tokens import Token

from pipelines.language.frames import Frame, Relation
from pipelines.language.names import GUESSED, STATES, Name, may_be
from pipelines.language.paths import Path
from pipelines.language.roles import Filler, Roles

_NAMED = 0.7  # an unknown name of less trust is a company only by default
_SOLE = 0.7  # certainty of a role taken over from the article's other statements


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two names in the roles of a frame."""

    relation: Relation
    frame: Frame
    trigger: Token
    subject: Filler
    object: Filler


def filled(relation: Relation, frame: Frame, trigger: Token, roles: Roles, usual: Filler | None) -> Iterator[Candidate]:
    """The pairs that a frame finds at its trigger; `usual` fills the object where frame and words leave it open."""
    if frame.between:
        pairs: Iterable[tuple[Filler, Filler]] = combinations(fillers(frame.between, trigger, roles, frame.subject_kinds), 2)
    else:
        pairs = product(*_ends(frame, trigger, roles, usual))
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


def _ends(frame: Frame, trigger: Token, roles: Roles, usual: Filler | None) -> tuple[list[Filler], list[Filler]]:
    """Both roles; the one that a frame may leave open is whom the context is about."""
    objects = fillers(frame.object, trigger, roles, frame.object_kinds)
    if not objects and frame.open_object is None:
        return [], []
    subjects = fillers(frame.subject, trigger, roles, frame.subject_kinds)
    named = {filler.name.key for filler in subjects}
    if subjects and frame.open_object is not None and all(o.name.key in named for o in objects):
        objects = [usual] if usual is not None and usual.name.key not in named else []
        objects = objects or (roles.main_topic(frame.object_kinds, named) if frame.open_object == "main" else [])
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


def adopted(relation: Relation, frame: Frame, trigger: Token, roles: Roles, sole: Filler) -> Iterator[Candidate]:
    """The frame with the article's only subject of this relation, where the sentence names none."""
    if not fillers(frame.subject, trigger, roles, frame.subject_kinds):
        objects = fillers(frame.object, trigger, roles, frame.object_kinds)
        yield from fitting(relation, frame, trigger, [(replace(sole, certainty=_SOLE * sole.certainty), o) for o in objects])


def sole_subjects(acting: Iterable[tuple[Relation, Filler]]) -> dict[str, Filler]:
    """Per relation, the subject that all its statements share, or of one state's bodies the one with most of them."""
    by_type: dict[str, list[Filler]] = defaultdict(list)
    for relation, subject in acting:
        by_type[relation.type.type].append(subject)
    return {type_: sole for type_, subjects in by_type.items() if (sole := _sole(subjects)) is not None}


def usual_object(told: list[Filler]) -> Filler | None:
    """The company that is told at least twice as often as any other."""
    ranked = Counter(filler.name.key for filler in told).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    first = next(filler for filler in told if filler.name.key == ranked[0][0])
    return replace(first, certainty=_SOLE * first.certainty)


def _sole(subjects: list[Filler]) -> Filler | None:
    keys = Counter(filler.name.key for filler in subjects)
    states = {filler.name.known.country if filler.name.known else None for filler in subjects}
    if len(keys) > 1 and (len(states) > 1 or None in states):
        return None
    most = keys.most_common(1)[0][0]
    return next(filler for filler in subjects if filler.name.key == most)


def fillers(paths: Iterable[Path], trigger: Token, roles: Roles, kinds: frozenset[str]) -> list[Filler]:
    """The names that the first path leads to which leads to any of an allowed kind."""
    for path in paths:
        tokens = (token for token in path.follow(trigger) if token.i != trigger.i or path.text == "self")
        found = {f.name.key: f for token in tokens for f in roles.fillers(token, kinds, trigger)}
        if allowed := [_as_asked(f, kinds) for f in found.values() if f.name.kind in kinds or may_be(f.name, kinds)]:
            return allowed
    return []


def _as_asked(filler: Filler, kinds: frozenset[str]) -> Filler:
    """Whom a role for companies takes for one is one, whatever kind the model guessed: `bought Kaonavi`."""
    return filler if filler.name.kind in kinds else replace(filler, name=replace(filler.name, kind="Company"))


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
