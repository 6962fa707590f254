"""People's own calendars: only busy times are kept, trouble is said, nothing else suffers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy.orm import Session

from calendar_app.engagement.almanac import opening
from calendar_app.engagement.almanac.opening import UNREADABLE, Unreadable
from calendar_app.engagement.almanac.wording import TROUBLES
from calendar_app.engagement.availability import busy
from calendar_app.engagement.availability.reading import busy_spans
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.fetching import Trouble
from calendar_app.people.models import Person
from calendar_app.planner.services import outlook
from calendar_app.rules.facts import Span
from tests.engagement.booking import SignIn
from tests.factories import NOW, make_channel, make_variant

START, END = datetime(2026, 4, 6, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC)
ADDRESS = "https://calendar.example/secret.ics"


def ics(*events: str) -> bytes:
    inner = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{each}\r\nEND:VEVENT\r\n" for number, each in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inner}END:VCALENDAR\r\n".encode()


def starts(content: bytes) -> list[str]:
    return [f"{span.start:%d %H:%M}" for span in busy_spans(content, START, END, "Europe/Berlin")]


def test_busy_times_are_read_from_all_kinds_of_events() -> None:
    content = ics(
        "DTSTART:20260407T080000Z\r\nDTEND:20260407T090000Z",
        "DTSTART:20260408T100000\r\nDTEND:20260408T110000",  # floating: the owner's clock
        "DTSTART;VALUE=DATE:20260409\r\nDTEND;VALUE=DATE:20260410",
        "DTSTART:20260406T060000Z\r\nDTEND:20260406T070000Z\r\nRRULE:FREQ=WEEKLY",
        "DTSTART:20260410T080000Z\r\nDTEND:20260410T090000Z\r\nTRANSP:TRANSPARENT",
        "DTSTART:20260410T080000Z\r\nDTEND:20260410T090000Z\r\nSTATUS:CANCELLED",
        "DTSTART:20270101T080000Z\r\nDTEND:20270101T090000Z",
    )

    assert starts(content) == ["06 06:00", "07 08:00", "08 08:00", "08 22:00", "13 06:00"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>sign in</html>",
        b"\xff\xfe\x00",
    ],
)
def test_what_nobody_could_mean_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        busy_spans(content, START, END, "Europe/Berlin")


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYMINUTE=1,2,3"])
def test_several_dates_a_day_are_left_out_alone(rule: str) -> None:
    endless = f"DTSTART:20260407T080000Z\r\nRRULE:{rule}"

    assert starts(ics(endless, "DTSTART:20260408T080000Z\r\nDTEND:20260408T090000Z")) == ["08 08:00"]


def test_a_calendar_of_more_events_than_anybody_has_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    event = "DTSTART:20260407T080000Z\r\nDTEND:20260407T090000Z"
    monkeypatch.setattr(opening, "MOST_EVENTS", 2)

    assert len(starts(ics(event, event))) == 1
    with pytest.raises(Unreadable):
        starts(ics(event, event, event))


@pytest.fixture
def errand(session: Session, bob: Person) -> Iterator[busy.Errand]:
    busy.connect(session, bob, ADDRESS, now=NOW)
    session.commit()
    [calendar_id] = busy.due(session, NOW)
    errand = busy.claim(session, calendar_id, NOW)
    assert errand is not None
    yield errand
    scope_to(session, bob.workspace_id)


def test_a_calendar_is_taken_by_one_and_rests_after_that(
    session: Session, bob: Person, errand: busy.Errand
) -> None:
    assert (errand.address, errand.zone) == (ADDRESS, "Europe/Berlin")
    assert busy.claim(session, errand.calendar_id, NOW) is None

    busy.keep(session, errand, [Span(START, END)], NOW)

    assert busy.due(session, NOW + busy.LEASE) == []
    assert busy.due(session, NOW + busy.EVERY) == [errand.calendar_id]


def test_after_trouble_the_last_success_stays(session: Session, bob: Person, errand: busy.Errand) -> None:
    busy.keep(session, errand, [Span(START, END)], NOW)
    busy.keep(session, errand, Trouble.SLOW, NOW + timedelta(hours=1))

    row = busy.calendar_of(session, bob)
    assert row is not None
    assert (row.trouble, row.seen_at, row.busy) == ("slow", NOW, (Span(START, END),))


def test_an_address_inside_the_house_is_trouble_and_never_asked(errand: busy.Errand) -> None:
    inside = busy.Errand(errand.calendar_id, errand.workspace_id, "http://169.254.169.254/x.ics", "UTC")

    assert busy.look(inside, NOW) == Trouble.PRIVATE


def test_a_calendar_that_was_forgotten_meanwhile_is_not_written(
    session: Session, bob: Person, errand: busy.Errand
) -> None:
    busy.connect(session, bob, "", now=NOW)

    busy.keep(session, errand, [Span(START, END)], NOW)

    assert busy.busy_by_person(session) == {}


def test_proposals_leave_busy_times_free(session: Session, bob: Person, errand: busy.Errand) -> None:
    make_variant(session, make_channel(session, owner=bob))
    busy.keep(session, errand, [Span(START, END - timedelta(days=7))], NOW)

    found = outlook(session, monday=date(2026, 4, 6), now=NOW).proposals

    assert found.booked == ()
    assert len(found.unattended) == 1


def test_nobody_sees_an_address_not_even_its_owner(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    client, page = sign_in(bob), f"/dialog/people/{bob.id}"

    answer = client.post("/dialog/calendar", data={"address": ADDRESS.replace("https", "webcal")})

    assert answer.status_code == 303
    row = busy.calendar_of(session, bob)
    assert row is not None
    assert row.address == ADDRESS
    session.commit()
    assert "Not read yet." in client.get(page).text
    assert "secret.ics" not in client.get(page).text + sign_in(alice).get(page).text
    assert "Own calendar" not in sign_in(alice).get(page).text


def test_what_is_no_address_is_refused(sign_in: SignIn, bob: Person) -> None:
    answer = sign_in(bob).post("/dialog/calendar", data={"address": "ftp://example.org"})

    assert answer.status_code == 422


@pytest.mark.parametrize("trouble", [*Trouble, UNREADABLE])
def test_every_trouble_has_a_sentence_and_what_was_known_stays(
    sign_in: SignIn, session: Session, bob: Person, trouble: str
) -> None:
    client = sign_in(bob)
    client.post("/dialog/calendar", data={"address": ADDRESS})
    row = busy.calendar_of(session, bob)
    assert row is not None
    errand = busy.Errand(row.id, bob.workspace_id, ADDRESS, bob.zone)
    busy.keep(session, errand, [Span(START, END)], NOW)
    busy.keep(session, errand, str(trouble), NOW)
    session.commit()

    text = unescape(client.get(f"/dialog/people/{bob.id}").text)

    assert [sentence for sentence in TROUBLES.values() if sentence in text] == [TROUBLES[trouble]]
    assert busy.busy_by_person(session) == {bob.id: (Span(START, END),)}
