"""What the page shows of a graph: from the declaration, in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from graph_schema.spec import RelationshipType, Schema
from pipelines.picture.scene import Heading, Scene, scene, words
from pipelines.records import Neighbourhood
from tests.picture.conftest import HOSTILE, SENTENCE

HEADING = Heading("Acme", "Who is near.", "newsgraph view acme")


@pytest.fixture(scope="module")
def shown(seen: Callable[[str, int], Neighbourhood], schema: Schema) -> Scene:
    return scene(seen("acme", 3), schema, HEADING)


def fact(shown: Scene, id_: str) -> Scene:
    return next(fact for fact in shown["facts"] if fact["id"] == id_)


def test_declared_names_are_read_as_words() -> None:
    assert [words(name) for name in ("COMPETES_WITH", "GovernmentBody", "in_force", "DEAL")] == [
        "competes with",
        "government body",
        "in force",
        "deal",
    ]


def test_a_fact_tells_its_day_status_attributes_and_proof(shown: Scene) -> None:
    ban = fact(shown, "f-ban")
    assert (ban["at"], ban["by"], ban["status"], ban["told"]) == ("2024-05-10", "first report", "in_force", [["measure", "import_ban"]])
    assert [shown["claims"][place]["id"] for place in ban["claims"]] == ["c-a-1-f-ban", "c-a-2-f-ban"]
    assert shown["claims"][ban["best"]]["id"] == "c-a-1-f-ban"


def test_a_fact_goes_by_its_event_where_one_is_told(shown: Scene) -> None:
    assert [(fact(shown, id_)["at"], fact(shown, id_)["by"]) for id_ in ("f-vela-acme", "f-lifted", "f-rivals", "l-e-acme")] == [
        ("2024-04", "event"),
        ("2024", "event"),
        (None, None),
        ("2020-01-01", "since"),
    ]


def test_facts_come_in_order_of_time_and_undated_ones_last(shown: Scene) -> None:
    days = [fact["at"] for fact in shown["facts"]]
    assert days == sorted(filter(None, days)) + [None] * days.count(None)


def test_marks_count_code_points(shown: Scene) -> None:
    told = shown["claims"][fact(shown, "f-ban")["best"]]["pieces"]
    assert [(text, role) for text, role in told if role] == [("Norland", "subject"), ("banned", "trigger"), ("Acme", "object")]
    assert "".join(text for text, _ in told) == SENTENCE


def test_only_an_address_of_the_web_opens(shown: Scene) -> None:
    assert {article["title"] == HOSTILE: article["opens"] for article in shown["articles"]} == {True: False, False: True}


def test_deals_tell_that_they_are_disputed(shown: Scene) -> None:
    disputed = {dict(map(tuple, deal))["title"]: dict(map(tuple, deal))["disputed"] for deal in shown["deals"]}
    assert disputed["Ada Example, Vela Fund → Bolt & Sons"] == "yes"
    assert disputed["Vela Fund → Acme"] == "no"


def test_lines_and_strength_follow_the_declared_statuses(shown: Scene) -> None:
    assert {name: status["line"] for name, status in shown["types"]["SANCTIONS"]["statuses"].items()} == {
        "in_force": "solid",
        "planned": "dashed",
        "lifted": "dotted",
    }
    assert fact(shown, "f-ban")["strength"] > fact(shown, "f-tariff")["strength"] > fact(shown, "f-lifted")["strength"] > 0
    assert fact(shown, "f-ban")["width"] > fact(shown, "f-tariff")["width"]  # two publishers against one


def test_a_listing_that_has_ended_is_drawn_as_over(seen: Callable[[str, int], Neighbourhood], schema: Schema) -> None:
    found = seen("acme", 3)
    over = {"l-e-acme": {"until": date(2025, 1, 1), "ended": True}}
    rows = tuple({**row, "properties": {**row["properties"], **over.get(str(row["id"]), {})}} for row in found.relationships)  # type: ignore[dict-item]
    shown = scene(replace(found, relationships=rows), schema, HEADING)
    lines = shown["types"]["LISTED_ON"]["statuses"]
    assert [(fact(shown, id_)["status"], lines[fact(shown, id_)["status"]]["line"]) for id_ in ("l-e-acme", "l-e-vela")] == [
        ("ended", "dotted"),
        ("standing", "solid"),
    ]
    assert ["until", "2025-01-01"] in fact(shown, "l-e-acme")["told"]


def test_types_and_kinds_are_those_of_the_declaration_that_are_there(shown: Scene, schema: Schema) -> None:
    assert set(shown["types"]) == {"COMPETES_WITH", "INVESTS_IN", "LISTED_ON", "SANCTIONS"}
    assert shown["types"]["COMPETES_WITH"]["directed"] is False
    assert {name: kind["colour"] for name, kind in shown["kinds"].items()} == {
        name: schema.nodes[name].look.colour for name in shown["kinds"]
    }


def test_a_new_type_and_its_attributes_need_no_change(seen: Callable[[str, int], Neighbourhood], schema: Schema) -> None:
    found = seen("acme", 1)
    new = replace(schema.relationships["SANCTIONS"], type="IS_CURBED_BY")
    types: dict[str, RelationshipType] = {**schema.relationships, "IS_CURBED_BY": new}
    relationships = tuple({**row, "type": "IS_CURBED_BY"} if row["type"] == "SANCTIONS" else row for row in found.relationships)
    shown = scene(replace(found, relationships=relationships), replace(schema, relationships=types), HEADING)
    assert shown["types"]["IS_CURBED_BY"]["label"] == "is curbed by"
    assert fact(shown, "f-ban")["told"] == [["measure", "import_ban"]]
