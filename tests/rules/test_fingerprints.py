"""By which numbers a text is found again."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.fingerprints import RUN, WIDEST, asked, kept
from calendar_app.rules.letters import normalise
from tests.rules.newsroom import STUDY_ANEW, STUDY_SHORT

SYLLABLES = ("werk", "statt", "ab", "end", "licht", "ung", "holz", "stuhl", "er", "zeit", "ge", "topf", "in")
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=60).map("".join)


@pytest.mark.parametrize("empty", ["", "🎉🎉🎉", "\u200b", "\ud800"])
def test_a_text_without_letters_has_none(empty: str) -> None:
    assert kept(empty) == asked(empty) == frozenset()


def test_a_text_of_a_few_letters_has_one() -> None:
    assert len(kept("Frohe Ostern")) == len(asked("Frohe Ostern")) == 1


@given(WORDS, WORDS, WORDS)
def test_whoever_asks_with_a_long_shared_stretch_meets_what_is_kept(
    before: str, shared: str, after: str
) -> None:
    embedded = f"Zuerst {before} {shared} {after} zuletzt"

    if len(normalise(shared)) >= RUN + WIDEST - 1:
        assert asked(shared) & kept(embedded)
        assert asked(embedded) & kept(shared)


@given(WORDS, st.integers(25, 60))
def test_whoever_types_the_beginning_of_a_text_meets_it(text: str, letters: int) -> None:
    if len(text) >= letters:
        assert asked(text[:letters]) & kept(text)


@given(WORDS)
def test_a_text_asks_for_all_that_it_keeps(text: str) -> None:
    assert kept(text) <= asked(text)


@given(st.text(max_size=200))
def test_they_fit_a_signed_column_of_four_bytes(text: str) -> None:
    assert all(-(2**31) <= number < 2**31 for number in asked(text))


def test_they_are_the_same_in_every_process() -> None:
    script = f"from calendar_app.rules.fingerprints import kept; print(sorted(kept({STUDY_SHORT!r})))"

    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == str(sorted(kept(STUDY_SHORT)))


def test_few_are_kept_and_other_words_share_none() -> None:
    assert 5 <= len(kept(STUDY_SHORT)) <= 15
    assert not asked(STUDY_ANEW) & kept(STUDY_SHORT)


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "Wort und Satz. " * 7_000, "".join(map(chr, range(33, 90_000)))]
)
def test_long_texts_take_bounded_time_and_ask_for_a_bounded_number(text: str) -> None:
    started = time.process_time()

    assert len(asked(text)) < 10_000
    assert time.process_time() - started < 3
