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


def test_only_whole_words_are_marked() -> None:
    passages = [Passage(2, 16, 3, 17)]

    pieces = here("Großeltern und Enkel", passages)

    assert [(p.text, p.is_shared) for p in pieces] == [
        ("Großeltern ", False),
        ("und", True),
        (" Enkel", False),
    ]


def test_a_script_without_blanks_is_marked_as_it_is_shared() -> None:
    text = "我们的图书馆下周一因员工郊游关闭还书箱照常开放" * 4

    assert here(text, [Passage(2, 80, 2, 80)])[1].text == text[2:80]


def test_a_text_that_shares_nothing_is_one_piece() -> None:
    assert [(p.text, p.is_shared) for p in cut("hello", [])] == [("hello", False)]


def test_what_was_left_out_is_told_from_what_is_shared() -> None:
    pieces = cut("Monday: hello you", [(0, 13)], [(0, 8)])

    assert [(p.text, p.is_shared, p.is_left_out) for p in pieces] == [
        ("Monday: ", False, True),
        ("hello", True, False),
        (" you", False, False),
    ]


RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)))


@given(st.text(), RANGES, RANGES)
def test_the_pieces_always_are_the_whole_text(
    text: str, shared: list[tuple[int, int]], left_out: list[tuple[int, int]]
) -> None:
    assert "".join(piece.text for piece in cut(text, shared, left_out)) == text


def test_a_text_of_very_many_passages_is_cut_without_delay() -> None:
    ranges = [(start, start + 1) for start in range(0, 100_000, 2)]

    assert len(cut("x" * 100_000, ranges, ranges[::2])) == 100_000
