"""A run that is killed at a fixed point, then run again, gives the graph of a run that nobody killed.

tests/kill_at_random.py does the same at random moments, as often as one likes.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j import Driver

from pipelines.defs import assets
from pipelines.flow import Knowledge, Run, extract_claims, parse_documents, read_documents
from pipelines.flow.upkeep import hash_of_record
from pipelines.graph import reconcile
from pipelines.graph.ownership import written_projection
from pipelines.judgements.ledger import Ledger
from pipelines.record import Record, day_of
from pipelines.records import utc_now
from pipelines.settings import Neo4jAddress
from tests import killing
from tests.conftest import settings_in
from tests.killing import Project, in_small_transactions, warm_up

FIRST = {"one": "AMD competes with Nvidia in data-centre chips. Both report soon.", "two": "Intel competes with AMD in servers. It is old."}
SECOND = {
    "one": "AMD competes with Huawei in data-centre chips. Both report soon.",
    "three": "Intel competes with Nvidia in servers. It is old.",
}


@pytest.fixture(scope="module")
def extractor() -> killing.Extractor:
    return warm_up()


def write(folder: Path, articles: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def undisturbed(home: Path, folder: Path, extractor: killing.Extractor) -> str:
    """The hash that a record has into which the same inputs were read, by the same steps without Dagster."""
    record = Record(home / "record")
    version = extractor.version
    for articles in (FIRST, SECOND):
        write(folder, articles)
        now = utc_now()
        run = Run(record, day_of(now), now, [folder], killing.SOURCE, complete=True, any_number=True)
        read_documents(run, version)
        parse_documents(run)
        extract_claims(run, extractor, assets.schema(), version)
    return hash_of_record(Knowledge(record, Ledger(home / "judgements.jsonl"), assets.schema(), assets.registry()))


def dies_at(module: object, name: str, calls: int) -> Callable[[], None]:
    """Prepares a process that kills itself before the n-th call of a function."""

    def prepare() -> None:
        left, function = calls, getattr(module, name)

        def deadly(*given: object) -> object:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given)

        setattr(module, name, deadly)

    return prepare


def between_transactions(calls: int) -> Callable[[], None]:
    def prepare() -> None:
        in_small_transactions()
        dies_at(reconcile, "_write", calls)()

    return prepare


@pytest.mark.parametrize(
    ("prepare", "whole"),
    [
        (dies_at(os, "fsync", 2), True),
        (dies_at(os, "fsync", 12), True),
        (dies_at(reconcile, "_write", 4), True),
        (between_transactions(2), False),
        (between_transactions(9), False),
    ],
    ids=["reading", "publishing", "in the one transaction", "after the first of several", "after some of several"],
)
def test_a_killed_run_is_finished_by_the_next(
    graph: Driver,
    neo4j_address: Neo4jAddress,
    tmp_path: Path,
    extractor: killing.Extractor,
    prepare: Callable[[], None],
    whole: bool,
) -> None:
    expected = undisturbed(tmp_path / "steady", tmp_path / "articles", extractor)
    project = Project(replace(settings_in(tmp_path / "victim"), neo4j=neo4j_address), tmp_path / "articles")
    write(project.folder, FIRST)
    project.finish()
    write(project.folder, SECOND)
    assert project.dies(prepare) == signal.SIGKILL
    assert (written_projection(graph, "neo4j") is not None) == whole
    assert project.faults(whole=whole) == []
    project.finish()
    assert project.faults(whole=True) == []
    assert project.hash() == expected
