"""Calendars of others: looked at first, then they count, and go without a trace."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.engagement import services as slots
from calendar_app.engagement.almanac import services
from calendar_app.engagement.almanac.days import day_notes, days_off
from calendar_app.engagement.almanac.models import ImportedCalendar, ImportedEntry, Purpose
from calendar_app.engagement.almanac.opening import UNREADABLE
from calendar_app.engagement.almanac.reading import Wanted
from calendar_app.engagement.almanac.services import Errand, Offer
from calendar_app.engagement.availability.models import Absence
from calendar_app.engagement.availability.services import Week, keep_workweek
from calendar_app.engagement.facts import team_around
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.fetching import Limits, Trouble
from calendar_app.people.models import Person, Workspace
from calendar_app.planner.services import outlook
from tests.engagement.almanac.conftest import Work
from tests.engagement.almanac.files import CLOSED, days, ics
from tests.factories import NOW, make_channel, make_person, make_variant

MAY = date(2026, 5, 1)
MONDAY = date(2026, 4, 6)
ADDRESS = "https://calendar.example/secret.ics"


def brought(session: Session, content: bytes | None, purpose: Purpose, **changes: object) -> ImportedCalendar:
    """A calendar from a file, not read yet."""
    given: dict[str, object] = {"name": "Haus", "zone": "Europe/Berlin", "content": content}
    return services.bring(session, Offer(purpose=purpose, **given | changes), now=NOW)  # type: ignore[arg-type]


def read(session: Session, calendar: ImportedCalendar) -> ImportedCalendar:
    """Have it read, as the job does."""
    errand = claimed(session, calendar)
    services.write_down(session, errand, services.look(errand), NOW)
    return calendar


def claimed(session: Session, calendar: ImportedCalendar) -> Errand:
    errand = services.claim(session, calendar.id, NOW)
    assert errand is not None
    return errand


def kept(session: Session, content: bytes, purpose: Purpose, **changes: object) -> ImportedCalendar:
    calendar = read(session, brought(session, content, purpose, **changes))
    services.keep(session, calendar, now=NOW)
    return calendar


def test_a_preview_counts_nowhere_until_it_is_kept(session: Session, workspace: Workspace) -> None:
    calendar = read(session, brought(session, ics(CLOSED), Purpose.HOLIDAY))
    before = days_off(session, "", MAY)

    services.keep(session, calendar, now=NOW)

    assert before == {}
    assert days_off(session, "", MAY) == dict.fromkeys(
        [MAY, date(2026, 5, 2), date(2026, 5, 3)], "Betriebsruhe"
    )
    assert calendar.content is None


def test_closed_days_count_like_holidays_for_rules_and_capacity(session: Session, bob: Person) -> None:
    keep_workweek(session, bob, Week(starts=time(9), ends=time(17), weekdays=(0, 1, 2, 3), minutes=400))

    kept(session, ics(days("20260407", "20260409", "Klausur")), Purpose.HOLIDAY)

    team = team_around(session, NOW.date(), NOW)
    assert team.calendar.holidays[date(2026, 4, 8)] == "Klausur"
    assert team.supply[MONDAY] == 200


def test_nobody_is_proposed_on_a_closed_day(session: Session, bob: Person) -> None:
    make_variant(session, make_channel(session, owner=bob))
    kept(session, ics(days("20260401", "20260430", "Umbau")), Purpose.HOLIDAY)

    found = outlook(session, monday=MONDAY, now=NOW, weeks=1).proposals

    assert found.booked == ()


def test_an_absence_hands_dialog_time_to_the_deputy(session: Session, bob: Person, slot: Slot) -> None:
    slot.deputy = make_person(session, "Dana")
    session.flush()

    kept(session, ics(days("20260413", "20260418", "Urlaub")), Purpose.ABSENCE, person=bob)

    [date_] = slots.occurrences(session, NOW, NOW + timedelta(days=6))
    assert date_.person.name == "Dana"
    assert [absence.person for absence in session.scalars(select(Absence))] == [bob]


def test_what_is_gone_from_a_calendar_is_no_absence_any_more(session: Session, bob: Person) -> None:
    stays = days("20260420", "20260425", "x")
    calendar = kept(session, ics(days("20260413", "20260418", "x"), stays), Purpose.ABSENCE, person=bob)
    [_, second] = session.scalars(select(Absence.id).order_by(Absence.first))
    services.look_again(session, calendar, now=NOW)
    errand = claimed(session, calendar)
    newer = Errand(errand.calendar_id, errand.workspace_id, "", ics(stays), errand.wanted)

    services.write_down(session, errand, services.look(newer), NOW)

    assert list(session.scalars(select(Absence.id))) == [second]


def test_removing_a_calendar_removes_all_it_said(session: Session, bob: Person) -> None:
    calendar = kept(session, ics(CLOSED), Purpose.ABSENCE, person=bob)

    services.remove(session, calendar)

    counts = [session.scalar(select(func.count()).select_from(each)) for each in (Absence, ImportedEntry)]
    assert counts == [0, 0]


def test_another_file_takes_the_place_when_it_is_kept(session: Session, workspace: Workspace) -> None:
    former = kept(session, ics(CLOSED), Purpose.HOLIDAY)
    newer = read(
        session, brought(session, ics(days("20260601", "20260602", "Neu")), Purpose.HOLIDAY, replaces=former)
    )
    before = set(days_off(session, "", MAY).values())

    services.keep(session, newer, now=NOW)

    assert (before, set(days_off(session, "", MAY).values())) == ({"Betriebsruhe"}, {"Neu"})
    assert services.calendars(session) == [newer]


def test_events_stand_on_their_days_on_the_readers_clock(session: Session, workspace: Workspace) -> None:
    late = (
        "DTSTART:20260502T213000Z\r\nDTEND:20260502T230000Z\r\nSUMMARY:Lange Nacht"  # over midnight in Berlin
    )
    kept(session, ics(CLOSED, late), Purpose.EVENT)
    workspace.region = "DE-BE"

    notes = day_notes(session, MAY, date(2026, 5, 3), "Europe/Berlin")

    told = {day.day: [(note.title, note.is_holiday) for note in found] for day, found in notes.items()}
    assert told == {
        1: [("Labor Day", True), ("Betriebsruhe", False)],
        2: [("Betriebsruhe", False), ("Lange Nacht", False)],
        3: [("Betriebsruhe", False), ("Lange Nacht", False)],
    }
    assert notes[date(2026, 5, 2)][1].at is not None


def test_after_trouble_the_last_success_stays(session: Session, workspace: Workspace) -> None:
    calendar = brought(session, None, Purpose.HOLIDAY, address=ADDRESS)
    errand = claimed(session, calendar)
    seen = services.look(Errand(errand.calendar_id, errand.workspace_id, "", ics(CLOSED), errand.wanted))
    services.write_down(session, errand, seen, NOW)
    services.keep(session, calendar, now=NOW)

    services.write_down(session, errand, Trouble.SLOW, NOW)

    assert (calendar.trouble, len(calendar.entries), calendar.next_at) == ("slow", 1, NOW + services.AGAIN)
    assert len(days_off(session, "", MAY)) == 3


def test_a_calendar_is_read_by_one_and_rests_after_that(session: Session, workspace: Workspace) -> None:
    calendar = brought(session, None, Purpose.EVENT, address=ADDRESS)
    errand = claimed(session, calendar)
    assert services.claim(session, calendar.id, NOW) is None

    services.write_down(session, errand, services.look(Errand(1, 1, "", ics(CLOSED), errand.wanted)), NOW)

    assert services.due(session, NOW + services.EVERY - timedelta(seconds=1)) == []
    assert services.due(session, NOW + services.EVERY) == [calendar.id]


WANTED = Wanted(Purpose.EVENT, date(2026, 4, 1), date(2027, 4, 1), "Europe/Berlin")


@pytest.mark.parametrize("host", ["169.254.169.254", "localhost", "[::1]"])
def test_an_address_inside_the_house_is_never_asked(host: str) -> None:
    assert services.look(Errand(1, 1, f"http://{host}/x.ics", None, WANTED)) == Trouble.PRIVATE


class _Others(BaseHTTPRequestHandler):
    """Answers as those do who would misuse us, and one as a calendar."""

    def do_GET(self) -> None:
        status = {"/locked": 401, "/inside": 302, "/gone": 404}.get(self.path, 200)
        body = {"/plan.ics": ics(CLOSED), "/huge": b"x" * 200_000, "/page": b"<html>"}.get(self.path, b"")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "http://10.0.0.1/plan.ics")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def others() -> Iterator[tuple[str, Limits]]:
    """The address of a server on this machine, and limits that let it be asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Others)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    port = server.server_port
    limits = Limits(2, 100_000, may_reach=lambda address: address.is_loopback, ports=frozenset({80, port}))
    yield f"http://127.0.0.1:{port}", limits
    server.shutdown()
    server.server_close()


