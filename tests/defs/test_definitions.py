"""What Dagster loads, and the job as Dagster runs it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest
from neo4j import Driver

from graph_schema.load import load_schema
from pipelines.definitions import defs
from pipelines.defs.assets import days
from pipelines.defs.history import instance
from pipelines.defs.jobs import AUDIT_NAME, daily, weekly_audit
from pipelines.defs.launch import launch, reproject
from pipelines.evaluation import floor as floors
from pipelines.evaluation import gold as golds
from pipelines.flow import Unwatched
from pipelines.judgements.entries import ArticleRef, Verdict
from pipelines.judgements.ledger import Ledger, new_judgement
from pipelines.record import Record, day_of
from pipelines.records import utc_now
from pipelines.settings import Neo4jAddress, Settings, load_settings

RIVALS = "AMD competes with Nvidia in data-centre chips. Both companies report their results in the coming week."
RIGHT = "deal-2-086"  # of the shipped gold: "Wiz competes with Palo Alto Networks, CrowdStrike and Orca Security."
STEPS = ["raw_articles", "articles", "claims", "entities", "graph"]


@pytest.fixture
def graph(cleared: Driver) -> Driver:
    """The graph of a server that newsgraph has written to before, empty."""
    return cleared


@pytest.fixture
def settings(tmp_path: Path, graph: Driver, neo4j_address: Neo4jAddress, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A project whose own server is the shared, emptied one, and whose environment is this process's."""
    assert graph
    monkeypatch.setenv("NEWSGRAPH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    monkeypatch.setenv("NEO4J_URI", neo4j_address.uri)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_address.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_address.password)
    return load_settings()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "rivals.txt").write_text(RIVALS)
    return folder


def test_the_assets_depend_on_each_other_in_order() -> None:
    graph = defs.resolve_asset_graph()
    assert {key.to_user_string(): {p.to_user_string() for p in graph.get(key).parent_keys} for key in graph.get_all_asset_keys()} == {
        "raw_articles": set(),
        "articles": {"raw_articles"},
        "claims": {"articles"},
        "official_lists": set(),
        "judgements": set(),
        "entities": {"claims", "official_lists", "judgements"},
        "graph": {"entities"},
    }


def test_a_damaged_record_stops_the_graph_and_every_claim_type_has_a_check_of_its_own() -> None:
    specs = [spec for each in defs.asset_checks or [] for spec in each.check_specs]
    assert {spec.name for spec in specs if spec.blocking} == {"each_article_once", "quoted_exactly", "each_mention_linked_once"}
    assert {f"{type_.lower()}_as_declared" for type_ in load_schema().claim_types} <= {spec.name for spec in specs}


def test_a_run_reports_each_step_its_counts_and_its_checks(settings: Settings, inbox: Path) -> None:
    outcome = launch(settings, [inbox], "test", Unwatched())
    assert outcome.failures == {}
    with dg.DagsterInstance.get() as storage:
        run = storage.get_run_by_id(outcome.run_id)
        assert run is not None
        assert run.status is dg.DagsterRunStatus.SUCCESS
        for step in STEPS:
            event = storage.get_latest_materialization_event(dg.AssetKey(step))
            assert event is not None
            assert event.asset_materialization is not None
            assert {"refused"} <= set(event.asset_materialization.metadata) or step == "entities"
        evaluated = [
            e for e in storage.all_logs(outcome.run_id) if e.dagster_event and e.dagster_event.event_type_value == "ASSET_CHECK_EVALUATION"
        ]
        results = [e.dagster_event.asset_check_evaluation_data.passed for e in evaluated if e.dagster_event]
        assert results == [True] * (4 + len(load_schema().claim_types))


def test_a_second_run_writes_nothing_to_the_graph(settings: Settings, inbox: Path, graph: Driver) -> None:
    launch(settings, [inbox], "test", Unwatched())
    before = graph.execute_query("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN elementId(n), properties(n), properties(r)").records
    assert launch(settings, [inbox], "test", Unwatched()).failures == {}
    with dg.DagsterInstance.get() as storage:
        event = storage.get_latest_materialization_event(dg.AssetKey("graph"))
        assert event is not None
        assert event.asset_materialization is not None
        changes = [event.asset_materialization.metadata[what].value for what in ("created", "updated", "deleted")]
        assert changes == [0, 0, 0]
    after = graph.execute_query("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN elementId(n), properties(n), properties(r)").records
    assert sorted(map(str, after)) == sorted(map(str, before))


def test_a_judgement_is_followed_without_reading_anything(settings: Settings, inbox: Path, graph: Driver) -> None:
    launch(settings, [inbox], "test", Unwatched())
    (article,) = Record(settings.record).table("articles")["article_id"].to_pylist()
    entry = new_judgement(Verdict.RETRACT, at=utc_now(), who="ada", article=ArticleRef(article))
    Ledger(settings.judgements).append(entry)
    assert reproject(settings, Unwatched()).failures == {}
    counted = "MATCH (c:Claim:Withdrawn) OPTIONAL MATCH ()-[r:COMPETES_WITH]->() RETURN count(DISTINCT c) AS claims, count(r) AS facts"
    assert graph.execute_query(counted).records[0].data() == {"claims": 1, "facts": 0}


