import re
import tomllib
from pathlib import Path

from pipelines.graph.local.lock import LOCK, ROOTS, format_lock, read_lock


def test_the_committed_lock_is_as_the_program_writes_it(tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    copy.write_text(format_lock(read_lock()))
    assert copy.read_text() == LOCK.read_text()
    assert read_lock(copy) == read_lock()


def test_it_holds_the_server_once_and_every_checksum() -> None:
    lock = read_lock()
    names = [f"{jar.group}:{jar.artifact}" for jar in lock.jars if jar.version == lock.version]
    assert all(names.count(root) == 1 for root in ROOTS)
    assert len({jar.filename for jar in lock.jars}) == len(lock.jars) > 200
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in lock.jars)


def test_it_names_no_host_and_no_place() -> None:
    text = LOCK.read_text()
    assert "://" not in text
    assert not re.search(r"\"/\w", text)
    assert set(tomllib.loads(text)["jars"][0]) == {"group", "artifact", "version", "classifier", "packaging", "sha256"}
