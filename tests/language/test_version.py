"""What changes what is extracted changes the version, so that articles are extracted again."""

import shutil
from pathlib import Path

import pytest

import graph_schema
from pipelines.language import version
from pipelines.language.version import extraction_version


def test_a_declaration_that_changes_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copytree(Path(graph_schema.__file__).parent, tmp_path / "graph_schema")
    shipped = extraction_version("registry", "model")
    monkeypatch.setattr(version, "_DECLARED", copied)
    assert extraction_version("registry", "model") == shipped
    rivals = copied / "model" / "competes_with.yml"
    rivals.write_text(rivals.read_text(encoding="utf-8").replace("[Company, Product]", "[Company]"), encoding="utf-8")
    assert extraction_version("registry", "model") != shipped
