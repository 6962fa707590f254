"""Stopping all publishing: what is scheduled is held at once, and lifting the stop releases nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.posts import stops
from calendar_app.posts.errors import BlockedError
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, PublishingStop, Status
from calendar_app.posts.review import submit
from calendar_app.rules.facts import Role
from tests.factories import NOW, make_campaign, make_channel, make_person, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]
REASON = "Something happened in town."

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time, when the factory's posts go out


def test_a_stop_on_one_channel_holds_what_is_scheduled_there(session: Session, alice: Person) -> None:
    here, there = make_channel(session), make_channel(session, "Second")
    mine, draft = make_variant(session, here), make_variant(session, here, status=Status.DRAFT)
    other = make_variant(session, there)

    count = stops.stop(session, stops.Place(here), 4, REASON, person=alice, now=NOW)

    assert count == 1
    assert [each.status for each in (mine, draft, other)] == [Status.HELD, Status.DRAFT, Status.SCHEDULED]
    assert mine.held_for == ["channel-state"]


def test_a_stop_everywhere_holds_everything_however_far_ahead(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    far = make_variant(session, channel)
    far.planned_at = NOW + timedelta(days=300)

    stops.stop(session, stops.EVERYWHERE, 6, REASON, person=alice, now=NOW)

    assert far.status == Status.HELD


def test_nothing_can_be_scheduled_while_the_stop_is_on(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    draft = make_variant(session, channel, status=Status.DRAFT)
    stops.stop(session, stops.Place(channel), 2, REASON, person=alice, now=NOW)

    with pytest.raises(BlockedError) as refusal:
        submit(session, draft, revision=draft.revision, person=alice, now=NOW, ticked=True)

    assert refusal.value.judgement.of("channel-state") is not None


def test_lifting_the_stop_releases_nothing(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    make_slot(session, alice, [channel], starts_wall=FRIDAY, minutes=90, rrule="")
    variant = make_variant(session, channel)
    stops.stop(session, stops.EVERYWHERE, 2, REASON, person=alice, now=NOW)
    (row,) = stops.stops(session)

    stops.lift(session, row, person=alice, now=NOW + timedelta(hours=1))

    lifted = variant.status
    submit(session, variant, revision=variant.revision, person=alice, now=NOW, ticked=True)
    assert stops.stops(session) == []
    assert (lifted, variant.status) == (Status.HELD, Status.SCHEDULED)


def test_the_same_place_is_stopped_once(session: Session, alice: Person) -> None:
    stops.stop(session, stops.EVERYWHERE, 2, REASON, person=alice, now=NOW)

    with pytest.raises(stops.AlreadyStoppedError):
        stops.stop(session, stops.EVERYWHERE, 5, REASON, person=alice, now=NOW)


def test_a_stop_of_one_campaign_holds_its_posts_on_every_channel(session: Session, alice: Person) -> None:
    campaign, other_campaign = make_campaign(session, alice), make_campaign(session, alice, name="Other")
    here, there = make_channel(session), make_channel(session, "Second")
    mine, also_mine = make_variant(session, here), make_variant(session, there)
    alone, others = make_variant(session, here), make_variant(session, there)
    mine.campaign = also_mine.campaign = campaign
    others.campaign = other_campaign
    session.flush()

    count = stops.stop(session, stops.Place(campaign=campaign), 4, REASON, person=alice, now=NOW)

    assert count == 2
    assert {each.status for each in (mine, also_mine)} == {Status.HELD}
    assert {each.status for each in (alone, others)} == {Status.SCHEDULED}
    with pytest.raises(stops.AlreadyStoppedError):
        stops.stop(session, stops.Place(campaign=campaign), 4, REASON, person=alice, now=NOW)


def test_while_a_campaign_is_stopped_the_rule_says_so_of_its_posts_and_no_others(
    session: Session, alice: Person
) -> None:
    campaign, channel = make_campaign(session, alice), make_channel(session)
    mine, alone = make_variant(session, channel), make_variant(session, channel)
    mine.campaign = campaign
    session.flush()
    stops.stop(session, stops.Place(campaign=campaign), 4, REASON, person=alice, now=NOW)

    found = judge(session, mine, now=NOW).of("channel-state")

    assert found is not None
    assert found.message("en").startswith("Publishing of the campaign “Show us your chair” is stopped.")
    assert judge(session, alone, now=NOW).of("channel-state") is None
    (row,) = stops.stops(session)
    stops.lift(session, row, person=alice, now=NOW)
    assert judge(session, mine, now=NOW).of("channel-state") is None
    assert mine.status == Status.HELD


def test_a_campaigns_page_leads_to_its_stop_and_every_page_says_it(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    campaign = make_campaign(session, alice)
    session.commit()
    client, place = sign_in(alice), f"campaign-{campaign.id}"

    linked = client.get(f"/campaigns/{campaign.id}").get_data(as_text=True)
    offered = client.get(f"/held?place={place}").get_data(as_text=True)
    client.post("/held/stop", data={"place": place, "level": "4", "reason": REASON})

    assert f"/held?place={place}" in linked
    assert f'<option selected value="{place}">' in offered
    page = client.get("/week").get_data(as_text=True)
    assert "Publishing of the campaign" in page
    assert REASON in page


def stopped(client: FlaskClient, **typed: str) -> int:
    data = {"place": "everywhere", "level": "4", "reason": REASON, **typed}
    return client.post("/held/stop", data=data).status_code


@pytest.mark.parametrize(
    ("role", "may_stop", "may_lift"),
    [(Role.AUTHOR, 403, 403), (Role.APPROVER, 303, 403), (Role.LEAD, 303, 303)],
)
def test_an_approver_stops_and_a_lead_lifts(
    sign_in: SignIn, session: Session, alice: Person, role: Role, may_stop: int, may_lift: int
) -> None:
    person, channel = make_person(session, "Somebody else", role), make_channel(session)
    row = PublishingStop(channel=channel, level=1, reason=REASON, person=alice, stopped_at=NOW)
    session.add(row)
    session.commit()
    stop_id, client = row.id, sign_in(person)

    assert stopped(client) == may_stop
    assert client.post(f"/held/stops/{stop_id}/lift").status_code == may_lift


@pytest.mark.parametrize("typed", [{"reason": " "}, {"level": "7"}, {"place": "channel-99"}, {"level": "x"}])
def test_a_stop_needs_a_place_a_level_and_a_reason(
    sign_in: SignIn, session: Session, alice: Person, typed: dict[str, str]
) -> None:
    assert stopped(sign_in(alice), **typed) == 422
    assert stops.stops(session) == []


def test_every_page_says_that_publishing_is_stopped(sign_in: SignIn, session: Session, alice: Person) -> None:
    channel = make_channel(session, "Our channel")
    variant = make_variant(session, channel, mode=Mode.LIVE)
    make_slot(session, alice, [channel])
    session.commit()
    client, name = sign_in(alice), variant.called
    assert stopped(client, place=f"channel-{channel.id}") == 303

    pages = [client.get(path).get_data(as_text=True) for path in ("/week", "/channels", "/held")]

    assert all("is stopped." in page and REASON in page for page in pages)
    assert name in pages[-1]


def test_a_held_post_says_what_holds_it_also_when_the_stop_is_lifted(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    client, channel = sign_in(alice), make_channel(session)
    stopped_one, blocked_one = make_variant(session, channel), make_variant(session, channel)
    stops.stop(session, stops.Place(channel), 4, REASON, person=alice, now=NOW)
    stops.lift(session, stops.stops(session)[0], person=alice, now=NOW + timedelta(hours=1))
    blocked_one.held_for = ["identical-cross-post"]
    addresses = [f"/posts/{each.post_id}/variants/{each.id}" for each in (stopped_one, blocked_one)]
    session.commit()

    waiting, *own = (client.get(each).get_data(as_text=True) for each in ("/held", *addresses))

    why = f"Publishing was stopped: {REASON}", "What holds it: Identical cross-post"
    assert all(each in waiting for each in why)
    assert [[each in page for each in why] for page in own] == [[True, False], [False, True]]
