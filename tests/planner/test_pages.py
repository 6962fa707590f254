"""The page of proposals: booked with one click, one or all, once."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.models import BusyCalendar
from calendar_app.engagement.availability.services import Week, be_away, keep_workweek
from calendar_app.engagement.models import SlotKind
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.planner import services
from calendar_app.posts.facts import fact_of, facts_of_check
from calendar_app.posts.models import Status
from calendar_app.rules import engine
from calendar_app.rules.catalog import dialog_time_reserved, unattended_publication
from calendar_app.rules.rule import Severity
from tests.engagement.booking import slots
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]
MONDAY = date(2026, 4, 6)


@pytest.fixture
def channel(session: Session, bob: Person) -> Channel:
    """A channel of Bob's with a post on Friday at nine."""
    channel = make_channel(session, owner=bob)
    make_variant(session, channel)
    session.commit()
    return channel


def test_proposals_are_booked_at_once_and_then_nothing_is_missing(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session
) -> None:
    client = sign_in(bob)

    page = client.get("/dialog/plan").text
    answer = client.post("/dialog/plan", data={"all": "1"})

    assert "Bob Brandt looks after the channel." in page
    assert answer.status_code == 303
    assert [(slot.kind, f"{slot.starts_wall:%a %H:%M}", slot.minutes) for slot in slots(session)] == [
        (SlotKind.VISIT, "Wed 09:00", 30),
        (SlotKind.ENGAGE, "Fri 09:00", 30),
    ]
    assert "Nothing is missing" in client.get("/dialog/plan").text


def test_nothing_is_proposed_to_somebody_for_after_their_last_day(
    bob: Person, channel: Channel, session: Session
) -> None:
    make_person(session, "Cora Claus")
    bob.leaves_on = NOW.date()

    booked = services.outlook(session, monday=MONDAY, now=NOW).proposals.booked

    assert [(each.holder.name, f"{each.span.start:%a}") for each in booked] == [
        ("Bob Brandt", "Wed"),
        ("Cora Claus", "Fri"),
    ]


def test_a_draft_with_a_time_is_proposed_for_so_that_it_can_go_into_the_plan(
    sign_in: SignIn, bob: Person, session: Session
) -> None:
    channel = make_channel(session, owner=bob)
    draft = make_variant(session, channel, status=Status.DRAFT)
    make_variant(session, channel, status=Status.DRAFT, planned_wall=None)
    session.commit()
    client = sign_in(bob)

    client.post("/dialog/plan", data={"all": "1"})

    assert sum(slot.minutes for slot in slots(session)) == 60
    assert "Nothing is missing" in client.get("/dialog/plan").text
    found = facts_of_check(session, fact_of(draft), zone=channel.zone, now=NOW)
    rules = [dialog_time_reserved.RULE, unattended_publication.RULE]
    verdicts = engine.check(found.plan, fact_of(draft), found.relatives, rules)
    assert [each.severity for each in verdicts] == [Severity.PASS, Severity.PASS]


def test_without_channels_or_posts_the_page_says_what_comes_first(
    sign_in: SignIn, bob: Person, session: Session
) -> None:
    client = sign_in(bob)

    without_channels = client.get("/dialog/plan").text
    make_variant(
        session, make_channel(session), status=Status.DRAFT, planned_wall=NOW.replace(tzinfo=None, day=1)
    )
    session.commit()
    without_posts = client.get("/dialog/plan").text

    assert "First, a channel" in without_channels
    assert "No post lies ahead" in without_posts


def test_the_page_asks_a_fixed_number_of_queries(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel, count_queries: Callable[[], int]
) -> None:
    client, numbers = sign_in(bob), []
    client.get("/dialog/plan")
    for number in range(3):
        person = make_person(session, f"Person {number}")
        keep_workweek(session, person, Week(starts=time(8), ends=time(16), weekdays=(0, 1)))
        spans = [["2026-04-09T08:00:00+00:00", "2026-04-09T09:00:00+00:00"]]
        session.add(BusyCalendar(person=person, address="https://example.org/x", spans=spans, next_at=NOW))
        make_variant(session, make_channel(session, f"Channel {number}"))
        session.commit()
        count_queries()
        client.get("/dialog/plan")
        numbers.append(count_queries())

    assert len(set(numbers)) == 1


def test_one_proposal_is_booked_once(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session
) -> None:
    client = sign_in(bob)
    [first, _] = services.outlook(session, monday=MONDAY, now=NOW).proposals.booked
    session.commit()

    client.post("/dialog/plan", data={"key": first.key})
    client.post("/dialog/plan", data={"key": first.key})

    assert len(slots(session)) == 1
    assert "Meanwhile the plan has changed" in client.get("/dialog/plan").text


def test_holidays_absences_and_hours_are_kept_free(
    session: Session, workspace: Workspace, bob: Person, channel: Channel
) -> None:
    workspace.region = "DE-BE"
    keep_workweek(
        session,
        bob,
        Week(starts=time(8), ends=time(11), weekdays=(0, 4)),
    )
    be_away(session, bob, date(2026, 4, 10), date(2026, 4, 10), now=NOW)

    found = services.outlook(session, monday=MONDAY, now=NOW).proposals

    assert found.booked == ()  # Easter Monday is over, Friday is an absence
    assert [each.minutes for each in found.short] == [60]
    assert len(found.unattended) == 1


def test_nobody_unknown_or_in_training_books(sign_in: SignIn, session: Session, channel: Channel) -> None:
    trainee, external = make_person(session, "Tina", Role.TRAINEE), make_person(session, "Eve", Role.EXTERNAL)
    session.commit()

    for person in (trainee, external):
        assert sign_in(person).get("/dialog/plan").status_code == 403
        assert sign_in(person).post("/dialog/plan", data={"all": "1"}).status_code == 403


def test_the_page_speaks_german(sign_in: SignIn, session: Session, channel: Channel) -> None:
    reader = make_person(session, "Greta", language="de")
    session.commit()

    assert "betreut den Kanal" in sign_in(reader).get("/dialog/plan").text
