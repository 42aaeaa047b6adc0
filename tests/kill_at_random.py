"""Kill runs at random moments and see whether the graph comes out the same: a script, not collected by pytest.

    python tests/kill_at_random.py --kills 200 --seed 1

Two projects, each with a server of its own, read the same inputs: articles that come, change and vanish
from a complete source, and judgements on them. In one project every run is undisturbed. In the other
each run is first killed (SIGKILL) at a uniformly random moment of the time that it takes, and then run
to its end; the two graphs must have one hash. After the kill itself every fact must have its proof.
Half of the runs write their graph in transactions of a few rows, so that a kill falls between two.
"""

import json
import os
import signal
import sys
import time
import traceback
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NoReturn

from neo4j import Driver

from graph_schema.load import load_schema
from pipelines.defs import assets
from pipelines.defs.launch import launch
from pipelines.flow import Run, Unwatched, edition
from pipelines.graph import local, reconcile, steps
from pipelines.graph.canonical import graph_hash
from pipelines.graph.connection import connect
from pipelines.graph.support import unsupported
from pipelines.judgements.entries import ArticleRef, EntityRef, Verdict
from pipelines.judgements.ledger import Ledger, new_judgement
from pipelines.language.extractor import Extractor
from pipelines.record import Record
from pipelines.records import utc_now
from pipelines.settings import Settings, load_settings
from tests.conftest import settings_in

NAMES = ("Intel", "Nvidia", "Huawei", "ZTE", "SMIC", "Larkspur Robotics", "Quillon Cells", "Tavish Motors", "Tavish Motor Works", "Brightwell")
SENTENCES = (
    "{a} competes with {b} in data-centre chips.",
    "The Bureau of Industry and Security added {a} to the Entity List on Monday.",
    "{a} has invested ${n} million in {b}.",
    "{a} plans to acquire {b} for ${n} million.",
    "The company {a} did not comment on its plans for the coming year.",
)
SOURCE = "kills"
FEW = 4  # rows in a transaction of a run that writes in small ones


@dataclass
class Inputs:
    """What both projects read: a folder, complete, and a ledger; changed a little before each run."""

    folder: Path
    ledger: Ledger
    random: Random
    articles: dict[int, str] = field(default_factory=dict)
    judged: list[str] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def change(self, record: Record) -> None:
        """One to three changes of articles, and now and then a judgement."""
        for _ in range(self.random.randint(1, 3)):
            known = sorted(self.articles)
            what = self.random.choice(("add", "change", "remove")) if len(known) > 3 else "add"
            if what == "remove":
                del self.articles[self.random.choice(known)]
            else:
                self.articles[next(self.numbers) if what == "add" else self.random.choice(known)] = self._text()
        self._write()
        if self.random.random() < 0.3:
            self._judge(record)

    def _text(self) -> str:
        chosen = [self.random.choice(SENTENCES) for _ in range(self.random.randint(2, 4))]
        names = [self.random.sample(NAMES, 2) for _ in chosen]
        return " ".join(text.format(a=a, b=b, n=self.random.randint(2, 900)) for text, (a, b) in zip(chosen, names, strict=True))

    def _write(self) -> None:
        """Even numbers as text files, odd ones as lines of one file with publisher and day."""
        self.folder.mkdir(exist_ok=True)
        wanted = {f"{number}.txt": text for number, text in self.articles.items() if number % 2 == 0}
        rows = [
            {"id": str(n), "url": f"https://news.example/{n}", "publisher": f"Post {n % 3}", "published": f"2024-05-{n % 28 + 1:02}", "text": text}
            for n, text in self.articles.items()
            if n % 2
        ]
        wanted["wire.jsonl"] = "".join(json.dumps(row) + "\n" for row in rows)
        for path in self.folder.iterdir():
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def _judge(self, record: Record) -> None:
        verdict = self.random.choice((Verdict.SAME, Verdict.RENAME, Verdict.RETRACT, Verdict.UNDO))
        a, b = (EntityRef(name) for name in self.random.sample(NAMES[5:], 2))
        articles = sorted(record.table("articles", columns=["article_id"])["article_id"].to_pylist())
        if verdict is Verdict.UNDO and self.judged:
            of = self.judged.pop(self.random.randrange(len(self.judged)))
            self.ledger.append(new_judgement(verdict, at=utc_now(), who="killer", of=of))
            return
        if verdict is Verdict.RETRACT and articles:
            made = new_judgement(verdict, at=utc_now(), who="killer", article=ArticleRef(self.random.choice(articles)))
        elif verdict is Verdict.RENAME:
            made = new_judgement(verdict, at=utc_now(), who="killer", a=a, name=f"{a.name} Group")
        else:
            made = new_judgement(Verdict.SAME, at=utc_now(), who="killer", a=a, b=b)
        self.ledger.append(made)
        self.judged.append(made.id)


class Phases(Unwatched):
    """Tells a pipe how far the run is."""

    def __init__(self, pipe: int) -> None:
        self._pipe, self._phase = pipe, ""

    def step(self, message: str) -> None:
        """A new phase."""
        self._tell(message)

    def advance(self, done: int, total: int, what: str) -> None:
        """In the last phase this is the writer."""
        if self._phase in {"Projecting the record", "Writing the graph"}:
            self._tell("Writing the graph")

    def finished(self, step: str, tally: object) -> None:
        """Between two steps: checks, and Dagster's own work."""
        self._tell(f"After {step}")

    def _tell(self, phase: str) -> None:
        self._phase = phase
        os.write(self._pipe, f"{phase}\n".encode())


