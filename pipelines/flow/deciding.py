"""A person's decision, checked before it is written, and what became of the decisions written so far.

What would say nothing new, or nothing at all, is a SettingsError and is not written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipelines.errors import SettingsError
from pipelines.flow.citing import article, claim, did_you_mean, near
from pipelines.flow.judging import claim_key
from pipelines.flow.naming import Names
from pipelines.flow.view import View
from pipelines.judgements.effective import undone
from pipelines.judgements.entries import ArticleRef, ClaimRef, EntityRef, Judgement, Verdict

_UNDO = "Take it back with `newsgraph undo {id}`."


def pair(seen: View, verdict: Verdict, a: str, b: str) -> dict[str, EntityRef]:
    """The two entities of a judgement same, different or unsure."""
    names = Names(seen)
    first, second = names.entity(a), names.entity(b)
    if names.unit(first) == names.unit(second):
        fix = "To tell two of one name apart, say in which article it is somebody else: NAME@ARTICLE."
        raise SettingsError("are one name for one entity", where=f"{a!r} and {b!r}", fix=fix)
    ids = names.id_of(first), names.id_of(second)
    if verdict is Verdict.SAME and ids[0] is not None and ids[0] == ids[1]:
        raise SettingsError(f"are one entity already ({ids[0]})", where=f"{a!r} and {b!r}", fix="There is nothing to judge.")
    wanted = {names.unit(first), names.unit(second)}
    about = [entry for entry in seen.decisions.pairs if entry.a and entry.b and {names.unit(entry.a), names.unit(entry.b)} == wanted]
    if about and about[-1].verdict is verdict:
        raise _said_already(f"{a!r} and {b!r}", about[-1])
    return {"a": first, "b": second}


def renaming(seen: View, entity: str, name: str) -> dict[str, EntityRef | str]:
    """An entity and the name that it is to be shown by."""
    names, name = Names(seen), " ".join(name.split())
    if not name:
        raise SettingsError("is empty", where="NAME", fix="Give the name that the entity is to be shown by.")
    ref = names.entity(entity)
    if ref.entry_id and (listed := names.id_of(ref)):
        ref = names.entity(listed)  # an entry is called as whom it is matched with
    if names.shown.get(names.id_of(ref) or "") == name:
        raise SettingsError(f"is shown as {name!r} already", where=f"{entity!r}", fix="There is nothing to judge.")
    return {"a": ref, "name": name}


def about_claim(seen: View, verdict: Verdict, typed: str) -> ClaimRef:
    """The claim that is accepted or rejected."""
    ref = claim(seen, typed)
    said = [entry for key, entry in seen.decisions.claims.items() if claim_key(key) == claim_key(ref)]
    if said and max(said, key=lambda entry: (entry.at, entry.id)).verdict is verdict:
        raise _said_already(f"{typed!r}", said[-1])
    return ref


def retraction(seen: View, typed: str) -> ArticleRef:
    """The article that is taken back."""
    ref = article(seen, typed)
    said = seen.decisions.retracted.get(ref.article_id)
    if said and said.verdict is Verdict.RETRACT:
        raise _said_already(f"{typed!r}", said)
    return ref


def undoing(judgements: Sequence[Judgement], typed: str) -> str:
    """Id of the judgement that `typed` is, or begins."""
    found = [entry for entry in judgements if entry.id == typed] or [entry for entry in judgements if typed and entry.id.startswith(typed)]
    if len(found) != 1:
        problem = f"begins the ids of {len(found)} judgements" if found else "is no judgement of the ledger"
        close = did_you_mean(near(typed, (entry.id for entry in judgements)))
        raise SettingsError(problem, where=f"{typed!r}", fix=f"`newsgraph judgements` shows them.{close}")
    gone = taken_back(judgements)
    if found[0].id in gone:
        by = gone[found[0].id]
        fix = f"`newsgraph undo {by.id}` lets it count again."
        raise SettingsError(f"was undone already, by {by.id} of {by.who}", where=f"{typed!r}", fix=fix)
    return found[0].id


def taken_back(judgements: Sequence[Judgement]) -> Mapping[str, Judgement]:
    """What no longer counts, with an entry that undid it."""
    gone = undone(judgements)
    return {entry.of: entry for entry in judgements if entry.verdict is Verdict.UNDO and entry.of and entry.id not in gone}


@dataclass(frozen=True, slots=True)
class Fate:
    """A judgement, and whether it counts: in a word, and why it does not."""

    judgement: Judgement
    standing: str  # counts, undone, replaced by a later one, not followed
    because: str = ""


def fates(seen: View, judgements: Sequence[Judgement]) -> Iterator[Fate]:
    """What became of each judgement, in the order of the ledger."""
    gone = taken_back(judgements)
    counting = _latest(seen)
    problems = {problem.judgement_id: problem.message for problem in seen.problems}
    known = {entry.id for entry in judgements}
    for entry in judgements:
        if entry.id in gone:
            yield Fate(entry, "undone", f"by {gone[entry.id].id}")
        elif entry.id in problems or (entry.verdict is Verdict.UNDO and entry.of not in known):
            yield Fate(entry, "not followed", problems.get(entry.id, f"There is no judgement {entry.of}."))
        elif entry.verdict is Verdict.UNDO or entry.id in counting:
            yield Fate(entry, "counts")
        else:
            yield Fate(entry, "replaced by a later one")


def _latest(seen: View) -> set[str]:
    """Ids of the judgements that are the latest about something, without those undone."""
    names, decisions = Names(seen), seen.decisions
    entries = (*decisions.pairs, *decisions.names, *decisions.claims.values(), *decisions.retracted.values())
    return set({_subject(names, entry): entry.id for entry in sorted(entries, key=lambda entry: (entry.at, entry.id))}.values())


def _subject(names: Names, entry: Judgement) -> object:
    """What a judgement is about; of two about the same the later one counts."""
    if entry.a and entry.b:
        return frozenset((names.unit(entry.a), names.unit(entry.b)))
    if entry.a:
        return names.id_of(entry.a)
    return claim_key(entry.claim) if entry.claim else entry.article and entry.article.article_id


def told(judgement: Judgement) -> str:
    """What a judgement is about, as a person reads it."""
    if judgement.a and judgement.b:
        return f"{_entity(judgement.a)} and {_entity(judgement.b)}"
    if judgement.a:
        return f"{_entity(judgement.a)} → {judgement.name}"
    if judgement.claim:
        claimed = judgement.claim
        return f"{claimed.subject} {claimed.type} {claimed.object}: “{' '.join(claimed.sentence.split())}”"
    if judgement.article:
        return judgement.article.title or judgement.article.url or judgement.article.article_id
    return judgement.of or ""


def _entity(ref: EntityRef) -> str:
    where = f"@{ref.article_id}" if ref.article_id else f" [{ref.list_id}:{ref.entry_id}]" if ref.list_id else ""
    return f"{ref.name}{where}"


def _said_already(what: str, entry: Judgement) -> SettingsError:
    day = pd.Timestamp(entry.at).strftime("%Y-%m-%d")
    return SettingsError(f"judged {entry.verdict} already, by {entry.who} on {day} ({entry.id})", where=what, fix=_UNDO.format(id=entry.id))
