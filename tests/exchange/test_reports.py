"""The report as an editor reads it and as a program does."""

import json
from typing import Any

from calendar_app.exchange.checking import Report, check_plan
from calendar_app.exchange.plan import read_plan
from calendar_app.exchange.report_json import as_json
from calendar_app.exchange.report_text import A_SCREEN, as_text
from calendar_app.exchange.sheets import read_csv
from tests.exchange.making import BOX, KEYS, MAP, NOW, PLANS, report

MONDAY = ("2026-05-04", "09:00")


def rows_of(text: str) -> list[str]:
    """The paragraphs about rows."""
    return text.split("\n\n")[:-1]


def summary_of(text: str) -> list[str]:
    return [line.strip() for line in text.rsplit("\n\n", maxsplit=1)[-1].splitlines()[1:]]


def test_the_same_text_is_said_once_for_all_its_rows() -> None:
    found = report(
        *[(name, *MONDAY, KEYS) for name in ("Facebook", "Mastodon", "LinkedIn", "X")],
        ("Reddit", *MONDAY, KEYS),
    )

    assert rows_of(as_text(found, "en")) == [
        "Row 2 · Facebook · Mon 4 May 2026, 09:00 · On Friday we open the archive for one night: bring "
        "a lamp…\n"
        "  block    R01  The same text on Facebook, Mastodon, LinkedIn, X and Reddit. Write each place's own "
        "version or drop all but one.\n"
        "           → rows 2–6"
    ]


def test_many_channels_are_named_shortly() -> None:
    found = report(*[(f"Channel {number}", *MONDAY, KEYS) for number in range(20)])

    assert "on Channel 0, Channel 1, " in as_text(found, "en")
    assert "Channel 7 and 12 more. Write" in as_text(found, "en")
    assert "Channel 7 und 12 weitere. Für" in as_text(found, "de")


def test_a_near_pair_is_said_once() -> None:
    found = report(
        ("Facebook", *MONDAY, KEYS),
        ("X", *MONDAY, BOX),
        ("Mastodon", *MONDAY, KEYS.replace("one night", "a night")),
    )

    [row] = rows_of(as_text(found, "de"))
    assert "R02  Zu 9" in row
    assert row.endswith("→ Zeilen 2, 4")


def test_what_a_channel_repeats_is_said_once() -> None:
    found = report(*[("Facebook", f"2026-05-{day:02}", "09:00", KEYS) for day in (4, 12, 20)])

    [row] = rows_of(as_text(found, "de"))
    assert row.count("R03") == 1
    assert row.endswith("→ Zeilen 2–4")


def test_a_copy_is_not_told_beside_that_what_else_it_resembles() -> None:
    near = KEYS.replace("one night", "a night")
    found = report(("Facebook", *MONDAY, KEYS), ("Mastodon", *MONDAY, KEYS), ("LinkedIn", *MONDAY, near))

    first, second = rows_of(as_text(found, "en"))
    assert first.startswith("Row 2 ·")
    assert "R02" not in first
    assert second.startswith("Row 4 ·")
    assert "R02" in second


def test_a_week_is_said_once_for_its_channel() -> None:
    texts = (KEYS, BOX, MAP)
    found = report(
        *[("Facebook", f"2026-05-0{day}", "09:00", text, "feed") for day, text in enumerate(texts, 4)]
    )

    [row] = rows_of(as_text(found, "en"))
    assert "3 of 3 posts on Facebook run without a person." in row
    assert row.endswith("→ rows 2–4")


def test_a_bad_row_stands_in_its_place() -> None:
    found = report(("Facebook", *MONDAY, KEYS), ("Facebook", "soon", "", MAP), ("X", *MONDAY, KEYS))

    assert rows_of(as_text(found, "de"))[1] == "Zeile 3\n  unlesbar date: „soon“ ist kein Datum."


def test_nothing_to_object_to_is_said() -> None:
    assert as_text(report(("Facebook", *MONDAY, KEYS)), "en").startswith("Nothing to object to.\n\nSummary\n")
    assert as_text(report(("Facebook", *MONDAY, KEYS)), "de").startswith("Nichts zu beanstanden.\n\nZusammen")


def test_the_summary_adds_up() -> None:
    found = report(
        ("Facebook", *MONDAY, KEYS, "", "", "Ines"),
        ("Mastodon", *MONDAY, KEYS, "", "", "Ines"),
        ("Reddit", *MONDAY, BOX),
        ("Notice board", *MONDAY, MAP, "carousel", "", "Ines"),
        ("Notice board", "soon", "", MAP),
        ("LinkedIn", "", "", "An idea about the cellar and the two men who live there", "", "", "Ines"),
    )

    assert summary_of(as_text(found, "en")) == [
        "5 posts on 5 channels",
        "2 (40%) with the same text as another channel, 0 more (0%) with nearly the same",
        "2 (40%) without a person",
        "0 minutes of dialog planned, 240 needed",
        "2 posts blocked, 1 with a warning, 0 with a hint, 2 without findings",
        "1 row could not be read",
        "No dialog time stands in the plan: R10 is left out, the summary tells how much is needed.",
        "The plan says too little for R04, R09, R12, R13, R18, R19, R20, R23, R24, R25, R27, R28 and "
        "R29: not judged, which is no pass.",
        "1 post has no date: only the texts are judged there.",
        "Parley has no profile for Notice board: checked by the rules that hold everywhere, without a "
        "length.",
        "Not understood as a way to publish: carousel. Such posts count as scheduled.",
    ]


