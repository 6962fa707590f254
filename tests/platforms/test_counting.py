"""How texts are counted. The cases for X restate the behaviour of twitter-text's conformance suite (v3)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.platforms.counting import Unit, length

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("9,99 €", 7),
        ("und so …", 9),
        ("„ja“ – ’nein’", 13),
        ("STRAẞE", 7),
        ("Hi http://test.co", 26),
        ("Test https://test.com test https://test.com test.com test", 86),
        ("285 chars-" + "xxxxxxxxxx-" * 25, 285),
        ("A\u0301B", 2),
        ("日本", 4),
        ("\U0001f637\U0001f47e\U0001f621\U0001f525\U0001f4a9", 10),
        (f"H\U0001f431☺{FAMILY}", 7),
        ("\U0001f64b\U0001f3fd\U0001f468\u200d\U0001f3a4", 4),
        ("1\ufe0f\u20e3", 2),
        ("\U0001f1e9\U0001f1ea", 2),
        ("© und ©\ufe0f", 8),
        ("☺\ufe0f \u2764\ufe0f\u200d\U0001f525", 5),
        ("\U0001f4bb\ufe0f", 4),
        ("\u2757\ufe0f\u2757", 4),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
    ],
)
def test_x_weighs_characters_links_and_emoji(text: str, expected: int) -> None:
    assert length(text, Unit.WEIGHTED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("foo.co.jp", 23),
        ("(http://x.com/a)", 25),
        ("http://en.wikipedia.org/wiki/Primer_(film)", 23),
        ("siehe example.com.", 30),
        ("http://domain.com-that", 22),
        ("twitter.comこれ", 27),
        ("mail foo@example.com", 20),
        ("http://no-tld", 13),
        ("http://twitter-.com", 19),
        ("z.B. und d.h.", 13),
        ("Ende.Der Anfang", 15),
        ("x" * 64 + ".com", 68),
        ("vermögen.example.com/Größe?a=1#b", 23),
    ],
)
def test_x_shortens_only_what_is_a_link(text: str, expected: int) -> None:
    assert length(text, Unit.WEIGHTED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 480 + " https://example.org/" + "y" * 70, 504),
        ("example.org/ohne-protokoll", 26),
        ("Danke @anna@chaos.social!", 12),
        ("https://example.org/日本/„a“ @a.b-c@bücher.example", 30),
        (FAMILY, 1),
        ("e" + "\u0301" * 100_000, 1),
    ],
)
def test_mastodon_counts_graphemes_short_links_and_bare_names(text: str, expected: int) -> None:
    assert length(text, Unit.MASTODON) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org/ein-langer-weg/zum-text", "example.org/ein-langer-w..."),
        ("https://example.org/", "example.org"),
        ("example.org/kurz", "example.org/kurz"),
        ("(https://example.org/?a=1#b).", "(example.org?a=1#b)."),
        ("https://anna:geheim@Example.ORG:443/a", "example.org/a"),
        ("https://example.org:8080/a", "example.org:8080/a"),
        ("https://straße.example/größe", "xn--strae-oqa.example/gr%C3%B6%C3%..."),
        ("https://a_b.example/a", "a_b.example/a"),
        ("https://[::1/", "[::1"),
        ("kein-link.unbekannt", "kein-link.unbekannt"),
    ],
)
def test_bluesky_counts_a_link_as_it_is_shown(text: str, shown: str) -> None:
    assert length(text, Unit.BLUESKY_GRAPHEMES) == length(text, Unit.BLUESKY_BYTES) == len(shown)


def test_bluesky_counts_graphemes_and_bytes_apart() -> None:
    assert length("x" * 290 + FAMILY, Unit.BLUESKY_GRAPHEMES) == 291
    assert length(FAMILY, Unit.BLUESKY_BYTES) == 25


def test_threads_counts_the_bytes_of_emoji_and_characters_of_the_rest() -> None:
    assert length("Grüße \U0001f600", Unit.EMOJI_AS_BYTES) == 6 + 4
    assert length(FAMILY, Unit.EMOJI_AS_BYTES) == 25


def test_other_units_count_what_their_name_says() -> None:
    assert length("ä\U0001f600", Unit.UTF16) == 3
    assert length("ä\U0001f600", Unit.CODE_POINTS) == 2
    assert length("ä\U0001f600", Unit.UTF8_BYTES) == 6


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize(
    "text",
    [
        "a." * 250_000,
        "http://" * 70_000,
        "x.com/" + "(a" * 100_000,
        "@" + "a-" * 200_000,
        "\U0001f1e9" * 200_001,
        "\U0001f600\u200d" * 100_000,
        "e" + "\u0301" * 100_000,
        "שלום " * 100_000,
        "\ud800" * 100_000,
    ],
    ids=["dots", "protocols", "brackets", "handles", "flags", "joiners", "marks", "hebrew", "surrogates"],
)
def test_hostile_text_is_counted_in_bounded_time(unit: Unit, text: str) -> None:
    started = time.process_time()

    counted = length(text, unit)

    assert counted > 0
    assert time.process_time() - started < 5


@given(text=st.text(max_size=200), more=st.text(alphabet="abcäöü ", max_size=20), unit=st.sampled_from(Unit))
def test_a_space_and_plain_letters_add_exactly_their_number(text: str, more: str, unit: Unit) -> None:
    added = length(f" {more}", unit)

    assert length(f"{text}\n {more}", unit) == length(f"{text}\n", unit) + added
