"""What disappears before texts are compared, and what stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.letters import LONGEST, normalise

PLAIN = "Am Samstag öffnen wir die Werkstatt und zeigen, wie aus Holz ein Stuhl wird"


@pytest.mark.parametrize(
    "disguised",
    [
        PLAIN.upper(),
        PLAIN.replace(" ", "\n\n"),
        PLAIN.replace("ö", "oe"),
        PLAIN.replace("ö", "o\u0308"),
        PLAIN.replace("a", "а").replace("e", "е").replace("S", "Ѕ"),
        PLAIN.replace("I", "Ι").replace("A", "Α"),
        "\u200b".join(PLAIN),
        "\u202e" + PLAIN + "\u3164",
        " ".join(PLAIN),
        PLAIN.replace("e", "3").replace("i", "1").replace("s", "5"),
        PLAIN.translate({ord("a") + n: 0x1D41A + n for n in range(26)}),
        PLAIN.translate(dict(zip(map(ord, "abcdefghi"), "ᴀʙᴄᴅᴇꜰɢʜɪ", strict=True))),
        PLAIN.translate({ord("a") + n: 0x1F170 + n for n in range(26)}),
        PLAIN.translate({ord("a") + n: 0x1F150 + n for n in range(26)}),
        PLAIN.translate({ord("a") + n: 0x24D0 + n for n in range(26)}),
        "👉 " + PLAIN + "!!! 🎉",
        PLAIN + " https://example.org/werkstatt?x=1",
        PLAIN + " example.org/werkstatt",
        "@anna@chaos.social " + PLAIN + " @bob",
        PLAIN + "\n\n#Werkstatt #Handwerk\n#Holz 🎉",
        "#Werkstatt #Holz\n" + PLAIN,
        PLAIN + " #werkstatt@social.example #parley.example",
        PLAIN + '\n\n#"werkstatt@social.example"',
        PLAIN.replace("Samstag", "S@m$tag"),
        PLAIN.replace("s", "$").replace("S", "$"),
        PLAIN.replace("t", "7"),
        PLAIN.replace("zeigen", "zeeeigen").replace("wir", "wiiiir"),
        PLAIN.translate(dict(zip(map(ord, "aeoiknw"), "αεοικηω", strict=True))),
        PLAIN.translate(dict(zip(map(ord, "aehmrtwk"), "ɐǝɥɯɹʇʍʞ", strict=True))),
        "".join(chr(0x1F1E6 + ord(c) - 97) if "a" <= c <= "z" else c for c in PLAIN.lower()),
        PLAIN.replace("Werkstatt ", "Werkstatthttps://example.org/a "),
        PLAIN + " 🇩🇪 🇫🇷🇮🇹",
    ],
)
def test_disguise_and_decoration_disappear(disguised: str) -> None:
    assert normalise(disguised).plain == normalise(PLAIN).plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Straße", "strasse"),
        ("Łódź", "iodz"),
        ("1.000 Euro", "ioooeuro"),
        ("h4llo", "haiio"),
        ("2026", "zoz6"),
        ("Wir backen #Brot mit euch", "wirbackenbrotmiteuch"),
        ("info@example.org", "infoaexampieorg"),
        ("", ""),
        ("🎉🎉", ""),
        ("\ud800", ""),
    ],
)
def test_letters_stay_and_digits_are_written_as_letters(text: str, plain: str) -> None:
    assert normalise(text).plain == plain


def test_a_missing_blank_after_a_sentence_makes_no_link() -> None:
    told = "Kommt vorbei. So schön war es nie. Am Abend gibt es Musik. In der Pause Kuchen."

    assert normalise(told.replace(". ", ".")).plain == normalise(told).plain
    assert normalise("Mehr auf example.org und https://Example.Org").plain == normalise("Mehr auf und").plain


def test_a_text_in_hashtags_behind_one_word_is_compared() -> None:
    tagged = "Neu: #Wir #suchen #Verstärkung #für #unser #Team"

    assert normalise(tagged).plain == normalise(tagged.replace("#", "")).plain


def test_no_two_numbers_become_the_same() -> None:
    assert len({normalise(f"Nr. {number}").plain for number in range(1_200)}) == 1_200


def test_a_text_of_nothing_but_tags_or_one_link_still_is_a_text() -> None:
    assert normalise("#Werkstatt #Holz").plain == "werkstatthoiz"
    assert normalise("https://example.org/a").plain == "httpsexampieorga"


def test_every_letter_remembers_its_place() -> None:
    text = "🎉 „Ja“, sagt\u200b Änne"

    letters = normalise(text)

    assert letters.plain == "jasagtanne"
    assert "".join(text[place] for place in letters.at) == "JasagtÄnne"


def test_a_text_beyond_every_platforms_limit_is_read_to_a_point_and_says_so() -> None:
    assert not normalise("ab" * (LONGEST // 2)).is_cut
    cut = normalise("ab" * LONGEST)
    assert cut.is_cut
    assert len(cut) == LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "Wort und Satz. " * 70_000,
        "f" * 100_000,
        "e" + "\u0301" * 100_000,
        "#a " * 50_000 + "x",
        "\n#a" * 50_000,
        "a@" * 50_000,
        "https://a.de/x " * 10_000,
        "a." * 50_000,
        "שלום " * 30_000,
        "\ud800" * 100_000,
    ],
    ids=["megabyte", "f", "marks", "tags", "tag lines", "ats", "links", "dots", "hebrew", "surrogates"],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    started = time.process_time()

    normalise(text)

    assert time.process_time() - started < 3


@given(st.text(max_size=300))
def test_places_rise_and_point_into_the_text(text: str) -> None:
    letters = normalise(text)

    assert len(letters.at) == len(letters.plain)
    assert list(letters.at) == sorted(letters.at)
    assert all(0 <= place < len(text) for place in letters.at)
    assert not any(letter.isspace() for letter in letters.plain)
