"""Somebody leaves: everything that hangs on them is named on one page, and goes into other hands there."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns.models import AftercareTask, Campaign
from calendar_app.campaigns.premortem import is_signed
from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import Slot
from calendar_app.offboarding import services
from calendar_app.offboarding.sorts import SORTS
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_campaign, make_channel, make_person, make_slot, make_variant
from tests.forms import form_with

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def dora(session: Session, alice: Person) -> Person:
    """The deputy of what is Bob's."""
    return make_person(session, "Dora Drach", Role.LEAD)


@pytest.fixture
def held(session: Session, alice: Person, bob: Person, dora: Person) -> Channel:
    """One thing of every sort hangs on Bob."""
    channel = make_channel(session, owner=bob)
    channel.deputy = dora
    make_channel(session, "LinkedIn", "linkedin", owner=alice).deputy = bob
    make_slot(session, bob, [channel]).deputy = dora
    make_slot(session, dora, [channel], rrule="FREQ=WEEKLY;BYDAY=TU").deputy = bob
    make_variant(session, channel, status=Status.DRAFT, author=bob)
    make_variant(session, channel, author=alice, answer_person=bob)
    inquiry = InboundItem(
        channel=channel, kind=InboundKind.QUESTION, text="When?", owner=bob, received_at=NOW, created_at=NOW
    )
    campaign = make_campaign(session, bob)
    campaign.aftercare = [AftercareTask(what="Look again", due_on=date(2026, 6, 1), person=bob)]
    access = AccessEntry(channel=channel, person=bob, reviewed_on=NOW.date(), created_at=NOW)
    session.add_all([inquiry, access])
    session.commit()
    return channel


def left(session: Session, leaver: Person, by: Person) -> set[str]:
    at = services.handing(session, leaver, by=by, now=NOW)
    return {duty.sort.key for duty in services.left_of(at)}


def chosen(session: Session, leaver: Person, by: Person) -> dict[str, str]:
    """The page's form as it stands before anybody touches it."""
    at = services.handing(session, leaver, by=by, now=NOW)
    sent = {f"to-{duty.key}": str(duty.heir.id) for duty in services.left_of(at) if duty.heir}
    session.commit()
    return sent


def test_every_sort_of_thing_is_on_the_page(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person
) -> None:
    assert left(session, bob, alice) == {sort.key for sort in SORTS}
    session.commit()

    page = sign_in(alice).get(f"/people/{bob.id}/handover").text

    assert page.count('name="only"') >= len(SORTS)
    assert f"/access/{held.id}" in page  # the first access of all


def test_one_button_leaves_nothing_behind(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, dora: Person
) -> None:
    sent = chosen(session, bob, alice)

    answer = sign_in(alice).post(f"/people/{bob.id}/handover", data=sent)

    assert answer.status_code == 303
    session.expire_all()
    assert left(session, bob, alice) == set()
    assert (held.owner, held.deputy) == (dora, None)


def test_what_was_before_stays_with_whoever_did_it(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, dora: Person
) -> None:
    sent = chosen(session, bob, alice)

    sign_in(alice).post(f"/people/{bob.id}/handover", data=sent)

    mondays = session.scalars(select(Slot).where(Slot.rrule.contains("BYDAY=MO")).order_by(Slot.id)).all()
    assert [slot.person for slot in mondays] == [bob, dora]
    assert mondays[1].starts_wall > mondays[0].starts_wall


def test_until_the_last_day_everything_stays_as_it_is(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, dora: Person
) -> None:
    bob.leaves_on = NOW.date() + timedelta(days=14)
    session.commit()
    sent = chosen(session, bob, alice)

    sign_in(alice).post(f"/people/{bob.id}/handover", data=sent)

    mondays = session.scalars(select(Slot).where(Slot.rrule.contains("BYDAY=MO")).order_by(Slot.id)).all()
    assert [slot.person for slot in mondays] == [bob, dora]
    assert mondays[1].starts_wall == datetime(2026, 4, 27, 9, 0)  # noqa: DTZ001 wall time
    assert session.scalars(select(Variant.answer_person_id).where(Variant.author == alice)).one() == bob.id


def test_one_line_goes_alone(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, dora: Person
) -> None:
    sent = chosen(session, bob, alice) | {"only": f"channel-{held.id}"}

    sign_in(alice).post(f"/people/{bob.id}/handover", data=sent)

    session.expire_all()
    assert left(session, bob, alice) == {sort.key for sort in SORTS} - {"channel"}


def test_who_is_busy_then_is_booked_twice_on_purpose_only(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, dora: Person
) -> None:
    make_slot(session, dora, [held], rrule="FREQ=WEEKLY;BYDAY=MO")
    text = session.scalars(select(Variant).where(Variant.author == bob)).one()
    sent = chosen(session, bob, alice) | {f"to-text-{text.id}": ""}
    client, page = sign_in(alice), f"/people/{bob.id}/handover"

    warned = client.post(page, data=sent)
    before = left(session, bob, alice)
    session.commit()
    done = client.post(page, data=sent | {"anyway": "y"})

    assert (warned.status_code, done.status_code) == (422, 303)
    assert "Booked twice" in warned.text
    assert "Dora Drach" in warned.text
    assert (
        f'<option value="{dora.id}" selected>'
        not in warned.text.split(f'"to-text-{text.id}"')[-1].split("/select")[0]
    )
    assert before == {sort.key for sort in SORTS}
    session.expire_all()
    assert left(session, bob, alice) == {"text"}


@pytest.mark.parametrize("to", ["", "x", "999999", "-1"])
def test_nobody_is_not_an_heir(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, to: str
) -> None:
    answer = sign_in(alice).post(
        f"/people/{bob.id}/handover", data={f"to-channel-{held.id}": to}, follow_redirects=True
    )

    assert "Nothing was handed over" in answer.text
    session.expire_all()
    assert held.owner == bob


def test_a_signed_campaign_is_signed_anew_when_its_owner_changes(
    sign_in: SignIn, session: Session, held: Channel, alice: Person, bob: Person, dora: Person
) -> None:
    campaign = session.scalars(select(Campaign)).one()
    campaign.signed_by, campaign.signed_at = dora, NOW - timedelta(hours=1)
    campaign.changed_at = NOW - timedelta(hours=2)
    session.commit()
    was_signed = is_signed(campaign)
    sent = chosen(session, bob, alice) | {"only": f"campaign-{campaign.id}"}

    sign_in(alice).post(f"/people/{bob.id}/handover", data=sent)

    session.expire_all()
    assert campaign.owner == alice
    assert (was_signed, is_signed(campaign)) == (True, False)


def test_whoever_leaves_is_followed_by_the_page(sign_in: SignIn, alice: Person, bob: Person) -> None:
    answer = sign_in(alice).post(f"/people/{bob.id}/left")

    assert answer.location == f"/people/{bob.id}/handover"


def test_entering_a_last_day_leads_to_what_is_to_be_handed_over(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    alice.role = Role.ADMIN
    session.commit()
    browser = sign_in(alice)
    form = form_with(browser.get(f"/people/{bob.id}").text, "leaves_on")

    entered = browser.post(f"/people/{bob.id}", data=form | {"leaves_on": ["2026-04-30"]})
    unchanged = form_with(browser.get(f"/people/{bob.id}").text, "leaves_on")
    again = browser.post(f"/people/{bob.id}", data=unchanged | {"training": ["Voice of the house"]})

    assert entered.location == f"/people/{bob.id}/handover"
    assert again.location == "/people"
    assert f"/people/{bob.id}/handover" in browser.get("/people").text
