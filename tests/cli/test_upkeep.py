"""`newsgraph check`, `rebuild`, `graph-hash` and `query --as-of` as a person calls them."""

from datetime import UTC, datetime, timedelta

import pytest
from neo4j import Driver

from tests.cli.conftest import LISTED, RIVALS, Shell


@pytest.fixture
def written(connected_shell: Shell) -> Shell:
    """A project whose two articles are in the graph."""
    articles = connected_shell.folder / "articles"
    articles.mkdir()
    for name, text in (("listed.txt", LISTED), ("rivals.txt", RIVALS)):
        (articles / name).write_text(text, encoding="utf-8")
    connected_shell.json("run", "articles", "--source", "test", "--json")
    return connected_shell


def test_a_damaged_graph_is_found_mended_and_rebuilt_to_the_same_hash(written: Shell, graph: Driver) -> None:
    before = written.json("graph-hash", "--json")
    assert before == {"hash": written.json("graph-hash", "--of-record", "--json")["hash"], "of": "graph"}
    graph.execute_query("MATCH (n:Company) SET n.name = 'Edited' CREATE (:Note)-[:ABOUT]->(n)")
    found = written("check")
    assert found.returncode == 1
    assert "was changed by hand: its values are not those that were written" in found.stdout
    assert "newsgraph check --fix" in found.stderr
    fixed = written("check", "--fix")
    assert fixed.returncode == 1  # what strangers wrote is still there
    assert "Wrote anew: Company" in fixed.stdout
    assert "nodes carry the undeclared label Note." in fixed.stdout
    assert graph.execute_query("MATCH (n:Company {name: 'Edited'}) RETURN n").records == []

    refused = written("rebuild", "--yes")
    assert refused.returncode == 1
    assert "relationships that newsgraph did not write hang on its nodes" in refused.stderr
    rebuilt = written("rebuild", "--yes", "--force")
    assert rebuilt.returncode == 0, rebuilt.stderr
    graph.execute_query("MATCH (n:Note) DELETE n")
    assert written.json("graph-hash", "--json") == before


def test_a_question_is_answered_as_of_a_day(written: Shell) -> None:
    rivals = [row["rival"] for row in written.json("query", "competitors", "--param", "entity=AMD", "--json")]
    assert rivals == ["Nvidia"]
    today = datetime.now(UTC).date()
    for day, expected in ((today, rivals), (today - timedelta(days=1), [])):
        answer = written.json("query", "competitors", "--param", "entity=AMD", "--as-of", day.isoformat(), "--json")
        assert [row["rival"] for row in answer] == expected
    assert written.json("check", "--json")["sound"] is True
