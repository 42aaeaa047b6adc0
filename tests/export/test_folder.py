"""An export never takes the place of something else."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines.errors import ExportError
from pipelines.export import write_bundle
from pipelines.export.folder import MANIFEST, put_in_place
from tests.export.given import Given, written


def test_a_folder_that_is_no_export_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years")
    for format_ in ("csv", "graphml"):
        with pytest.raises(ExportError, match="is no export of newsgraph"):
            write_bundle(tmp_path / "mine", format_, Given(), {})
    assert written(tmp_path) == {"mine/thesis.txt": b"years"}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"files": {}}', '{"newsgraph_export": 1}', '{"newsgraph_export": 1, "files": 3}']
)
def test_a_manifest_of_others_makes_it_no_export(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ExportError, match="is no export of newsgraph"):
        write_bundle(tmp_path, "csv", Given(), {})
    assert (tmp_path / MANIFEST).read_text() == text


def test_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExportError, match="is no export of newsgraph"):
        write_bundle(tmp_path / "file", "csv", Given(), {})
    assert (tmp_path / "file").read_text() == "mine"


def test_an_export_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    write_bundle(tmp_path / "out", "csv", Given(), {})
    notes = tmp_path / "out" / "nodes" / "notes.txt"
    notes.write_text("mine")
    with pytest.raises(ExportError, match=r"holds what no export wrote: nodes/notes\.txt"):
        write_bundle(tmp_path / "out", "graphml", Given(), {})
    notes.unlink()
    (tmp_path / "out" / "import.report").touch()  # neo4j-admin's
    write_bundle(tmp_path / "out", "graphml", Given(), {})
    assert set(written(tmp_path / "out")) == {"graph.graphml", "manifest.json"}


def test_an_empty_folder_and_one_below_folders_that_are_not_there_yet_are_taken(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "a" / "b"):
        write_bundle(folder / "out", "csv", Given(), {})
        assert json.loads((folder / "out" / MANIFEST).read_text())["format"] == "csv"


def test_what_a_killed_export_left_is_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_bundle(folder, "csv", Given(), {})
    before = written(folder)
    with put_in_place(folder) as part:  # killed between the two renames
        (part / "half").touch()
        folder.rename(tmp_path / ".out.newsgraph-before")
        shutil.copytree(part, tmp_path / "copy")
        raised = pytest.raises(ExportError, match="cannot be written")
        with raised, put_in_place(folder):
            raise OSError("killed")
        assert written(folder) == before
        part.mkdir()
    assert written(folder) == {}


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot be written"):
        write_bundle(tmp_path / "file" / "out", "csv", Given(), {})
