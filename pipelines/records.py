"""The records that travel from room to room: frozen, plain, without behaviour of their own.

    RawDocument → Article → Mention, Claim, Refusal → (frames of pandas)

Offsets are code points into `Article.text`, end exclusive. Times are aware and UTC. Reading,
extracting and writing belong elsewhere; nothing here imports spaCy, neo4j or dagster.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal

Precision = Literal["second", "day", "month", "unknown"]
MediaType = Literal["text/plain", "text/markdown", "text/html", "application/json"]
Stage = Literal["read", "parse", "extract", "list", "resolve", "graph"]
Scalar = str | int | float | bool


class Role(StrEnum):
    """What a piece of evidence shows."""

    SENTENCE = "sentence"
    SUBJECT = "subject"
    OBJECT = "object"
    TRIGGER = "trigger"
    ANTECEDENT = "antecedent"


def stable_id(prefix: str, *parts: str | int) -> str:
    """A short id, the same on every machine and run: `prefix` and 80 bits of SHA-256 over `parts`.

    Parts are joined by a byte that none of them may hold, so ("a", "bc") and ("ab", "c") differ.
    """
    joined = "\x1f".join(str(part).replace("\x1f", " ") for part in parts)
    return f"{prefix}-{sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as a source gave it: decoded, not yet understood."""

    source: str  # name of the source; the absolute path of its root where nobody gave a name
    own_id: str  # the source's own id: path below its root, or the id in a JSONL record
    locator: str  # where a person finds it: path, and `:12` for a line of a JSONL file
    media_type: MediaType
    payload: str
    retrieved_at: datetime
    file: str = ""  # path below the root of the file it came from; that of a JSONL file holds many documents

    @property
    def raw_hash(self) -> str:
        """SHA-256 of what was read."""
        return sha256(self.payload.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, and how much of that is known."""

    at: datetime | None = None
    precision: Precision = "unknown"


@dataclass(frozen=True, slots=True)
class Article:
    """One article with the text that all offsets count in."""

    article_id: str
    source: str
    own_id: str
    locator: str
    media_type: MediaType
    text: str
    language: str
    content_hash: str
    retrieved_at: datetime
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: Published = field(default_factory=Published)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name (or a reference to one) in an article.

    `name` is the fullest form of the name in the article (`SMIC` and `the chipmaker` carry
    `Semiconductor Manufacturing International Corp.`); `registry_id` says which known entity it
    is, where the registry knows it; `kind` is one of the schema's entity kinds.
    """

    article_id: str
    start: int
    end: int
    text: str
    kind: str
    name: str
    registry_id: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One marked place in the text that supports a claim."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one article: who, what, whom, with the words that say so."""

    claim_id: str
    article_id: str
    type: str
    subject: Mention
    object: Mention
    status: str | None
    attrs: Mapping[str, Scalar]
    sentence: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    confidence: float
    pattern: str
    event_date: date | None = None
    event_date_precision: Literal["day", "month", "year"] | None = None


def claim_id(article_id: str, type_: str, sentence: str, *places: tuple[int, int]) -> str:
    """The claim's id: article, type, the sentence's words and the places of sentence, subject and object; never the resolved entities.

    The words are part of it, so that a claim of one version of a text is never taken for that of another.
    """
    return stable_id("c", article_id, type_, sentence, *(offset for place in places for offset in place))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something set aside, with its reason; the rest of the run went on.

    `reason` is a short code to count by (`not_json`, `hypothetical`), `message` says it to a
    person with the way on, `sample` keeps what was refused (or its beginning).
    """

    stage: Stage
    reason: str
    message: str
    locator: str
    source: str
    own_id: str
    sample: str = ""
    file: str = ""  # path below the source's root of the file that was read, where one was

    @property
    def refusal_id(self) -> str:
        """The same refusal of the same thing has the same id in every run."""
        return stable_id("r", self.stage, self.reason, self.source, self.own_id, self.locator, self.sample)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave: its mentions, its claims, and the claims recognised and refused."""

    article_id: str
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def places(self) -> tuple[Mention, ...]:
        """All mentions, one per place in the text; those that claims speak of are always among them."""
        ends = [mention for claim in self.claims for mention in (claim.subject, claim.object)]
        return tuple({(m.start, m.end): m for m in (*self.mentions, *ends)}.values())


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of the graph with its proof, as it is drawn: rows in a stable order, values as Python has them.

    Every row of `nodes` and `relationships` has id, what it is (`kind`, `type`) and its declared `properties`; a relationship
    also the ids of its ends, `start` and `end`. `claims` carry `article`, `deal` and `fact` (ids) and `properties`, `articles` and
    `deals` id and `properties`. `left_out` counts entities for which there was no room.
    """

    nodes: tuple[Row, ...] = ()
    relationships: tuple[Row, ...] = ()
    claims: tuple[Row, ...] = ()
    articles: tuple[Row, ...] = ()
    deals: tuple[Row, ...] = ()
    centre: tuple[str, ...] = ()  # ids of the entities that it is the neighbourhood of
    asked: tuple[str, ...] = ()  # ids of the facts that the rows of an answer name
    left_out: int = 0


def utc_now() -> datetime:
    """The present moment, aware, to the millisecond."""
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(moment: datetime) -> datetime:
    """An aware moment in UTC, cut to the millisecond, as the record stores times."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
