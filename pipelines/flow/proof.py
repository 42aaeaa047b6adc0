"""One claim with all that a person needs to check it: the paragraph around its sentence, the article, why it was believed.

Read from the record alone; no server is asked. Printing belongs to the command line.
"""

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from graph_schema.spec import Schema
from pipelines.errors import RecordError
from pipelines.flow.citing import claim_rows
from pipelines.flow.view import View, texts
from pipelines.graph.periods import iso, published_text
from pipelines.language.frames import load_relations
from pipelines.records import Evidence, Role

JUDGED = "judged"  # what the id of a pattern ends in where the learned judge, and no construction, found the claim


@dataclass(frozen=True, slots=True)
class Proof:
    """`claim` and `article` are rows of the record; `marks` are offsets into the article's text, as is `begins` of the paragraph.

    `subject` and `object` are the entities' present names; `event` and `published` say as much of the time as is known.
    """

    claim: Mapping[str, Any]
    article: Mapping[str, Any]
    subject: str
    object: str
    event: str | None
    published: str | None
    paragraph: str
    begins: int
    marks: tuple[Evidence, ...]
    reason: str

    @property
    def attrs(self) -> dict[str, Any]:
        """The claim's attributes by name."""
        return dict(json.loads(self.claim["attrs"]))

    def marked(self) -> Iterator[tuple[str, frozenset[Role]]]:
        """The paragraph in pieces, each with the roles that all of it has."""
        within = [(mark.role, max(mark.start - self.begins, 0), mark.end - self.begins) for mark in self.marks if mark.end > self.begins]
        ends = sorted({0, len(self.paragraph)} | {min(place, len(self.paragraph)) for _, start, end in within for place in (start, end)})
        for start, end in pairwise(ends):
            yield self.paragraph[start:end], frozenset(role for role, first, last in within if first <= start and end <= last)

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON takes it."""
        claim = {name: value for name, value in self.claim.items() if name not in ("evidence", "attrs")}
        return {
            "claim": claim | {"subject": self.subject, "object": self.object, "event": self.event, "attrs": self.attrs},
            "evidence": [{"role": mark.role.value, "start": mark.start, "end": mark.end} for mark in self.marks],
            "article": dict(self.article) | {"published": self.published},
            "paragraph": {"text": self.paragraph, "start": self.begins, "end": self.begins + len(self.paragraph)},
            "reason": self.reason,
        }


def proof(seen: View, typed: str) -> Proof:
    """All about the claim that `typed` is, or begins, the id of; one that was taken back too.

    Raises SettingsError where there is no such claim, RecordError where the stored text does not hold its sentence.
    """
    claim = _plain(claim_rows(seen, typed).iloc[0].to_dict())
    article = _plain(seen.articles[seen.articles["article_id"] == claim["article_id"]].iloc[0].to_dict())
    text = texts(seen, [claim["reading_id"]]).get(claim["reading_id"], "")
    start, end = int(claim["start"]), int(claim["end"])
    if text[start:end] != claim["sentence"]:
        fix = "Restore the record from a backup; `newsgraph check` names every such claim."
        raise RecordError(f"its sentence does not stand at {start}–{end} of the stored text", where=str(claim["claim_id"]), fix=fix)
    begins, ends = _paragraph(text, start, end)
    names = dict(zip(seen.entities["entity_id"], seen.entities["name"], strict=True))
    subject, object_ = (str(names.get(claim[f"{part}_id"], claim[f"{part}_name"])) for part in ("subject", "object"))
    marks = tuple(Evidence(Role(mark["role"]), int(mark["start"]), int(mark["end"])) for mark in claim["evidence"])
    return Proof(
        claim,
        article,
        subject,
        object_,
        event=iso(claim["event_date"], claim["event_date_precision"]) if claim["event_date"] else None,
        published=published_text(article["published_at"], article["published_precision"]),
        paragraph=text[begins:ends],
        begins=begins,
        marks=marks,
        reason=_reason(str(claim["pattern"]), seen.knowledge.schema),
    )


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Between blank lines; in a text without any, between line breaks."""
    between = "\n\n" if "\n\n" in text else "\n"
    before, after = text.rfind(between, 0, start), text.find(between, end)
    return before + len(between) if before >= 0 else 0, after if after >= 0 else len(text)


def _reason(pattern: str, schema: Schema) -> str:
    """Why a claim with this pattern was believed; an older extractor may have had patterns that are gone."""
    relation, _, name = pattern.partition(".")
    if name == JUDGED:
        return "the learned judge read the sentence so; no construction of ours found it"
    frames = {(r.type.type.lower(), frame.id): frame for r in load_relations(schema) for frame in r.frames}
    frame = frames.get((relation, name))
    return f"a construction, as in “{frame.says}”" if frame else "a construction that this version no longer has"


def _plain(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """A row without the kinds of nothing that pandas has, and with times as Python has them."""
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime) and value != value:  # noqa: PLR0124 NaT is what differs from itself
        return None
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 NaN as well
