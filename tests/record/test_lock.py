"""One writer at a time, and the lock dies with its process."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import BusyError, SettingsError
from pipelines.record import writer, writing

HOLD = """
import sys
from pathlib import Path
from pipelines.record import writing
with writing(Path(sys.argv[1]), wait=0, told=print):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate()


def test_the_second_is_told_who_holds_it(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    told: list[str] = []
    with pytest.raises(BusyError, match=f"process {holder.pid}"), writing(tmp_path, wait=0.1, told=told.append):
        pass
    assert "is writing; waiting up to" in told[0]
    finish(holder)


def test_a_killed_holder_lets_go(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    holder.kill()
    finish(holder)
    with writing(tmp_path, wait=5, told=print):
        assert (tmp_path / "writer.json").exists()


def test_the_second_waits_for_the_first(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    def release(_: str) -> None:
        finish(holder)

    with writing(tmp_path, wait=30, told=release):
        assert holder.returncode == 0


def test_who_only_asks_is_told_who_writes_and_waits_for_nobody(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    assert f"process {holder.pid}" in (writer(tmp_path) or "")
    finish(holder)
    assert writer(tmp_path) is None
    assert writer(tmp_path / "nothing") is None
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("in_the_way", ["", "writer.json"])
def test_a_folder_that_cannot_be_written_is_named_and_left_unlocked(tmp_path: Path, in_the_way: str) -> None:
    folder = tmp_path / "record"
    if in_the_way:
        (folder / in_the_way).mkdir(parents=True)
    else:
        folder.write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match=f"^{folder}: cannot be written .*NEWSGRAPH_HOME"), writing(folder, wait=0, told=print):
        pass
    assert writer(folder) is None
