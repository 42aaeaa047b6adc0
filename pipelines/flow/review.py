"""What is most worth a person's minute: doubts that an answer settles, the most far-reaching first.

Each candidate comes with why it is asked, the sentences to judge by, and the commands that answer it. An
answer, `unsure` included, takes it off the list.
"""

import math
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from graph_schema.spec import WITHDRAWN_WHY
from pipelines.flow.deciding import fates, told
from pipelines.flow.judging import retold
from pipelines.flow.naming import Names
from pipelines.flow.view import Example, View, examples, plain
from pipelines.judgements.entries import Verdict
from pipelines.record import tables
from pipelines.resolution import Identities
from pipelines.resolution.likeness import Alike, Named, alike
from pipelines.resolution.listed import candidates

SURE = 0.85  # confidence from which a claim is not asked about
_BROKEN = 100.0  # worth of a decision that has no effect, or rests on another text: before all others
_OF_A_MENTION = 0.2  # facts that a mention counts for
_RETOLD = 3  # claims that are shown for one that reads otherwise now
_OF_TWO = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question for a person.

    `kind` is same, claim, list, judgement or article; `worth` orders them: roughly the facts that an
    answer mends, times how likely it is that it mends any.
    """

    kind: str
    worth: float
    question: str
    why: str
    commands: tuple[str, ...] = ()
    evidence: tuple[Example, ...] = ()
    entities: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()  # of official lists, LIST:ENTRY


@dataclass(frozen=True, slots=True)
class _Weights:
    """What hangs on each entity."""

    mentions: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)

    def of(self, *entities: str) -> float:
        """What moves when these become one: what the least of them has."""
        return min(self.facts[entity] + _OF_A_MENTION * self.mentions[entity] for entity in entities)

    def told(self, entity: str) -> str:
        return f"{_number(self.mentions[entity], 'mention')}, {_number(self.facts[entity], 'fact')}"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def review(seen: View, limit: int = 20) -> list[Candidate]:
    """The `limit` best questions, each with a sentence for everybody it is about."""
    names, weights = Names(seen), _weights(seen)
    found = [
        *_broken(seen),
        *_retracted_texts(seen),
        *_pairs(seen, names, weights),
        *_lone_claims(seen),
        *_near_entries(seen, names, weights),
    ]
    asked = {command for candidate in found if candidate.kind == "judgement" for command in candidate.commands}
    found = [candidate for candidate in found if candidate.kind == "judgement" or asked.isdisjoint(candidate.commands)]
    best = sorted(found, key=lambda candidate: (-candidate.worth, candidate.question))[:limit]
    sentences = examples(seen, {entity for candidate in best for entity in candidate.entities})
    return [_complete(candidate, names, sentences) for candidate in best]


def _complete(candidate: Candidate, names: Names, sentences: Mapping[str, Example]) -> Candidate:
    """With what takes too long to look up for thousands: the sentences, and commands in words that nobody else goes by."""
    evidence = (*candidate.evidence, *(sentences[entity] for entity in candidate.entities if entity in sentences))
    ends = " ".join(map(shlex.quote, [*map(names.called, candidate.entities), *candidate.entries]))
    commands = candidate.commands or tuple(f"newsgraph judge {verdict} {ends}" for verdict in _OF_TWO)
    return replace(candidate, evidence=evidence, commands=commands)


def _weights(seen: View) -> _Weights:
    facts = seen.facts
    ends = pd.concat([facts[["fact_id", f"{end}_id"]].set_axis(["fact", "entity"], axis=1) for end in ("subject", "object")])
    standing = seen.mentions.loc[~seen.mentions["withdrawn"].astype(bool), "entity_id"]
    return _Weights(Counter(standing.dropna()), Counter(ends.drop_duplicates()["entity"]))


def _pairs(seen: View, names: Names, weights: _Weights) -> Iterator[Candidate]:
    """Entities that may be one, and that nobody has looked at."""
    looked_at = {frozenset(map(names.id_of, (entry.a, entry.b))) for entry in seen.decisions.pairs if entry.a and entry.b}
    for pair in alike(_named(seen, names), seen.knowledge.registry):
        if frozenset((pair.a, pair.b)) not in looked_at:
            yield _pair(pair, names, weights)


def _named(seen: View, names: Names) -> list[Named]:
    spellings: dict[str, list[str]] = {}
    for spelling in names.spellings:
        spellings.setdefault(spelling.entity_id, []).append(spelling.name)
    rows = seen.entities[seen.entities[WITHDRAWN_WHY].isna() & seen.entities["entity_id"].isin(spellings)]
    columns = rows[["entity_id", "kind", "name", "aliases", "known"]].itertuples(index=False, name=None)
    return [
        Named(entity, kind, tuple(dict.fromkeys([name, *spellings[entity], *aliases])), bool(known))
        for entity, kind, name, aliases, known in columns
    ]


def _pair(pair: Alike, names: Names, weights: _Weights) -> Candidate:
    a, b = sorted((pair.a, pair.b), key=lambda entity: (-weights.mentions[entity], entity))
    first, second = (f"{names.shown[entity]} ({entity}: {weights.told(entity)})" for entity in (a, b))
    asked = f"Is {first} the same as {second}?"
    worth = pair.likeness * math.log2(1 + weights.of(a, b))
    return Candidate("same", worth, asked, f"{pair.why}.", entities=(a, b))


def _lone_claims(seen: View) -> Iterator[Candidate]:
    """Relationships that rest on one claim of which the extractor is not sure."""
    facts, titles = seen.facts, seen.titles()
    alone = facts[~facts["fact_id"].duplicated(keep=False) & (facts["confidence"] < SURE) & facts["judged"].isna()]
    named = seen.entities.set_index("entity_id")[["name", "known"]]
    for row in alone.to_dict("records"):
        ends = [named.loc[row["subject_id"]], named.loc[row["object_id"]]]
        known = sum(bool(end["known"]) for end in ends)
        status = f", {row['status']}" if isinstance(row["status"], str) else ""
        yield Candidate(
            "claim",
            (1 - row["confidence"]) * math.log2(2 + known),
            f"Does this sentence say: {ends[0]['name']} {row['type']} {ends[1]['name']}{status}?",
            f"Only this claim says so, and the extractor gives it {row['confidence']:.2f} of 1.",
            tuple(f"newsgraph {verdict} {row['claim_id']}" for verdict in (Verdict.ACCEPT, Verdict.REJECT)),
            (Example(plain(row["sentence"]), titles.get(row["article_id"], row["article_id"])),),
        )


def _near_entries(seen: View, names: Names, weights: _Weights) -> Iterator[Candidate]:
    """Entries of official lists that nearly match somebody in the news."""
    looked_at = {
        (ref.list_id, ref.entry_id, names.id_of(other))
        for entry in seen.decisions.pairs
        if entry.a and entry.b
        for ref, other in ((entry.a, entry.b), (entry.b, entry.a))
        if ref.list_id
    }
    identities = Identities(seen.knowledge.registry, seen.decisions)
    for row in candidates(seen.entries, seen.entities, seen.knowledge.registry, identities).to_dict("records"):
        entity, entry = row["entity_id"], f"{row['list_id']}:{row['entry_id']}"
        if (row["list_id"], row["entry_id"], entity) in looked_at:
            continue
        asked = f"Is {row['entity_name']} ({weights.told(entity)}) the listed {row['name']} ({entry})?"
        yield Candidate("list", 0.5 * math.log2(2 + weights.of(entity)), asked, f"{row['why']}.", entities=(entity,), entries=(entry,))


def _broken(seen: View) -> Iterator[Candidate]:
    """Judgements that found nothing or contradict each other; of a claim in other words now, these words."""
    for fate in fates(seen, seen.knowledge.judgements()[0]):
        if fate.standing == "not followed":
            entry = fate.judgement
            asked = f"Is this still right: {entry.who} judged {entry.verdict}: {told(entry)}?"
            now = retold(seen.claims, entry.claim).head(_RETOLD).to_dict("records") if entry.claim else []
            commands = [f"newsgraph {verdict} {row['claim_id']}" for row in now for verdict in (Verdict.REJECT, Verdict.ACCEPT)]
            evidence = [Example(plain(row["sentence"]), f"{row['claim_id']}, {seen.titles()[row['article_id']]}") for row in now]
            yield Candidate("judgement", _BROKEN, asked, fate.because, (*commands, f"newsgraph undo {entry.id}"), tuple(evidence))


def _retracted_texts(seen: View) -> Iterator[Candidate]:
    """Articles that a person took back, and whose text has changed since."""
    record, titles = seen.knowledge.record, seen.titles()
    live = record.frame("articles", columns=["article_id", "content_hash"])
    past = record.frame(tables.WITHDRAWN + "articles", columns=["article_id", "content_hash", "learnt_at", "withdrawn_at"])
    for row in past.merge(live, on="article_id", suffixes=("_then", "")).to_dict("records"):
        entry = seen.decisions.retracted.get(row["article_id"])
        read = row["content_hash_then"] != row["content_hash"] and entry and row["learnt_at"] <= entry.at < row["withdrawn_at"]
        if entry and read and entry.verdict is Verdict.RETRACT:
            asked = f"Does “{titles[row['article_id']]}” still have to be taken back?"
            why = f"{entry.who} took it back on {entry.at:%Y-%m-%d}{f' ({entry.why})' if entry.why else ''}; its text has changed since."
            yield Candidate("article", _BROKEN, asked, why, (f"newsgraph undo {entry.id}",))
