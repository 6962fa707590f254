"""Text typed by people becomes content lines that can neither break out nor break a reader."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from calendar_app.feeds.lines import clean, line, offset, text, texts, uri, utc, wall

ANY_TEXT = st.text(st.characters(exclude_categories=()))
UNESCAPED = {"n": "\n", "N": "\n"}


def unfolded(octets: bytes) -> str:
    assert octets.endswith(b"\r\n")
    return octets.decode().removesuffix("\r\n").replace("\r\n ", "")


def unescaped(value: str) -> str:
    letters = iter(value)
    return "".join(
        UNESCAPED.get(escaped, escaped) if letter == "\\" and (escaped := next(letters)) else letter
        for letter in letters
    )


@given(ANY_TEXT)
def test_a_reader_gets_back_what_was_typed_but_for_what_no_line_may_hold(typed: str) -> None:
    written = line("SUMMARY", text(typed))

    assert unescaped(unfolded(written).removeprefix("SUMMARY:")) == clean(typed)


@given(ANY_TEXT)
def test_a_text_stays_one_line_of_at_most_75_octets(typed: str) -> None:
    written = line("SUMMARY", text(typed))

    physical = written.split(b"\r\n")
    assert all(len(octets) <= 75 for octets in physical)
    assert all(octets.startswith(b" ") for octets in physical[1:-1])
    assert all(octets.decode() or True for octets in physical)  # no character is torn apart
    assert len(physical) == 2 or all(len(octets) > 60 for octets in physical[:-2])


@given(ANY_TEXT)
def test_no_control_character_and_no_surrogate_gets_out(typed: str) -> None:
    cleaned = clean(typed)

    assert not [letter for letter in cleaned if ord(letter) < 0x20 and letter not in "\t\n"]
    assert not [
        letter for letter in cleaned if 0x7F <= ord(letter) <= 0x9F or 0xD800 <= ord(letter) <= 0xDFFF
    ]
    assert len(cleaned.splitlines()) == len(cleaned.removesuffix("\n").split("\n")) or not cleaned


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(ANY_TEXT)
def test_lines_fold_where_icalendar_folds_them(typed: str) -> None:
    value = text(typed)

    folded: bytes = Contentline(f"SUMMARY:{value}").to_ical()  # type: ignore[no-untyped-call]
    assert line("SUMMARY", value) == folded + b"\r\n"


@given(ANY_TEXT)
def test_a_uri_cannot_leave_its_line(typed: str) -> None:
    written = unfolded(line("URL", uri(f"https://example.org/{typed}")))

    assert written.isascii()
    assert written.isprintable()
    assert " " not in written


@given(ANY_TEXT)
def test_a_parameter_cannot_leave_its_quotes(typed: str) -> None:
    written = unfolded(line("X", "value", NOTE=typed or "empty"))

    assert written.endswith(":value")
    assert written.count('"') in {0, 2}
    assert "\n" not in written


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_is_the_same(ending: str) -> None:
    assert text(f"one{ending}two") == "one\\ntwo"


def test_emoji_umlauts_and_right_to_left_text_pass_untouched() -> None:
    typed = "Grüße 👩‍🔬 שלום \u202bעברית\u202c"

    assert text(typed) == typed


def test_categories_are_separated_by_commas_and_their_own_commas_escaped() -> None:
    assert texts(("Mastodon", "a,b;c")) == "Mastodon,a\\,b\\;c"


def test_an_instant_is_written_in_utc_only() -> None:
    vienna = datetime(2026, 3, 30, 9, tzinfo=ZoneInfo("Europe/Vienna"))

    assert utc(vienna.astimezone(UTC)) == "20260330T070000Z"
    with pytest.raises(ValueError, match="UTC"):
        utc(vienna)
    with pytest.raises(ValueError, match="UTC"):
        utc(datetime(2026, 3, 30, 9))  # noqa: DTZ001
    with pytest.raises(ValueError, match="UTC"):
        utc(datetime(2026, 3, 30, 9, tzinfo=timezone(timedelta(hours=2))))


def test_a_wall_time_has_no_zone_of_its_own() -> None:
    assert wall(datetime(2026, 3, 30, 9)) == "20260330T090000"  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        wall(datetime(2026, 3, 30, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "+0000"), (5 * 3600 + 1800, "+0530"), (-12600, "-0330"), (-2670, "-004430")],
)
def test_an_offset_has_seconds_only_where_the_zone_has(seconds: int, written: str) -> None:
    assert offset(seconds) == written


def test_a_megabyte_of_text_is_folded() -> None:
    written = line("DESCRIPTION", text("äöü," * 250_000))

    assert max(map(len, written.split(b"\r\n"))) <= 75
    assert unfolded(written).count("\\,") == 250_000
