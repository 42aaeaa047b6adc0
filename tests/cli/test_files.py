"""What a command writes is whole or as it was, at its place."""

from pathlib import Path

import pytest

from pipelines.cli.files import whole_file, write


def test_a_link_stays_one(tmp_path: Path) -> None:
    behind, link = tmp_path / "behind.jsonl", tmp_path / "link.jsonl"
    behind.write_text("old")
    link.symlink_to(behind)
    write("new", link)
    assert (link.is_symlink(), behind.read_text()) == (True, "new")


def test_a_file_that_was_not_finished_is_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    file.write_text("old")
    with pytest.raises(TypeError), whole_file(file) as opened:
        opened.writelines([b"half", None])  # type: ignore[list-item]
    assert ([path.name for path in tmp_path.iterdir()], file.read_text()) == (["answer.csv"], "old")
