"""The file of judgements: what is appended is read again, however lines are ordered, doubled, merged, cut or spoilt."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import RecordError, SettingsError
from pipelines.judgements.entries import EntityRef, Judgement, Verdict
from pipelines.judgements.ledger import Ledger, new_judgement
from tests.judgements.deciding import CLAIM, START, by_time, judged, judgements

SAME = judged(1, Verdict.SAME, a=EntityRef("Kedali"), b=EntityRef("Kedali Fab", article_id="a-1"))
REJECT = judged(2, Verdict.REJECT, claim=CLAIM)
CUT = judged(3, Verdict.RENAME, a=EntityRef("Ürün"), name="Ürün 土")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "kept" / "judgements.jsonl")


def written(ledger: Ledger, *lines: str | bytes) -> Ledger:
    ledger.path.parent.mkdir(exist_ok=True)
    ledger.path.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines) + b"\n")
    return ledger


def line_of(ledger: Ledger, judgement: Judgement) -> str:
    before = ledger.path.read_bytes() if ledger.path.exists() else b""
    ledger.append(judgement)
    line = ledger.path.read_bytes()[len(before) :].decode()
    ledger.path.write_bytes(before)
    return line.strip("\n")


def spoilt(**changes: object) -> str:
    row = {"id": "j-1", "at": "2026-03-01T12:00:00.000Z", "who": "ada", "verdict": "same", "a": {"name": "Kedali"}, "b": {"name": "Volta"}}
    return json.dumps({name: value for name, value in (row | changes).items() if value is not None})


def test_a_ledger_that_is_not_there_says_nothing(ledger: Ledger) -> None:
    assert ledger.read() == ([], [])
    empty = ledger.digest()
    assert written(ledger).digest() == empty
    ledger.append(SAME)
    assert ledger.digest() != empty


def test_a_line_is_plain_and_its_fields_have_one_order(ledger: Ledger) -> None:
    line = line_of(ledger, new_judgement(Verdict.RENAME, at=START, who="ada", why="as on its site", a=EntityRef("Ürün"), name="Ürün A.Ş."))
    assert line.endswith(
        '"at": "2026-03-01T12:00:00.000Z", "who": "ada", "verdict": "rename", "why": "as on its site", '
        '"a": {"name": "Ürün"}, "name": "Ürün A.Ş."}'
    )
    assert line.startswith('{"id": "j-')


@settings(deadline=None, max_examples=200)
@given(st.lists(judgements(), max_size=6), st.lists(judgements(), max_size=4), st.data())
def test_what_is_appended_is_read_again_whatever_the_order_of_lines(
    ours: list[Judgement], theirs: list[Judgement], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        one, other = Ledger(Path(folder) / "one"), Ledger(Path(folder) / "other")
        one.append(*ours)
        for judgement in theirs:
            one.append(judgement)
        found, refusals = one.read()
        assert refusals == []
        assert found == by_time(list({judgement.id: judgement for judgement in (*ours, *theirs)}.values()))
        lines = one.path.read_bytes().splitlines(keepends=True)  # bytes: only \n, \r and \r\n end a line, and JSON holds none of them
        merged = data.draw(st.permutations([*lines, *lines[: len(ours)]]))
        other.path.write_bytes(b"".join(merged))
        assert other.read() == (found, [])
        assert other.digest() == one.digest()


def test_an_id_is_a_hash_of_all_that_is_said() -> None:
    one = {"verdict": Verdict.SAME, "at": START, "who": "ada", "why": "w", "a": EntityRef("Kedali"), "b": EntityRef("Volta")}
    others: Sequence[dict[str, object]] = [
        {"verdict": Verdict.DIFFERENT},
        {"at": START + timedelta(milliseconds=1)},
        {"who": "bob"},
        {"why": ""},
        {"b": EntityRef("Volta", "NG000001")},
        {"b": EntityRef("Volta", article_id="NG000001")},
    ]
    ids = {new_judgement(**(one | other)).id for other in ({}, *others)}  # type: ignore[arg-type]
    assert len(ids) == 1 + len(others)
    assert new_judgement(**one).id in ids  # type: ignore[arg-type]


def test_a_moment_is_the_same_in_every_zone(ledger: Ledger) -> None:
    zones = ["2026-03-01T13:00:00.1239+01:00", "2026-03-01T12:00:00.123Z", "2026-03-01T12:00:00.123", "2026-03-01T04:00:00.123-08:00"]
    found, refusals = written(ledger, *(spoilt(at=at) for at in zones)).read()
    assert refusals == []
    assert [judgement.at for judgement in found] == [START + timedelta(milliseconds=123)]
    elsewhere = datetime(2026, 3, 1, 13, tzinfo=timezone(timedelta(hours=1)))
    assert new_judgement(Verdict.UNDO, at=elsewhere, who="ada", of="j-1") == new_judgement(Verdict.UNDO, at=START, who="ada", of="j-1")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("not json", "is no JSON: Expecting value at character 1"),
        ("[1]", "is no JSON object"),
        ("[" * 100_000, "nested too deep"),
        (b'{"id": "j-\xff"}', "can't decode"),
        ("<<<<<<< HEAD", "mark that a merge left"),
        ("||||||| base", "mark that a merge left"),
        ("=======", "mark that a merge left"),
        (">>>>>>> theirs", "mark that a merge left"),
        (spoilt(verdict="perhaps"), "it must be one of same, different"),
        (spoilt(verdict=["same"]), "it must be one of same, different"),
        (spoilt(verdict=None), "it must be one of same, different"),
        (spoilt(b=None), "same needs the field 'b'"),
        (spoilt(id=None), "the field 'id' is missing"),
        (spoilt(who=""), "the field 'who' is missing"),
        (spoilt(at=None), "the field 'at' is missing"),
        (spoilt(at="yesterday"), "yesterday"),
        (spoilt(at="0001-01-01T00:00:00+05:00"), "no such moment"),
        (spoilt(why=7), "why is 7; it must be a text"),
        (spoilt(because="x"), "the field 'because' is unknown"),
        (spoilt(a="Kedali"), "a is 'Kedali'; it must be an object"),
        (spoilt(a={"name": "Kedali", "colour": "red"}), "colour"),
        (spoilt(a={"article_id": "a-1"}), "a does not fit"),
        (spoilt(a={"name": " "}), "a has no name"),
        (spoilt(a={"name": "Kedali", "list_id": "csl"}), "a list without its entry"),
        (spoilt(who="\ud800"), "surrogates not allowed"),
        (spoilt(a={"name": "\ud800"}), "surrogates not allowed"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_the_rest_counts(ledger: Ledger, line: str | bytes, problem: str) -> None:
    lines = line_of(ledger, SAME), line_of(ledger, REJECT)
    found, (refusal,) = written(ledger, lines[0], line, "", lines[1]).read()
    assert found == [SAME, REJECT]
    assert problem in refusal.message
    assert refusal.message.startswith("judgements.jsonl:2: ")
    assert refusal.locator == "judgements.jsonl:2"
    assert refusal.message.endswith("It does not count; mend that line, or take it out.")
    assert ledger.digest() != written(ledger, *lines).digest()  # so that the next run looks at it, and tells


def test_both_sides_of_a_conflict_that_was_left_standing_count(ledger: Ledger) -> None:
    ours, theirs = line_of(ledger, SAME), line_of(ledger, REJECT)
    found, refusals = written(ledger, "<<<<<<< HEAD", ours, "=======", theirs, ">>>>>>> theirs").read()
    assert (found, len(refusals)) == ([SAME, REJECT], 3)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_one_id_with_different_contents_none_counts(ledger: Ledger, turn: int) -> None:
    lines = [spoilt(why="one"), spoilt(why="two")][::turn]
    found, refusals = written(ledger, *lines, line_of(ledger, SAME)).read()
    assert found == [SAME]
    assert ["the id j-1 stands in lines 1, 2 with different contents" in refusal.message for refusal in refusals] == [True, True]


def test_files_of_other_editors_are_read(ledger: Ledger) -> None:
    lines = line_of(ledger, SAME), line_of(ledger, REJECT)
    assert written(ledger, b"\xef\xbb\xbf" + lines[0].encode() + b"\r", lines[1]).read() == ([SAME, REJECT], [])


def test_a_line_cut_anywhere_by_a_kill_harms_no_other(ledger: Ledger) -> None:
    ledger.append(SAME)
    whole = ledger.path.read_bytes()
    ledger.append(CUT)
    last = ledger.path.read_bytes()[len(whole) :]
    for kept in range(len(last)):
        ledger.path.write_bytes(whole + last[:kept])
        ledger.append(REJECT)
        found, refusals = ledger.read()
        complete = kept == len(last) - 1
        assert found == by_time([SAME, REJECT, *([CUT] if complete else [])])
        assert len(refusals) == (0 if complete or kept == 0 else 1)


@pytest.mark.parametrize(
    "unfit",
    [
        judged(1, Verdict.SAME, a=EntityRef("Kedali")),
        judged(1, Verdict.SAME, who="", a=EntityRef("Kedali"), b=EntityRef("Volta")),
        judged(1, Verdict.RENAME, a=EntityRef("Kedali"), name="\udcff"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(ledger: Ledger, unfit: Judgement) -> None:
    with pytest.raises(RecordError, match="a judgement cannot be written"):
        ledger.append(SAME, unfit)
    assert ledger.read() == ([], [])


def test_processes_that_append_at_once_lose_nothing(ledger: Ledger) -> None:
    script = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipelines.judgements.entries import Verdict
from pipelines.judgements.ledger import Ledger, new_judgement
for number in range(25):
    Ledger(Path(sys.argv[1])).append(new_judgement(Verdict.UNDO, at=datetime(2026, 3, 1, tzinfo=UTC), who=sys.argv[2], of=f"j-{number}"))
"""
    running = [subprocess.Popen([sys.executable, "-c", script, str(ledger.path), who]) for who in ("ada", "bob", "cyd")]
    assert [process.wait() for process in running] == [0, 0, 0]
    found, refusals = ledger.read()
    assert refusals == []
    assert {(judgement.who, judgement.of) for judgement in found} == {(who, f"j-{n}") for who in ("ada", "bob", "cyd") for n in range(25)}


@pytest.mark.parametrize("place", ["a file/judgements.jsonl", "a folder"])
def test_a_ledger_that_cannot_be_written_is_named_with_the_way_on(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").touch()
    (tmp_path / "a folder").mkdir()
    with pytest.raises(SettingsError, match=r"cannot be written .*NEWSGRAPH_JUDGEMENTS") as caught:
        Ledger(tmp_path / place).append(SAME)
    assert caught.value.where == str(tmp_path / place)
