"""Rows become posts and dialog time; every doubt is remarked upon with row and column."""

from datetime import UTC, datetime, timedelta

import pytest

from calendar_app.exchange.dates import Order
from calendar_app.exchange.plan import SOMEBODY, Plan, row_of
from calendar_app.rules.facts import Mode, Role, Status
from tests.exchange.making import KEYS, plan


def remarks(plan: Plan, language: str = "en") -> list[tuple[int, str, str, bool]]:
    return [(each.row, each.column, each.message(language), each.is_problem) for each in plan.remarks]


def test_a_row_becomes_a_post_in_the_plans_zone() -> None:
    found = plan(("Mastodon", "2026-05-04", "09:00", KEYS, "live", "promo, Frage", "Ines"))

    [post] = found.variants
    assert (post.channel_id, post.text, post.mode, post.status) == (
        "Mastodon",
        KEYS,
        Mode.LIVE,
        Status.SCHEDULED,
    )
    assert post.at == datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
    assert post.labels == {"promo", "question"}
    assert post.answer_person_id == "Ines"
    assert found.names_who_answers


def test_another_zone_moves_the_moment() -> None:
    [post] = plan(("X", "2026-05-04", "09:00", KEYS), zone="America/New_York").variants

    assert post.at == datetime(2026, 5, 4, 13, 0, tzinfo=UTC)


def test_the_order_of_day_and_month_is_a_choice() -> None:
    [post] = plan(("X", "4/5/2026", "09:00", KEYS), order=Order.MONTH_FIRST).variants

    assert post.at == datetime(2026, 4, 5, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "time", "column", "sentence"),
    [
        ("31.04.2026", "09:00", "date", "“31.04.2026” is no date."),
        ("soon", "09:00", "date", "“soon” is no date."),
        ("04.05.2026", "25:00", "time", "“25:00” is no time."),
        ("04.05.2026", "noon", "time", "“noon” is no time."),
    ],
)
def test_a_bad_cell_is_named_and_the_other_rows_are_kept(
    date: str, time: str, column: str, sentence: str
) -> None:
    found = plan(("X", date, time, "lost"), ("X", "04.05.2026", "09:00", "kept"))

    assert [post.text for post in found.variants] == ["kept"]
    assert remarks(found) == [(2, column, sentence, True)]


def test_an_hour_that_the_clocks_skip_is_moved_and_said() -> None:
    found = plan(("X", "29.03.2026", "02:30", KEYS))

    assert found.variants[0].at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert remarks(found, "de") == [
        (
            2,
            "time",
            "02:30 gibt es an diesem Tag in Europe/Berlin nicht: Die Uhren springen vor. "
            "Gerechnet wird mit 03:30.",
            False,
        )
    ]


def test_an_hour_that_comes_twice_is_the_first() -> None:
    found = plan(("X", "25.10.2026", "02:30", KEYS))

    assert found.variants[0].at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert not found.remarks


def test_a_time_beside_the_date_counts_and_an_offset_rules() -> None:
    beside, instant = plan(
        ("X", "04.05.2026 09:00", "", "one"), ("X", "2026-05-04T09:00Z", "", "two")
    ).variants

    assert beside.at == datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
    assert instant.at == datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_a_day_without_a_time_stands_at_noon_and_is_known_for_it() -> None:
    found = plan(("X", "04.05.2026", "", "a day"), ("X", "", "", "an idea"))

    day, idea = found.variants
    assert day.at == datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
    assert idea.at is None
    assert found.untimed == {day.id}


def test_two_platforms_in_one_cell_are_two_posts_of_one_row() -> None:
    found = plan(("FB + IG", "2026-05-04", "09:00", KEYS))

    assert [(post.channel_id, row_of(post.id)) for post in found.variants] == [("FB", 2), ("IG", 2)]
    assert [channel.platform for channel in found.channels] == ["facebook", "instagram"]


@pytest.mark.parametrize("name", ["Tipps & Tricks", "X/Twitter", "Land und Leute", "Facebook, our page"])
def test_one_name_stays_one_channel(name: str) -> None:
    assert [post.channel_id for post in plan((name, "2026-05-04", "09:00", KEYS)).variants] == [name]


def test_a_channel_is_the_same_in_capitals_and_with_spaces() -> None:
    found = plan(("Our  Page", "2026-05-04", "", "one"), ("our page", "2026-05-05", "", "two"))

    assert {post.channel_id for post in found.variants} == {"Our Page"}


