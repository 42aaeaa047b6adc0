"""The notebook runs from its first cell to its last on the sample articles, and ends in a figure whose dots can be proved."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from neo4j import Driver

from tests.cli.conftest import Shell

ROOT = Path(__file__).parent.parent.parent
NOTEBOOK = ROOT / "docs" / "first-figure.ipynb"


@pytest.fixture
def kernel_environment(connected_shell: Shell, graph: Driver, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The settings of a project with the sample articles in its graph, for processes that this one starts."""
    assert graph
    done = connected_shell("run", str(ROOT / "samples" / "articles"), "--source", "samples")
    assert done.returncode == 0, done.stderr
    for name, value in connected_shell.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NEWSGRAPH_HOME", str(connected_shell.folder / ".newsgraph"))
    return connected_shell


def outputs(cell: nbformat.NotebookNode) -> dict[str, str]:
    """What a cell put out, by media type."""
    return {kind: text for output in cell.get("outputs", []) for kind, text in output.get("data", {"text": output.get("text", "")}).items()}


def test_the_notebook_goes_from_nothing_to_a_figure(kernel_environment: Shell) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    shown = [outputs(cell) for cell in notebook.cells]
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    run = [outputs(cell) for cell in notebook.cells]
    assert [text.get("text/plain") for text in run[:-1] if "image/png" not in text] == [
        text.get("text/plain") for text in shown[:-1] if "image/png" not in text
    ]
    assert sum("image/png" in text for text in run) == 1
    command = run[-1]["text"].splitlines()[-1].removeprefix("newsgraph ").split()
    assert kernel_environment(*command).returncode == 0
