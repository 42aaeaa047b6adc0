"""`newsgraph lists` as a person calls it, on the samples."""

import shutil
from pathlib import Path

import pytest
from neo4j import Driver

from tests.cli.conftest import Shell
from tests.lists.conftest import target, write

SAMPLES = Path(__file__).parent.parent.parent / "samples"


def test_without_lists_it_says_where_to_find_some(shell: Shell) -> None:
    done = shell("lists")
    assert (done.returncode, done.stdout.startswith("No list is loaded.")) == (0, True)
    assert shell.json("lists", "--json") == []


def test_a_file_that_is_not_there_is_an_error_that_names_it(shell: Shell) -> None:
    done = shell("lists", "load", "absent.csv")
    assert (done.returncode, "absent.csv" in done.stderr) == (1, True)


def test_loaded_for_later_the_lists_stand_in_the_record(shell: Shell) -> None:
    loaded = shell.json("lists", "load", str(SAMPLES / "lists"), "--later", "--json")
    assert (loaded["counts"]["entries"], loaded["refused"], loaded["graph"]) == (16, [], None)
    held = {row["list_id"]: row for row in shell.json("lists", "--json")}
    assert (len(held), held["csl-EL"]["name"], held["csl-EL"]["entries"], held["csl-EL"]["past"]) == (6, "Entity List", 6, 0)
    assert "Entity List" in shell("lists").stdout


def test_a_file_that_is_no_list_ends_with_1_and_the_rest_is_loaded(shell: Shell) -> None:
    shutil.copytree(SAMPLES / "lists", shell.folder / "lists")
    (shell.folder / "lists" / "strange.csv").write_text("name,country\n")
    done = shell("lists", "load", "lists", "--later")
    assert (done.returncode, "strange.csv" in done.stderr) == (1, True)
    assert len(shell.json("lists", "--json")) == 6


def test_entries_that_are_gone_and_not_believed_to_be_end_with_3(shell: Shell) -> None:
    file, rows = shell.folder / "targets.simple.csv", [target(f"NK-{n}", "Company", f"Torrent{n} Ltd.") for n in range(20)]
    write(file, *rows)
    assert shell("lists", "load", file.name, "--later").returncode == 0
    write(file, *rows[:5])
    held = shell("lists", "load", file.name, "--later")
    assert (held.returncode, held.stderr.count("Held back"), "--any-number" in held.stderr) == (3, 1, True)
    assert shell.json("lists", "load", file.name, "--later", "--any-number", "--json")["counts"]["withdrawn"] == 15


@pytest.fixture
def reported(connected_shell: Shell) -> Shell:
    """The sample articles run and the sample lists loaded."""
    assert connected_shell("run", str(SAMPLES / "articles"), "--source", "samples").returncode == 0
    loaded = connected_shell.json("lists", "load", str(SAMPLES / "lists"), "--json")
    assert loaded["graph"]["created"] > 0
    return connected_shell


def test_the_report_on_the_samples_shows_all_three_cases(reported: Shell, graph: Driver) -> None:
    found = reported.json("lists", "report", "--json")
    listed = {row["name"]: row for row in found["listed_in_news"]}
    assert {"Huawei", "DJI", "Xiaomi"} <= set(listed)
    assert (listed["Huawei"]["list"], listed["Huawei"]["since"]) == ("Entity List", "2019-05-21")
    assert "added Huawei to the Entity List" in " ".join(listed["Huawei"]["sentence"].split())
    assert {row["name"] for row in found["sanctioned_unlisted"]} == {"Perlane Shipping"}
    lifted = {row["name"]: row for row in found["listed_but_lifted"]}
    assert (lifted["Xiaomi"]["entry"], lifted["Xiaomi"]["match"]) == ("Xiaomi Corporation", "Both have WIKIDATA:Q1636958.")
    assert "has removed Xiaomi" in lifted["Xiaomi"]["sentence"]
    shown = reported("lists", "report").stdout
    titles = "Listed and in the news", "In the news as sanctioned, on no list", "On a list, but the news says lifted"
    assert all(title in shown for title in titles)
    people = graph.execute_query("MATCH (p:Person {name: 'Guo Renhe'}) RETURN count(p) AS n").records[0]["n"]
    assert people == 2  # the one of the article and the one of the list: nobody said that they are one


def test_loading_the_same_lists_again_changes_nothing(reported: Shell) -> None:
    again = reported.json("lists", "load", str(SAMPLES / "lists"), "--json")
    assert again["graph"] == {"created": 0, "updated": 0, "deleted": 0}
    assert again["counts"]["added"] == again["counts"]["changed"] == 0
