"""`newsgraph bloom export` as a person calls it; without a server."""

import json

from graph_schema.bloom import load_phrases
from tests.cli.conftest import Shell


def test_the_file_is_the_same_every_time_and_on_stdout(shell: Shell) -> None:
    first = shell("bloom", "export", "one.json")
    assert first.returncode == 0
    assert f"{len(load_phrases())} search phrases" in first.stderr
    assert first.stdout == ""
    shell("bloom", "export", "two.json")
    assert (shell.folder / "one.json").read_bytes() == (shell.folder / "two.json").read_bytes()
    assert shell("bloom", "export", "-").stdout == (shell.folder / "one.json").read_text(encoding="utf-8")
    assert json.loads((shell.folder / "one.json").read_text(encoding="utf-8"))["type"] == "STANDARD_PERSPECTIVE"


def test_what_is_there_is_replaced(shell: Shell) -> None:
    (shell.folder / "one.json").write_text("old", encoding="utf-8")
    assert shell("bloom", "export", "one.json").returncode == 0
    assert json.loads((shell.folder / "one.json").read_text(encoding="utf-8"))["name"] == "newsgraph"
    assert [path.name for path in shell.folder.iterdir()] == ["one.json"]


def test_a_place_that_cannot_be_written_is_named(shell: Shell) -> None:
    done = shell("bloom", "export", "no/such/folder.json")
    assert done.returncode == 1
    assert "no/such/folder.json: cannot be written" in done.stderr
    assert "Name another file" in done.stderr
