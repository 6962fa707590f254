"""What the rules say of a plan, and what it adds up to."""

import gc
import json
from collections.abc import Callable
from random import Random

import pytest

from calendar_app.exchange.checking import check_plan
from calendar_app.exchange.plan import read_plan
from calendar_app.exchange.report_json import json_pieces
from calendar_app.exchange.report_text import as_text
from calendar_app.exchange.sheets import read_json
from calendar_app.rules.rule import Verdict
from tests.bad_texts import BAD, HAS_WORDS
from tests.exchange.making import BOX, KEYS, MAP, NOW, findings, plan, report
from tests.work import calls_in

Maker = Callable[[int], list[tuple[str, ...]]]

MONDAY = ("2026-05-04", "09:00")


def test_the_same_text_on_two_channels_blocks_both() -> None:
    found = report(
        ("Facebook", *MONDAY, KEYS), ("Mastodon", *MONDAY, KEYS + " #archive"), ("X", *MONDAY, BOX)
    )

    assert findings(found, "R01") == [(2, "block"), (3, "block")]
    assert (found.summary.posts, found.summary.identical, found.summary.clean) == (3, 2, 1)
    assert found.blocks


def test_nearly_the_same_text_counts_once_and_apart_from_the_same() -> None:
    near = KEYS.replace("On Friday", "Next Friday, 8 May,")
    found = report(("Facebook", *MONDAY, KEYS), ("Mastodon", *MONDAY, KEYS), ("LinkedIn", *MONDAY, near))

    assert findings(found, "R02") == [(2, "block"), (3, "block"), (4, "block")]
    assert (found.summary.identical, found.summary.near_identical) == (2, 1)


def test_texts_of_their_own_pass() -> None:
    found = report(("Facebook", *MONDAY, KEYS), ("Mastodon", *MONDAY, BOX), ("LinkedIn", *MONDAY, MAP))

    assert not [*found.findings]
    assert not found.blocks


def test_two_channels_in_one_cell_say_the_same() -> None:
    found = report(("Facebook + Instagram", *MONDAY, KEYS))

    assert findings(found, "R01") == [(2, "block"), (2, "block")]
    assert found.summary.posts == 2


def test_the_same_text_months_apart_is_no_cross_post() -> None:
    found = report(("Facebook", *MONDAY, KEYS), ("Mastodon", "2026-09-04", "09:00", KEYS))

    assert findings(found, "R01") == []


def test_a_twin_is_found_behind_a_crowd_on_the_own_channel() -> None:
    crowd = [
        ("Mastodon", f"2026-05-{day:02}", f"{hour:02}:00", KEYS) for day in range(4, 20) for hour in range(12)
    ]
    found = report(*crowd, ("Facebook", "2026-05-28", "09:00", KEYS))

    assert len(findings(found, "R01")) == len(crowd) + 1


def test_a_repeat_on_a_channel_is_found_behind_a_crowd_of_copies_elsewhere() -> None:
    crowd = [(f"Channel {number}", "2026-05-05", "09:00", KEYS) for number in range(120)]
    found = report(
        ("Facebook", "2026-03-20", "09:00", KEYS), *crowd, ("Facebook", "2026-05-28", "09:00", KEYS)
    )

    assert findings(found, "R03") == [(2, "block"), (len(crowd) + 3, "block")]


def test_an_undated_idea_is_compared_by_its_text() -> None:
    found = report(("Facebook", *MONDAY, KEYS), ("Mastodon", "", "", KEYS, "", "", "", "", "idea"))

    assert findings(found, "R01") == [(3, "block")]


def test_a_cancelled_post_is_no_post() -> None:
    found = report(("Facebook", *MONDAY, KEYS), ("Mastodon", *MONDAY, KEYS, "", "", "", "", "cancelled"))

    assert not [*found.findings]
    assert found.summary.posts == 1


def test_feeds_count_as_automated() -> None:
    found = report(
        *[
            ("Facebook", f"2026-05-0{day}", "09:00", text, "feed")
            for day, text in enumerate((KEYS, BOX, MAP), 4)
        ]
    )

    assert findings(found, "R06") == [(2, "warn"), (3, "warn"), (4, "warn")]
    assert found.summary.automated == 3


def test_a_plan_that_is_silent_about_answers_is_not_blamed_for_it() -> None:
    found = report(("Facebook", *MONDAY, KEYS), ("Facebook", "2026-05-05", "09:00", BOX))

    assert found.left_out == {"unattended-publication", "dialog-time-reserved"}
    assert found.summary.automated == 0


def test_a_plan_that_names_people_is_taken_at_its_word() -> None:
    found = report(
        ("Facebook", *MONDAY, KEYS, "", "", "Ines"),
        ("Facebook", "2026-05-05", "09:00", BOX),
        ("Facebook", "2026-05-06", "", MAP),
    )

    assert findings(found, "R08") == [(3, "warn")]
    assert found.summary.automated == 1


def test_dialog_time_is_judged_as_soon_as_the_plan_has_any() -> None:
    post = ("Facebook", *MONDAY, KEYS)
    slots = [
        ("Facebook", "2026-05-04", f"{hour}:00", "answer", "dialog", "", "", "30") for hour in ("09", "12")
    ]

    assert findings(report(post, slots[0]), "R10") == [(2, "warn")]
    assert findings(report(post, *slots), "R10") == []
    assert report(post, *slots).summary.minutes_planned == 60
    assert report(post).summary.minutes_needed == 60


