import gzip
from pathlib import Path

import pytest

from pipelines.errors import SourceError
from pipelines.lists import edition, read_list_file
from tests.lists.conftest import CSL, SAMPLES, SDN, csl_row, target, write


@pytest.fixture
def csl(tmp_path: Path) -> Path:
    return write(tmp_path / "csl.csv", csl_row("1", "Torrent Works"), csl_row("2", "Ada Example", SDN, type="Individual"))


def test_the_format_is_known_by_the_header(tmp_path: Path, csl: Path) -> None:
    other = write(tmp_path / "targets.simple.csv", target("NK-1", "Company", "Torrent Works"))
    assert sorted(read_list_file(csl).entries) == [("csl-EL", "1"), ("csl-SDN", "2")]
    assert sorted(read_list_file(other).entries) == [("opensanctions-sample-register", "NK-1")]


def test_a_packed_file_and_one_with_a_byte_order_mark_are_the_same_list(tmp_path: Path, csl: Path) -> None:
    packed, marked = tmp_path / "csl.csv.gz", tmp_path / "marked.csv"
    packed.write_bytes(gzip.compress(csl.read_bytes()))
    marked.write_bytes(b"\xef\xbb\xbf" + csl.read_bytes())
    assert read_list_file(packed).entries == read_list_file(marked).entries == read_list_file(csl).entries


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "its header is of no list"),
        (b"name,country\nTorrent,CN\n", "its header is of no list"),
        (b"_id,source,source_list_url,alt_names\n", "lacks the columns addresses, citizenships"),
        (b"\xff\xfe_id", "is not UTF-8"),
        ((",".join(CSL) + '\n1,"Entity').encode(), "is damaged as CSV"),
        ((",".join(CSL) + "\n1,Entity").encode(), "ends in the middle of a row"),
        ((",".join(CSL) + '\n1,"Entity"x,').encode(), "is damaged as CSV"),
    ],
)
def test_a_file_that_is_no_list_or_cut_short_is_an_error_that_names_it(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "strange.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as caught:
        read_list_file(path)
    assert caught.value.where.startswith(str(path))
    assert caught.value.fix


@pytest.mark.parametrize("damage", [slice(0, -20), slice(5, None)])
def test_a_damaged_packed_file_is_an_error(tmp_path: Path, csl: Path, damage: slice) -> None:
    path = tmp_path / "csl.csv.gz"
    path.write_bytes(gzip.compress(csl.read_bytes())[damage])
    with pytest.raises(SourceError, match="cannot be read"):
        read_list_file(path)


def test_a_file_that_is_not_there_has_no_edition(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        edition(tmp_path / "absent.csv")


def test_a_bad_row_is_set_aside_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [csl_row("1", "Torrent\nWorks"), csl_row("2", ""), csl_row("3", "Orrin Ltd."), csl_row("3", "Orrin Again Ltd.")]
    path = write(tmp_path / "csl.csv", *rows)
    path.write_text(path.read_text() + "4,too,few,cells\n\n")
    found = read_list_file(path)
    assert sorted(entry.name for entry in found.entries.values()) == ["Orrin Ltd.", "Torrent Works"]
    assert [(refusal.reason, refusal.locator) for refusal in found.refusals] == [
        ("missing_name", f"{path}:4"),
        ("doubled_entry", f"{path}:6"),
        ("bad_row", f"{path}:7"),
    ]
    assert found.unread == {"2", "3", "4"}


def test_every_row_comes_out_or_is_refused_in_the_samples() -> None:
    files = [read_list_file(path) for path in sorted(SAMPLES.glob("*.csv"))]
    rows = [len(path.read_text().splitlines()) - 1 for path in sorted(SAMPLES.glob("*.csv"))]
    assert [len(file.entries) for file in files] == rows
    assert [file.refusals for file in files] == [[], []]


def test_the_samples_say_of_every_row_that_it_is_made_up() -> None:
    for path in SAMPLES.glob("*.csv"):
        assert all("Made-up sample" in line for line in path.read_text().splitlines()[1:]), path.name
