"""The inventory's pages."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from tests.factories import NOW, make_channel, make_person, make_variant

Stored = Callable[[], AbstractContextManager[Session]]
SignIn = Callable[[Person], FlaskClient]

PAGES = ["/channels", "/channels/{id}"]
FOR_LEADS = ["/channels/new", "/channels/{id}/edit", "/channels/{id}/pause", "/channels/{id}/close"]
ENTRY = {
    "name": "House account",
    "platform": "mastodon",
    "url": "https://social.example/@house",
    "purpose": "Talk about books",
    "audience": "Readers",
    "languages": "DE, en",
    "zone": "Europe/Berlin",
    "owner_id": "",
    "deputy_id": "",
    "text_limit": "",
    "state": "active",
}
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}\u202egnp'


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session, "Mastodon", owner=alice)
    session.commit()
    return channel


@pytest.fixture
def lena(session: Session, alice: Person) -> Person:
    lena = make_person(session, "Lena Lead", Role.LEAD)
    session.commit()
    return lena


@pytest.mark.parametrize("path", [*PAGES, *FOR_LEADS])
def test_a_lead_sees_every_page(path: str, lena: Person, channel: Channel, sign_in: SignIn) -> None:
    assert sign_in(lena).get(path.format(id=channel.id)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_an_author_looks(path: str, bob: Person, channel: Channel, sign_in: SignIn) -> None:
    page = sign_in(bob).get(path.format(id=channel.id))

    assert page.status_code == 200
    assert "/edit" not in page.text


@pytest.mark.parametrize("path", FOR_LEADS)
def test_an_author_changes_no_channel(path: str, bob: Person, channel: Channel, sign_in: SignIn) -> None:
    browser = sign_in(bob)

    assert browser.get(path.format(id=channel.id)).status_code == 403
    assert browser.post(path.format(id=channel.id), data=ENTRY).status_code == 403


@pytest.mark.parametrize("path", ["/channels/{id}", "/channels/{id}/edit", "/channels/{id}/pause"])
def test_channels_of_another_workspace_do_not_exist(
    path: str, charlie: Person, channel: Channel, sign_in: SignIn
) -> None:
    browser = sign_in(charlie)

    assert browser.get(path.format(id=channel.id)).status_code == 404
    assert "Mastodon" not in browser.get("/channels").text


@pytest.mark.parametrize("path", ["/channels/{id}/edit", "/channels/{id}/pause"])
def test_nobody_changes_a_channel_of_another_workspace(
    path: str, charlie: Person, channel: Channel, sign_in: SignIn
) -> None:
    assert sign_in(charlie).post(path.format(id=channel.id), data=ENTRY).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *FOR_LEADS])
def test_a_stranger_is_led_to_the_door(path: str, client: FlaskClient, channel: Channel) -> None:
    answer = client.get(path.format(id=channel.id))

    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path.format(id=channel.id)}")


def test_a_channel_is_added_with_a_stripe_of_its_own(lena: Person, sign_in: SignIn, stored: Stored) -> None:
    answer = sign_in(lena).post(
        "/channels/new", data=ENTRY | {"workspace_id": "99", "closes_on": "2026-01-01"}
    )

    assert answer.status_code == 303
    with stored() as db:
        kept = db.scalars(select(Channel)).one()
        assert (kept.name, kept.languages, kept.stripe) == ("House account", ["de", "en"], 1)
        assert (kept.workspace_id, kept.closes_on, kept.state) == (
            lena.workspace_id,
            None,
            ChannelState.ACTIVE,
        )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "required"),
        ("name", "x" * 121, "longer than 120"),
        ("platform", "myspace", "Choose one of the entries"),
        ("url", "javascript:alert(1)", "https://"),
        ("url", "https://", "https://"),
        ("languages", "German!", "codes"),
        ("zone", "Berlin", "There is no time zone"),
        ("owner_id", "4711", "Choose one of the entries"),
        ("owner_id", "x", "Choose one of the entries"),
        ("text_limit", "many", "integer"),
        ("text_limit", "-1", "between"),
        ("stripe", "13", "Choose one of the entries"),
        ("state", "frozen", "Choose one of the entries"),
        ("purpose", "x" * 2001, "longer than 2000"),
    ],
)
def test_a_slip_is_said_and_nothing_typed_is_lost(
    field: str, value: str, said: str, lena: Person, sign_in: SignIn, stored: Stored
) -> None:
    answer = sign_in(lena).post("/channels/new", data=ENTRY | {field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert "Readers" in answer.text
    with stored() as db:
        assert db.scalars(select(Channel)).all() == []


def test_a_person_of_another_workspace_cannot_own_a_channel(
    lena: Person, charlie: Person, sign_in: SignIn
) -> None:
    answer = sign_in(lena).post("/channels/new", data=ENTRY | {"owner_id": str(charlie.id)})

    assert answer.status_code == 422


def test_the_deputy_is_somebody_else(lena: Person, sign_in: SignIn) -> None:
    answer = sign_in(lena).post("/channels/new", data=ENTRY | {"owner_id": lena.id, "deputy_id": lena.id})

    assert "somebody other than the owner" in answer.text


def test_an_entry_is_changed_but_never_its_state(
    lena: Person, channel: Channel, sign_in: SignIn, stored: Stored
) -> None:
    answer = sign_in(lena).post(
        f"/channels/{channel.id}/edit", data=ENTRY | {"revision": "1", "state": "deleted", "is_service": "y"}
    )

    assert answer.status_code == 303
    with stored() as db:
        kept = db.get_one(Channel, channel.id)
        assert (kept.name, kept.is_service, kept.state) == ("House account", True, ChannelState.ACTIVE)


def test_the_second_of_two_writers_sees_both_versions(
    lena: Person, channel: Channel, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(lena)
    path = f"/channels/{channel.id}/edit"
    browser.post(path, data=ENTRY | {"revision": "1", "purpose": "What the first one wrote"})

    second = browser.post(path, data=ENTRY | {"revision": "1", "purpose": "What the second one wrote"})

    assert second.status_code == 409
    assert "What the first one wrote" in second.text
    assert "What the second one wrote" in second.text
    assert browser.post(path, data=ENTRY | {"revision": "2", "purpose": "Both"}).status_code == 303
    with stored() as db:
        assert db.get_one(Channel, channel.id).purpose == "Both"


def test_the_inventory_tells_silence_and_gaps(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    silent = make_variant(session, channel, status=Status.PUBLISHED)
    silent.published_at = NOW - timedelta(days=45)
    session.commit()

    page = sign_in(alice).get("/channels").text

    assert "silent for 45 days" in page
    assert "Inactive" in page
    assert "No deputy" in page


def test_a_channels_page_shows_what_is_known_about_its_platform_with_source(
    alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    page = sign_in(alice).get(f"/channels/{channel.id}").text

    assert "at most 500" in page
    assert 'Bot mark: <cite lang="en">docs.joinmastodon.org' in page
    assert "checked in November 2026" in page


def test_a_channels_own_limit_is_shown_beside_the_usual_one(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    channel.text_limit = 5000
    session.commit()

    page = sign_in(alice).get(f"/channels/{channel.id}").text

    assert "at most 5,000" in page
    assert "usual: 500" in page


def test_a_step_is_taken_on_its_own_page(
    lena: Person, channel: Channel, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(lena)

    refused = browser.post(f"/channels/{channel.id}/pause", data={"paused_until": "2026-04-08"})
    taken = browser.post(f"/channels/{channel.id}/pause", data={"paused_until": "2026-04-20"})

    assert refused.status_code == 422
    assert "after today" in refused.text
    assert taken.status_code == 303
    with stored() as db:
        assert db.get_one(Channel, channel.id).state == ChannelState.PAUSED


def test_a_closing_that_is_too_early_names_the_earliest_day(
    session: Session, lena: Person, channel: Channel, sign_in: SignIn
) -> None:
    goal = make_channel(session, "Bluesky", "bluesky")
    fresh = make_variant(session, channel, status=Status.PUBLISHED)
    fresh.published_at = NOW - timedelta(days=7)
    session.commit()

    answer = sign_in(lena).post(
        f"/channels/{channel.id}/close", data={"closes_on": "2026-04-09", "successor_id": goal.id}
    )

    assert answer.status_code == 422
    assert "the earliest last day is 6 May 2026" in answer.text
    assert "The pinned pointer is missing" in answer.text


def test_a_step_that_does_not_fit_the_state_says_so(lena: Person, channel: Channel, sign_in: SignIn) -> None:
    browser = sign_in(lena)

    assert browser.post(f"/channels/{channel.id}/resume").status_code == 422
    assert browser.post(f"/channels/{channel.id}/freeze", data={"notice_url": ""}).status_code == 422
    assert browser.post(f"/channels/{channel.id}/explode").status_code == 404


def test_a_channel_of_another_workspace_is_no_successor(
    session: Session, lena: Person, charlie: Person, channel: Channel, sign_in: SignIn
) -> None:
    home = session.info["scope"]
    session.info["scope"] = charlie.workspace_id
    foreign = make_channel(session, "Theirs")
    session.commit()
    session.info["scope"] = home

    answer = sign_in(lena).post(
        f"/channels/{channel.id}/close", data={"closes_on": "2027-04-09", "successor_id": foreign.id}
    )

    assert answer.status_code == 422


def test_hostile_text_is_shown_as_text_on_every_page(lena: Person, sign_in: SignIn) -> None:
    browser = sign_in(lena)
    made = browser.post(
        "/channels/new",
        data=ENTRY | {"name": HOSTILE, "purpose": HOSTILE, "audience": HOSTILE, "owner_id": lena.id},
    )

    for path in (
        "/channels",
        made.location,
        f"{made.location}/edit",
        f"{made.location}/pause",
        "/people",
        "/journal",
    ):
        page = browser.get(path).text
        assert "<img" not in page
        assert "{{7*7}}" in page


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("path", [*PAGES, *FOR_LEADS])
def test_every_page_speaks_both_languages(
    path: str, language: str, lena: Person, channel: Channel, sign_in: SignIn
) -> None:
    browser = sign_in(lena)
    browser.post("/language", data={"lang": language})

    page = browser.get(path.format(id=channel.id))

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert ("Kanäle" in page.text) == (language == "de")


@pytest.mark.parametrize(
    ("signing", "signed"),
    [("initials", "^LL"), ("first_name", "– Lena"), ("full_name", "– Lena Lead"), ("no_name", None)],
)
def test_what_a_visitor_meets_are_people_and_how_they_sign(
    lena: Person, channel: Channel, sign_in: SignIn, signing: str, signed: str | None
) -> None:
    browser, typed = sign_in(lena), {"owner_id": str(lena.id), "signing": signing, "names_team": "y"}
    seen = re.search(r'name="revision"[^>]*value="(\d+)"', browser.get(f"/channels/{channel.id}/edit").text)
    assert seen

    answer = browser.post(f"/channels/{channel.id}/edit", data={**ENTRY, **typed, "revision": seen[1]})
    page = browser.get(f"/channels/{channel.id}").text

    assert answer.status_code == 303
    visitor = page[page.index("What a visitor meets") :]
    assert "Lena Lead" in visitor
    assert "says who answers here" in visitor
    assert (f"signs “<bdi>{signed}</bdi>”" in visitor) == (signed is not None)