def test_each_trouble_of_an_address_is_told_apart(others: tuple[str, Limits]) -> None:
    server, limits = others
    paths = ("/locked", "/inside", "/gone", "/huge", "/page")

    told = [services.look(Errand(1, 1, server + path, None, WANTED), limits) for path in paths]

    assert told == ["locked", "private", "refused", "big", "unreadable"]


def test_an_address_is_asked_looked_at_and_kept(
    session: Session, workspace: Workspace, others: tuple[str, Limits]
) -> None:
    server, limits = others
    calendar = brought(session, None, Purpose.HOLIDAY, address=f"{server}/plan.ics")
    errand = claimed(session, calendar)

    services.write_down(session, errand, services.look(errand, limits), NOW)
    preview = days_off(session, "", MAY)
    services.keep(session, calendar, now=NOW)

    assert preview == {}
    assert set(days_off(session, "", MAY).values()) == {"Betriebsruhe"}


def test_a_file_that_cannot_be_read_is_said_once_and_not_kept_in_the_database(
    session: Session, workspace: Workspace
) -> None:
    calendar = read(session, brought(session, b"<html>", Purpose.EVENT))

    assert (calendar.trouble, calendar.content, calendar.next_at) == (UNREADABLE, None, None)


def test_previews_that_nobody_kept_are_forgotten(
    session: Session, clock: FixedClock, workspace: Workspace, work: Work
) -> None:
    stays = kept(session, ics(CLOSED), Purpose.EVENT)
    brought(session, ics(CLOSED), Purpose.EVENT)
    session.commit()
    clock.moment = NOW + services.UNKEPT_FOR + timedelta(seconds=1)

    work()

    scope_to(session, workspace.id)
    assert [each.id for each in services.calendars(session)] == [stays.id]


def test_there_are_not_more_calendars_than_may_be(
    session: Session, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_CALENDARS", 1)
    brought(session, ics(CLOSED), Purpose.EVENT)

    with pytest.raises(services.TooManyCalendars):
        brought(session, ics(CLOSED), Purpose.EVENT)


def test_who_was_named_and_has_left_is_no_absence(session: Session, bob: Person) -> None:
    calendar = read(
        session, brought(session, ics(days("20260413", "20260418", f"{bob.name} frei")), Purpose.ABSENCE)
    )
    bob.left_at = NOW
    session.flush()

    services.keep(session, calendar, now=NOW)

    assert session.scalars(select(Absence)).all() == []
