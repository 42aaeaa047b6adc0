"""What changes what is extracted changes the version, so that articles are extracted again."""

import shutil
from pathlib import Path

import pytest

import graph_schema
from pipelines.language import version
from pipelines.language.version import extraction_version


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("[Company, Product]", "[Company]", False),
        ('colour: "#BB8800"', 'colour: "#00FF00"', True),
        ("description: ", "description: Well, ", True),
    ],
)
def test_a_declaration_that_changes_more_than_its_look_is_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, same: bool
) -> None:
    copied = shutil.copytree(Path(graph_schema.__file__).parent, tmp_path / "graph_schema")
    shipped = extraction_version("registry", "model")
    monkeypatch.setattr(version, "_DECLARED", copied)
    assert extraction_version("registry", "model") == shipped
    rivals = copied / "model" / "competes_with.yml"
    declared = rivals.read_text(encoding="utf-8")
    assert before in declared
    rivals.write_text(declared.replace(before, after, 1), encoding="utf-8")
    assert (extraction_version("registry", "model") == shipped) is same