def test_a_plan_of_headings_alone_says_so() -> None:
    assert summary_of(as_text(report(), "en"))[-1] == "The plan has no rows."
    assert summary_of(as_text(report(), "de"))[-1] == "Der Plan hat keine Zeilen."


def test_cells_cannot_steer_the_terminal() -> None:
    found = report(("Face\x1b[2Jbook", *MONDAY, f"\x1b]0;owned\x07{KEYS}"), ("X", *MONDAY, KEYS))

    assert not {"\x1b", "\x07"} & set(as_text(found, "en"))


def test_cells_turn_nothing_of_the_report() -> None:
    names = ("Face\u202ebook", "ערוץ", "X", "Reddit\u2067")
    told = as_text(report(*[(name, *MONDAY, f"\u202e{KEYS}") for name in names]), "en")

    assert not {"\u202e", "\u2067"} & set(told)
    assert "The same text on Facebook, \u2068ערוץ\u2069, X and Reddit." in told


def test_a_real_sheet_reads_well_in_german() -> None:
    sheet = read_csv((PLANS / "stadtbuecherei-cp1252.csv").read_bytes())
    found = check_plan(read_plan(sheet, zone="Europe/Berlin", order=None), now=NOW)

    heads = [row.splitlines()[0][:26] for row in rows_of(as_text(found, "de"))]

    assert heads == [
        "Zeile 4 · Facebook · Mo., ",
        "Zeile 6",
        "Zeile 7",
        "Zeile 8",
        "Zeile 9 · FB · Di., 12. Ma",
        "Zeile 10 · Facebook · So.,",
    ]


def data(found: Report, language: str = "en") -> dict[str, Any]:
    return dict(json.loads(as_json(found, language)))


def test_the_json_form_is_the_documented_one() -> None:
    found = data(report(("Facebook", *MONDAY, KEYS), ("X", *MONDAY, KEYS), ("X", "soon", "", BOX)))

    assert list(found) == [
        "version", "language", "zone", "blocks", "posts", "remarks", "notes", "unknown_platforms", "summary"
    ]  # fmt: skip
    assert (found["version"], found["language"], found["zone"], found["blocks"]) == (
        1,
        "en",
        "Europe/Berlin",
        True,
    )
    assert found["remarks"] == [{"row": 4, "column": "date", "message": "“soon” is no date.", "unread": True}]
    first, second = found["posts"]
    [finding] = first.pop("findings")
    assert first == {
        "row": 2,
        "channel": "Facebook",
        "platform": "facebook",
        "at": "2026-05-04T09:00:00+02:00",
        "severity": "block",
    }
    assert finding == {
        "rule": "identical-cross-post",
        "number": "R01",
        "severity": "block",
        "message": "Same text as on X, Mon 4 May 2026. Write Facebook's own version or drop one.",
        "measured": 1,
        "threshold": 0,
        "bound": "most",
        "unit": "variants",
        "window": None,
        "touches": {
            "row": 3,
            "channel": "X",
            "score": 100,
            "passages": [[0, len(KEYS) - 1, 0, len(KEYS) - 1]],
        },
    }
    assert second["row"] == 3


def test_the_json_summary_has_counts_and_shares() -> None:
    found = data(
        report(("Facebook", *MONDAY, KEYS), ("X", *MONDAY, KEYS), ("X", "2026-05-05", "09:00", BOX, "feed"))
    )

    assert found["summary"] == {
        "posts": 3,
        "channels": 2,
        "identical": 2,
        "near_identical": 0,
        "automated": 1,
        "minutes_planned": 0,
        "minutes_needed": 120,
        "blocked": 2,
        "warned": 0,
        "hinted": 1,
        "clean": 0,
        "unreadable": 0,
        "identical_share": 0.6667,
        "near_identical_share": 0.0,
        "automated_share": 0.3333,
    }


def test_json_keeps_every_finding_of_every_post() -> None:
    near = KEYS.replace("one night", "a night")
    found = data(
        report(("Facebook", *MONDAY, KEYS), ("Mastodon", *MONDAY, KEYS), ("LinkedIn", *MONDAY, near))
    )

    assert [[each["number"] for each in post["findings"]] for post in found["posts"]] == [
        ["R01", "R02"],
        ["R01", "R02"],
        ["R02"],
    ]


def test_json_of_a_day_and_of_a_week() -> None:
    found = data(
        report(
            *[
                ("Facebook", f"2026-05-0{day}", "", text, "feed")
                for day, text in enumerate((KEYS, BOX, MAP), 4)
            ]
        )
    )

    assert found["posts"][0]["at"] == "2026-05-04"
    assert found["posts"][0]["findings"][0]["window"][1] == "2026-05-10T22:00:00+00:00"


def test_messages_follow_the_language_the_words_of_the_form_do_not() -> None:
    german = data(report(("Facebook", *MONDAY, KEYS), ("X", *MONDAY, KEYS)), "de")

    assert german["posts"][0]["findings"][0]["message"].startswith("Derselbe Text steht auf X")
    assert german["posts"][0]["severity"] == "block"


def test_shares_of_nothing_are_null() -> None:
    assert data(report())["summary"]["identical_share"] is None


def test_the_summary_of_a_long_report_stands_at_both_ends() -> None:
    rows = [(f"Channel {number}", *MONDAY, f"{KEYS} {number}" * 2) for number in range(A_SCREEN + 1)]

    few, many = (as_text(report(*some), "en") for some in (rows[:2], rows))

    assert few.count("Summary\n") == 1
    assert many.startswith("Summary\n")
    assert many.count("Summary\n") == 2
