"""What a person decided, as records: frozen, plain, free of any database.

A judgement names what the person saw, never an offset or an id that the next extraction may change.
Reading and writing the file is `pipelines.judgements.ledger`'s business; what follows for entities and
claims is decided in resolution and flow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a person can decide."""

    SAME = "same"  # a and b are one entity
    DIFFERENT = "different"  # they are not
    UNSURE = "unsure"  # looked at, not decided: no longer asked, nothing changes
    RENAME = "rename"  # a is shown as `name`
    ACCEPT = "accept"  # the claim is right
    REJECT = "reject"  # the claim is wrong
    RETRACT = "retract"  # the article is taken back
    UNDO = "undo"  # the judgement `of` no longer counts


@dataclass(frozen=True, slots=True)
class EntityRef:
    """Whom a person means: everybody written so; or so in one article; or one entry of an official list."""

    name: str  # a spelling out of the texts or of the registry
    registry_id: str | None = None  # where the person meant a known entity
    article_id: str | None = None  # only as that article uses the name
    list_id: str | None = None  # with entry_id: that entry alone
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A claim as it is read: article, type, both ends as written (fullest form in the article), the sentence."""

    article_id: str
    type: str
    subject: str
    object: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """An article, with what a person knows it by."""

    article_id: str
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the ledger; which of the optional fields it has follows from its verdict."""

    id: str
    at: datetime  # aware, UTC, to the millisecond
    who: str
    verdict: Verdict
    why: str = ""
    a: EntityRef | None = None
    b: EntityRef | None = None
    name: str | None = None
    claim: ClaimRef | None = None
    article: ArticleRef | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """The judgements that count, those undone left out; all in order of (at, id).

    `pairs` are same, different and unsure: of two about the same pair the later one counts, which
    resolution decides, since it knows which names are one. Likewise `names`. `claims` and `retracted`
    hold the latest for each claim and article.
    """

    pairs: tuple[Judgement, ...] = ()
    names: tuple[Judgement, ...] = ()
    claims: Mapping[ClaimRef, Judgement] = field(default_factory=dict)
    retracted: Mapping[str, Judgement] = field(default_factory=dict)  # by article id
