"""Texts that nobody should write and somebody will: bounded work, a sane answer."""

from functools import partial

import pytest

from calendar_app.rules import fingerprints
from calendar_app.rules.boilerplate import leave_out, often_said
from calendar_app.rules.letters import LONGEST, normalise
from calendar_app.rules.originality import score, shared_passages
from tests.bad_texts import BAD, distinct
from tests.rules.newsroom import STUDY_SHORT
from tests.work import calls_in


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
    text = distinct(60_000)
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
