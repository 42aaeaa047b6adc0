from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph_schema.errors import SchemaError
from graph_schema.queries import Query, load_queries

HEADER = "// title: T\n// answers: A.\n// columns: n\n"


def library(folder: Path, text: str) -> Query:
    (folder / "one.cypher").write_text(text, encoding="utf-8")
    return load_queries(folder)["one"]


def typed(folder: Path, type_: str, default: str = "") -> Query:
    return library(folder, f"{HEADER}// param p: {type_}{default} — what it is\nRETURN $p AS n\n")


def test_a_question_is_its_header_and_its_statement(tmp_path: Path) -> None:
    query = typed(tmp_path, "integer", " = 5")
    assert (query.name, query.title, query.answers, query.columns, query.cypher) == ("one", "T", "A.", ("n",), "RETURN $p AS n")
    assert query.by_scan == query.cypher
    assert query.parameters[0].description == "what it is"


def test_a_question_finds_entities_by_index_or_by_scan_and_compares_their_names_whole(tmp_path: Path) -> None:
    query = library(tmp_path, f"{HEADER}// param who: string — a name\n// finds: e = who\nRETURN e.name AS n\n")
    by_index, by_scan = query.cypher.splitlines(), query.by_scan.splitlines()
    assert "db.index.fulltext.queryNodes('text_Entity'" in by_index[0]
    assert by_index[0].endswith("YIELD node AS e")
    assert by_scan[0] == "MATCH (e:Entity)"
    assert "toLower(name) = toLower($who)" in by_index[1]
    assert by_index[1:] == by_scan[1:]
    assert by_scan[2] == query.statement == "RETURN e.name AS n"


def test_several_names_are_found_one_after_the_other(tmp_path: Path) -> None:
    text = "// param a: string — one\n// param b: string — other\n// finds: x = a\n// finds: y = b\nRETURN x.name AS n, y.name AS m\n"
    query = library(tmp_path, HEADER + text)
    assert query.finds == (("x", "a"), ("y", "b"))
    assert query.by_scan.splitlines()[::2] == ["MATCH (x:Entity)", "MATCH (y:Entity)", query.statement]
    assert "toLower($b)" in query.cypher.splitlines()[3]


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("string", "null", "null"),
        ("integer", "7", 7),
        ("float", "1e6", 1e6),
        ("boolean", "true", True),
        ("date", "2024-05-31", date(2024, 5, 31)),
        ("datetime", "2024-05-31T12:00:00", datetime(2024, 5, 31, 12, tzinfo=UTC)),
        ("list<string>", "a, b", ["a", "b"]),
    ],
)
def test_a_text_becomes_a_value_of_the_declared_type(tmp_path: Path, type_: str, text: str, value: object) -> None:
    assert typed(tmp_path, type_).bind({"p": text}) == {"p": value}


def test_a_default_stands_in_and_null_is_nothing(tmp_path: Path) -> None:
    assert typed(tmp_path, "integer", " = 5").bind({}) == {"p": 5}
    assert typed(tmp_path, "date", " = null").bind({}) == {"p": None}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ["`p` is missing", "--param p=", "what it is"]),
        ({"p": "1", "q": "1"}, ["`q` is unknown", "p (integer)"]),
        ({"p": "many"}, ["'many'", "a whole number"]),
    ],
)
def test_a_wrong_parameter_is_explained(tmp_path: Path, given: dict[str, str], said: list[str]) -> None:
    with pytest.raises(SchemaError) as caught:
        typed(tmp_path, "integer").bind(given)
    for words in ["one", *said]:
        assert words in str(caught.value)


def test_the_explanation_names_the_default(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="Left out, it is 5"):
        typed(tmp_path, "integer", " = 5").bind({"p": "many"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("// title: T\n// answers: A.\nRETURN 1 AS n", "`columns` is missing"),
        (f"// note: x\n{HEADER}RETURN 1 AS n", "header line"),
        (f"{HEADER}// title: again\nRETURN 1 AS n", "stands twice"),
        (f"{HEADER}// param p: text — d\nRETURN $p AS n", "cannot be read"),
        (f"{HEADER}// param p: integer = x — d\nRETURN $p AS n", "a whole number"),
        (f"{HEADER}RETURN $p AS n", "`p` is not declared"),
        (f"{HEADER}// param p: integer — d\nRETURN 1 AS n", "`p` is not used"),
        (f"{HEADER}// param p: integer — d\n// param p: integer — d\nRETURN $p AS n", "declared twice"),
        (f"{HEADER}MATCH (n) DETACH delete n", "delete writes"),
        (HEADER, "holds no statement"),
        (f"{HEADER}// finds: e by who\nRETURN 1 AS n", "`finds: e by who` cannot be read"),
        (f"{HEADER}// finds: e = who\nRETURN e.name AS n", "`who` is not declared"),
        ("// title:\n// answers: A.\nRETURN 1 AS n", "`title` is empty"),
    ],
)
def test_a_file_that_is_no_question_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said) as caught:
        library(tmp_path, text)
    assert caught.value.where.startswith("one.cypher")
    assert caught.value.fix


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    text = "// param since: date = null — first day\n// param until: date = null — last day\nRETURN $since, $until\n"
    query = library(tmp_path, HEADER + text)
    assert query.bind({"since": "2024-05-31"}) == {"since": date(2024, 5, 31), "until": None}
    with pytest.raises(SchemaError, match="before it begins"):
        query.bind({"since": "2024-05-31", "until": "2024-05-30"})


def test_the_library_has_at_least_ten_questions() -> None:
    queries = load_queries()
    assert len(queries) >= 10
    assert all(query.title and query.answers.endswith(".") for query in queries.values())
