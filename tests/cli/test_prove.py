"""`newsgraph show`: a claim's proof at a terminal and as JSON, without a server."""

import json

from tests.cli.conftest import LISTED, Shell


def read(shell: Shell) -> str:
    """Extract one article into the record; the id of its claim."""
    articles = shell.folder / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text(LISTED, encoding="utf-8")
    assert shell("run", "articles", "--source", "test").returncode == 0
    (claim,) = shell.json("query", "sanctions_on", "--param", "entity=ZTE", "--json")
    return str(claim["claim"])


def test_a_claim_is_shown_with_its_proof(connected_shell: Shell) -> None:
    claim = read(connected_shell)
    done = connected_shell("show", claim[:8])
    told = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "The [Bureau of Industry and Security] <added> [ZTE] to the Entity List on Monday. The company did not comment." in told
    assert "sentence 0–75, subject 4–35, object 42–45, trigger 36–41" in told
    assert f"newsgraph reject {claim}" in told
    assert max(map(len, done.stdout.splitlines())) <= 80 or "articles/one.txt" in done.stdout


def test_as_json_it_is_one_object(connected_shell: Shell) -> None:
    claim = read(connected_shell)
    found = json.loads(connected_shell("show", claim, "--json").stdout)
    assert found["claim"]["claim_id"] == claim
    assert LISTED[found["claim"]["start"] : found["claim"]["end"]] == found["claim"]["sentence"]
