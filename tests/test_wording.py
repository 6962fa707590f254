"""Sentences with the right plural, dates and numbers in both languages."""

from datetime import UTC, date, datetime

import pytest

from calendar_app.wording import Text, Value, excerpt, language_of, set_apart

POSTS = Text("{n} {n:post|posts}", "{n} {n:Beitrag|Beiträge}")
WHEN = Text("{t:date} {t:time} {t}", "{t:date} {t:time} {t}")


def test_one_is_singular_and_all_other_numbers_are_plural() -> None:
    assert [POSTS.fill("en", {"n": n}) for n in (0, 1, 2)] == ["0 posts", "1 post", "2 posts"]
    assert [POSTS.fill("de", {"n": n}) for n in (0, 1, 2)] == ["0 Beiträge", "1 Beitrag", "2 Beiträge"]


def test_large_numbers_are_grouped_as_the_language_does() -> None:
    assert POSTS.fill("en", {"n": 63206}) == "63,206 posts"
    assert POSTS.fill("de", {"n": 63206}) == "63.206 Beiträge"


def test_dates_and_times_are_written_as_people_read_them() -> None:
    moment = datetime(2027, 3, 1, 9, 5, tzinfo=UTC)

    assert WHEN.fill("en", {"t": moment}) == "Mon 1 Mar 2027 09:05 Mon 1 Mar 2027, 09:05"
    assert WHEN.fill("de", {"t": moment}) == "Mo., 1. März 2027 09:05 Mo., 1. März 2027, 09:05"
    assert Text.name("{t}").fill("de", {"t": date(2027, 12, 24)}) == "Fr., 24. Dez. 2027"


def test_lists_and_nested_texts_speak_the_same_language() -> None:
    items = Text.name("{items}")

    assert items.fill("en", {"items": ("a", "b", "c")}) == "a, b and c"
    assert items.fill("de", {"items": ("a", "b")}) == "a und b"
    assert items.fill("de", {"items": ()}) == "–"
    assert items.fill("de", {"items": Text("text", "Wort")}) == "Wort"


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert Text.name("{name}!").fill("en", {"name": "{n:%}"}) == "{n:%}!"


def test_every_german_tag_means_german() -> None:
    assert [language_of(tag) for tag in ("de", "de-AT", "DE_ch", "en", "fr", "")] == [
        "de",
        "de",
        "de",
        "en",
        "en",
        "en",
    ]


def test_a_name_turns_nothing_of_the_sentence_around_it() -> None:
    sentence = Text.name("{who} answers at {t:time}, {more}")
    params: dict[str, Value] = {
        "who": "\u202eevil\u2066",
        "t": datetime(2027, 3, 1, 9, 5, tzinfo=UTC),
        "more": ("שלום", "Zoë"),
    }

    assert sentence.fill("en", params) == "evil answers at 09:05, \u2068שלום\u2069 and Zoë"


def test_a_nested_name_is_set_apart_too() -> None:
    assert Text.name("{place}!").fill("de", {"place": Text.name("\u202eقناة")}) == "\u2068قناة\u2069!"


def test_words_from_left_to_right_stay_as_they_are() -> None:
    names = ["Anna", "Jörg 👩\u200d💻", "Ωμέγα", ""]

    assert [set_apart(name) for name in names] == names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We open soon", "We open soon"),
        ("We open on Saturday", "We open on…"),
        ("We opened on Saturday", "We opened…"),
        ("Donaudampfschiff", "Donaudampfs…"),
        ("A Donaudampfschiff", "A Donaudamp…"),
        ("新着 長い言葉には空白がありません", "新着 長い言葉には空白…"),
    ],
)
def test_an_excerpt_ends_with_a_word_where_that_leaves_enough(text: str, shown: str) -> None:
    assert excerpt(text, 12) == shown
    assert len(shown) <= 12
