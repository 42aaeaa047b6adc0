"""What does a run over nothing new cost? `python -m tests.benchmarks.unchanged [PATH…] [--rounds N]`.

`newsgraph run` reads the paths into a new home, then reads them again; each run is a process of its own, the
server is up before the first. What counts is the ratio of the seconds, and of the processor seconds,
of the unchanged runs to those of the first. Without a path the sample articles are read.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pipelines.graph import local
from tests.benchmarks.extraction import SAMPLES
from tests.conftest import settings_in


def run(paths: list[Path], home: Path) -> tuple[float, float, str]:
    """Seconds, processor seconds (the server's not among them), and the last line that a run printed of the graph."""
    began, used = perf_counter(), _used()
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "run", *map(str, paths), "--source", "benchmark"]
    told = subprocess.run(command, env=os.environ | {"NEWSGRAPH_HOME": str(home)}, capture_output=True, text=True, check=True).stdout
    graph = next(line for line in told.splitlines() if line.startswith("Graph"))
    return perf_counter() - began, _used() - used, graph


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def main() -> None:
    """Print the first run, each unchanged one, and the median ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        local.start(settings)
        try:
            found = [run(given.paths, Path(folder)) for _ in range(1 + given.rounds)]
        finally:
            local.stop(settings)
    for which, (wall, used, graph) in zip(["first", *["unchanged"] * given.rounds], found, strict=True):
        print(f"{which:<10}{wall:7.2f} s  {used:7.2f} s of processor  {graph[:40]}")
    first, *unchanged = found
    walls, processors = (statistics.median(times[part] for times in unchanged) / first[part] for part in (0, 1))
    print(f"ratio {walls:.4f} of the first run's time, {processors:.4f} of its processor time")


if __name__ == "__main__":
    main()
