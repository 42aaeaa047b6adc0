from pathlib import Path

import pytest

from graph_schema.bloom.saved import Action, Phrase, Suggestion, load_actions, load_phrases
from graph_schema.errors import SchemaError

HEAD = "// phrase: rivals of $who\n// answers: A.\n"
WHO = "// param who: string — a name\n// suggests: who = Entity.name\n"


def phrase(folder: Path, text: str) -> Phrase:
    (folder / "one.cypher").write_text(text, encoding="utf-8")
    return load_phrases(folder)[0]


def action(folder: Path, text: str) -> Action:
    (folder / "one.cypher").write_text(text, encoding="utf-8")
    return load_actions(folder)[0]


def test_a_phrase_is_what_is_typed_and_what_is_asked(tmp_path: Path) -> None:
    found = phrase(tmp_path, f"{HEAD}{WHO}// finds: e = who\nMATCH path = (e)--() RETURN path")
    assert (found.name, found.text, found.answers) == ("one", "rivals of $who", "A.")
    assert found.suggestions == {"who": Suggestion(property=("Entity", "name"))}
    lines = found.cypher.splitlines()
    assert "db.index.fulltext.queryNodes('text_Entity'" in lines[0]
    assert lines[2] == "MATCH path = (e)--() RETURN path"


def test_a_later_suggestion_may_use_an_earlier_parameter(tmp_path: Path) -> None:
    text = "// phrase: $a and $b\n// answers: A.\n// param a: float — one\n// param b: string — other\n"
    text += "// suggests: a = UNWIND [1, 2] AS a RETURN a\n// suggests: b = MATCH (n {a: $a}) RETURN n.b\nRETURN $a, $b"
    assert phrase(tmp_path, text).suggestions["b"] == Suggestion(cypher="MATCH (n {a: $a}) RETURN n.b")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("// phrase: all\nMATCH (n) RETURN n", "`answers` is missing"),
        (f"// title: T\n{HEAD}RETURN 1", "header line '// title: T' is unknown"),
        (f"{HEAD}{WHO}RETURN 1", "`who` is not used"),
        (f"{HEAD}RETURN $who", "`who` is not declared"),
        (f"// phrase: all\n// answers: A.\n{WHO}RETURN $who", "`phrase` does not ask for the parameters"),
        (f"{HEAD}// param who: string — a name\nRETURN $who", "parameter `who` has no suggestions"),
        (f"{HEAD}{WHO}// suggests: who = Entity.aliases\nRETURN $who", "cannot be read"),
        (f"{HEAD}{WHO}// suggests: what = Entity.name\nRETURN $who", "cannot be read"),
        (f"{HEAD}// param who: date — a day\n// suggests: who = RETURN 1\nRETURN $who", "Bloom cannot ask for `who: date"),
        (f"{HEAD}// param who: string = x — a name\n// suggests: who = RETURN 1\nRETURN $who", "Bloom cannot ask for `who: string = x"),
        (f"{HEAD}// param who: string — a name\n// suggests: who = RETURN $who\nRETURN $who", "uses a parameter"),
        (f"{HEAD}// param who: string — a name\n// suggests: who = CREATE (n) RETURN n\nRETURN $who", "CREATE writes"),
        (f"{HEAD}{WHO}MATCH (n {{name: $who}}) DELETE n", "DELETE writes"),
        (HEAD, "holds no statement"),
    ],
)
def test_a_file_that_is_no_phrase_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SchemaError) as caught:
        phrase(tmp_path, text)
    assert said in str(caught.value)
    assert caught.value.where.startswith("one.cypher")
    assert caught.value.fix


def test_an_action_is_on_nodes_of_some_labels_or_on_relationships(tmp_path: Path) -> None:
    head = "// action: show rivals\n// answers: A.\n"
    of_nodes = action(tmp_path, f"{head}// for: Company, Product\nMATCH (e) WHERE elementId(e) IN $nodes RETURN e")
    assert (of_nodes.text, of_nodes.on, of_nodes.labels) == ("show rivals", "nodes", ("Company", "Product"))
    of_edges = action(tmp_path, f"{head}MATCH ()-[r]->(e) WHERE elementId(r) IN $relationships RETURN e")
    assert (of_edges.on, of_edges.labels) == ("relationships", ())


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("MATCH (e) RETURN e", "an action is on one kind of selection"),
        (
            "MATCH (e)-[r]-() WHERE elementId(e) IN $nodes AND elementId(r) IN $relationships RETURN e",
            "an action is on one kind of selection",
        ),
        ("MATCH (e {name: $name}) WHERE elementId(e) IN $nodes RETURN e", "`name` is not declared"),
        ("// for: Company\nMATCH ()-[r]->(e) WHERE elementId(r) IN $relationships RETURN e", "`for` is about nodes"),
        ("MATCH (e) WHERE elementId(e) IN $nodes SET e.seen = true RETURN e", "SET writes"),
    ],
)
def test_a_file_that_is_no_action_is_named(tmp_path: Path, rest: str, said: str) -> None:
    with pytest.raises(SchemaError) as caught:
        action(tmp_path, f"// action: show rivals\n// answers: A.\n{rest}")
    assert said in str(caught.value)
    assert caught.value.where.startswith("one.cypher")
    assert caught.value.fix


def test_there_are_a_dozen_phrases_and_more() -> None:
    assert len(load_phrases()) >= 12
    assert len({found.text for found in load_phrases()}) == len(load_phrases())
    assert len({found.text for found in load_actions()}) == len(load_actions())
    assert all(found.answers.endswith(".") for found in (*load_phrases(), *load_actions()))
