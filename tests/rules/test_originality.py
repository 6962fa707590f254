"""Score, shared passages and fingerprints."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.letters import normalise
from calendar_app.rules.originality import (
    content_fingerprint,
    fingerprints,
    score,
    shared_passages,
    wording,
)
from tests.rules.newsroom import STUDY_ANEW, STUDY_SHORT

WORDS = st.lists(
    st.sampled_from(
        ["Werkstatt", "öffnet", "am", "Samstag", "ihre", "Türen", "und", "zeigt", "Holz", "Stühle"]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)
SENTENCES = STUDY_SHORT.split(". ")


def test_a_copy_scores_one_however_it_is_decorated() -> None:
    assert score(STUDY_SHORT, f"📣 {STUDY_SHORT.upper()} https://example.org #Studie") == 1


def test_a_cut_or_embedded_copy_scores_one() -> None:
    assert score(STUDY_SHORT, STUDY_SHORT[:150]) == 1
    assert score(STUDY_SHORT, f"Gelesen und weitergedacht. {STUDY_SHORT} Was meint ihr dazu?") == 1


def test_swapped_sentences_stay_a_copy() -> None:
    assert score(STUDY_SHORT, ". ".join(reversed(SENTENCES))) > 0.9


def test_own_words_on_the_same_subject_stay_far_below_the_warning() -> None:
    assert score(STUDY_SHORT, STUDY_ANEW) < 0.3


def test_a_translation_is_its_own_text() -> None:
    english = "Our new study shows: teams that answer within an hour hear from their customers more often."

    assert score(STUDY_SHORT, english) < 0.2


def test_a_short_text_in_a_long_one_needs_85_percent_to_be_a_copy() -> None:
    title = "Am Samstag öffnet die Werkstatt ihre Türen"
    altered = "Am Samstag öffnet unsere Werkstatt ihre Türen."

    assert score(title, altered) > 0.8
    assert score(title, f"{STUDY_ANEW} {altered}") < 0.7
    assert score(title, f"{STUDY_ANEW} {title}.") == 1


@pytest.mark.parametrize("empty", ["", "🎉🎉🎉", "\u200b", "\ud800"])
def test_texts_without_letters_have_nothing_in_common(empty: str) -> None:
    assert score(empty, empty) == 0
    assert score(empty, STUDY_SHORT) == 0
    assert shared_passages(empty, STUDY_SHORT) == ()
    assert fingerprints(empty) == frozenset()


@given(WORDS, WORDS)
def test_the_score_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert score(one, other) == score(other, one)
    assert 0 <= score(one, other) <= 1
    assert score(one, one) == 1


@given(WORDS, WORDS)
def test_shared_passages_are_really_shared(one: str, other: str) -> None:
    first, second = normalise(one), normalise(other)

    passages = shared_passages(one, other)

    ends = [0, *(passage.end for passage in passages)]
    for passage, last_end in zip(passages, ends, strict=False):
        mine = _letters_between(first.plain, list(first.at), passage.start, passage.end)
        theirs = _letters_between(second.plain, list(second.at), passage.other_start, passage.other_end)
        assert passage.start >= last_end
        assert mine[:12] == theirs[:12]
        assert mine[-12:] == theirs[-12:]
        assert len(mine) >= 12


def _letters_between(plain: str, at: list[int], start: int, end: int) -> str:
    return "".join(letter for letter, place in zip(plain, at, strict=True) if start <= place < end)


def test_passages_point_into_both_originals() -> None:
    other = f"Neu! 🎉 {SENTENCES[1]}. https://example.org"

    (passage,) = shared_passages(STUDY_SHORT, other)

    assert STUDY_SHORT[passage.start : passage.end] == SENTENCES[1]
    assert other[passage.other_start : passage.other_end] == SENTENCES[1]


def test_one_changed_word_leaves_two_passages_and_a_letter_none() -> None:
    word = STUDY_SHORT.replace("begleitet", "aus nächster Nähe beobachtet")
    letter = STUDY_SHORT.replace("zwölf", "zwilf")

    assert len(shared_passages(STUDY_SHORT, word)) == 2
    assert len(shared_passages(STUDY_SHORT, letter)) == 1


def test_passages_of_texts_that_repeat_themselves_take_bounded_time() -> None:
    started = time.process_time()

    for text in ("a" * 100_000, "ab" * 50_000, "Wort und Satz. " * 7_000, "abcdefghijklmnop" * 6_000):
        assert shared_passages(text, text[7:])

    assert time.process_time() - started < 10


@given(WORDS, WORDS, WORDS)
def test_texts_with_a_long_passage_in_common_share_a_fingerprint(
    before: str, shared: str, after: str
) -> None:
    together = normalise(shared)

    if len(together) >= 23:
        embedded = f"Zuerst {before} {shared} {after} zuletzt"
        assert fingerprints(shared) & fingerprints(embedded)


@given(st.text(max_size=200))
def test_fingerprints_fit_a_signed_bigint(text: str) -> None:
    assert all(0 <= mark < 2**63 for mark in fingerprints(text))


def test_fingerprints_are_the_same_in_every_process() -> None:
    imported = "from calendar_app.rules.originality import fingerprints"
    script = f"{imported}; print(sorted(fingerprints({STUDY_SHORT!r})))"

    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == str(sorted(fingerprints(STUDY_SHORT)))


def test_there_are_few_fingerprints() -> None:
    assert len(fingerprints(STUDY_SHORT)) < len(STUDY_SHORT) / 4


def test_any_change_of_content_changes_its_fingerprint() -> None:
    assert content_fingerprint("a", "b") == content_fingerprint("a", "b")
    assert content_fingerprint("a", "b") != content_fingerprint("ab", "")
    assert content_fingerprint("a") != content_fingerprint("A")
    assert len(content_fingerprint("\ud800")) == 32


def test_a_copy_in_the_title_is_no_hiding_place() -> None:
    copied = "Who has ever built a chair? On Saturday we show where it usually goes wrong."

    assert wording(copied, ".") == copied
    assert wording("A chair", copied) == copied
    assert wording("", "") == ""
