"""The pages of other people's calendars: bring, look, keep, read again, replace, remove."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.almanac import forms
from calendar_app.engagement.almanac.models import ImportedCalendar
from calendar_app.engagement.availability.models import Absence
from calendar_app.people.models import JournalEntry, Person, Role
from tests.engagement.almanac.conftest import Work
from tests.engagement.almanac.files import CLOSED, days, ics
from tests.engagement.booking import SignIn
from tests.factories import make_channel, make_variant

PAGE = "/dialog/calendars"


def form(content: bytes = b"", **changes: object) -> dict[str, object]:
    sheet = {"sheet": (BytesIO(content), "plan.ics")} if content else {}
    return {"name": "Haus", "purpose": "holiday", "person": "0", **sheet, **changes}


def test_a_file_is_shown_kept_and_removed(
    sign_in: SignIn, session: Session, alice: Person, work: Work
) -> None:
    client = sign_in(alice)
    session.commit()

    answer = client.post(PAGE, data=form(ics(CLOSED, "SUMMARY:ohne Zeit")))
    one = answer.location
    waiting = client.get(one).text
    work()
    preview = client.get(one).text
    client.post(f"{one}/keep")
    client.post(f"{one}/keep")  # a second click
    kept = client.get(one).text
    question = client.get(f"{one}/remove").text
    client.post(f"{one}/remove")

    assert answer.status_code == 303
    assert "The calendar is being read." in waiting
    assert "1 date would be kept" in preview
    assert "says no time" in preview
    assert "Betriebsruhe" in preview
    assert "would be kept" not in kept
    assert "Its dates count no more" in question
    assert client.get(one).status_code == 404
    actions = session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert [each for each in actions if each in {"brought", "kept", "removed"}] == [
        "brought",
        "kept",
        "removed",
    ]


def test_the_address_is_shown_nowhere(sign_in: SignIn, session: Session, alice: Person) -> None:
    client = sign_in(alice)

    answer = client.post(PAGE, data=form(address="webcal://calendar.example/secret.ics?key=marzipan"))

    row = session.scalars(select(ImportedCalendar)).one()
    assert row.address == "https://calendar.example/secret.ics?key=marzipan"
    session.commit()
    shown = client.get(answer.location).text + client.get(PAGE).text
    assert "calendar.example" in shown
    assert "secret" not in shown
    assert "marzipan" not in shown


def test_an_address_is_read_again_at_once_and_a_file_is_not(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    client = sign_in(alice)
    one = client.post(PAGE, data=form(address="https://calendar.example/x.ics")).location
    other = client.post(PAGE, data=form(ics(CLOSED))).location
    row = session.scalars(select(ImportedCalendar).where(ImportedCalendar.address != "")).one()
    row.next_at = None
    session.commit()

    answers = [client.post(f"{each}/refresh").status_code for each in (one, other)]

    session.expire_all()
    assert answers == [303, 400]
    assert row.next_at is not None


def test_what_was_typed_stays_when_something_is_missing(
    sign_in: SignIn, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(alice)
    monkeypatch.setattr(forms, "LONGEST_FILE", 3000)

    nothing = client.post(PAGE, data=form(name="Schließtage"))
    both = client.post(PAGE, data=form(ics(CLOSED), address="https://calendar.example/x.ics"))
    huge = client.post(PAGE, data=form(b"x" * 3001))
    empty = client.post(PAGE, data=form(b" "))
    inside = client.post(PAGE, data=form(address="ftp://calendar.example"))

    assert [each.status_code for each in (nothing, both, huge, empty, inside)] == [422] * 5
    assert "Schließtage" in nothing.text
    assert "one of the two" in nothing.text
    assert "one of the two" in both.text
    assert "The file is larger than" in huge.text
    assert "The file is empty." in empty.text


def test_nothing_is_kept_before_it_was_read(sign_in: SignIn, alice: Person) -> None:
    client = sign_in(alice)
    one = client.post(PAGE, data=form(ics(CLOSED))).location

    assert client.post(f"{one}/keep").status_code == 409
    assert f'action="{one}/' not in client.get(one).text  # the page looks again by itself: nothing to type in


def test_another_file_is_looked_at_while_the_first_one_counts(
    sign_in: SignIn, session: Session, alice: Person, work: Work
) -> None:
    client = sign_in(alice)
    one = client.post(PAGE, data=form(ics(CLOSED))).location
    work()
    client.post(f"{one}/keep")

    newer = client.post(f"{one}/replace", data={"sheet": (BytesIO(ics(CLOSED)), "neu.ics")}).location
    work()
    preview = client.get(newer).text
    client.post(f"{newer}/keep")

    assert "takes the place" in preview
    assert client.get(one).status_code == 404
    assert client.get(newer).status_code == 200


def test_an_absence_says_which_calendar_it_is_from(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, work: Work
) -> None:
    client = sign_in(alice)
    content = ics(days("20260413", "20260418", "Sanatorium"))
    one = client.post(
        PAGE, data=form(content, name="Personalplan", purpose="absence", person=bob.id)
    ).location
    work()
    preview = client.get(one).text
    client.post(f"{one}/keep")

    page = sign_in(bob).get(f"/dialog/people/{bob.id}").text

    assert "Personalplan" in page
    assert "Sanatorium" not in preview + page
    [absence_id] = session.scalars(select(Absence.id))
    assert f"/dialog/absences/{absence_id}/remove" not in page


def test_events_stand_in_the_calendar_and_beside_proposals(
    sign_in: SignIn, session: Session, alice: Person, work: Work
) -> None:
    make_variant(session, make_channel(session, owner=alice))
    session.commit()
    client = sign_in(alice)
    every_day = days("20260406", "20260407", "Buchmesse", "RRULE:FREQ=DAILY;COUNT=30")
    one = client.post(PAGE, data=form(ics(every_day), purpose="event")).location
    work()
    client.post(f"{one}/keep")

    week, month, listing = (
        client.get(each).text for each in ("/week/2026-W16", "/month/2026-04", "/list/2026-W16")
    )
    plan = client.get("/dialog/plan").text

    assert (week.count("Buchmesse"), month.count("Buchmesse")) == (7, 28)
    assert "Buchmesse" in listing
    assert "That day takes place: Buchmesse." in plan


def test_only_leads_and_admins_see_calendars_of_others(
    sign_in: SignIn, session: Session, bob: Person
) -> None:
    client = sign_in(bob)
    refused = client.get(PAGE).status_code
    bob.role = Role.LEAD
    session.commit()

    assert (refused, client.get(PAGE).status_code) == (403, 200)


def test_a_month_names_a_holiday_of_the_region(sign_in: SignIn, session: Session, alice: Person) -> None:
    alice.workspace.region = "AT"
    session.commit()

    assert "National Day" in sign_in(alice).get(f"/month/{date(2026, 10, 1):%Y-%m}").text


def test_a_calendar_is_renamed_and_an_older_page_asks_first(
    sign_in: SignIn, session: Session, alice: Person, work: Work
) -> None:
    client = sign_in(alice)
    one = client.post(PAGE, data=form(ics(CLOSED))).location
    work()
    page = client.get(one).text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]

    empty = client.post(f"{one}/rename", data={"name": "\t \u200b", "seen": seen})
    saved = client.post(f"{one}/rename", data={"name": "Haus <b>2026</b>", "seen": seen})
    older = client.post(f"{one}/rename", data={"name": "Anders", "seen": seen})

    assert (empty.status_code, saved.status_code, older.status_code) == (422, 303, 409)
    assert "Haus &lt;b&gt;2026&lt;/b&gt;" in older.text
    assert 'value="Anders"' in older.text
    assert session.scalars(select(ImportedCalendar.name)).one() == "Haus <b>2026</b>"


def test_dates_without_a_title_are_called_as_their_calendar_is_now(
    sign_in: SignIn, session: Session, alice: Person, work: Work
) -> None:
    client = sign_in(alice)
    untitled = "DTSTART;VALUE=DATE:20260414", "DTSTART:20260415T080000Z\r\nDTEND:20260415T090000Z"
    one = client.post(PAGE, data=form(ics(*untitled), purpose="event")).location
    work()
    client.post(f"{one}/keep")
    page = client.get(one).text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    before = client.get("/month/2026-04").text

    client.post(f"{one}/rename", data={"name": "Rathaus", "seen": seen})

    month, dates = client.get("/month/2026-04").text, client.get(one).text
    assert (before.count("Haus"), month.count("Haus"), month.count("Rathaus")) == (2, 0, 2)
    assert dates.count('dir="auto">Rathaus</td>') == 2


def test_a_refused_file_leaves_the_name_in_its_form(sign_in: SignIn, session: Session, alice: Person) -> None:
    client = sign_in(alice)
    one = client.post(PAGE, data=form(address="https://calendar.example/x.ics")).location
    session.scalars(select(ImportedCalendar)).one().trouble = "unreadable"
    session.commit()

    refused = client.post(f"{one}/replace", data={"address": ""})

    assert refused.status_code == 422
    assert 'value="Haus"' in refused.text


def test_the_region_of_a_workspace_leads_to_calendars_of_others(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    assert f'href="{PAGE}"' in sign_in(alice).get("/workspace").text
