"""Phrases that stand in very many posts: left out of a comparison, and suggested."""

from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.rules.boilerplate import LEAST_LEFT, frame, leave_out, often_said
from calendar_app.rules.letters import normalise
from tests.rules.newsroom import STUDY_ANEW, STUDY_SHORT

SIGNATURE = "Euer Team der offenen Werkstatt, immer dienstags ab 18 Uhr"
STORIES = [
    "Im Keller lagen 40 alte Nähmaschinen; zwölf davon laufen wieder.",
    "Wer einen Stuhl leimt, braucht Zwingen, Ruhe und eine Stunde Zeit.",
    "Unsere Töpferscheibe hat einen neuen Motor und summt jetzt leiser.",
    "Am Freitag kochen wir mit dem, was der Garten übrig ließ.",
]


def test_a_registered_phrase_is_found_however_it_is_decorated() -> None:
    text = f"{STUDY_SHORT}\n\n👋 {SIGNATURE.upper()}!"

    ((start, end),) = leave_out(text, [SIGNATURE])

    assert normalise(text[start:end]).plain == normalise(SIGNATURE).plain


def test_a_text_of_little_more_than_boilerplate_is_compared_whole() -> None:
    text = f"Heute: {SIGNATURE}"

    assert leave_out(text, [SIGNATURE]) == ()


def test_a_phrase_without_letters_leaves_nothing_out() -> None:
    assert leave_out(STUDY_SHORT, ["", "🎉", "\u200b"]) == ()


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=4))
def test_ranges_lie_in_the_text_apart_and_in_order(text: str, phrases: list[str]) -> None:
    ranges = leave_out(text, phrases)

    bounds = [bound for each in ranges for bound in each]
    assert bounds == sorted(bounds)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert not ranges or len(normalise(text)) > LEAST_LEFT


def test_what_stands_in_very_many_posts_is_suggested_in_whole_words() -> None:
    posts = [[f"{story} {SIGNATURE}"] for story in STORIES]

    (said,) = often_said(posts, least=3)

    assert said.text == SIGNATURE
    assert said.posts == 4


def test_what_one_post_says_on_many_channels_is_no_boilerplate() -> None:
    assert often_said([[STUDY_ANEW] * 20, [STORIES[0]]], least=2) == ()


def test_a_part_is_named_beside_the_whole_only_where_it_is_much_more_frequent() -> None:
    short = "Mehr dazu auf unserer Seite"
    long = f"{short} und jeden Dienstag in der Werkstatt"
    posts = [[f"{story} {long if number < 2 else short}"] for number, story in enumerate(STORIES)]

    assert [(each.text, each.posts) for each in often_said(posts, least=2)] == [(short, 4), (long, 2)]


ISSUE = "Unser Tier des Monats ist {}. Wer eine Patenschaft übernehmen möchte, schreibt uns einfach."
ANIMALS = (
    "der Luchs, der nachts jagt und tags in der Sonne döst",
    "ein Biber, dem bei uns niemand eine Eiche verübelt",
    "die Kröte, für die wir im Frühjahr Zäune bauen",
)


def test_what_a_series_says_each_time_is_its_frame() -> None:
    mine, *others = (ISSUE.format(animal) for animal in ANIMALS)

    assert frame(mine, [[other] for other in others]) == (
        "Wer eine Patenschaft übernehmen möchte, schreibt uns einfach",
        "Unser Tier des Monats ist",
    )


def test_one_text_on_many_channels_is_no_series() -> None:
    mine, other, _third = (ISSUE.format(animal) for animal in ANIMALS)

    assert frame(mine, [[other] * 9]) == ()
    assert frame(mine, [[mine], [mine], [mine]]) == ()


@settings(max_examples=20)
@given(st.lists(st.sampled_from(STORIES), min_size=1, max_size=3), st.permutations(STORIES))
def test_beside_a_frame_enough_of_the_text_stays(mine: list[str], others: list[str]) -> None:
    text = " ".join([*mine, SIGNATURE])

    words = frame(text, [[f"{other} {SIGNATURE}"] for other in others])

    ranges = leave_out(text, words)
    assert bool(ranges) == bool(words)
