from hypothesis import given
from hypothesis import strategies as st

from graph_schema.cypher import labelled, quoted


@given(st.text())
def test_a_quoted_name_cannot_be_left(name: str) -> None:
    inside = quoted(name)[1:-1]
    assert inside.replace("``", "") == name.replace("`", "")
    assert inside.replace("``", "`") == name


def test_labels_stand_in_a_row() -> None:
    assert labelled(["A", "b`c"]) == ":`A`:`b``c`"
