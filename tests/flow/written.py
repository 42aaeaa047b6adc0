"""A record written by hand: texts, who is named in them, and what they claim, without any extractor."""

import re
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path

from graph_schema.load import load_schema
from graph_schema.registry import Registry
from pipelines.flow import Knowledge
from pipelines.flow.readings import Readings
from pipelines.flow.view import View, view
from pipelines.judgements.entries import Judgement, Verdict
from pipelines.judgements.ledger import Ledger, new_judgement
from pipelines.record import Record, tables
from pipelines.records import Article, Claim, Evidence, Extraction, Mention, Role, claim_id, stable_id
from tests.flow.conftest import START


@dataclass(frozen=True)
class Said:
    """A claim: the words of both ends as they stand in the text."""

    subject: str
    object: str
    type: str = "COMPETES_WITH"
    confidence: float = 0.9


@dataclass
class Written:
    """Articles are added one by one; `full` gives the full name, `kinds` the kind, `known` the registry's id of words."""

    folder: Path
    registry: Registry
    full: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    minutes: int = 0

    @property
    def record(self) -> Record:
        return Record(self.folder / "record")

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.folder / "judgements.jsonl")

    @property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.record, self.ledger, load_schema(), lambda: self.registry)

    def view(self) -> View:
        return view(self.knowledge)

    def article(self, own_id: str, text: str, *said: Said, names: tuple[str, ...] = (), version: str = "v1") -> str:
        """Add or replace an article; returns its id."""
        self.minutes += 1
        now = START + timedelta(minutes=self.minutes)
        id_ = stable_id("a", "test", own_id)
        ends = {end for claim in said for end in (claim.subject, claim.object)}
        mentions = [mention for words in sorted({*names, *ends}) for mention in self._mentions(id_, text, words)]
        found = Extraction(id_, tuple(mentions), tuple(self._claim(id_, text, claim) for claim in said))
        readings = Readings(self.record, now, version)
        digest = stable_id("h", text)
        readings.add(Article(id_, "test", own_id, f"articles/{own_id}", "text/plain", text, "en", digest, now, title=f"On {own_id}"), found)
        self.record.publish(readings.batches, {})
        return id_

    def listed(self, list_id: str, **entries: str) -> None:
        """Load an official list of people: names by entry id."""
        moment = START.astimezone(UTC)
        blank = dict.fromkeys(tables.LIST_ENTRIES.names) | {"list_id": list_id, "kind": "Person", "learnt_at": moment}
        rows = [blank | {"entry_id": id_, "name": name, "programs": [], "aliases": [], "identifiers": []} for id_, name in entries.items()]
        head = dict.fromkeys(tables.LISTS.names) | {"list_id": list_id, "name": f"The {list_id} list", "loaded_at": moment}
        whole = {"lists": tables.to_table([head], tables.LISTS), "list_entries": tables.to_table(rows, tables.LIST_ENTRIES)}
        self.record.publish({}, whole)

    def judge(self, verdict: Verdict, who: str = "ada", why: str = "", **fields: object) -> Judgement:
        """Write a judgement of the present moment of this record."""
        self.minutes += 1
        made = new_judgement(verdict, at=START + timedelta(minutes=self.minutes), who=who, why=why, **fields)
        self.ledger.append(made)
        return made

    def _mentions(self, article: str, text: str, words: str) -> list[Mention]:
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        assert places, f"{words!r} does not stand in the text"
        kind, name = self.kinds.get(words, "Company"), self.full.get(words, words)
        return [Mention(article, start, end, words, kind, name, self.known.get(words)) for start, end in places]

    def _claim(self, article: str, text: str, said: Said) -> Claim:
        start, end = next(
            match.span() for match in re.finditer(r"[^.]+\.", text) if said.subject in match.group() and said.object in match.group()
        )
        start += len(text[start:end]) - len(text[start:end].lstrip())
        subject, object_ = (
            next(m for m in self._mentions(article, text, words) if start <= m.start < end) for words in (said.subject, said.object)
        )
        return Claim(
            claim_id(article, said.type, text[start:end], (start, end), (subject.start, subject.end), (object_.start, object_.end)),
            article,
            said.type,
            subject,
            object_,
            None,
            {},
            text[start:end],
            start,
            end,
            (
                Evidence(Role.SENTENCE, start, end),
                Evidence(Role.SUBJECT, subject.start, subject.end),
                Evidence(Role.OBJECT, object_.start, object_.end),
            ),
            said.confidence,
            "by hand",
        )
