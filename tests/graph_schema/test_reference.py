from pathlib import Path

import pytest

from graph_schema import reference
from graph_schema.bloom import load_actions, load_phrases
from graph_schema.load import load_schema
from graph_schema.queries import load_queries


def test_the_committed_page_is_current() -> None:
    assert reference.main(["--check"]) == 0


def test_the_page_names_everything_declared() -> None:
    schema, text = load_schema(), reference.render(load_schema())
    for name in (*schema.nodes, *schema.relationships, *load_queries()):
        assert f"### {name}\n" in text
    properties = [*(n.properties for n in schema.nodes.values()), *(r.properties for r in schema.relationships.values())]
    assert all(f"| `{name}` |" in text for group in properties for name in group)
    assert "GovernmentBody, Country → Company" in text
    assert "`lifted` (ends the fact)" in text
    assert "Drawn in `#CC0000`, larger by `publisher_count` (from 2, 4, 8 on), its colour weaker by `status`." in text
    assert all(f"| `{phrase.text}` |" in text for phrase in load_phrases())
    assert all(f"| {action.text} | " in text for action in load_actions())


def test_a_stale_page_is_said_and_can_be_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "reference.md"
    monkeypatch.setattr(reference, "PAGE", page)
    assert reference.main(["--check"]) == 1
    assert "docs/reference.md is stale" in capsys.readouterr().err
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0
    page.write_text(page.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert reference.main(["--check"]) == 1
