"""A text without some of its hashtags."""

import pytest

from calendar_app.platforms.directory import platform
from calendar_app.rules.hashtags import distinct, without

X = platform("x")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Open on Saturday. #Chair #Lindenau #Wood", "Open on Saturday. #Chair"),
        ("Open on Saturday.\n\n#Lindenau\n#Wood", "Open on Saturday."),
        ("We met in #Lindenau to talk. #Chair #Wood", "We met in Lindenau to talk. #Chair"),
        ("#Wood is ours, #wood is yours #Chair", "Wood is ours, wood is yours #Chair"),
        ("Nothing here", "Nothing here"),
    ],
)
def test_a_row_at_the_end_gets_shorter_and_a_sentence_keeps_its_words(text: str, kept: str) -> None:
    assert without(X, text, ("#Lindenau", "#Wood")) == kept


def test_what_was_left_out_is_no_hashtag_any_more() -> None:
    text = "In #Lindenau, #Wood! #Chair #Lindenau #Saw"

    left = without(X, text, ("#Lindenau", "#Saw"))

    assert [each.written for each in distinct(X, left)] == ["#Wood", "#Chair"]
