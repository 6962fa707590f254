"""Views of the board are kept, stand beside its filters, and belong to one person."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from calendar_app.sights import services
from calendar_app.sights.filters import Filters
from tests.factories import NOW, make_campaign, make_channel, make_person

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session, "Bluesky")
    session.commit()
    return channel


def names(session: Session, person: Person) -> list[str]:
    """What the views of a person are called; nothing is held open."""
    found = [view.name for view in services.views_of(session, person)]
    session.rollback()
    return found


def test_a_view_is_kept_from_the_board_and_stands_there(
    sign_in: SignIn, channel: Channel, alice: Person
) -> None:
    browser, board = sign_in(alice), f"/week/2026-W15?channel={channel.id}&only=posts"

    form = browser.get(f"/views/new?next=/week/2026-W15&channel={channel.id}&only=posts")
    answer = browser.post(
        "/views/new",
        query_string={"next": board, "channel": channel.id, "only": "posts"},
        data={"name": "Posts on Bluesky"},
    )
    page = browser.get(answer.location).text

    assert '<b dir="auto">Bluesky</b> · <b dir="auto">Posts only</b>' in form.text
    assert (answer.status_code, answer.location) == (303, board)
    assert f'href="/week/2026-W15?channel={channel.id}&amp;only=posts" aria-current="true"' in page
    assert "Remove, with its calendars" in page
    assert "Posts on Bluesky" in browser.get("/month").text


def test_a_board_with_filters_offers_to_keep_them_and_one_without_does_not(
    sign_in: SignIn, channel: Channel, alice: Person
) -> None:
    browser = sign_in(alice)

    assert "Save as a view" in browser.get(f"/week?channel={channel.id}").text
    assert "Save as a view" not in browser.get("/week").text


def test_a_name_used_twice_shows_the_newer_filters(
    sign_in: SignIn, session: Session, channel: Channel, alice: Person
) -> None:
    browser = sign_in(alice)

    for only in ("posts", "dialog"):
        browser.post(f"/views/new?only={only}", data={"name": "Half"})

    assert [view.filters for view in services.views_of(session, alice)] == [Filters(only="dialog")]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_is_none_is_refused_and_the_filters_stay(
    sign_in: SignIn, session: Session, alice: Person, name: str
) -> None:
    answer = sign_in(alice).post("/views/new?only=posts", data={"name": name})

    assert answer.status_code == 422
    assert "Posts only" in answer.text
    assert 'role="alert"' in answer.text
    assert names(session, alice) == []


def test_without_a_filter_there_is_nothing_to_keep(sign_in: SignIn, session: Session, alice: Person) -> None:
    browser = sign_in(alice)

    assert "No filter is set" in browser.get("/views/new").text
    assert browser.post("/views/new", data={"name": "Everything"}).status_code == 422
    assert names(session, alice) == []


def test_what_is_out_of_sight_is_in_no_view(sign_in: SignIn, session: Session, alice: Person) -> None:
    campaign_id = make_campaign(session, alice).id
    external = make_person(session, "Agency", Role.EXTERNAL)
    session.commit()

    refused = sign_in(alice).post("/views/new?channel=999999", data={"name": "Nowhere"})
    shown = sign_in(external).get(f"/views/new?campaign={campaign_id}")

    assert refused.status_code == 422
    assert "No filter is set" in shown.text
    assert names(session, alice) == []


def test_nobody_keeps_more_views_than_one_can_choose_from(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    for number in range(services.MOST):
        services.keep(session, alice, f"View {number}", Filters(only="posts"), now=NOW)
    session.commit()

    answer = sign_in(alice).post("/views/new?only=dialog", data={"name": "One more"})

    assert answer.status_code == 422
    assert "There are 20 views already." in answer.text
    assert len(names(session, alice)) == services.MOST


def test_a_view_belongs_to_one_person_who_removes_it(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    view = services.keep(session, alice, "Mine alone", Filters(only="posts"), now=NOW)
    assert view is not None
    view_id = view.id
    session.commit()

    assert "Mine alone" not in sign_in(bob).get("/week").text
    assert sign_in(bob).post(f"/views/{view_id}/remove").status_code == 404
    answer = sign_in(alice).post(f"/views/{view_id}/remove", data={"next": "/month"})

    assert (answer.status_code, answer.location) == (303, "/month")
    assert names(session, alice) == []
