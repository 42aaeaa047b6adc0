import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records import RawDocument, Refusal
from pipelines.sources import read
from pipelines.sources.decoding import MAX_BYTES
from tests.sources.conftest import ENGLISH, NOW


def read_all(*paths: Path) -> list[RawDocument | Refusal]:
    return list(read(paths, None, NOW))


def refusal_of(path: Path, data: bytes) -> Refusal:
    path.write_bytes(data)
    (only,) = read_all(path)
    assert isinstance(only, Refusal)
    return only


def record(**changes: object) -> bytes:
    return json.dumps({"id": "1", "text": ENGLISH} | changes).encode() + b"\n"


@contextmanager
def powerless() -> Iterator[None]:
    """Run as a user whom permissions bind, also when the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        (b"", "empty_file", "is empty"),
        (b" \r\n\t ", "empty_file", "is empty"),
        (b"\xef\xbb\xbf", "empty_file", "is empty"),
        (b"\xff\xfe", "empty_file", "is empty"),
        (b"\x89PNG\r\n\x1a\n....", "binary_file", "Convert"),
        (b"%PDF-1.7\n% \xe2\xe3", "binary_file", "Convert"),
        (b"some text\x00more", "binary_file", "Convert"),
        ("Nvidia".encode("utf-16-le"), "binary_file", "Convert"),
        ("One line.\nA caf\xe9.".encode("latin-1"), "bad_encoding", "byte 15 (line 2) is no UTF-8. Convert it with `iconv -f WINDOWS-1252"),
        (b"\xff\xfea", "bad_encoding", "byte 2 (line 1) is no UTF-16"),
        (b"x" * 20_000_000, "too_large", "20,000,000 bytes; one article may have 10,000,000"),
    ],
)
def test_a_file_that_holds_no_text_is_refused_with_place_and_way_on(tmp_path: Path, data: bytes, reason: str, said: str) -> None:
    refused = refusal_of(tmp_path / "it's bad.txt", data)
    assert (refused.stage, refused.reason, refused.own_id) == ("read", reason, "it's bad.txt")
    assert refused.message.startswith(f"{tmp_path}/it's bad.txt: ")
    assert said in refused.message


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        (b"{'id': 1}\n", "not_json", "at character 1"),
        (b"\xff{}\n", "bad_encoding", "byte 0 of the line"),
        (b"[" * 100_000 + b"\n", "not_json", "cannot be read"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "x"}\n', "not_json", "cannot be read"),
        (b'["id", "text"]\n', "not_object", "is a list"),
        (b"null\n", "not_object", "is a null"),
        (b'{"text": "x"}\n', "missing_key", "no `id`"),
        (b'{"id": "", "text": "x"}\n', "missing_key", "no `id`"),
        (b'{"id": "1"}\n', "missing_key", "no `text`"),
        (b'{"id": "1", "text": null}\n', "missing_key", "no `text`"),
        (b'{"id": 1.5, "text": "x"}\n', "bad_type", "`id` is a number"),
        (b'{"id": "\\ud800", "text": "x"}\n', "bad_text", "U+D800"),
        (record(text="x" * (MAX_BYTES + 1)), "too_large", "10,000,000"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_lines_around_it_are_read(tmp_path: Path, line: bytes, reason: str, said: str) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(record(id="before") + b"\n" + line + record(id=7))
    before, refused, after = read_all(path)
    assert isinstance(before, RawDocument)
    assert isinstance(after, RawDocument)
    assert (before.own_id, before.locator, before.source) == ("before", f"{path}:1", str(path))
    assert (after.own_id, after.locator) == ("7", f"{path}:4")
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.locator) == (reason, f"{path}:3")
    assert refused.message.startswith(f"{path}:3: ")
    assert said in refused.message


def test_a_file_of_json_lines_may_be_larger_than_an_article_and_be_compressed(tmp_path: Path) -> None:
    lines = [record(id=str(number), text="x" * 900_000) for number in range(13)]
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    with gzip.open(tmp_path / "b.jsonl.gz", "wb", compresslevel=1) as stream:
        stream.writelines(lines)
    documents = read_all(tmp_path)
    assert [item.own_id for item in documents] == [str(number) for number in range(13)] * 2
    assert {item.source for item in documents} == {str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl.gz")}


def test_a_cut_or_false_gzip_file_gives_what_came_before_and_a_refusal(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(record(id=str(n), text=os.urandom(500).hex()) for n in range(200)))
    cut, false = tmp_path / "cut.jsonl.gz", tmp_path / "false.jsonl.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    *read_before, last = read_all(cut)
    assert all(isinstance(item, RawDocument) for item in read_before)
    assert read_before
    assert isinstance(last, Refusal)
    assert (last.reason, refusal_of(false, record()).reason) == ("bad_gzip", "bad_gzip")


def test_json_lines_without_a_record_are_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.jsonl", b"\n \n").reason == "empty_file"


def test_no_permission_for_a_file_or_a_folder_is_refused_and_the_rest_is_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "open.txt").write_text(ENGLISH)
        (folder / "shut").mkdir()
        (folder / "shut" / "story.txt").write_text(ENGLISH)
        (folder / "file.txt").write_text(ENGLISH)
        (folder / "news.jsonl").write_bytes(record())
        (folder / "open.txt").chmod(0o644)
        for shut in ("shut", "file.txt", "news.jsonl"):
            (folder / shut).chmod(0)
        with powerless():
            items = list(read([folder, folder / "shut" / "story.txt"], "here", NOW))
        (folder / "shut").chmod(0o700)
    refused = {item.own_id: item.reason for item in items if isinstance(item, Refusal)}
    assert refused == dict.fromkeys(("shut", "shut/story.txt", "file.txt", "news.jsonl"), "no_permission")
    assert [item.own_id for item in items if isinstance(item, RawDocument)] == ["open.txt"]


def test_a_file_that_vanishes_while_others_are_read_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(ENGLISH)
    items = read([tmp_path], None, NOW)
    next(items)
    (tmp_path / "b.txt").unlink()
    second, third = items
    assert isinstance(second, Refusal)
    assert second.reason == "not_found"
    assert isinstance(third, RawDocument)


@settings(deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")).filter(str.strip),
    form=st.sampled_from([("utf-8", ""), ("utf-8", "\ufeff"), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff")]),
    suffix=st.sampled_from([".txt", ".md", ".html"]),
)
def test_what_is_read_is_the_decoded_file_unchanged(text: str, form: tuple[str, str], suffix: str) -> None:
    encoding, mark = form
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"story{suffix}"
        data = (mark + text).encode(encoding)
        path.write_bytes(data)
        (item,) = read_all(path)
    signed = data.startswith((b"%PDF-", b"PK\x03\x04", b"GIF8"))
    assert signed or (isinstance(item, RawDocument) and item.payload == text and item.retrieved_at == NOW)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(record() + b"{\n")
    (tmp_path / "story.txt").write_bytes(b"\xff")
    assert read_all(tmp_path) == read_all(tmp_path)
