"""Cutting a text at what it shares with another."""

from hypothesis import given
from hypothesis import strategies as st

from calendar_app.posts.telling.passages import cut, here, there
from calendar_app.rules.rule import Passage


def test_shared_passages_are_marked_in_both_texts() -> None:
    passages = [Passage(4, 9, 0, 5)]

    assert [(p.text, p.is_shared) for p in here("Oh, hello!", passages)] == [
        ("Oh, ", False),
        ("hello", True),
        ("!", False),
    ]
    assert [(p.text, p.is_shared) for p in there("hello you", passages)] == [("hello", True), (" you", False)]


def test_a_text_that_shares_nothing_is_one_piece() -> None:
    assert [(p.text, p.is_shared) for p in cut("hello", [])] == [("hello", False)]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_the_pieces_always_are_the_whole_text(text: str, ranges: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in cut(text, ranges)) == text
