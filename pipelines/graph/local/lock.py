"""Which Neo4j the local server is: its version, its jars with their checksums, how Java starts it.

neo4j-5.26.toml is the only place that names the version. To move to another release, run

    python -m pipelines.graph.local.lock neo4j-5.26.toml 5.26.32

which asks Maven Central what that version needs (about two minutes) and rewrites the file's jars; how it is started
stays as it is. For another series copy the file, set that by hand, run the command on the copy, and point LOCK at it.
Fetching and checking the jars belongs in install.py.
"""

import hashlib
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only who renews the lock needs it
    from jgo.maven import Artifact, Dependency

LOCK = Path(__file__).with_name("neo4j-5.26.toml")
ROOTS = ("org.neo4j.app:neo4j-server", "org.neo4j:neo4j", "org.neo4j:neo4j-import-tool")


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One file as Maven names it. `classifier` is empty for most; `sha256` is hexadecimal."""

    group: str
    artifact: str
    version: str
    classifier: str
    packaging: str
    sha256: str

    @property
    def filename(self) -> str:
        """Name of the file, unique within a lock."""
        return "-".join(filter(None, (self.artifact, self.version, self.classifier))) + f".{self.packaging}"


@dataclass(frozen=True, slots=True)
class Lock:
    """One Neo4j version: what to fetch and how to start it. `settings` are lines of neo4j.conf that only it knows."""

    version: str
    main_class: str
    jvm_options: tuple[str, ...]
    settings: tuple[str, ...]
    jars: tuple[Jar, ...]


def read_lock(path: Path = LOCK) -> Lock:
    """The lock in the file `path`."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    jars = tuple(Jar(**jar) for jar in data["jars"])
    return Lock(data["version"], data["main_class"], tuple(data["jvm_options"]), tuple(data["settings"]), jars)


def resolve_jars(version: str) -> tuple[Jar, ...]:
    """Every jar that Neo4j `version` needs, as Maven Central has them now, with the checksums of what it sent."""
    from jgo.maven import MavenContext, PythonResolver

    with tempfile.TemporaryDirectory() as folder:
        resolver = PythonResolver()
        context = MavenContext(resolver=resolver, repo_cache=Path(folder), timeout=30)
        roots = [context.create_dependency(f"{root}:{version}") for root in ROOTS]
        inputs, transitive = resolver.resolve(roots)
        return tuple(sorted(_jar(dependency) for dependency in [*inputs, *transitive]))


def _jar(dependency: "Dependency") -> Jar:
    artifact: Artifact = dependency.artifact
    digest = hashlib.sha256(artifact.resolve().read_bytes()).hexdigest()
    return Jar(artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier, artifact.packaging, digest)


def format_lock(lock: Lock) -> str:
    """The lock as TOML, one line a jar, so that a diff shows what changed."""
    jars = ["{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in asdict(jar).items()) + " }" for jar in lock.jars]
    lines = [
        "# jars: written by `python -m pipelines.graph.local.lock`. The rest is set by hand.",
        f"version = {json.dumps(lock.version)}",
        f"main_class = {json.dumps(lock.main_class)}",
        *_array("jvm_options", map(json.dumps, lock.jvm_options)),
        *_array("settings", map(json.dumps, lock.settings)),
        *_array("jars", jars),
    ]
    return "\n".join(lines) + "\n"


def _array(key: str, values: Iterable[str]) -> list[str]:
    # Each value is TOML already: a JSON string of plain ASCII is a TOML string too.
    return [f"{key} = [", *(f"    {value}," for value in values), "]"]


def main(name: str, version: str) -> None:
    """Rewrite the lock file `name` beside this module for `version`."""
    path = LOCK.with_name(name)
    renewed = replace(read_lock(path), version=version, jars=resolve_jars(version))
    path.write_text(format_lock(renewed), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
