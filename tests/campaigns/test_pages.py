"""The pages of campaigns, for its owner, a colleague, and somebody limited to some channels."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from calendar_app.campaigns.models import Campaign, WorstCase
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant
from tests.factories import make_campaign, make_channel, make_person, make_variant
from tests.forms import form_with

SignIn = Callable[[Person], FlaskClient]

FORM = {
    "name": "Show us your chair",
    "kind": "hashtag_call",
    "hashtag": "#OurChair",
    "starts_day": "2026-04-10",
    "starts_time": "08:00",
    "ends_day": "2026-04-24",
    "goal": "Fifty chairs",
}
TURN = {"starts_day": "2026-04-10", "starts_time": "08:00", "ends_day": "2026-04-12", "ends_time": "08:00"}


def only(session: Session) -> Campaign:
    """The one campaign as a page left it; read in a transaction that is over before the next page writes."""
    session.commit()
    parts = (selectinload(Campaign.on_call), selectinload(Campaign.aftercare))
    query = select(Campaign).options(*parts).execution_options(populate_existing=True)
    row = session.scalars(query).one()
    session.commit()
    return row


def test_a_campaign_is_begun_thought_through_and_signed(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    approver = make_person(session, "Bert Brand", Role.APPROVER)
    session.commit()
    author = sign_in(bob)
    begun = author.post("/campaigns/new", data=FORM | {"owner_id": bob.id, "form_key": "k"})
    page = begun.location
    author.post(
        f"{page}/edit",
        data=FORM
        | {"owner_id": bob.id, "meant_for": "x", "who_stays": "x", "stop_criterion": "x"}
        | {"revision": only(session).revision},
    )
    for scenario in ("hijack", "mockery", "nobody"):
        case = {"scenario": scenario, "what": "It happened.", "tripwire": "Ten", "first_answer": "Sorry."}
        assert author.post(f"{page}/cases", data=case | {"person_id": bob.id}).status_code == 303
    before = author.get(page).get_data(as_text=True)
    author.post(f"{page}/on-call", data=TURN | {"person_id": bob.id})
    refused = author.post(f"{page}/sign").status_code

    signed = sign_in(approver).post(f"{page}/sign").status_code

    assert begun.status_code == 303
    assert "2 points are open before the first post" in before
    assert (refused, signed) == (403, 303)
    shown = author.get("/campaigns").get_data(as_text=True)
    assert "Premortem signed" in shown
    assert only(session).hashtag == "OurChair"


def test_the_same_form_sent_twice_makes_one_campaign(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    client, form = sign_in(alice), FORM | {"owner_id": alice.id, "form_key": "once"}

    answers = {client.post("/campaigns/new", data=form).location for _again in range(2)}

    assert answers == {f"/campaigns/{only(session).id}"}


@pytest.mark.parametrize(
    "typed",
    [
        {"name": " "},
        {"kind": "war"},
        {"hashtag": "two words"},
        {"ends_day": "2026-04-09"},
        {"starts_day": "0001-01-01"},
        {"owner_id": "x"},
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn, session: Session, alice: Person, typed: dict[str, str]
) -> None:
    answer = sign_in(alice).post("/campaigns/new", data=FORM | {"owner_id": alice.id} | typed)

    assert answer.status_code == 422
    assert "Fifty chairs" in answer.get_data(as_text=True)
    assert session.scalars(select(Campaign)).all() == []


def test_two_who_edit_at_once_see_both_versions(sign_in: SignIn, session: Session, alice: Person) -> None:
    row = make_campaign(session, alice)
    session.commit()
    client, path, old = sign_in(alice), f"/campaigns/{row.id}/edit", row.revision
    client.post(path, data=FORM | {"owner_id": alice.id, "goal": "Theirs", "revision": old})

    answer = client.post(path, data=FORM | {"owner_id": alice.id, "goal": "Mine", "revision": old})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert only(session).goal == "Theirs"


def test_a_worst_case_is_changed_and_removed(sign_in: SignIn, session: Session, alice: Person) -> None:
    row = make_campaign(session, alice)
    session.commit()
    client, first = sign_in(alice), row.worst_cases[0].id
    page = client.get(f"/campaigns/cases/{first}").get_data(as_text=True)
    changed = {"scenario": "fraud", "what": "Bots came.", "tripwire": "", "first_answer": "", "person_id": ""}
    client.post(f"/campaigns/cases/{first}", data=changed)
    shown = client.get(f"/campaigns/{row.id}").get_data(as_text=True)

    client.post(f"/campaigns/cases/{first}/remove")

    assert "It happened." in page
    assert "Bots came." in shown
    assert "incomplete" in shown
    assert session.scalar(select(WorstCase).where(WorstCase.id == first)) is None


@pytest.mark.parametrize("typed", [{"ends_day": "2026-04-09"}, {"starts_time": ""}, {"person_id": "0"}])
def test_nobody_is_on_call_backwards(
    sign_in: SignIn, session: Session, alice: Person, typed: dict[str, str]
) -> None:
    row = make_campaign(session, alice)
    session.commit()

    answer = sign_in(alice).post(f"/campaigns/{row.id}/on-call", data=TURN | {"person_id": alice.id} | typed)

    assert answer.status_code == 422
    assert len(only(session).on_call) == 1


def test_a_task_is_added_and_done(sign_in: SignIn, session: Session, alice: Person) -> None:
    row = make_campaign(session, alice)
    session.commit()
    client = sign_in(alice)
    task = {"what": "Thank everybody", "due_on": "2026-04-01", "person_id": alice.id}
    client.post(f"/campaigns/{row.id}/tasks", data=task)
    before = client.get(f"/campaigns/{row.id}").get_data(as_text=True)

    client.post(f"/campaigns/tasks/{only(session).aftercare[0].id}/done")

    assert "overdue since" in before
    assert only(session).aftercare[0].done_by_id == alice.id
    assert client.post(f"/campaigns/{row.id}/tasks", data={"what": ""}).status_code == 422


def test_the_composer_tells_which_campaign_a_post_belongs_to(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    row = make_campaign(session, alice)
    variant = make_variant(session, make_channel(session), author=alice)
    session.commit()
    client, path = sign_in(alice), f"/posts/{variant.post_id}/variants/{variant.id}"
    form = {"text": variant.text, "mode": "live", "language": "en", "answer_person_id": 0}
    form |= {"day": "2026-04-10", "time": "09:00", "revision": variant.revision, "campaign_id": row.id}

    client.post(path, data=form)

    composer, page = (client.get(each).get_data(as_text=True) for each in (path, f"/campaigns/{row.id}"))
    assert "points of the premortem are open" in composer or "point of the premortem is open" in composer
    assert f'href="/campaigns/{row.id}"><svg' in composer  # the finding leads there
    assert variant.called in page
    assert session.scalar(select(Variant.campaign_id)) == row.id


def test_somebody_limited_to_channels_sees_no_campaign_but_keeps_that_of_their_post(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    row, channel = make_campaign(session, alice), make_channel(session)
    external = make_person(session, "Erika Extern", Role.EXTERNAL)
    external.channel_ids = [channel.id]
    variant = make_variant(session, channel, author=external)
    variant.campaign = row
    other = make_campaign(session, alice, name="Secret plan")
    session.commit()
    client, path = sign_in(external), f"/posts/{variant.post_id}/variants/{variant.id}"

    composer = client.get(path).get_data(as_text=True)

    assert client.get(f"/campaigns/{row.id}").status_code == 403
    assert "/campaigns" not in composer
    assert row.name in composer
    assert other.name not in composer


def test_a_campaign_that_came_to_nothing_is_deleted_with_all_that_hangs_on_it(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    campaign = make_campaign(session, alice)
    make_variant(session, make_channel(session), status=Status.CANCELLED).campaign_id = campaign.id
    session.commit()
    browser = sign_in(alice)

    asked = browser.get(f"/campaigns/{campaign.id}/delete").text
    gone = browser.post(f"/campaigns/{campaign.id}/delete", data=form_with(asked, "revision"))

    assert "3 worst cases, 1 turn on call" in asked
    assert (gone.status_code, gone.location) == (303, "/campaigns")
    assert browser.get(f"/campaigns/{campaign.id}").status_code == 404
    assert session.scalars(select(WorstCase)).all() == []
    assert session.scalars(select(Variant.campaign_id)).all() == [None]


def test_a_campaign_with_posts_stays_and_says_why(sign_in: SignIn, session: Session, alice: Person) -> None:
    campaign = make_campaign(session, alice)
    make_variant(session, make_channel(session)).campaign_id = campaign.id
    session.commit()
    browser = sign_in(alice)

    asked = browser.get(f"/campaigns/{campaign.id}/delete").text
    refused = browser.post(f"/campaigns/{campaign.id}/delete", data=form_with(asked, "revision"))

    assert "Delete for good" not in asked
    assert refused.status_code == 422
    assert "Posts belong to it." in refused.text


def test_whoever_deletes_has_seen_the_campaign_as_it_is(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    campaign = make_campaign(session, alice)
    session.commit()
    browser = sign_in(alice)
    asked = form_with(browser.get(f"/campaigns/{campaign.id}/delete").text, "revision")
    edited = form_with(browser.get(f"/campaigns/{campaign.id}/edit").text, "goal")
    browser.post(f"/campaigns/{campaign.id}/edit", data=edited | {"goal": ["A hundred chairs"]})

    answer = browser.post(f"/campaigns/{campaign.id}/delete", data=asked)

    assert answer.status_code == 409
    assert browser.get(f"/campaigns/{campaign.id}").status_code == 200


def test_a_post_begun_from_the_campaign_belongs_to_it(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    campaign, channel = make_campaign(session, alice), make_channel(session)
    session.commit()
    browser = sign_in(alice)
    form = form_with(browser.get(f"/posts/new?campaign={campaign.id}").text, "core")

    browser.post("/posts/new", data=form | {"core": ["Chairs"], "channel_ids": [channel.id]})

    assert f"/posts/new?campaign={campaign.id}" in browser.get(f"/campaigns/{campaign.id}").text
    assert session.scalars(select(Variant.campaign_id)).all() == [campaign.id]


def test_somebody_limited_to_some_channels_puts_no_post_into_a_campaign(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    campaign, channel = make_campaign(session, alice), make_channel(session)
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [channel.id]
    session.commit()
    browser = sign_in(agency)
    form = form_with(browser.get("/posts/new").text, "core")
    typed = {"core": ["Chairs"], "channel_ids": [channel.id], "campaign_id": [campaign.id]}

    answer = browser.post("/posts/new", data=form | typed)

    assert answer.status_code == 422
