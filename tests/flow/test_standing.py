"""What stands: any order gives one graph, what is taken back leaves no trace but its own, and the past can be asked exactly."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.spec import WITHDRAWN_WHY, Schema
from pipelines.flow import wanted
from pipelines.flow.standing import standing
from pipelines.graph.canonical import projection_hash
from pipelines.graph.projection import Projection
from pipelines.judgements.entries import ArticleRef, ClaimRef, EntityRef, Verdict
from pipelines.judgements.ledger import new_judgement
from pipelines.language.extractor import Extractor
from tests.flow.conftest import LISTED, RIVALS, START, Project

TEXTS = (
    LISTED,
    RIVALS,
    LISTED + " " + RIVALS,
    "Quillon Cells will invest 300 million euros in a battery plant in Hungary. The company said so on Friday.",
    "AMD, which competes with Nvidia, bought Quillon Cells Inc. for $2 billion. Nvidia did not comment.",
    "The US Commerce Department lifted the listing of ZTE. ZTE competes with Ericsson in network equipment.",
)
NAMES = ("one.txt", "two.txt", "three.txt")
FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fresh(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor, schema: Schema) -> Project:
    return Project(tmp_path_factory.mktemp("project"), extractor, schema)


def hashed(project: Project, at: datetime | None = None) -> str:
    return projection_hash(wanted(project.knowledge(), at), project.schema)


def live(picture: Projection) -> dict[Any, list[Any]]:
    """All that stands, without times of processing."""
    times = {"learnt_at", "extracted_at", "first_ingested_at", "retrieved_at", "projection", "record_id"}
    frames: dict[Any, Any] = {**picture.nodes, **{pair: frame for pair, frame in picture.relationships.items() if "Claim" not in pair}}
    standing_ = {name: frame[frame[WITHDRAWN_WHY].isna()] if WITHDRAWN_WHY in frame else frame for name, frame in frames.items()}
    kept = {name: frame.drop(columns=times & set(frame.columns)) for name, frame in standing_.items() if len(frame)}
    return {name: sorted(map(str, frame.to_dict("records"))) for name, frame in kept.items()}


def retract(project: Project, name: str, at: datetime) -> str:
    (article,) = [row for row in project.record.table("articles").to_pylist() if row["own_id"] == name]
    entry = new_judgement(Verdict.RETRACT, at=at, who="ada", why="corrected", article=ArticleRef(article["article_id"]))
    project.ledger.append(entry)
    return entry.id


def reject(project: Project, at: datetime, verdict: Verdict = Verdict.REJECT) -> ClaimRef:
    row = project.record.table("claims").to_pylist()[0]
    claim = ClaimRef(row["article_id"], row["type"], row["subject_name"], row["object_name"], row["sentence"])
    project.ledger.append(new_judgement(verdict, at=at, who="ada", claim=claim))
    return claim


@FEW
@given(order=st.permutations(range(len(TEXTS))), cuts=st.lists(st.booleans(), min_size=len(TEXTS), max_size=len(TEXTS)))
def test_any_order_and_any_number_of_runs_give_one_graph(
    tmp_path_factory: pytest.TempPathFactory, extractor: Extractor, schema: Schema, order: Sequence[int], cuts: list[bool]
) -> None:
    together, apart = fresh(tmp_path_factory, extractor, schema), fresh(tmp_path_factory, extractor, schema)
    for number, text in enumerate(TEXTS):
        together.write(f"{number}.txt", text)
    together.ingest()
    for days_later, (number, cut) in enumerate(zip(order, cuts, strict=True)):
        apart.write(f"{number}.txt", TEXTS[number])
        if cut:
            apart.ingest(days_later)
    apart.ingest(len(TEXTS))
    assert hashed(apart) == hashed(together)


STEP = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("retract"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("reject"), st.just(""), st.just("")),
    st.tuples(st.just("same"), st.sampled_from(["Quillon Cells", "AMD"]), st.sampled_from(["Ericsson", "Nvidia"])),
    st.tuples(st.just("undo"), st.just(""), st.just("")),
)


def act(project: Project, step: tuple[str, str, str], day: int) -> None:
    """One thing that happens on a day: to a source, or by a person."""
    what, name, text = step
    now = START + timedelta(days=day)
    here = {row["own_id"] for row in project.record.table("articles").to_pylist()}
    if what == "write":
        project.write(name, text)
    elif what == "remove":
        (project.articles / name).unlink(missing_ok=True)
    elif what == "retract" and name in here:
        retract(project, name, now)
    elif what == "reject" and project.record.table("claims").num_rows:
        reject(project, now)
    elif what == "same":
        project.ledger.append(new_judgement(Verdict.SAME, at=now, who="ada", a=EntityRef(name), b=EntityRef(text)))
    elif what == "undo" and (entries := project.ledger.read()[0]):
        project.ledger.append(new_judgement(Verdict.UNDO, at=now, who="ada", of=entries[-1].id))
    project.ingest(day, complete=True, any_number=True)


@FEW
@given(steps=st.lists(STEP, min_size=2, max_size=7))
def test_the_graph_of_any_past_day_is_the_one_that_stood_then(
    tmp_path_factory: pytest.TempPathFactory, extractor: Extractor, schema: Schema, steps: list[tuple[str, str, str]]
) -> None:
    project = fresh(tmp_path_factory, extractor, schema)
    project.write("always.txt", "Samsung competes with Micron in memory chips. Both sell to makers of phones.")
    then = {}
    for day, step in enumerate(steps):
        act(project, step, day)
        then[START + timedelta(days=day, hours=1)] = hashed(project)
    assert {at: hashed(project, at) for at in then} == then


@FEW
@given(texts=st.lists(st.sampled_from(TEXTS), min_size=2, max_size=3, unique=True))
def test_an_article_taken_back_leaves_what_stands_as_if_it_had_never_been(
    tmp_path_factory: pytest.TempPathFactory, extractor: Extractor, schema: Schema, texts: list[str]
) -> None:
    never, retracted, gone, changed = (fresh(tmp_path_factory, extractor, schema) for _ in range(4))
    for project in (never, retracted, gone, changed):
        for number, text in enumerate(texts[1:]):
            project.write(f"{number}.txt", text)
    for project in (retracted, gone, changed):
        project.write("taken back.txt", texts[0])
        project.ingest()
    retract(retracted, "taken back.txt", START + timedelta(days=1))
    gone.remove("taken back.txt")
    gone.ingest(1, complete=True, any_number=True)
    changed.write("taken back.txt", "Nothing in this text says anything of anybody, which is how it should be today.")
    changed.ingest(1)
    never.ingest()
    expected = live(wanted(never.knowledge()))
    assert live(wanted(retracted.knowledge())) == expected
    assert live(wanted(gone.knowledge())) == expected
    blank = live(wanted(changed.knowledge()))
    assert {name: rows for name, rows in blank.items() if name != "Article"} == {n: r for n, r in expected.items() if n != "Article"}


def test_a_retracted_article_stays_with_its_claims_and_why(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.write("two.txt", RIVALS)
    project.ingest()
    retract(project, "one.txt", START + timedelta(days=1))
    picture = wanted(project.knowledge())
    articles = {row["own_id"]: row[WITHDRAWN_WHY] for row in picture.nodes["Article"].to_dict("records")}
    assert articles == {"one.txt": "retracted by ada: corrected", "two.txt": None}
    claims = {row["type"]: (row[WITHDRAWN_WHY], row["fact_id"] is None) for row in picture.nodes["Claim"].to_dict("records")}
    assert claims == {"SANCTIONS": ("retracted by ada: corrected", True), "COMPETES_WITH": (None, False)}
    assert {type_ for type_, _, _ in picture.relationships if type_ in project.schema.claim_types} == {"COMPETES_WITH"}


def test_a_retracted_article_that_changes_is_shown_as_it_was_read_last(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    retract(project, "one.txt", START + timedelta(days=1))
    for day, text in enumerate(TEXTS[1:], 2):
        project.write("one.txt", text)
        project.ingest(day)
        (shown,) = wanted(project.knowledge()).nodes["Article"].to_dict("records")
        (read,) = project.record.table("articles").to_pylist()
        assert (shown["content_hash"], shown[WITHDRAWN_WHY]) == (read["content_hash"], "retracted by ada: corrected")


@pytest.mark.parametrize("take_back", [lambda project, at: retract(project, "one.txt", at), reject], ids=["retracted", "rejected"])
def test_of_a_claim_taken_back_before_its_article_changed_one_reading_is_shown_whatever_the_hour(
    take_back: Any, tmp_path_factory: pytest.TempPathFactory, extractor: Extractor, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = set()
    for second in range(6):  # a reading's id follows from its time
        monkeypatch.setattr("tests.flow.conftest.START", START + timedelta(seconds=second))
        project = fresh(tmp_path_factory, extractor, schema)
        project.write("one.txt", LISTED)
        project.ingest()
        take_back(project, START + timedelta(days=1))
        project.write("one.txt", LISTED + " The company said so again on Friday.")
        project.ingest(2)
        shown = wanted(project.knowledge()).nodes
        assert set(shown["Claim"]["content_hash"]) == set(shown["Article"]["content_hash"])
        hashes.add(hashed(project))
    assert len(hashes) == 1


def test_undoing_a_retraction_restores_the_graph_to_the_hash(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    before = hashed(project)
    entry = retract(project, "one.txt", START + timedelta(days=1))
    assert hashed(project) != before
    project.ledger.append(new_judgement(Verdict.UNDO, at=START + timedelta(days=2), who="ada", of=entry))
    assert hashed(project) == before


def test_a_rejected_claim_is_withdrawn_and_its_fact_with_it(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    reject(project, START + timedelta(days=1))
    picture = wanted(project.knowledge())
    (claim,) = picture.nodes["Claim"].to_dict("records")
    assert (claim["judged"], claim[WITHDRAWN_WHY], claim["fact_id"]) == ("rejected", "rejected by ada", None)
    assert not {type_ for type_, _, _ in picture.relationships} & {*project.schema.claim_types}


def test_an_accepted_claim_makes_its_fact_certain(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    reject(project, START + timedelta(days=1), Verdict.ACCEPT)
    ((_, facts),) = [(pair, frame) for pair, frame in wanted(project.knowledge()).relationships.items() if pair[0] == "SANCTIONS"]
    assert facts["confidence"].tolist() == [1.0]


def test_a_judgement_on_an_article_that_is_not_there_is_told(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    entry = new_judgement(Verdict.RETRACT, at=START, who="ada", article=ArticleRef("a-none"))
    project.ledger.append(entry)
    assert told(project) == [(entry.id, "The article a-none is not in the record.")]


def told(project: Project) -> list[tuple[str, str]]:
    problems = standing(project.record, project.knowledge().decisions()).problems
    return [(problem.judgement_id, problem.message) for problem in problems]


def test_a_rejection_whose_sentence_has_changed_is_told_until_the_article_says_so_again(project: Project) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    reject(project, START)
    assert told(project) == []
    project.write("one.txt", LISTED.replace(" on Monday", ""))
    project.ingest(1)
    assert len(told(project)) == 1
    assert "no claim of it says this in these words" in told(project)[0][1]
    assert len(standing(project.record, project.knowledge().decisions()).claims.query("judged == 'rejected'")) == 1  # of the old text
    project.write("one.txt", LISTED)
    project.ingest(2)
    assert told(project) == []


@pytest.mark.parametrize("how", ["retracted", "gone"])
def test_what_was_said_of_an_article_that_was_taken_back_is_no_problem(project: Project, how: str) -> None:
    project.write("one.txt", LISTED)
    project.ingest()
    reject(project, START)
    if how == "retracted":
        retract(project, "one.txt", START + timedelta(hours=1))
    else:
        project.remove("one.txt")
        project.ingest(1, complete=True, any_number=True)
    assert told(project) == []


def test_a_merge_and_its_undoing_restore_the_graph_to_the_hash(project: Project) -> None:
    project.write("one.txt", TEXTS[3])
    project.write("two.txt", TEXTS[4])
    project.ingest()
    before = hashed(project)
    merge = new_judgement(Verdict.SAME, at=START, who="ada", a=EntityRef("Quillon Cells"), b=EntityRef("Ericsson"))
    project.ledger.append(merge)
    merged = wanted(project.knowledge())
    (company,) = [row for row in merged.nodes["Company"].to_dict("records") if "Quillon Cells" in row["aliases"]]
    assert (company["known"], company["name"]) == (True, "Ericsson")
    project.ledger.append(new_judgement(Verdict.UNDO, at=START, who="ada", of=merge.id))
    assert hashed(project) == before
