"""A run that is killed at a fixed point, then run again, gives the graph of a run that nobody killed.

tests/kill_at_random.py does the same at random moments, as often as one likes.
"""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from pipelines.defs import assets
from pipelines.flow import Knowledge, Run, extract_claims, parse_documents, read_documents, wanted
from pipelines.graph import reconcile
from pipelines.graph.canonical import projection_hash
from pipelines.graph.connection import connect
from pipelines.graph.projection import Projection
from pipelines.judgements.ledger import Ledger
from pipelines.language.extractor import Extractor
from pipelines.record import Record, day_of
from pipelines.records import utc_now
from pipelines.settings import Neo4jAddress
from tests.conftest import empty_database, settings_in
from tests.killing import SOURCE, Project, in_small_transactions, warm_up

SENTENCES = ("AMD competes with {name} in data-centre chips. Both report soon.", "Intel competes with {name} in servers. It is old.")
NAMES = ("Nvidia", "Huawei", "Qualcomm")


@dataclass
class Pair:
    """One project that runs are killed in, and a record of the same inputs that nobody disturbs, read by the same steps without Dagster."""

    victim: Project
    steady: Record
    extractor: Extractor
    version: int = 0

    def change(self) -> None:
        """One article changes, one vanishes, one is new; the undisturbed record takes it in."""
        self.version += 1
        folder = self.victim.folder
        for path in folder.iterdir():
            path.unlink()
        for place, sentence in enumerate(SENTENCES):
            name = NAMES[(self.version + place) % len(NAMES)]
            own_id = "stays" if place else f"version-{self.version}"
            (folder / f"{own_id}.txt").write_text(sentence.format(name=name), encoding="utf-8")
        now = utc_now()
        run = Run(self.steady, day_of(now), now, [folder], SOURCE, complete=True, any_number=True)
        read_documents(run, self.extractor.version)
        parse_documents(run)
        extract_claims(run, self.extractor, assets.schema(), self.extractor.version)

    def expected(self) -> Projection:
        """The graph as it should be."""
        return wanted(Knowledge(self.steady, Ledger(self.victim.settings.judgements), assets.schema(), assets.registry))


@pytest.fixture(scope="module")
def pair(neo4j_address: Neo4jAddress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    home = tmp_path_factory.mktemp("killed")
    (home / "articles").mkdir()
    with connect(neo4j_address) as driver:
        empty_database(driver)
    victim = Project(replace(settings_in(home / "victim"), neo4j=neo4j_address), home / "articles")
    with pytest.MonkeyPatch.context() as patched:
        for name in ("_extractor", "_version"):  # what warm_up replaces is put back afterwards
            patched.setattr(assets, name, getattr(assets, name))
        found = Pair(victim, Record(home / "steady"), warm_up())
        found.change()
        victim.finish()
        yield found


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
        (between_transactions(6), False),
    ],
    ids=["reading", "publishing", "in the one transaction", "after the first of several", "after some of several"],
)
def test_a_killed_run_is_finished_by_the_next(pair: Pair, prepare: Callable[[], None], whole: bool) -> None:
    pair.change()
    assert pair.victim.dies(prepare) == signal.SIGKILL
    assert pair.victim.is_whole() == whole
    assert pair.victim.faults(whole=whole) == []
    pair.victim.finish()
    assert pair.victim.is_whole()
    assert pair.victim.faults(whole=True) == []
    assert pair.victim.differences(pair.expected()) == []
    assert pair.victim.hash() == projection_hash(pair.expected(), assets.schema())
