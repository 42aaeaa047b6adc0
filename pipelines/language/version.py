"""The version under which an article was extracted: another one means that it is extracted again.

Known without loading the model, so that a run over unchanged articles stays cheap.
"""

import json
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import graph_schema
from graph_schema.strict import read_yaml

_DECLARED = Path(graph_schema.__file__).parent
_ROOM = Path(__file__).parent
_SOURCES = _ROOM.parent / "sources"
_SHOWN = frozenset({"look", "mark", "description", "caption"})  # keys of a declaration that only say how it is shown


def extraction_version(registry_version: str, model: str, judge: Path | None = None) -> str:
    """A hash of everything that decides what is extracted.

    That is: code, patterns and word lists of this room, how sources are parsed, the declared types but for how they look
    and are described, the registry and how its spellings are derived, the model's name and version, and what the
    judge's files say of themselves.
    """
    digest = sha256()
    files = [path for folder in (_ROOM, _SOURCES) for path in folder.rglob("*") if path.suffix in {".py", ".yml"}]
    files += [_DECLARED / "registry.py", _DECLARED / "legal_forms.py"]
    for called, path in sorted((f"{path.parent.name}/{path.name}", path) for path in files):  # wherever the packages lie
        digest.update(called.encode())
        digest.update(path.read_bytes())
    for path in sorted(_DECLARED.glob("model/*.yml"), key=lambda path: path.name):
        digest.update(f"{path.name} {json.dumps(_declared(read_yaml(path).values), default=str)}".encode())
    digest.update(f"{registry_version} {model} {_model_version(model)}".encode())
    for path in sorted(judge.glob("*.json")) + sorted(judge.glob("*.yml")) if judge else ():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _declared(value: object) -> object:
    if isinstance(value, dict):
        return {key: _declared(below) for key, below in value.items() if key not in _SHOWN}
    return [_declared(below) for below in value] if isinstance(value, list) else value


def _model_version(model: str) -> str:
    try:
        return version(model)
    except PackageNotFoundError:
        return "unknown"  # a path to a model; loading it says what is wrong, if anything is
