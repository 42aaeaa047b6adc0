import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.load import load_schema
from pipelines.graph.difference import compare, hashed

ROWS = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.sampled_from(["1", "2"]))


def frame(rows: dict[tuple[str, str], str]) -> pd.DataFrame:
    return pd.DataFrame([[*key, hash_] for key, hash_ in rows.items()], columns=["start", "end", "row_hash"], dtype=object)


@given(ROWS, ROWS)
def test_upserting_and_deleting_makes_what_is_there_equal_to_what_is_wanted(
    wanted: dict[tuple[str, str], str], there: dict[tuple[str, str], str]
) -> None:
    difference = compare(frame(wanted), frame(there), ["start", "end"])
    after = dict(there)
    for start, end in difference.stale.itertuples(index=False):
        del after[start, end]
    after |= {(start, end): hash_ for start, end, hash_ in difference.rows.itertuples(index=False)}
    assert after == wanted
    assert difference.created == len(wanted.keys() - there.keys())
    assert difference.created + difference.updated == len(difference.rows)
    assert difference.unchanged == len(wanted.items() & there.items())


@given(ROWS)
def test_what_is_wanted_already_needs_nothing(rows: dict[tuple[str, str], str]) -> None:
    difference = compare(frame(rows), frame(rows), ["start", "end"])
    assert difference.rows.empty
    assert difference.stale.empty


def test_what_stands_there_twice_is_deleted_once_and_written_anew() -> None:
    there = pd.concat([frame({("a", "x"): "1"})] * 2, ignore_index=True)
    difference = compare(frame({("a", "x"): "1"}), there, ["start", "end"])
    assert difference.stale.values.tolist() == [["a", "x"]]
    assert len(difference.rows) == 1


def test_a_changed_kind_is_a_change() -> None:
    nodes = load_schema().nodes
    row = pd.DataFrame([{"entity_id": "e-1", "name": "Acme"}], dtype=object)
    assert hashed("Company", nodes["Company"], row)["row_hash"][0] != hashed("Person", nodes["Person"], row)["row_hash"][0]


def test_relationships_without_properties_are_hashed_too() -> None:
    subject = load_schema().relationships["SUBJECT"]
    rows = pd.DataFrame({"start": ["c-1", "c-2"], "end": ["e-1", "e-2"]}, dtype=object)
    assert hashed("SUBJECT", subject, rows)["row_hash"].nunique() == 1
