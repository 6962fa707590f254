"""What is planned on one channel, as long as one may see it."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.feeds import services
from calendar_app.feeds.contents import Contents
from calendar_app.people.models import Person, Role, Workspace
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant
from tests.feeds.reading import built, titles


def test_the_calendar_of_a_channel_holds_its_posts_and_its_slots(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon, other = make_channel(session), make_channel(session, "LinkedIn", "linkedin")
    for channel in (mastodon, other):
        make_variant(session, channel, text="Here.")
        make_slot(session, bob, [channel])
    make_slot(session, bob, [other, mastodon])

    octets = built(session, alice, "channel", channel_id=mastodon.id)

    assert titles(octets) == {
        "Mastodon: Here.",
        "Dialog time of Bob Brandt: Mastodon",
        "Dialog time of Bob Brandt: Mastodon, LinkedIn",
    }
    assert "NAME:Newsroom – Mastodon" in octets.decode()


def test_it_ends_with_the_right_to_see_the_channel(
    client: FlaskClient, session: Session, workspace: Workspace
) -> None:
    channel = make_channel(session)
    guest = make_person(session, "Guest", Role.EXTERNAL)
    guest.channel_ids = [channel.id]
    _, token = services.subscribe(
        session, guest, "channel", now=NOW, contents=Contents(channel_id=channel.id)
    )
    session.commit()
    assert client.get(f"/feeds/{token}.ics").status_code == 200

    guest.channel_ids = []
    session.commit()

    assert client.get(f"/feeds/{token}.ics").status_code == 404