def test_what_a_complete_source_no_longer_has_leaves_the_graph(settings: Settings, inbox: Path, graph: Driver) -> None:
    (inbox / "other.txt").write_text("Samsung competes with Micron in memory chips. Both sell to makers of phones.")
    launch(settings, [inbox], "test", Unwatched(), complete=True)
    (inbox / "rivals.txt").unlink()
    launch(settings, [inbox], "test", Unwatched(), complete=True)
    rows = graph.execute_query("MATCH (c:Claim) RETURN c.object_text AS object, c:Withdrawn AS withdrawn ORDER BY object").records
    assert [row.data() for row in rows] == [{"object": "Micron", "withdrawn": False}, {"object": "Nvidia", "withdrawn": True}]


@pytest.fixture
def floor(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, float]]:
    """Of the shipped gold one article, on which the extraction is right; tests/evaluation/test_floor.py scores all of it."""
    least = {"COMPETES_WITH": {"precision": 1.0, "recall": 1.0}}
    chosen = [gold for gold in golds.read_gold(golds.SHIPPED) if gold.id == RIGHT]
    monkeypatch.setattr(golds, "read_gold", lambda path: chosen)
    monkeypatch.setattr(floors, "read_floor", lambda: least)
    return least


def audited() -> dict[str, bool]:
    """Which checks of the audit pass."""
    with dg.DagsterInstance.get() as storage:
        result = defs.resolve_job_def(AUDIT_NAME).execute_in_process(instance=storage)
    return {check.check_name: check.passed for check in result.get_asset_check_evaluations()}


def test_the_audit_finds_what_was_changed_by_hand(
    settings: Settings, inbox: Path, graph: Driver, floor: dict[str, dict[str, float]]
) -> None:
    launch(settings, [inbox], "test", Unwatched())
    assert audited() == {"graph_equals_record": True, "quality_holds": True}
    graph.execute_query("MATCH (c:Claim) SET c.confidence = 0.99")
    assert audited() == {"graph_equals_record": False, "quality_holds": True}


def test_the_audit_finds_that_the_extraction_is_worse_than_it_was(
    settings: Settings, inbox: Path, floor: dict[str, dict[str, float]]
) -> None:
    launch(settings, [inbox], "test", Unwatched())
    floor["INVESTS_IN"] = {"precision": 1.0, "recall": 1.0}  # the one article says nothing of the kind
    assert audited() == {"graph_equals_record": True, "quality_holds": False}


def test_a_damaged_claim_stops_the_run_before_the_graph(settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.record import tables  # noqa: PLC0415

    sound = tables.claim_row
    monkeypatch.setattr(tables, "claim_row", lambda *args, **kwargs: {**sound(*args, **kwargs), "sentence": "Not what it says."})
    outcome = launch(settings, [inbox], "test", Unwatched())
    assert "not as in the text" in outcome.failed_checks["quoted_exactly"]
    assert Record(settings.record).table("entities").num_rows == 0


def test_a_run_whose_process_was_killed_does_not_stay_running_in_the_history(settings: Settings, inbox: Path) -> None:
    with instance(settings) as storage:
        killed = storage.create_run_for_job(defs.resolve_job_def("newsgraph"), tags={"newsgraph/process": "999999999"})
    launch(settings, [inbox], "test", Unwatched())
    with dg.DagsterInstance.get() as storage:
        run = storage.get_run_by_id(killed.run_id)
    assert run is not None
    assert run.status is dg.DagsterRunStatus.FAILURE


def test_the_schedule_asks_for_todays_partition_once_a_tick() -> None:
    moment = datetime.now(UTC)
    with dg.build_schedule_context(scheduled_execution_time=moment) as context:
        request = daily(context)
    assert isinstance(request, dg.RunRequest)
    assert (request.partition_key, request.run_key) == (day_of(moment), moment.isoformat())
    assert days.has_partition_key(day_of(moment))


def test_the_audit_asks_for_one_run_a_tick() -> None:
    moment = datetime.now(UTC)
    with dg.build_schedule_context(scheduled_execution_time=moment) as context:
        request = weekly_audit(context)
    assert isinstance(request, dg.RunRequest)
    assert request.run_key == moment.isoformat()


def test_the_inbox_is_read_when_no_path_is_named(settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSGRAPH_INBOX", str(inbox))
    assert launch(settings, [], None, Unwatched()).failures == {}
    assert Record(settings.record).table("articles").num_rows == 1


def test_a_run_that_cannot_begin_says_why(settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSGRAPH_JUDGEMENTS", "gone.jsonl")
    outcome = launch(settings, [inbox], "test", Unwatched())
    assert "gone.jsonl is not there" in outcome.failures["the run"]
