"""The pages of what came in."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.people.models import JournalEntry, Person, Role
from tests.engagement.booking import SignIn
from tests.factories import make_channel, make_person, make_post

QUESTION = {
    "kind": "question",
    "text": "When do you open?",
    "day": "2026-04-07",
    "time": "09:00",
    "handle": "@mira",
    "owner": "0",
}


def asked(place: Channel, **changes: object) -> dict[str, object]:
    return {**QUESTION, "channel": place.id, **changes}


def items(session: Session) -> list[InboundItem]:
    rows = list(session.scalars(select(InboundItem).execution_options(populate_existing=True)))
    session.commit()
    return rows


def test_an_inquiry_is_entered_answered_opened_again_and_removed(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)

    assert client.post("/dialog/inbound", data=asked(channel)).status_code == 303
    page = client.get("/dialog/inbound").text
    assert "Overdue" in page
    assert "When do you open?" in page
    assert client.post("/dialog/inbound/1/close", data={"outcome": "answered"}).status_code == 303
    assert "Nobody waits for an answer" in client.get("/dialog/inbound").text
    assert client.post("/dialog/inbound/1/reopen").status_code == 303
    assert client.post("/dialog/inbound/1", data=asked(channel, kind="complaint")).status_code == 303
    assert "Complaint" in client.get("/dialog/inbound/1").text
    assert client.post("/dialog/inbound/1/remove").status_code == 303
    assert client.get("/dialog/inbound/1").status_code == 404

    done = session.scalars(select(JournalEntry.action).where(JournalEntry.subject == "inbounditem"))
    assert list(done) == ["entered", "closed", "reopened", "edited", "deleted"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": ""}, "This field is required."),
        ({"kind": "x"}, "Choose one of the entries"),
        ({"channel": "999"}, "Choose one of the entries"),
        ({"owner": "999"}, "Choose one of the entries"),
        ({"day": "2026-04-09"}, "nothing has come in then yet"),
        ({"day": "9999-12-31"}, "nothing has come in then yet"),
        ({"day": "0026-04-09"}, "Nothing came in then."),
        ({"day": "never"}, "Not a valid date value."),
        ({"time": ""}, "This field is required."),
        ({"link": "javascript:alert(1)"}, "An address starts with"),
    ],
)
def test_what_cannot_have_come_in_is_refused_and_nothing_typed_is_lost(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel, wrong: dict[str, str], why: str
) -> None:
    answer = sign_in(bob).post("/dialog/inbound", data=asked(channel, **wrong))

    assert answer.status_code == 422
    assert why in answer.text
    assert "@mira" in answer.text
    assert items(session) == []


def test_the_form_of_an_entry_shows_what_was_entered(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    make_channel(session, "A first one", "linkedin")
    session.commit()
    client = sign_in(bob)
    client.post("/dialog/inbound", data=asked(channel, owner=bob.id, kind="praise"))

    page = client.get("/dialog/inbound/1").text

    assert f'<option selected value="{channel.id}">{channel.name}' in page
    assert f'<option selected value="{bob.id}">{bob.name}' in page
    assert re.search(r'<input checked[^>]*value="praise"', page)
    assert 'value="09:00"' in page


def test_what_is_passed_on_names_who_has_it_now(sign_in: SignIn, bob: Person, channel: Channel) -> None:
    client = sign_in(bob)
    client.post("/dialog/inbound", data=asked(channel))

    refused = client.post("/dialog/inbound/1/close", data={"outcome": "passed_on"})
    passed_on = client.post("/dialog/inbound/1/close", data={"outcome": "passed_on", "note": "The shop"})

    assert (refused.status_code, passed_on.status_code) == (422, 303)
    assert "Say who has it now." in refused.text
    assert "The shop" in client.get("/dialog/inbound").text


def test_a_machines_reply_leaves_it_open(sign_in: SignIn, bob: Person, channel: Channel) -> None:
    client = sign_in(bob)
    client.post("/dialog/inbound", data=asked(channel))

    client.post("/dialog/inbound/1/close", data={"outcome": "automatic"})

    page = client.get("/dialog/inbound").text
    assert "Only an automatic reply so far" in page
    assert "Overdue" in page


def test_the_calendar_says_first_who_waits_too_long(sign_in: SignIn, bob: Person, channel: Channel) -> None:
    client = sign_in(bob)
    assert "waits for an answer" not in client.get("/week").text

    client.post("/dialog/inbound", data=asked(channel))

    for sight in ("/week", "/month", "/list"):
        assert "1 person waits for an answer longer than agreed" in client.get(sight).text


def test_the_calendar_names_a_complaint_before_an_older_question(
    sign_in: SignIn, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)
    client.post("/dialog/inbound", data=asked(channel) | {"day": "2026-04-06", "text": "When do you open?"})
    client.post("/dialog/inbound", data=asked(channel) | {"kind": "complaint", "text": "My chair broke."})

    notice = client.get("/week").text.partition("2 people wait for an answer longer than agreed")[2]

    assert "My chair broke." in notice.partition("</p>")[0]


SHEET = (
    "channel,kind,received,text\nMastodon,question,2026-04-07 09:00,When?\nX,question,2026-04-07 09:00,No\n"
)


def test_a_file_is_shown_first_and_entered_once(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)

    shown = client.post("/dialog/inbound/sheet", data={"sheet": (BytesIO(SHEET.encode()), "in.csv")})

    assert shown.status_code == 200
    assert "Row 3" in shown.text
    assert "There is no channel “X”." in shown.text
    assert items(session) == []
    found = re.search(r'name="rows"[^>]*>\s*(.*?)</textarea>', shown.text, re.DOTALL)
    assert found
    for _ in range(2):
        entered = client.post("/dialog/inbound/sheet/enter", data={"rows": unescape(found[1])})
        assert entered.status_code == 303
    assert [item.text for item in items(session)] == ["When?"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_example_of_a_file_can_be_read(
    language: str, sign_in: SignIn, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)
    client.post("/language", data={"lang": language})

    example = re.search(r"<pre[^>]*>(.*?)</pre>", client.get("/dialog/inbound/sheet").text, re.DOTALL)
    assert example
    sheet = BytesIO(unescape(example[1]).encode())
    shown = client.post("/dialog/inbound/sheet", data={"sheet": (sheet, "in.csv")})

    assert shown.status_code == 200
    assert {"en": "When do you open?", "de": "Wann ist offen?"}[language] in shown.text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"one,two\n1,2\n"])
def test_a_file_that_is_no_sheet_gets_a_sentence(
    sign_in: SignIn, bob: Person, channel: Channel, content: bytes
) -> None:
    answer = sign_in(bob).post("/dialog/inbound/sheet", data={"sheet": (BytesIO(content), "in.csv")})

    assert answer.status_code == 422
    assert "names no column for" in answer.text or "This field is required" in answer.text


def test_rows_that_were_changed_on_the_way_are_not_entered(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    for rows in ("", "rubbish"):
        assert sign_in(bob).post("/dialog/inbound/sheet/enter", data={"rows": rows}).status_code == 303

    assert items(session) == []


def test_somebody_from_outside_sees_their_channels_only(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    elsewhere = make_channel(session, "Elsewhere", "linkedin")
    external = make_person(session, "Erna", Role.EXTERNAL)
    external.channel_ids = [elsewhere.id]
    session.commit()
    sign_in(bob).post("/dialog/inbound", data=asked(channel))
    client = sign_in(external)

    assert "When do you open?" not in client.get("/dialog/inbound").text
    assert client.get("/dialog/inbound/1").status_code == 404
    assert client.post("/dialog/inbound", data=asked(channel)).status_code == 422


def test_the_page_asks_a_fixed_number_of_queries(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel, count_queries: Callable[[], int]
) -> None:
    client, numbers = sign_in(bob), []
    for number in range(4):
        client.post("/dialog/inbound", data=asked(channel, text=f"Question {number}"))
        make_post(session).inbound_id = items(session)[-1].id
        session.commit()
        count_queries()
        client.get("/dialog/inbound")
        numbers.append(count_queries())

    assert len(set(numbers)) == 1
