"""Score, shared passages and fingerprints."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.letters import Letters, normalise
from calendar_app.rules.originality import content_fingerprint, score, shared_passages, wording
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


def test_a_title_quoted_amid_a_long_text_is_for_a_person_to_decide() -> None:
    title = "Am Samstag öffnet die Werkstatt ihre Türen"
    opening, rest = STUDY_ANEW.split("? ", 1)

    assert 0.55 <= score(title, f"{opening}? „{title}“, titelt die Zeitung. {rest}") < 0.7
    assert score(title, f"{title}. {STUDY_ANEW}") == 1
    assert score(title, f"{opening}? {title}! {rest}") == 1


@pytest.mark.parametrize("empty", ["", "🎉🎉🎉", "\u200b", "\ud800"])
def test_texts_without_letters_have_nothing_in_common(empty: str) -> None:
    assert score(empty, empty) == 0
    assert score(empty, STUDY_SHORT) == 0
    assert shared_passages(empty, STUDY_SHORT) == ()


@given(WORDS, WORDS)
def test_the_score_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert score(one, other) == score(other, one)
    assert 0 <= score(one, other) <= 1
    assert score(one, one) == 1


def _letters_between(letters: Letters, start: int, end: int) -> str:
    return "".join(letter for letter, at in zip(letters.plain, letters.at, strict=True) if start <= at < end)


DECORATIONS = (
    str.upper,
    lambda text: text.replace(" ", "\n\n"),
    "\u200b".join,
    lambda text: text.replace("e", "е").replace("o", "о"),
    lambda text: text.replace("ö", "oe").replace("ü", "u\u0308"),
    lambda text: text.translate({ord("a") + n: 0x1D41A + n for n in range(26)}),
    lambda text: f"📣 {text} 🎉 https://example.org/a?b=c",
    lambda text: f"@stadt@social.example {text}\n#Holz #werkstatt@social.example #parley.example",
    lambda text: text.replace("e", "3").replace("i", "1"),
    lambda text: text.replace("t", "7").replace("s", "$"),
    lambda text: text.replace("a", "α").replace("i", "ι").replace("n", "η"),
    lambda text: text.replace("e", "ǝ").replace("r", "ɹ").replace("t", "ʇ"),
    lambda text: "\u200b".join(chr(0x1F1E6 + ord(c) - 97) if "a" <= c <= "z" else c for c in text.lower()),
    lambda text: text.replace("d", "ddd"),
    lambda text: " ".join(f"{word}https://example.org/{place}" for place, word in enumerate(text.split())),
    lambda text: f"{text} 🇩🇪 🇫🇷",
    "\u0336".join,
    lambda text: "\u202e" + text + "\u202c",
    lambda text: text.translate({ord("a") + n: 0x1F130 + n for n in range(26)}),
    lambda text: text.translate({ord("a") + n: 0xFF41 + n for n in range(26)}),
)


@given(WORDS, WORDS, st.sampled_from(DECORATIONS))
def test_no_decoration_changes_a_score(one: str, other: str, decorate: Callable[[str], str]) -> None:
    assert score(one, decorate(one)) == 1
    assert score(decorate(one), other) == score(one, other)


@given(WORDS, WORDS, st.sampled_from((str, *DECORATIONS)))
def test_shared_passages_are_really_shared(one: str, other: str, decorate: Callable[[str], str]) -> None:
    other = decorate(other)
    first, second = normalise(one), normalise(other)

    passages = shared_passages(one, other)

    ends = [0, *(passage.end for passage in passages)]
    for passage, last_end in zip(passages, ends, strict=False):
        mine = _letters_between(first, passage.start, passage.end)
        assert passage.start >= last_end
        assert len(mine) >= 12
        assert mine == _letters_between(second, passage.other_start, passage.other_end)


def test_words_exchanged_one_for_one_leave_a_copy() -> None:
    words = STUDY_SHORT.split()
    for place in range(3, len(words), 7):
        words[place] = "Beispielwort"

    assert score(STUDY_SHORT, " ".join(words)) >= 0.7


EVENT = (
    "Am {} kommt unser Bücherbus nach {}. Von {} Uhr an könnt ihr ausleihen und stöbern, ganz ohne Anmeldung."
)


def test_the_same_words_for_another_date_and_place_are_for_a_person_to_decide() -> None:
    assert (
        0.55 <= score(EVENT.format("12. Mai", "Lindental", 10), EVENT.format("2. Juni", "Neuhof", 14)) < 0.7
    )


def test_another_number_alone_makes_another_issue() -> None:
    issue = "Unser Wochenrückblick Nr. {} ist da. Was uns bewegt hat, steht wie immer im Blog."

    assert 0.55 <= score(issue.format(4), issue.format(14)) < 0.7
    assert 0.55 <= score(issue.format(41), issue.format(42)) < 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Folge 12: Wer hat das Fahrrad erfunden, und wer fährt es heute?", "Folge 13: "),
        ("3. Oktober: Hoffest in der alten Gärtnerei, mit Musik, Kürbis und Kaffee.", "14. November: "),
        ("Dienstag: Chorprobe im Saal, Notenblatt mitbringen, Tür geht um halb auf.", "Freitag: "),
        ("Second evening of our reading group in the mill, bring a chair and a page.", "Fifth "),
    ],
    ids=["number", "date", "weekday", "ordinal"],
)
def test_what_tells_two_events_apart_may_stand_at_the_beginning_or_end(one: str, other: str) -> None:
    beginning, rest = one.split(" ", 1) if one.startswith("Second") else one.split(": ", 1)
    another = other + rest

    assert 0.55 <= score(one, another) < 0.7
    assert 0.55 <= score(f"{rest} {beginning}", f"{rest} {other.strip(' :')}") < 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Samstag, 5. September", "Samstag, 3. Oktober"),
        ("Samstag, 5. September", "Samstag, 19. September"),
        ("Samstag, 5.9.", "Samstag, 3.10."),
        ("Samstag, Sep 5", "Samstag, Oct 3"),
    ],
)
def test_hours_prices_and_weekdays_that_stay_do_not_outvote_an_exchanged_date(one: str, other: str) -> None:
    told = "Nähcafé am {}, von 14 bis 17 Uhr, Eintritt 3 €. Bringt Stoffreste mit und wer euch helfen soll!"

    assert 0.55 <= score(told.format(one), told.format(other)) < 0.7


def test_the_same_day_with_its_hour_written_in_another_way_stays_a_copy() -> None:
    told = "Die Türen gehen am 5. September um {} auf. Bringt Stoffreste mit, und wer euch helfen soll!"

    assert score(told.format("19 Uhr"), told.format("19:00")) >= 0.7
    assert score(told.format("7 pm"), told.format("19:00")) >= 0.7


def test_an_abbreviated_weekday_tells_two_events_apart() -> None:
    told = "Sprechstunde {} 9–11 Uhr: Rente, Pflege, Wohngeld. Ohne Termin, im Bürgerbüro am Markt."

    assert 0.55 <= score(told.format("Mo"), told.format("Do")) < 0.7
    assert score(told.format("Mo"), told.format("Montag")) >= 0.7


def test_a_date_for_machines_is_the_same_date() -> None:
    told = "On {} Julia reads from her new novel in the old brewery. We are looking forward to a full house!"

    assert score(told.format("4 December at 6 pm"), told.format("2025-12-04 at 18:00")) >= 0.7
    assert 0.55 <= score(told.format("2025-12-04"), told.format("2025-12-11")) < 0.7


def test_a_date_written_in_another_way_is_the_same_date() -> None:
    assert score(EVENT.format("12. Mai", "Neuhof", 10), EVENT.format("12.5.", "Neuhof", 10)) >= 0.7


def test_one_changed_number_in_a_long_text_leaves_a_copy() -> None:
    long = f"{STUDY_SHORT} {STUDY_ANEW} Dabei waren {{}} Teams."

    assert score(long.format(12), long.format(13)) > 0.9


def test_passages_point_into_both_originals() -> None:
    other = f"Neu! 🎉 {SENTENCES[1]}. https://example.org"

    (passage,) = shared_passages(STUDY_SHORT, other)

    assert STUDY_SHORT[passage.start : passage.end] == SENTENCES[1]
    assert other[passage.other_start : passage.other_end] == SENTENCES[1]


def test_what_was_changed_is_no_part_of_a_passage() -> None:
    word = STUDY_SHORT.replace("begleitet", "aus nächster Nähe beobachtet")
    letter = STUDY_SHORT.replace("zwölf", "zwilf")

    assert len(shared_passages(STUDY_SHORT, word)) == 2
    assert len(shared_passages(STUDY_SHORT, letter)) == 2


def test_passages_of_texts_that_repeat_themselves_take_bounded_time() -> None:
    started = time.process_time()

    for text in ("ab" * 50_000, "Wort und Satz. " * 7_000, "abcdefghijklmnop" * 6_000):
        assert shared_passages(text, text[7:])

    assert time.process_time() - started < 10


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
