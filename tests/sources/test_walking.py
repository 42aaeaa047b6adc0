import os
from pathlib import Path

import pytest

from pipelines.records import RawDocument, Refusal
from pipelines.sources import read
from tests.sources.conftest import ENGLISH, NOW


def reasons(*paths: Path, source: str | None = None) -> dict[str, str]:
    """Of everything set aside: its id and the reason."""
    return {item.own_id: item.reason for item in read(paths, source, NOW) if isinstance(item, Refusal)}


def ids(*paths: Path, source: str | None = None) -> list[tuple[str, str]]:
    return [(item.source, item.own_id) for item in read(paths, source, NOW) if isinstance(item, RawDocument)]


def test_a_folder_is_read_recursively_in_order_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.HTM", "c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ENGLISH)
    assert ids(tmp_path) == [(str(tmp_path), name) for name in ("a/c.HTM", "a/z.md", "b.txt", "c.html")]
    assert ids(tmp_path, source="mine")[0] == ("mine", "a/c.HTM")


def test_a_file_has_the_same_id_alone_in_its_folder_and_beside_its_folder(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(ENGLISH)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "more.txt").write_text(ENGLISH)
    assert ids(story) == [(str(tmp_path), "story.txt")]
    assert sorted(ids(tmp_path / "deep", story, tmp_path)) == sorted(ids(tmp_path))
    assert reasons(tmp_path / "deep", story, tmp_path) == {"story.txt": "read_twice", "deep/more.txt": "read_twice"}


def test_what_a_folder_holds_besides_articles_is_counted(tmp_path: Path) -> None:
    for name in ("picture.png", ".hidden.txt", "story.txt"):
        (tmp_path / name).write_text(ENGLISH)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "notes.txt").write_text(ENGLISH)
    (tmp_path / "void").mkdir()
    assert reasons(tmp_path) == {"picture.png": "ignored_suffix", ".hidden.txt": "hidden", ".git": "hidden"}
    assert reasons(tmp_path / "void") == {".": "empty_folder"}


def test_a_named_file_of_another_suffix_is_refused_and_a_named_hidden_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_text(ENGLISH)
    (tmp_path / ".hidden.txt").write_text(ENGLISH)
    assert reasons(tmp_path / "table.xlsx") == {"table.xlsx": "unknown_suffix"}
    assert ids(tmp_path / ".hidden.txt") == [(str(tmp_path), ".hidden.txt")]


def test_a_path_that_is_not_there_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(ENGLISH)
    missing = [tmp_path / "none.txt", tmp_path / "none", tmp_path / "story.txt" / "below.txt"]
    assert list(reasons(*missing).values()) == ["not_found", "not_found", "unreadable"]
    assert ids(*missing, tmp_path / "story.txt") == [(str(tmp_path), "story.txt")]


def test_links_end_nowhere_in_a_loop_or_twice_at_one_file_without_harm(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(ENGLISH)
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    (tmp_path / "tale.txt").symlink_to(tmp_path / "story.txt")
    assert reasons(tmp_path) == {"gone.txt": "not_found", "ring.txt": "unreadable", "tale.txt": "read_twice", "up": "folder_link"}
    assert ids(tmp_path / "up") == ids(tmp_path) == [(str(tmp_path), "story.txt")]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(tmp_path) == {"pipe.txt": "not_a_file"}


def test_a_name_may_hold_anything_that_is_text(tmp_path: Path) -> None:
    name = 'it\'s "quoted" `back` {brace} $HOME; \n名.txt'
    (tmp_path / name).write_text(ENGLISH)
    assert ids(tmp_path) == [(str(tmp_path), name)]


def test_a_name_that_is_no_text_is_refused_in_letters_that_can_be_printed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(ENGLISH)
    assert reasons(tmp_path) == {"\\udcff.txt": "bad_name"}


def test_a_locator_is_relative_to_the_current_folder_when_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "story.txt").write_text(ENGLISH)
    outside = [item.locator for item in read([tmp_path], None, NOW)]
    monkeypatch.chdir(tmp_path)
    inside = [item.locator for item in read([Path("in")], None, NOW)]
    assert (outside, inside) == ([str(tmp_path / "in" / "story.txt")], ["in/story.txt"])
