"""The layer rule: which room may import what. Kept here so that it holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("graph_schema/**/*.py"), *ROOT.glob("pipelines/**/*.py")])
ONLY_IN = {
    "dagster": ("pipelines/defs/", "pipelines/definitions.py"),
    "spacy": ("pipelines/language/",),
    "neo4j": ("pipelines/graph/",),
    "onnxruntime": ("pipelines/language/judge.py",),
    "torch": ("pipelines/training/",),
}
# Rooms in the order in which data flows; a room may import those before it, and those of its own.
ROOMS = (
    "sources",
    "language",
    "lists",
    "judgements",
    "resolution",
    "evaluation",
    "training",
    "record",
    "picture",
    "graph",
    "flow",
    "export",
    "desk",
    "defs",
    "cli",
)
LONGEST = 300


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(module: str) -> str | None:
    parts = module.removesuffix(".py").replace("/", ".").split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "pipelines" and parts[1] in ROOMS else None


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    where = place(path)
    for module in imported(path):
        top = module.partition(".")[0]
        assert top not in ONLY_IN or where.startswith(ONLY_IN[top]), f"{where} imports {module}"
        assert not (where.startswith("graph_schema/") and top == "pipelines"), f"{where} imports {module}"


@pytest.mark.parametrize("path", [path for path in MODULES if room(place(path))], ids=place)
def test_data_flows_one_way(path: Path) -> None:
    own = room(place(path))
    assert own is not None
    for module in imported(path):
        other = room(module)
        assert other is None or ROOMS.index(other) <= ROOMS.index(own), f"{place(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_says_what_it_is_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), place(path)
    assert text.count("\n") <= LONGEST, place(path)
