"""Judgements for tests: one a minute, and every verdict, for hypothesis."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from pipelines.judgements.entries import ArticleRef, ClaimRef, EntityRef, Judgement, Verdict
from pipelines.judgements.ledger import NEEDED, new_judgement

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLAIM = ClaimRef("a-1", "COMPETES_WITH", "Kedali", "Volta", "Kedali competes with Volta.")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
REFS = st.one_of(
    st.builds(EntityRef, NAMES, st.none() | TEXTS, st.none() | TEXTS),
    st.builds(lambda name, list_id, entry_id: EntityRef(name, list_id=list_id, entry_id=entry_id), NAMES, TEXTS, TEXTS),
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "a": REFS,
    "b": REFS,
    "name": TEXTS,
    "claim": st.builds(ClaimRef, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS),
    "article": st.builds(ArticleRef, TEXTS, st.none() | st.text(max_size=3), st.none() | TEXTS),
    "of": TEXTS,
}
MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 the zone is added


def judged(minute: float, verdict: Verdict, who: str = "ada", **fields: Any) -> Judgement:
    """A judgement of that minute."""
    return new_judgement(verdict, at=START + timedelta(minutes=minute), who=who, **fields)


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    """Any judgement that can be written."""
    verdict = draw(st.sampled_from(Verdict))
    fields = {name: draw(FIELDS[name]) for name in NEEDED[verdict]}
    return new_judgement(verdict, at=draw(MOMENTS), who=draw(NAMES), why=draw(st.just("") | TEXTS), **fields)


def by_time(made: Sequence[Judgement]) -> list[Judgement]:
    """In the ledger's order."""
    return sorted(made, key=lambda judgement: (judgement.at, judgement.id))
