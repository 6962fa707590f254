"""What is planned for one campaign, for the team."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.feeds import services
from calendar_app.feeds.contents import Contents
from calendar_app.people.models import Person, Role, Workspace
from tests.factories import NOW, make_campaign, make_channel, make_slot, make_variant
from tests.feeds.reading import built, titles


def test_the_calendar_of_a_campaign_holds_its_posts_and_no_others(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon, campaign = make_channel(session), make_campaign(session, alice, name="Chairs")
    make_variant(session, mastodon, text="Another thing.")
    make_variant(session, mastodon, text="Chairs!").campaign = campaign
    make_slot(session, alice, [mastodon])

    octets = built(session, alice, "campaign", campaign_id=campaign.id)

    assert titles(octets) == {"Mastodon: Chairs!"}
    assert "NAME:Newsroom – Chairs" in octets.decode()


def test_it_ends_with_the_right_to_see_campaigns(client: FlaskClient, session: Session, bob: Person) -> None:
    campaign = make_campaign(session, bob)
    _, token = services.subscribe(
        session, bob, "campaign", now=NOW, contents=Contents(campaign_id=campaign.id)
    )
    session.commit()
    assert client.get(f"/feeds/{token}.ics").status_code == 200

    bob.role = Role.EXTERNAL
    session.commit()

    assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_a_campaign_is_chosen_by_its_name_and_has_to_be(
    sign_in: Callable[[Person], FlaskClient], session: Session, alice: Person
) -> None:
    campaign_id = make_campaign(session, alice, name="Chairs").id
    session.commit()
    browser = sign_in(alice)

    refused = browser.post("/feeds", data={"kind": "campaign"})
    made = browser.post("/feeds", data={"kind": "campaign", "campaign": campaign_id})

    assert refused.status_code == 422
    assert "Say which campaign this calendar is of." in refused.text
    assert made.status_code == 200
    assert "Campaign Chairs" in browser.get("/feeds").text
