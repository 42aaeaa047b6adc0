import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.lists.entries import is_lei

BODIES = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18)


def with_check_digits(body: str) -> str:
    number = int("".join(str(int(character, 36)) for character in body + "00"))
    return f"{body}{98 - number % 97:02}"


@given(BODIES, st.integers(0, 19), st.integers(1, 8))
def test_check_digits_make_an_identifier_and_one_other_digit_unmakes_it(body: str, place: int, other: int) -> None:
    right = with_check_digits(body)
    assert is_lei(right)
    if right[place].isdigit():
        assert not is_lei(f"{right[:place]}{(int(right[place]) + other) % 10}{right[place + 1 :]}")


@pytest.mark.parametrize("text", ["", "00", "0000000000000000009", "000000000000000000980", "0000000000000000-098", "é" * 18 + "98"])
def test_another_length_or_another_sign_is_no_identifier(text: str) -> None:
    assert not is_lei(text)