def test_an_unknown_platform_is_remembered() -> None:
    found = plan(("Notice board", "2026-05-04", "", KEYS), ("LinkedIn", "2026-05-04", "", KEYS))

    assert found.unknown_platforms == ("Notice board",)
    assert found.channels[0].platform == "general"


@pytest.mark.parametrize(
    ("mode", "status", "expected"),
    [
        ("", "", Mode.SCHEDULED),
        ("RSS", "", Mode.FEED),
        ("", "automatisch", Mode.FEED),
        ("", "von Hand", Mode.LIVE),
        ("Wiederverwertet", "geplant", Mode.RECYCLED),
        ("gespiegelt", "", Mode.SYNC),
    ],
)
def test_the_mode_stands_in_its_column_or_in_the_status(mode: str, status: str, expected: Mode) -> None:
    [post] = plan(("X", "2026-05-04", "09:00", KEYS, mode, "", "", "", status)).variants

    assert post.mode is expected


def test_a_mode_that_is_not_understood_is_remembered() -> None:
    assert plan(("X", "2026-05-04", "09:00", KEYS, "Reel")).unknown_modes == ("Reel",)


def test_a_status_may_call_a_post_an_idea_or_off() -> None:
    idea, off = plan(
        ("X", "", "", "one", "", "", "", "", "Idee"), ("X", "", "", "two", "", "", "", "", "entfällt")
    ).variants

    assert (idea.status, off.status) == (Status.DRAFT, Status.CANCELLED)


@pytest.mark.parametrize("name", ["Feed", "–", "", "niemand", "N/A"])
def test_a_machine_or_a_dash_is_nobody(name: str) -> None:
    found = plan(("X", "2026-05-04", "09:00", KEYS, "", "", name))

    assert found.variants[0].answer_person_id is None
    assert not found.names_who_answers


def test_trainees_are_recognised_and_it_is_said() -> None:
    found = plan(("X", "2026-05-04", "09:00", KEYS, "", "", "Auszubildende (2. Jahr)"))

    assert found.people[0].role is Role.TRAINEE
    assert remarks(found)[0][1:] == (
        "answer person",
        "“Auszubildende (2. Jahr)” is read as a trainee, who does not answer alone.",
        False,
    )


@pytest.mark.parametrize("name", ["International team", "Interne Kommunikation", "Praxis Dr. Ott"])
def test_other_people_are_no_trainees(name: str) -> None:
    assert plan(("X", "2026-05-04", "09:00", KEYS, "", "", name)).people[0].role is Role.AUTHOR


@pytest.mark.parametrize("column", ["mode", "label", "status"])
def test_dialog_time_is_a_slot_and_no_post(column: str) -> None:
    words = {"mode": "", "label": "", "status": ""} | {column: "Dialogzeit"}
    row = ("X", "2026-05-04", "09:00", "answer", words["mode"], words["label"], "Ines", "45", words["status"])

    found = plan(row)

    [slot] = found.slots
    assert not found.variants
    assert (slot.channel_ids, slot.person_id, slot.span.length) == (("X",), "Ines", timedelta(minutes=45))


def test_dialog_time_without_a_name_or_a_length_is_somebodys_half_hour() -> None:
    [slot] = plan(("FB, IG", "2026-05-04", "09:00", "answer", "dialog")).slots

    assert (slot.channel_ids, slot.person_id, slot.span.length) == (
        ("FB", "IG"),
        SOMEBODY.id,
        timedelta(minutes=30),
    )


@pytest.mark.parametrize("minutes", ["an hour", "0", "-5", "9" * 5000, "1500"])
def test_a_length_that_is_none_is_said(minutes: str) -> None:
    found = plan(("X", "2026-05-04", "09:00", "answer", "dialog", "", "", minutes))

    assert found.slots[0].span.length == timedelta(minutes=30)
    assert remarks(found)[0][1] == "minutes"


def test_dialog_time_without_a_time_is_a_problem() -> None:
    found = plan(("X", "2026-05-04", "", "answer", "dialog"))

    assert not found.slots
    assert remarks(found) == [(2, "time", "Dialog time needs a date and a time.", True)]


def test_a_text_without_a_channel_is_a_problem_a_line_between_weeks_is_none() -> None:
    found = plan(("", "KW 19"), ("", "2026-05-04", "", KEYS))

    assert remarks(found) == [
        (2, "channel", "Neither channel nor text: the row is passed over.", False),
        (3, "channel", "No channel is named.", True),
    ]
