"""A small registry, mentions and judgements of few names, so that hypothesis makes them meet."""

from typing import Any

import pandas as pd
from hypothesis import strategies as st

from graph_schema.registry import KnownEntity, Registry
from pipelines.judgements.effective import effective
from pipelines.judgements.entries import Decisions, EntityRef, Judgement, Verdict
from tests.judgements.deciding import judged

KINDS = ("Company", "Country", "GovernmentBody", "Person", "Place", "Product", "SanctionsList", "Sector")
KNOWN = (
    KnownEntity("NG000001", "Marbury", "Company", aliases=("Marbury Motors",), country="US", ticker="MRB"),
    KnownEntity("NG000002", "Target", "Company", weak_aliases=("Target",), country="US"),
    KnownEntity("NG000003", "Bureau of Maps", "GovernmentBody", weak_aliases=("BOM",), wikidata_id="Q1"),
)
REGISTRY = Registry({entity.id: entity for entity in KNOWN}, KINDS, "test")
COLUMNS = ["article_id", "reading_id", "start", "end", "text", "kind", "name", "registry_id", "withdrawn"]

Row = tuple[str, int, str, str, str | None, bool]  # article, place, name, kind, registry id, withdrawn

WRITTEN = st.sampled_from(
    ["Volta", "Volta Inc.", "VOLTA", "the Volta", "Volta II", "Volta 2", "Marbury", "Target", "Target Corp.", "", "'s", "Ürün A.Ş."]
)
ARTICLES = st.sampled_from("abc")
ROWS = st.tuples(
    ARTICLES, st.integers(0, 4), WRITTEN, st.sampled_from(KINDS), st.sampled_from([None, None, "NG000003", "NG000099"]), st.booleans()
)
MENTIONS = st.lists(ROWS, max_size=12)
REFS = st.one_of(
    st.builds(
        EntityRef, st.sampled_from(["Volta", "Volta II", "Marbury", "Target Corp.", "Ürün", "Gone"]), article_id=st.none() | ARTICLES
    ),
    st.builds(EntityRef, st.just("Bureau of Maps"), st.just("NG000003"), article_id=st.none() | ARTICLES),
    st.builds(lambda entry: EntityRef("Listed", list_id="csl", entry_id=entry), st.sampled_from(["1", "2"])),
)
PAIRS = st.sampled_from([Verdict.SAME, Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT, Verdict.DIFFERENT, Verdict.UNSURE])


def frame_of(rows: list[Row]) -> pd.DataFrame:
    """Mentions; what is withdrawn is of another reading of the article."""
    frame = [(a, f"r-{a}-{gone}", s, s + 1, "text", kind, name, known, gone) for a, s, name, kind, known, gone in rows]
    return pd.DataFrame(frame, columns=COLUMNS).astype(dict.fromkeys(COLUMNS, "str") | {"start": int, "end": int, "withdrawn": bool})


def mentions(*names: str | tuple[str, ...], withdrawn: bool = False) -> pd.DataFrame:
    """One mention each, (name, kind, registry id), of articles a0, a1, …; a name alone is a company's."""
    rows = [(name,) if isinstance(name, str) else name for name in names]
    filled = [(*row, "Company", None)[:3] if len(row) == 1 else (*row, None)[:3] for row in rows]
    return frame_of([(f"a{place}", place, name, kind, known, withdrawn) for place, (name, kind, known) in enumerate(filled)])


def decided(*said: tuple[Any, ...]) -> Decisions:
    """What counts of (verdict, ref, ref or name), one a minute; a name alone is meant everywhere, `NAME@ARTICLE` in one article."""
    return effective(list(told(*said)))


def told(*said: tuple[Any, ...]) -> list[Judgement]:
    made = []
    for minute, (verdict, a, b) in enumerate(said):
        other = {"name": b} if verdict is Verdict.RENAME else {"b": ref(b)}
        made.append(judged(minute, verdict, a=ref(a), **other))
    return made


def ref(meant: str | EntityRef) -> EntityRef:
    if isinstance(meant, EntityRef):
        return meant
    name, _, article = meant.partition("@")
    return EntityRef(name, article_id=article or None)


@st.composite
def histories(draw: st.DrawFn) -> list[Judgement]:
    """Up to eight judgements on entities, one a minute, undos among them."""
    made: list[Judgement] = []
    for minute in range(draw(st.integers(0, 8))):
        what = draw(st.sampled_from(["pair", "pair", "pair", "pair", "rename", "undo"]))
        if what == "undo" and made:
            made.append(judged(minute, Verdict.UNDO, of=draw(st.sampled_from(made)).id))
        elif what == "rename":
            made.append(judged(minute, Verdict.RENAME, a=draw(REFS), name=draw(st.sampled_from(["Shown", "Volta"]))))
        else:
            made.append(judged(minute, draw(PAIRS), a=draw(REFS), b=draw(REFS)))
    return made
