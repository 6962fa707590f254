"""Texts that nobody should write and somebody will: bounded work, a sane answer."""

from collections.abc import Callable
from functools import partial

import pytest

from calendar_app.rules import fingerprints
from calendar_app.rules.boilerplate import leave_out, often_said
from calendar_app.rules.letters import LONGEST, normalise
from calendar_app.rules.originality import score, shared_passages
from tests.rules.newsroom import STUDY_SHORT
from tests.work import calls_in


def _distinct(letters: int) -> str:
    """Words of which none returns."""
    return " ".join(f"{number * 7919 % 100_003:x}w" for number in range(letters // 6))[:letters]


FEW_WORDS = [f"w{number * 7919 % 9_973:x}" for number in range(50)]
BAD: dict[str, Callable[[int], str]] = {
    "long": _distinct,
    "one word": lambda size: "werkstatt " * (size // 10),
    "few words": lambda size: " ".join(FEW_WORDS[at * at * 7 % 97 % 50] for at in range(size // 6)),
    "signs for many letters": lambda size: "\ufdfa" * size,
    "one letter": lambda size: "a" * size,
    "laughter": lambda size: "ha" * (size // 2),
    "emoji": lambda size: "🎉👩‍👩‍👧" * (size // 6),
    "links": lambda size: "https://example.org/a?b=1 " * (size // 26),
    "bare links": lambda size: "example.org/a " * (size // 14),
    "half links": lambda size: "http://" * (size // 7),
    "handles": lambda size: "@a " * (size // 3),
    "hashtags": lambda size: "#a " * (size // 3),
    "lines of hashtags": lambda size: "#a\n" * (size // 3),
    "dates": lambda size: "12.3.2025 " * (size // 10),
    "invisible": lambda size: "\u200b\u200d\ufeff" * (size // 3),
    "right to left": lambda size: "مرحبا بكم في الورشة اليوم " * (size // 26),
    "half characters": lambda size: "\ud800\udfff" * (size // 2),
    "marks": lambda size: "a" + "\u0301" * size,
    "zalgo": lambda size: "".join(letter + "\u0301\u0322\u0489" * 5 for letter in STUDY_SHORT)[:size],
}


def _everything(text: str) -> None:
    """All that is done with one text, and with two that are nearly the same."""
    altered = text[: len(text) // 2] + " anders gesagt " + text[len(text) // 2 :]
    score(text, altered)
    score(text, STUDY_SHORT)
    shared_passages(text, altered)
    leave_out(text, ["anders gesagt hier", "werkstatt werkstatt"])
    fingerprints.asked(text)


@pytest.mark.parametrize("kind", BAD)
def test_twice_the_text_is_at_most_twice_the_work(kind: str) -> None:
    once, twice = (calls_in(partial(_everything, BAD[kind](size))) for size in (3_000, 6_000))

    assert twice <= 2.3 * once + 200


@pytest.mark.parametrize("kind", ["one letter", "links", "handles", "marks", "half characters"])
def test_what_lies_beyond_a_hundred_thousand_characters_is_not_read(kind: str) -> None:
    text = BAD[kind](1_000_000)

    letters = normalise(text)

    assert letters.is_cut
    assert letters.plain == normalise(text[:LONGEST]).plain


def test_signs_that_stand_for_many_letters_make_no_longer_text() -> None:
    letters = normalise("\ufdfa" * LONGEST)

    assert letters.is_cut
    assert len(letters) <= 2 * LONGEST
    assert len(letters.at) == len(letters)


@pytest.mark.parametrize("kind", BAD)
def test_a_real_text_is_no_copy_of_any_of_them(kind: str) -> None:
    if kind != "zalgo":  # which is that text, decorated
        assert score(BAD[kind](30_000), STUDY_SHORT) < 0.55


def test_laughter_in_a_post_is_no_copy_of_a_page_of_laughter() -> None:
    laughter, post = "Hahaha! " * 12, f"{STUDY_SHORT} Hahahaha, wer hätte das gedacht?"

    assert score(laughter, post) < 0.3
    assert score(laughter, "hahaha " * 13) == 1
    assert score(laughter, f"{laughter} Und jetzt noch etwas ganz anderes.") == 1


def test_a_very_long_copy_is_found_without_laying_the_texts_beside_each_other() -> None:
    text = _distinct(60_000)
    altered = text.replace("1f", "anders", 20)
    score(text, text[1:])  # what both are made of is remembered

    calls = calls_in(lambda: score(text, f"{altered} und mehr"))

    assert score(text, altered) > 0.95
    assert calls < 3 * 60_000


def test_posts_of_few_sentences_in_every_order_make_no_endless_list_of_phrases() -> None:
    sentences = [f"Satz{number * 31 % 97}undnochmehr{number * 17 % 89}davon" for number in range(12)]
    posts = [["".join(sentences[place * step % 12] for place in range(9))] for step in range(1, 80)]

    fewer, more = (calls_in(partial(often_said, some, 5)) for some in (posts[:40], posts))

    assert more <= 2.6 * fewer


def test_a_text_that_every_post_repeats_whole_is_no_phrase() -> None:
    assert often_said([[STUDY_SHORT * 4]] * 30, 5) == ()
