"""What came in, from a file: what is wrong with a row is said in a sentence, and the others are entered."""

from dataclasses import replace

import pytest

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.sheets import (
    MOST_ROWS,
    Preview,
    Surroundings,
    UnreadableSheet,
    decoded,
    preview,
)
from calendar_app.people.models import Person
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW

HEAD = "channel,kind,received,text,from,link,owner\n"
KNOWN = Surroundings(
    channels=[Channel(id=1, name="Mastodon"), Channel(id=2, name="Twin"), Channel(id=3, name="twin")],
    team=[Person(id=1, name="Anna Adler")],
    zone="Europe/Berlin",
    now=NOW,
)


def read(text: str) -> Preview:
    return preview(text, KNOWN)


def test_a_row_becomes_a_message() -> None:
    found = read(
        HEAD + 'mastodon,Complaint,2026-04-07 16:30,"Closed, again!",@mira,https://example.org/1,anna adler\n'
    )

    [(number, message)] = found.messages
    assert number == 2
    assert (message.channel.id, message.kind, message.text) == (1, InboundKind.COMPLAINT, "Closed, again!")
    assert f"{message.received_at:%Y-%m-%d %H:%M %Z}" == "2026-04-07 14:30 UTC"
    assert (message.handle, message.link) == ("@mira", "https://example.org/1")
    assert message.owner is KNOWN.team[0]


@pytest.mark.parametrize(
    "sheet",
    [
        "Kanal;Art;Eingegangen;Nachricht\r\nMastodon;Frage;07.04.2026 16:30;Wann geöffnet?\r\n",
        "Text\tKanal\tDatum\tArt\nWann geöffnet?\tMastodon\t2026-04-07T16:30\tfrage\n\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_german_spreadsheets_are_read_as_they_are_written(sheet: str, encoding: str) -> None:
    found = read(decoded(sheet.encode(encoding)))

    assert found.refusals == []
    assert [(message.kind, message.text) for _, message in found.messages] == [
        (InboundKind.QUESTION, "Wann geöffnet?")
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Nowhere,question,2026-04-07 16:30,Hello,,,", "There is no channel “Nowhere”."),
        ("Twin,question,2026-04-07 16:30,Hello,,,", "“Twin” means more than one."),
        ("Mastodon,spam,2026-04-07 16:30,Hello,,,", "“spam” is no kind"),
        ("Mastodon,question,yesterday,Hello,,,", "“yesterday” is no date with a time"),
        ("Mastodon,question,2026-04-07,Hello,,,", "“2026-04-07” is no date with a time"),
        ("Mastodon,question,0001-01-01 00:00,Hello,,,", "Nothing came in then."),
        ("Mastodon,question,2027-04-07 16:30,Hello,,,", "“2027-04-07 16:30” lies ahead"),
        ("Mastodon,question,2026-04-07 16:30,,,,", "The row says nothing"),
        ("Mastodon,question", "The row says nothing"),
        ("Mastodon,question,2026-04-07 16:30,Hello,,javascript:alert(1),", "starts with https://"),
        ("Mastodon,question,2026-04-07 16:30,Hello,,,Zoe", "There is nobody called “Zoe”"),
        (f"Mastodon,question,2026-04-07 16:30,{'x' * 10_001},,,", "more than 10000 characters"),
        (f"Mastodon,question,2026-04-07 16:30,Hello,{'x' * 201},,", "more than 200 characters"),
    ],
)
def test_a_bad_row_is_left_out_with_one_sentence_and_the_next_one_is_read(row: str, why: str) -> None:
    found = read(HEAD + row + "\nMastodon,praise,2026-04-07 16:30,Thanks!,,,\n")

    [refusal] = found.refusals
    assert refusal.number == 2
    assert why in refusal.why
    assert [message.text for _, message in found.messages] == ["Thanks!"]


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ("", "names no column for: channel/kanal, kind/art"),
        ("one,two\n1,2\n", "names no column for"),
        (HEAD + 'Mastodon,question,2026-04-07 16:30,"never closed', "a quotation mark"),
        (HEAD + "Mastodon,question,2026-04-07 16:30,Hi,,,\n" * (MOST_ROWS + 1), "1000 rows"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_as_a_whole(sheet: str, why: str) -> None:
    with pytest.raises(UnreadableSheet) as refused:
        read(sheet)

    assert why in str(refused.value)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("when", ["9999-12-31 23:59", "2026-12-31 23:59"])
def test_a_year_without_end_lies_ahead_in_every_zone(zone: str, when: str) -> None:
    found = preview(f"{HEAD}Mastodon,question,{when},Hello,,,\n", replace(KNOWN, zone=zone))

    assert "lies ahead" in found.refusals[0].why


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableSheet):
        read(decoded(bytes(range(256)) * 10))
