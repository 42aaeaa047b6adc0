"""`newsgraph export`, and `newsgraph query` in formats for programs, as a person calls them."""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from tests.cli.conftest import LISTED, RIVALS, Shell
from tests.export.given import written as files


@pytest.fixture
def written(connected_shell: Shell) -> Shell:
    """A project whose two articles are in the graph."""
    articles = connected_shell.folder / "articles"
    articles.mkdir()
    for name, text in (("listed.txt", LISTED), ("rivals.txt", RIVALS)):
        (articles / name).write_text(text, encoding="utf-8")
    connected_shell.json("run", "articles", "--source", "test", "--json")
    return connected_shell


def test_the_graph_is_exported_the_same_from_the_server_and_from_the_record(written: Shell) -> None:
    now = written.json("export", "now", "--format", "csv", "--json")
    assert now["graph_hash"] == written.json("graph-hash", "--json")["hash"]
    assert (now["counts"]["nodes"]["Article"], now["counts"]["relationships"]["COMPETES_WITH"]) == (2, 1)
    assert now["command"] == "newsgraph export OUT --format csv"
    today = datetime.now(UTC).date().isoformat()
    then = written.json("export", "then", "--format", "csv", "--as-of", today, "--json")
    assert then["files"] == now["files"]
    assert written.json("export", "before", "--format", "csv", "--as-of", "2024", "--json")["counts"]["nodes"]["Claim"] == 0
    assert written.json("check", "--json")["sound"] is True


def test_what_answers_a_question_is_a_graph_and_its_rows(written: Shell) -> None:
    asked = ("--query", "competitors", "--param", "entity=AMD")
    assert written("export", "rivals", "--format", "graphml", *asked).returncode == 0
    graph = nx.read_graphml(written.folder / "rivals" / "graph.graphml")
    labels = sorted(data["labels"] for _, data in graph.nodes(data=True))
    assert labels == ["Article", "Claim", "Company", "Company"]
    assert [data["label"] for _, _, data in graph.edges(data=True) if data["label"] == "COMPETES_WITH"] == ["COMPETES_WITH"]
    assert written("export", "rivals", "--format", "csv", *asked).returncode == 0
    rows = list(csv.DictReader(io.StringIO((written.folder / "rivals" / "answer.csv").read_bytes().decode(), newline="")))
    assert [row["rival"] for row in rows] == ["Nvidia"]
    done = written("export", "none", "--format", "graphml", "--query", "most_mentioned")
    assert (done.returncode, "names no facts and claims" in done.stderr) == (1, True)
    assert not (written.folder / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--param", "entity=AMD"], "belongs to a question"),
        (["--query", "planned", "--since", "2024-01-01"], "select by other means"),
        (["--since", "May"], "is no day"),
        (["--since", "2024-05-02", "--until", "2024-05-01"], "before it begins"),
        (["--query", "single_source", "--param", "type=SANCTION"], "Give one of ACQUIRES, COMPETES_WITH"),
        (["--query", "dossier", "--param", "entity=A", "--param", "entity=B"], "`entity` is given twice"),
        (["--query", "nonsense"], "there is no question"),
        (["--query", "dossier"], "Example: newsgraph query dossier --param entity=Huawei"),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_done(shell: Shell, arguments: list[str], said: str) -> None:
    done = shell("export", "out", "--format", "csv", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert files(shell.folder) == {}


def test_a_folder_of_somebody_else_is_left_alone(shell: Shell) -> None:
    (shell.folder / "mine.txt").write_text("mine")
    done = shell("export", ".", "--format", "csv")
    assert (done.returncode, "is no export of newsgraph" in done.stderr) == (1, True)
    assert files(shell.folder) == {"mine.txt": b"mine"}


def test_an_answer_comes_in_every_format(written: Shell) -> None:
    asked = ("query", "competitors", "--param", "entity=AMD")
    rows = written.json(*asked, "--json")
    assert rows == written.json(*asked, "--format", "json")
    assert [json.loads(line) for line in written(*asked, "--format", "jsonl").stdout.splitlines()] == rows
    assert [row["rival"] for row in csv.DictReader(io.StringIO(written(*asked, "-f", "csv").stdout))] == ["Nvidia"]
    assert written(*asked, "--format", "md").stdout.startswith("| rival |")
    assert written(*asked, "--out", "answer.parquet").returncode == 0
    assert pd.read_parquet(written.folder / "answer.parquet")["rival"].tolist() == ["Nvidia"]
    assert written("query", "competitors", "--param", "entity=Nobody", "--format", "csv").stdout.startswith("rival,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json", "--format", "csv"], "says another format"),
        (["--out", "answer.xlsx"], "has no ending that is a format"),
        (["--out", "nowhere/answer.csv"], "cannot be written"),
    ],
)
def test_a_format_that_cannot_be_is_told(shell: Shell, arguments: list[str], said: str) -> None:
    done = shell("query", *arguments)
    assert (done.returncode, said in done.stderr) == (1, True)


def test_a_missing_parameter_explains_them_all_with_an_example(shell: Shell) -> None:
    done = shell("query", "sanctions_on", "--param", "name=Huawei")
    assert done.returncode == 1
    for said in (
        "`name` is unknown",
        "Who restricts the entity",
        "entity  string, has to be given",
        "limit  integer, else 50",
        "--param entity=Huawei",
    ):
        assert said in done.stderr


def test_help_for_a_question_is_about_that_question(shell: Shell) -> None:
    told = shell("query", "sanctions_on", "--help").stdout
    for said in (
        "--as-of",
        "Who restricts the entity",
        "entity  string, has to be given",
        "Returns source, measure,",
        "--param entity=Huawei",
    ):
        assert said in told
    assert "Returns" not in shell("query", "--help").stdout


def test_an_export_of_nothing_says_so_and_who_is_unknown(written: Shell) -> None:
    done = written("export", "out", "--format", "csv", "--query", "dossier", "--param", "entity=Nvidya")
    assert (done.returncode, "Did you mean Nvidia" in done.stderr, "the files are empty" in done.stderr) == (0, True, True)
    assert written("export", "out", "--format", "csv", "--since", "0001-01-01", "--until", "9999-12-31").returncode == 0


def test_a_list_that_nobody_loaded_is_told(written: Shell) -> None:
    done = written("query", "listed_unnamed", "--param", "list=Unheard List")
    assert (done.returncode, "goes by 'Unheard List'" in done.stderr) == (0, True)


@pytest.mark.parametrize("arguments", [["--format", "csv"], []])
def test_a_full_disk_is_told_in_a_line(shell: Shell, arguments: list[str]) -> None:
    command = [str(Path(sys.executable).with_name("newsgraph")), "query", *arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=shell.folder, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.startswith("Error stdout: no space is left"), "Traceback" in done.stderr) == (1, True, False)


def completed(shell: Shell, line: str) -> list[str]:
    words = line.split(" ")
    done = shell.program(_NEWSGRAPH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    return done.stdout.split()


def test_a_shell_completes_questions_and_their_parameters(shell: Shell) -> None:
    assert completed(shell, "newsgraph query sanctions_") == ["sanctions_by", "sanctions_on"]
    assert completed(shell, "newsgraph query timeline --param ") == ["entity=", "since=", "until=", "limit="]
    assert completed(shell, "newsgraph export out --query dossier --param e") == ["entity="]
