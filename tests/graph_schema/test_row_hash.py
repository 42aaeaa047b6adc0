from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from graph_schema.load import load_schema
from graph_schema.row_hash import row_hash

ARTICLE = list(load_schema().nodes["Article"].properties.values())
ROW: dict[str, object] = {"article_id": "a-1", "title": "T", "published_at": datetime(2024, 5, 1, 12, tzinfo=UTC)}
TEXTS = st.dictionaries(st.sampled_from([p.name for p in ARTICLE if not p.processing and p.name != "row_hash"]), st.text())


def test_the_hash_is_the_same_on_every_machine() -> None:
    assert row_hash("Article", ARTICLE, ROW) == "4be456ac0f6459da0b774dfc053ca6cd"


def test_empty_properties_and_the_hash_itself_take_no_part() -> None:
    assert row_hash("Article", ARTICLE, ROW | {"url": None, "row_hash": "x"}) == row_hash("Article", ARTICLE, ROW)


def test_times_of_processing_take_part_so_that_the_graph_has_them_as_the_record_does() -> None:
    later = ROW | {"retrieved_at": datetime(2030, 1, 1, tzinfo=UTC)}
    assert row_hash("Article", ARTICLE, later) != row_hash("Article", ARTICLE, ROW)


def test_the_zone_of_a_time_takes_no_part() -> None:
    east = datetime(2024, 5, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert row_hash("Article", ARTICLE, ROW | {"published_at": east}) == row_hash("Article", ARTICLE, ROW)


def test_the_label_takes_part() -> None:
    assert row_hash("Company", ARTICLE, ROW) != row_hash("Person", ARTICLE, ROW)


@given(TEXTS, TEXTS)
def test_rows_have_one_hash_exactly_when_they_are_equal(one: dict[str, object], two: dict[str, object]) -> None:
    assert (row_hash("Article", ARTICLE, one) == row_hash("Article", ARTICLE, two)) == (one == two)


@given(TEXTS)
def test_the_order_of_properties_takes_no_part(row: dict[str, object]) -> None:
    assert row_hash("Article", ARTICLE, dict(reversed(row.items()))) == row_hash("Article", ARTICLE[::-1], row)
