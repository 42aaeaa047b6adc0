"""How long the library's questions take: `python -m tests.benchmarks.questions [ROUNDS]`, on the server that the settings name.

Each question is asked of the entities that most articles name, or over all time, after one round that nobody counts; what is
printed is the median and the 95th percentile in milliseconds, and how many rows came. Machines differ: compare
questions with each other within one run, and with `RETURN 1`.
"""

import sys
from collections.abc import Iterator
from statistics import quantiles
from time import perf_counter

from graph_schema.parameters import Parameter
from graph_schema.queries import Query, load_queries
from pipelines.cli.workspace import server
from pipelines.graph.ask import ask
from pipelines.graph.server import Server
from pipelines.settings import load_settings

ENTITIES = 10
DAYS = {"since": "2000-01-01", "until": "2100-01-01", "day": "2020-01-01", "at": "2100-01-01"}
NOTHING = Query("RETURN 1", "nothing", "nothing", (), ("one",), "RETURN 1 AS one")


def main(rounds: int) -> None:
    """Ask and print."""
    with server(load_settings()) as asked:
        named = ask(
            asked.driver, asked.database, load_queries()["most_mentioned"], {"kind": None, "since": None, "until": None, "limit": ENTITIES}
        )
        facts = asked.driver.execute_query("MATCH (c:Claim) WHERE c.fact_id IS NOT NULL RETURN DISTINCT c.fact_id AS fact LIMIT 10").records
        values = {"entity": [str(name) for name in named["name"]], "fact": [str(row["fact"]) for row in facts]}
        print(f"{'question':<22}{'p50 ms':>9}{'p95 ms':>9}{'rows':>7}")
        for query in (NOTHING, *load_queries().values()):
            times, rows = _timed(asked, query, values, rounds)
            print(f"{query.name:<22}{quantiles(times, n=100)[49]:>9.1f}{quantiles(times, n=100)[94]:>9.1f}{rows:>7}")


def _timed(asked: Server, query: Query, values: dict[str, list[str]], rounds: int) -> tuple[list[float], int]:
    """Milliseconds of each asking, and the most rows that came."""
    times, most = [], 0
    for counted in range(rounds + 1):
        for given in _given(query, values):
            begun = perf_counter()
            frame = ask(asked.driver, asked.database, query, query.bind(given))
            if counted:
                times.append(1000 * (perf_counter() - begun))
            most = max(most, len(frame))
    return times, most


def _given(query: Query, values: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    required = [p for p in query.parameters if p.required]
    for place in range(ENTITIES):
        yield {p.name: _value(p, values, place) for p in required}


def _value(parameter: Parameter, values: dict[str, list[str]], place: int) -> str:
    known = values.get(parameter.name, values["entity"])
    return DAYS.get(parameter.name) or known[place % len(known)]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
