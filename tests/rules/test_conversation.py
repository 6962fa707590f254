"""What invites an answer, and what only asks for a click."""

import pytest

from calendar_app.rules.conversation import asks, bait_in


@pytest.mark.parametrize(
    "text",
    [
        "Wen kennt ihr in Graz?",
        "Welche Geschichte möchtet ihr teilen, wenn wir uns treffen?",
        "Wie gefällt euch das, wenn es regnet?",
    ],
)
def test_an_honest_question_asks(text: str) -> None:
    assert asks(text)
    assert bait_in(text) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Teilen, wenn ihr zustimmt!", "Teilen, wenn ihr zustimmt"),
        ("Like, wenn du Bücher liebst.", "Like, wenn du Bücher liebst"),
        ("Share if you agree", "Share if you agree"),
        ("Toll! 👉 Liken, wenn ihr auch so denkt", "👉 Liken, wenn ihr auch so denkt"),
        ("Bitte markiere 3 Freunde unten.", "markiere 3 Freunde"),
        ("Drei Freunde markieren und gewinnen", "Drei Freunde markieren"),
        ("Tag a friend who reads.", "Tag a friend"),
        ("Schreibt „JA“ in die Kommentare", "Schreibt „JA“ in die Kommentare"),
        ("Comment “yes” below", "Comment “yes” below"),
    ],
)
def test_a_bait_is_found_word_for_word(text: str, phrase: str) -> None:
    assert bait_in(text) == phrase
    assert not asks(text + " Ja?")


@pytest.mark.parametrize(
    "text",
    [
        "Wir liken es nicht, wenn Bücher nass werden.",
        "Guten Tag, drei Freunde des Hauses lesen heute.",
        "Wenn ihr mögt, teilt eure Erfahrung mit uns.",
        "Die Kommentare sind offen.",
    ],
)
def test_the_same_words_in_earnest_are_no_bait(text: str) -> None:
    assert bait_in(text) is None


@pytest.mark.parametrize("text", ["Er fragte: „Warum?“ Dann ging er.", "https://example.org/?a=b", "«Qui ?»"])
def test_a_question_mark_in_a_quote_or_link_asks_nobody(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize("signs", ["!", "? ", "\n", "„", "«", "‚", "like ", "tag 3 ", "schreibt „"])
def test_a_long_row_of_signs_takes_no_time(signs: str) -> None:
    """With one more turn for each sign before, this would take minutes."""
    text = signs * (100_000 // len(signs))

    assert bait_in(text) is None
    assert asks(text) is ("?" in signs)
