"""Kill runs at random moments and see whether the graph comes out the same: a script, not collected by pytest.

    python -m tests.kill_at_random --kills 200 --seed 1

Two projects, each with a server of its own, read the same inputs: articles that come, change and vanish
from a complete source, and judgements on them. In one project every run is undisturbed. In the other
each run is first killed (SIGKILL) at a uniformly random moment of the time that it takes, and then run
to its end; the two graphs must have one hash. After the kill itself every fact must have its proof.
Half of the runs write their graph in transactions of a few rows, so that a kill falls between two.
"""

import json
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pipelines.graph import local
from pipelines.judgements.entries import ArticleRef, EntityRef, Verdict
from pipelines.judgements.ledger import Ledger, new_judgement
from pipelines.record import Record
from pipelines.records import utc_now
from tests.conftest import settings_in
from tests.killing import Project, in_small_transactions, warm_up

NAMES = (
    "Intel",
    "Nvidia",
    "Huawei",
    "ZTE",
    "SMIC",
    "Larkspur Robotics",
    "Quillon Cells",
    "Tavish Motors",
    "Tavish Motor Works",
    "Brightwell",
)
SENTENCES = (
    "{a} competes with {b} in data-centre chips.",
    "The Bureau of Industry and Security added {a} to the Entity List on Monday.",
    "{a} has invested ${n} million in {b}.",
    "{a} plans to acquire {b} for ${n} million.",
    "The company {a} did not comment on its plans for the coming year.",
)


@dataclass
class Inputs:
    """What both projects read: a folder, complete, and a ledger; changed a little before each run."""

    folder: Path
    ledger: Ledger
    random: Random
    articles: dict[int, str] = field(default_factory=dict)
    judged: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

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
            {
                "id": str(n),
                "url": f"https://news.example/{n}",
                "publisher": f"Post {n % 3}",
                "published": f"2024-05-{n % 28 + 1:02}",
                "text": text,
            }
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


def kill(inputs: Inputs, steady: Project, victim: Project, random: Random) -> tuple[str, bool]:
    """Change the inputs, run both projects, one of them after a kill; the phase that it hit, and whether the hashes are equal."""
    inputs.change(steady.record)
    small = random.random() < 0.5
    prepare = in_small_transactions if small else int
    seconds = steady.finish(prepare)
    phase = victim.killed(random.uniform(0, seconds), prepare)
    faults = victim.faults(whole=False)  # wherever it stopped
    victim.finish()
    faults += victim.faults(whole=True)
    for fault in faults:
        print(f"     {fault}", flush=True)
    where = f"{phase} in small transactions" if small and phase == "Writing the graph" else phase
    return where, not faults and steady.hash() == victim.hash()


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
        settings = [replace(settings_in(home / name), judgements=inputs.ledger.path) for name in ("steady", "victim")]
        steady, victim = (Project(each, inputs.folder) for each in settings)
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
    print(
        f"{asked.kills} kills, seed {asked.seed}: {asked.kills - different} equal, {different} different; last hash {last}. Killed: {told}."
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
