"""`newsgraph evaluate`: figures, the page of errors, and what is not shown of the held half."""

import json

from tests.cli.conftest import LISTED, Shell

GOLD = {
    "id": "listed",
    "text": LISTED,
    "claims": [
        {"type": "SANCTIONS", "subject": "Bureau of Industry and Security", "object": "ZTE", "status": "in_force", "attrs": {}},
        {"type": "SANCTIONS", "subject": "Bureau of Industry and Security", "object": "Larkspur", "status": "in_force", "attrs": {}},
    ],
    "entities": [{"name": "ZTE", "kind": "Company"}],
}


def test_claims_are_scored_and_each_error_is_shown_with_its_sentence(shell: Shell) -> None:
    (shell.folder / "gold.jsonl").write_text(json.dumps(GOLD), encoding="utf-8")
    scored = shell("evaluate", "gold.jsonl", "--page", "errors.html", "--json")
    assert scored.returncode == 0, scored.stderr
    found = json.loads(scored.stdout)
    sanctions = found["strict"]["types"]["SANCTIONS"]
    assert (sanctions["right"], sanctions["false"], sanctions["missed"]) == (1, 0, 1)
    assert sanctions["agreement"] == {"status": [1, 1]}
    assert found["entities"] == {"listed": 1, "found": 1, "right": 1}
    assert "Larkspur" in (shell.folder / "errors.html").read_text(encoding="utf-8")


def test_errors_of_the_held_half_are_not_shown(shell: Shell) -> None:
    refused = shell("evaluate", "--split", "held", "--page", "errors.html")
    assert refused.returncode == 1
    assert "cannot be shown of the held half" in refused.stderr
    assert not (shell.folder / "errors.html").exists()