def test_dialog_time_before_the_first_post_is_not_missed() -> None:
    slot = ("Facebook", "2026-05-04", "09:00", "answer", "dialog", "", "", "60")

    assert findings(report(slot, ("Facebook", "2026-05-08", "09:00", KEYS)), "R10") == []


def test_minutes_needed_are_those_of_every_channel_and_week() -> None:
    posts = [("Facebook", f"2026-05-{day:02}", "09:00", f"{BOX} {day}") for day in range(4, 9)]

    found = report(*posts, ("Facebook", "2026-05-11", "09:00", KEYS), ("X", *MONDAY, MAP))

    assert found.summary.minutes_needed == 75 + 60 + 60


def test_too_long_for_the_platform_blocks_and_an_unknown_place_has_no_limit() -> None:
    long = " ".join(f"{BOX} {number}" for number in range(5))
    found = report(("Bluesky", *MONDAY, long), ("Notice board", "2026-09-04", "09:00", long))

    assert findings(found, "R14") == [(2, "block")]


def test_a_prescribed_wording_may_stand_everywhere() -> None:
    found = report(*[(name, *MONDAY, KEYS, "", "vorgeschrieben") for name in ("Facebook", "Mastodon")])

    assert findings(found, "R01") == [(2, "info"), (3, "info")]
    assert findings(found, "R02") == []
    assert found.summary.identical == 0


def test_a_row_that_cannot_be_read_blocks_the_plan() -> None:
    found = report(("Facebook", "soon", "", KEYS), ("Facebook", *MONDAY, BOX))

    assert found.blocks
    assert (found.summary.unreadable, found.summary.posts) == (1, 1)


def test_a_plan_without_rows_is_fine() -> None:
    assert not report().blocks


def test_a_text_of_a_megabyte_is_judged() -> None:
    huge = (KEYS + " ") * 11_000

    found = report(("Facebook", *MONDAY, huge), ("Mastodon", *MONDAY, huge))

    assert findings(found, "R01") == [(2, "block"), (3, "block")]
    assert len(as_text(found, "en")) < 5000


def test_bad_texts_in_a_plan_are_judged_and_told() -> None:
    rows = [
        {"channel": channel, "date": "2026-05-04", "time": "09:00", "text": made(1_200)}
        for made in BAD.values()
        for channel in ("Facebook", "Mastodon")
    ]
    found = check_plan(
        read_plan(read_json(json.dumps(rows).encode()), zone="Europe/Berlin", order=None), now=NOW
    )

    copied = {row for row, severity in findings(found, "R01") if severity == "block"}
    for place, kind in enumerate(BAD):
        assert {2 * place + 1, 2 * place + 2} <= copied or kind not in HAS_WORDS, kind
    for told in (as_text(found, "de"), "".join(json_pieces(found, "de"))):
        assert len(told.encode()) < 400_000


def _everything_the_same(count: int) -> list[tuple[str, ...]]:
    return [
        (f"Channel {row % 5}", "2026-05-04", f"09:{row % 60:02}", KEYS, "feed", "", "Ines")
        for row in range(count)
    ]


def _everything_different(count: int) -> list[tuple[str, ...]]:
    random = Random(1)
    words = ["".join(random.choices("abcdefghiklmnoprstuw", k=random.randint(3, 9))) for _ in range(3000)]
    return [
        (
            f"Channel {row % 5}",
            f"{2026 + row // 4000}-{row % 12 + 1:02}-{row % 28 + 1:02}",
            "09:00",
            " ".join(random.choices(words, k=20)),
        )
        for row in range(count)
    ]


def _half_of_it_dialog(count: int) -> list[tuple[str, ...]]:
    days = [f"{2026 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}" for day in range(count)]
    posts = [("Facebook", day, "09:00", f"{row} {BOX}") for row, day in enumerate(days[: count // 2])]
    return posts + [("Facebook", day, "10:00", "answer", "dialog", "", "Ines") for day in days[: count // 2]]


@pytest.mark.parametrize("rows", [_everything_the_same, _everything_different, _half_of_it_dialog])
def test_the_work_does_not_grow_with_the_square_of_the_rows(rows: Maker) -> None:
    work(rows(50))  # warms the caches of letters and zones

    small, large = work(rows(50)), work(rows(200))

    assert large < 6 * small  # four times the rows; squared it would be sixteen times the work


def work(rows: list[tuple[str, ...]]) -> int:
    found = plan(*rows)
    return calls_in(lambda: as_text(check_plan(found, now=NOW), "en"))


def test_findings_of_a_long_plan_are_not_held_in_memory() -> None:
    days = [f"2026-05-{day:02}" for day in range(1, 13)]
    rows = [(name, day, "09:00", f"{KEYS} {day}") for day in days for name in ("Facebook", "Mastodon")]

    found = check_plan(plan(*rows), now=NOW)

    gc.collect()
    held = sum(isinstance(each, Verdict) for each in gc.get_objects())
    assert sum(each.verdict.number == "R02" for each in found.findings) >= len(days)
    assert held < 5


def test_findings_are_read_by_several_at_once() -> None:
    found = report(("Facebook", "2026-05-04", "09:00", KEYS), ("X", "2026-05-04", "09:00", KEYS)).findings

    pairs = [*zip(found, found, strict=True)]
    by_place = [found.at(place) for place, _ in found.placed()]

    assert len(pairs) == 2
    assert all(one == other for one, other in pairs)
    assert by_place == [one for one, _ in pairs]
