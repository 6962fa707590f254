"""The page of one's subscriptions."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.feeds import services
from calendar_app.feeds.building import KINDS, stale_feeds
from calendar_app.feeds.models import Feed
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]

# 37 squares a side (version 5, up to 106 letters) and four of light on each.
QR_SIZE = 45
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/feeds/[\w-]{43}\.ics)")


def shown_address(answer: TestResponse) -> str:
    """The path of the address on a page; there is exactly one."""
    (path,) = set(ADDRESS.findall(answer.text))
    return str(path)


def form_key(page: TestResponse) -> str:
    found = re.search(r'name="form_key"[^>]*value="([\w-]{36})"', page.text)
    assert found
    return found[1]


def kept(session: Session, person: Person) -> list[tuple[int, str]]:
    """Number and hash of each live feed of a person, as they are now."""
    session.rollback()
    found = [(feed.id, feed.token_hash) for feed in services.feeds_of(session, person)]
    session.rollback()  # on SQLite whoever may write keeps the others waiting
    return found


def subscribed(session: Session, person: Person, kind: str = "team") -> Feed:
    feed, _ = services.subscribe(session, person, kind, now=NOW)
    session.commit()
    return feed


@pytest.mark.parametrize("kind", [key for key, kind in KINDS.items() if not kind.is_of_one])
def test_subscribing_shows_an_address_that_works_and_shows_it_once(
    sign_in: SignIn, alice: Person, client: FlaskClient, kind: str
) -> None:
    browser = sign_in(alice)

    answer = browser.post("/feeds", data={"kind": kind})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(shown_address(answer)).status_code == 200
    assert ADDRESS.search(browser.get("/feeds").text) is None


def test_a_calendar_of_a_kind_from_a_newer_version_is_listed_silent_and_can_be_revoked(
    sign_in: SignIn, client: FlaskClient, session: Session, alice: Person
) -> None:
    feed, token = services.subscribe(session, alice, "team", now=NOW)
    feed.kind = "horoscope"
    session.commit()
    browser = sign_in(alice)

    page = browser.get("/feeds")

    assert "A calendar that this version does not know" in page.text
    assert client.get(f"/feeds/{token}.ics").status_code == 404
    feed_id = feed.id
    assert stale_feeds(session, NOW) == []
    session.rollback()
    assert browser.post(f"/feeds/{feed_id}/revoke").status_code == 303
    assert kept(session, alice) == []


def test_the_form_of_the_page_can_be_sent_as_it_stands(sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    key = form_key(browser.get("/feeds"))

    assert shown_address(browser.post("/feeds", data={"kind": "mine", "form_key": key}))


def test_the_calendar_of_a_channel_is_subscribed_to_by_its_name(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    channel_id = make_channel(session, "Bluesky").id
    session.commit()
    browser = sign_in(alice)

    refused = browser.post("/feeds", data={"kind": "channel"})
    made = browser.post("/feeds", data={"kind": "channel", "channel": channel_id})

    assert refused.status_code == 422
    assert "Say which channel this calendar is of." in refused.text
    assert made.status_code == 200
    assert "Channel Bluesky" in browser.get("/feeds").text


WISHES = {
    "holds": "posts",
    "drafts": "left_out",
    "cancelled": "left_out",
    "detail": "titles",
    "language": "de",
    "alarm": "15",
}


def test_a_subscription_holds_what_was_asked_for_and_something_else_later_under_the_same_address(
    sign_in: SignIn, client: FlaskClient, session: Session, alice: Person
) -> None:
    make_variant(session, make_channel(session), status=Status.DRAFT, text="A draft.")
    session.commit()
    browser = sign_in(alice)
    address = shown_address(browser.post("/feeds", data={"kind": "team"} | WISHES))
    before = client.get(address).text
    ((feed_id, _),) = kept(session, alice)

    form = browser.get(f"/feeds/{feed_id}")
    changed = browser.post(f"/feeds/{feed_id}", data=WISHES | {"drafts": "shown", "alarm": "0"})

    assert form.text.count(" selected") == len(WISHES)
    assert changed.status_code == 303
    assert "A draft." not in before
    assert "A draft." in client.get(address).text


@pytest.mark.parametrize("wrong", [{"holds": "all"}, {"alarm": "7"}, {"detail": ""}, {"language": "xx"}])
def test_what_cannot_be_asked_for_is_refused(sign_in: SignIn, alice: Person, wrong: dict[str, str]) -> None:
    assert sign_in(alice).post("/feeds", data={"kind": "team"} | wrong).status_code == 422


def test_a_form_sent_twice_makes_one_feed_and_the_last_address_works(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    browser, form = sign_in(alice), {"kind": "mine", "form_key": "a" * 36}

    first, second = (shown_address(browser.post("/feeds", data=form)) for _ in range(2))

    assert len(kept(session, alice)) == 1
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_the_page_with_an_address_offers_a_form_for_another_subscription(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    browser = sign_in(alice)
    first = browser.post("/feeds", data={"kind": "mine", "form_key": form_key(browser.get("/feeds"))})

    second = browser.post("/feeds", data={"kind": "team", "form_key": form_key(first)})

    assert {client.get(shown_address(each)).status_code for each in (first, second)} == {200}
    assert sorted(feed.kind for feed in services.feeds_of(session, alice)) == ["mine", "team"]


def test_a_form_one_went_back_to_for_something_else_makes_another_feed(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    browser = sign_in(alice)
    made = [
        browser.post("/feeds", data={"form_key": "a" * 36} | wishes)
        for wishes in ({"kind": "mine"}, {"kind": "team"}, {"kind": "team", "detail": "busy"})
    ]

    assert {client.get(shown_address(each)).status_code for each in made} == {200}
    assert len(kept(session, alice)) == 3


def test_the_form_key_of_somebody_else_is_no_way_to_their_feed(
    sign_in: SignIn, session: Session, alice: Person, charlie: Person
) -> None:
    form = {"kind": "mine", "form_key": "a" * 36}
    hers, his = sign_in(alice), sign_in(charlie)
    hers.post("/feeds", data=form)
    before = kept(session, alice)

    answer = his.post("/feeds", data=form)

    assert answer.status_code == 200
    assert kept(session, alice) == before


@pytest.mark.parametrize("form", [{}, {"kind": "secret"}, {"kind": "mine", "form_key": "x" * 37}])
def test_a_kind_that_does_not_exist_is_refused_in_a_sentence(
    sign_in: SignIn, session: Session, alice: Person, form: dict[str, str]
) -> None:
    answer = sign_in(alice).post("/feeds", data=form)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert services.feeds_of(session, alice) == []


def test_a_new_address_stops_the_old_one(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    browser = sign_in(alice)
    old = shown_address(browser.post("/feeds", data={"kind": "team"}))
    ((feed_id, _),) = kept(session, alice)

    new = shown_address(browser.post(f"/feeds/{feed_id}/renew"))

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_a_revoked_address_stops_and_leaves_the_list(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    browser = sign_in(alice)
    address = shown_address(browser.post("/feeds", data={"kind": "team"}))
    ((feed_id, _),) = kept(session, alice)

    answer = browser.post(f"/feeds/{feed_id}/revoke", follow_redirects=True)

    assert "does not work any more" in answer.text
    assert "No subscription yet" in answer.text
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("step", ["renew", "revoke"])
def test_nobody_touches_the_feeds_of_somebody_else(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, charlie: Person, step: str
) -> None:
    feed = subscribed(session, alice)
    before = feed.token_hash

    answers = [sign_in(person).post(f"/feeds/{feed.id}/{step}").status_code for person in (bob, charlie)]

    assert answers == [404, 404]
    session.expire_all()
    assert (feed.token_hash, feed.revoked_at) == (before, None)


def test_nobody_sees_the_feeds_of_somebody_else(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    feed = subscribed(session, alice)

    assert f"/feeds/{feed.id}/revoke" in sign_in(alice).get("/feeds").text
    assert f"/feeds/{feed.id}/revoke" not in sign_in(bob).get("/feeds").text


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/feeds"), ("POST", "/feeds"), ("POST", "/feeds/1/renew")]
)
def test_strangers_are_asked_to_sign_in(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_subscribe(sign_in: SignIn, session: Session, alice: Person, role: Role) -> None:
    person = make_person(session, "Anybody", role)
    session.commit()

    assert sign_in(person).post("/feeds", data={"kind": "mine"}).status_code == 200


def test_the_page_says_who_fetched_last(sign_in: SignIn, session: Session, alice: Person) -> None:
    feed = subscribed(session, alice)
    assert "no app has fetched it yet" in sign_in(alice).get("/feeds").text

    services.note_fetch(session, feed.id, "Thunderbird", now=NOW - timedelta(hours=2))
    session.commit()

    text = " ".join(sign_in(alice).get("/feeds").text.split())
    assert "last fetched by Thunderbird" in text
    assert "2 hours ago" in text


def test_a_hostile_user_agent_is_only_text(
    sign_in: SignIn, session: Session, alice: Person, client: FlaskClient
) -> None:
    browser = sign_in(alice)
    address = shown_address(browser.post("/feeds", data={"kind": "team"}))

    client.get(address, headers={"User-Agent": '"><img/src=x onerror=alert(1)>{{7*7}}'})

    page = browser.get("/feeds").text
    assert "<img" not in page
    assert "&#34;&gt;&lt;img" in page


def test_without_a_public_address_the_page_says_so_and_offers_no_service_on_the_internet(
    sign_in: SignIn, alice: Person
) -> None:
    page = sign_in(alice).post("/feeds", data={"kind": "team"}).text

    assert "Not reachable from outside: http://127.0.0.1:8000" in page
    assert "calendar.google.com" not in page
    assert 'href="webcal://127.0.0.1:8000/feeds/' in page
    assert "QR code" not in page  # a phone would ask itself


def test_the_page_speaks_german(sign_in: SignIn, session: Session, alice: Person) -> None:
    subscribed(session, alice)
    assert alice.account
    alice.account.language = "de"
    session.commit()

    page = sign_in(alice).get("/feeds").text

    assert "Meine Kalender-Abos" in page
    assert "Teamkalender" in page
    assert "Subscri" not in page


class TestOnTheInternet:
    """An installation that calendar services can reach."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return Settings(
            data_dir=settings.data_dir,
            database_url=settings.database_url,
            secret_key="for tests only",
            base_url="https://parley.example.org",
        )

    def test_there_is_a_button_for_each_service(self, sign_in: SignIn, alice: Person) -> None:
        browser = sign_in(alice)

        page = browser.post("/feeds", data={"kind": "team"}).text

        assert "Not reachable" not in page
        assert (
            "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fparley.example.org%2Ffeeds%2F" in page
        )
        assert "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fparley.example.org" in page
        assert "https://outlook.office.com/calendar/0/addfromweb?" in page
        assert page.count('rel="noopener noreferrer"') >= 3
        assert page.count(f'aria-label="QR code of the address"><svg viewBox="0 0 {QR_SIZE} {QR_SIZE}">') == 1