@dataclass
class Project:
    """A home with its server; runs are children of this process, which has everything loaded."""

    settings: Settings
    folder: Path
    log: Path
    driver: Driver | None = None

    @property
    def record(self) -> Record:
        return Record(self.settings.record)

    def start(self, *, in_batches: bool) -> tuple[int, int]:
        """A run that has begun: its process, and the pipe that tells its phase."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            self._run(writing, in_batches=in_batches)
        os.close(writing)
        return process, reading

    def finish(self, *, in_batches: bool = False) -> float:
        """Run to the end; how many seconds it took."""
        begun = time.monotonic()
        process, pipe = self.start(in_batches=in_batches)
        _, status = os.waitpid(process, 0)
        os.close(pipe)
        if status:
            raise SystemExit(f"A run failed that nobody killed; see {self.log}:\n{self.log.read_text(encoding='utf-8')[-3000:]}")
        return time.monotonic() - begun

    def killed(self, after: float, *, in_batches: bool) -> str:
        """Begin a run and kill it after so many seconds; the phase it was in."""
        process, pipe = self.start(in_batches=in_batches)
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        with os.fdopen(pipe, encoding="utf-8") as told:
            phases = told.read().split("\n")[:-1]
        phase = phases[-1] if phases else "Starting"
        return f"{phase} in batches" if in_batches and phase == "Writing the graph" else phase

    def hash(self) -> str:
        """The graph's hash; ends the script when a fact has no proof."""
        address = local.address(self.settings)
        with connect(address) as driver:
            loose = unsupported(driver, address.database, assets.schema())
            if loose:
                raise SystemExit(f"Without proof: {loose}")
            return graph_hash(driver, address.database, assets.schema())

    def _run(self, pipe: int, *, in_batches: bool) -> NoReturn:
        try:
            log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            os.environ.update(environment(self.settings))
            if in_batches:
                reconcile.ATOMIC_ROWS, steps.NODE_BATCH, steps.RELATIONSHIP_BATCH = 0, FEW, FEW
            outcome = launch(self.settings, [self.folder], SOURCE, Phases(pipe), complete=True, any_number=True)
            print(outcome, flush=True)
            os._exit(1 if outcome.failures or outcome.failed_checks else 0)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(2)


def environment(settings: Settings) -> dict[str, str]:
    """What a run of this project finds in its environment."""
    names = {"NEWSGRAPH_HOME": settings.home, "NEWSGRAPH_CACHE": settings.cache, "NEWSGRAPH_JUDGEMENTS": settings.judgements}
    return {name: str(path) for name, path in names.items()} | {"NEO4J_URI": "", "DAGSTER_HOME": ""}


def warm_up() -> None:
    """Load here, once, what each run would load."""
    extractor = Extractor(assets.registry(), load_schema(), load_settings({}).model)

    def loaded(run: Run, _: object) -> Extractor | None:
        return extractor if run.record.staged(run.day, "articles").num_rows else None

    assets._extractor = loaded
    edition.code()


def kill(inputs: Inputs, steady: Project, victim: Project, random: Random) -> tuple[str, bool]:
    """Change the inputs, run both projects, one of them after a kill; the phase that it hit, and whether the hashes are equal."""
    inputs.change(steady.record)
    in_batches = random.random() < 0.5
    seconds = steady.finish(in_batches=in_batches)
    phase = victim.killed(random.uniform(0, seconds), in_batches=in_batches)
    victim.hash()  # every fact has its proof, wherever the run stopped
    victim.finish()
    return phase, steady.hash() == victim.hash()


def main() -> int:
    """Kill as often as asked; 1 when a graph came out otherwise."""
    parser = ArgumentParser(description="Kill runs at random moments and compare the graphs.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    warm_up()
    phases: Counter[str] = Counter()
    different, begun = 0, time.monotonic()
    with TemporaryDirectory(prefix="newsgraph-kills-") as folder:
        home = Path(folder)
        inputs = Inputs(home / "articles", Ledger(home / "judgements.jsonl"), Random(asked.seed + 1))
        settings = [load_settings(environment(_shared(settings_in(home / name), inputs))) for name in ("steady", "victim")]
        steady, victim = (Project(each, inputs.folder, each.home / "run.log") for each in settings)
        try:
            for project in (steady, victim):
                local.start(project.settings)
            for number in range(1, asked.kills + 1):
                phase, equal = kill(inputs, steady, victim, random)
                phases[phase] += 1
                different += not equal
                print(f"{number:>4} {time.monotonic() - begun:7.0f} s  {'equal' if equal else 'DIFFERENT'}  killed: {phase}", flush=True)
            last = victim.hash()
        finally:
            for project in (steady, victim):
                local.stop(project.settings)
    told = ", ".join(f"{number} {phase}" for phase, number in phases.most_common())
    print(f"{asked.kills} kills, seed {asked.seed}: {asked.kills - different} equal, {different} different; last hash {last}. Killed: {told}.")
    return 1 if different else 0


def _shared(settings: Settings, inputs: Inputs) -> Settings:
    """Both projects read one ledger."""
    from dataclasses import replace

    return replace(settings, judgements=inputs.ledger.path)


if __name__ == "__main__":
    sys.exit(main())
