"""The calendar of a view: what its filters let through, as long as the view is there."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.feeds import services
from calendar_app.feeds.contents import Contents
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from calendar_app.posts.themes.models import Theme
from calendar_app.sights import services as sights
from calendar_app.sights.filters import Filters
from calendar_app.sights.models import SavedView
from tests.factories import NOW, make_channel, make_person, make_slot, make_theme, make_variant
from tests.feeds.reading import built, titles
from tests.feeds.test_index import shown_address

SignIn = Callable[[Person], FlaskClient]


def kept(session: Session, person: Person, **filters: Any) -> SavedView:
    view = sights.keep(session, person, "What matters", Filters(**filters), now=NOW)
    assert view is not None
    return view


def subscribed(session: Session, person: Person, view: SavedView) -> str:
    """The address of the calendar of a view."""
    contents = Contents(view_id=view.id, filters=view.filters)
    _, token = services.subscribe(session, person, "view", now=NOW, contents=contents)
    session.commit()
    return f"/feeds/{token}.ics"


def plan(session: Session, alice: Person, bob: Person) -> Channel:
    """Posts in two states on two channels, dialog time of two persons on one."""
    mastodon, blog = make_channel(session), make_channel(session, "Blog")
    make_variant(session, mastodon, text="one", answer_person=bob)
    make_variant(session, mastodon, text="two", status=Status.DRAFT)
    make_variant(session, blog, text="three").post.theme = make_theme(session)
    make_slot(session, alice, [mastodon])
    make_slot(session, bob, [mastodon])
    return mastodon


def test_it_holds_what_the_filters_let_through(session: Session, alice: Person, bob: Person) -> None:
    mastodon = plan(session, alice, bob)

    def shown(**filters: Any) -> set[str]:
        return titles(built(session, alice, "view", filters=Filters(**filters)))

    dialog = {"Dialog time: Mastodon", f"Dialog time of {bob.name}: Mastodon"}
    posts = {"Mastodon: one", "Mastodon: two"}
    assert shown(channel_id=mastodon.id) == posts | dialog
    assert shown(channel_id=mastodon.id, only="posts") == posts
    assert shown(only="dialog") == dialog
    assert shown(theme_id=session.scalars(select(Theme.id)).one()) == {"Blog: three"}
    assert shown(person_id=bob.id) == {"Mastodon: one", f"Dialog time of {bob.name}: Mastodon"}
    assert shown(status=Status.DRAFT) == {"Mastodon: two"}


def test_other_filters_under_its_name_show_at_the_next_fetch_under_the_same_address(
    session: Session, alice: Person, bob: Person, client: FlaskClient
) -> None:
    mastodon = plan(session, alice, bob)
    address = subscribed(session, alice, kept(session, alice, status=Status.DRAFT))
    before = client.get(address)

    kept(session, alice, channel_id=mastodon.id, only="posts")
    session.commit()
    after = client.get(address)

    assert titles(before.data) == {"Mastodon: two"}
    assert titles(after.data) == {"Mastodon: one", "Mastodon: two"}
    assert b"X-WR-CALNAME:Newsroom \xe2\x80\x93 What matters\r\n" in after.data


def test_it_ends_with_the_view(session: Session, alice: Person, client: FlaskClient) -> None:
    view = kept(session, alice, only="posts")
    address = subscribed(session, alice, view)
    there = client.get(address).status_code

    sights.remove(session, view)
    session.commit()

    assert (there, client.get(address).status_code) == (200, 404)
    assert services.feeds_of(session, alice) == []


def test_a_view_shows_no_more_than_its_person_may_see(
    session: Session, alice: Person, bob: Person, client: FlaskClient
) -> None:
    mastodon = plan(session, alice, bob)
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [mastodon.id]
    address = subscribed(session, agency, kept(session, agency, only="posts"))
    seen = client.get(address)

    agency.channel_ids = []
    session.commit()

    assert titles(seen.data) == {"Mastodon: one", "Mastodon: two"}
    assert titles(client.get(address).data) == set()


def test_a_view_is_subscribed_to_on_the_page_where_it_is_chosen_already(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    view_id = kept(session, alice, only="posts").id
    session.commit()
    browser = sign_in(alice)

    page = browser.get(f"/feeds?view={view_id}").text
    refused = browser.post("/feeds", data={"kind": "view"})
    made = browser.post("/feeds", data={"kind": "view", "view": view_id})

    assert 'value="view" required checked' in page
    assert f'<option selected value="{view_id}">What matters' in page
    assert refused.status_code == 422
    assert "Say which view this calendar is of." in refused.text
    assert "View What matters" in made.text
    assert client.get(shown_address(made)).status_code == 200


def test_nobody_subscribes_to_the_view_of_somebody_else(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    view_id = kept(session, alice, only="posts").id
    session.commit()
    browser = sign_in(bob)

    assert "What matters" not in browser.get(f"/feeds?view={view_id}").text
    assert browser.post("/feeds", data={"kind": "view", "view": view_id}).status_code == 422
