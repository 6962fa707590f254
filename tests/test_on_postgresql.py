"""The main job on PostgreSQL, page by page; and what two people do there at the same moment."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.engagement.models import OutcomeKind, Slot, SlotOutcome
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.posts.models import Status, Variant
from tests.browser.serving import Site
from tests.factories import make_person

SignIn = Callable[[Person], FlaskClient]

TOLD = "On Saturday the workshop opens its doors at ten. Whoever likes may try the big plane on oak."
OWN = "Which tool did your grandparents swear by? Bring it along, we sharpen it while you watch and ask."


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


def house(name: str) -> dict[str, str]:
    return {
        "own_name": f"{name} Neumann",
        "email": f"{name.lower()}@example.org",
        "password": "seven grey whales",
        "name": f"Workshop {name}",
        "language": "en",
        "zone": "Europe/Berlin",
    }


def sent(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """The page that answers a form which was taken."""
    answer = client.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer


def test_the_main_job_from_the_first_visit_to_a_mail(
    app: Flask, client: FlaskClient, session: Session, clock: FixedClock
) -> None:
    sent(client, "/welcome", **house("Nora"))
    look_at_the_demo(client)
    nora = only_person(session)
    mastodon, linkedin = add_channels(client)
    slot_page = reserve(client, session, nora, [mastodon, linkedin])
    idea = {"core": "We open on Saturday.", "day": "2026-04-09", "time": "10:00", "form_key": "k"}
    sent(client, "/posts/new", channel_ids=[mastodon, linkedin], **idea)
    one, other = session.scalars(select(Variant).order_by(Variant.channel_id))

    planned, copied = handed_in(client, one, TOLD, nora), handed_in(client, other, TOLD, nora)
    rewritten = handed_in(client, other, OWN, nora)

    assert [answer.status_code for answer in (planned, copied, rewritten)] == [200, 422, 200]
    assert "Same text as on Mastodon" in copied.text
    assert reread(session, one).status == reread(session, other).status == Status.SCHEDULED
    calendar = subscribed(client)
    assert TOLD[:20] in calendar
    assert OWN[:20] in calendar
    clock.moment = clock.moment.replace(day=9, hour=7, minute=45)
    Site(app, clock, "").tick()
    assert "10:00" in client.get("/outbox").text
    assert client.get(slot_page).status_code == 200
    sent(client, f"{slot_page}/log", channel=mastodon, kind="comment", quality="2", entry_key="k" * 36)
    sent(client, f"{slot_page}/outcome", kind="done")
    assert session.scalars(select(SlotOutcome.kind)).one() == OutcomeKind.DONE


def look_at_the_demo(client: FlaskClient) -> None:
    assert "Stadtbibliothek Lindenau" in sent(client, "/demo/open").text
    assert client.get("/month").status_code == client.get("/list").status_code == 200
    sent(client, "/demo/remove")


def only_person(session: Session) -> Person:
    """Who is left, the demo being gone; the session looks into their workspace from here on."""
    with everywhere(session):
        person = session.scalars(select(Person)).one()
    scope_to(session, person.workspace_id)
    return person


def add_channels(client: FlaskClient) -> list[str]:
    for name, platform in (("Mastodon", "mastodon"), ("Company page", "linkedin")):
        entry = {"name": name, "platform": platform, "languages": "en", "zone": "Europe/Berlin"}
        sent(client, "/channels/new", state="active", owner_id="", deputy_id="", **entry)
    found = set(re.findall(r'href="/channels/(\d+)"', client.get("/channels").text))
    return sorted(found, key=int)


def reserve(client: FlaskClient, session: Session, person: Person, channels: list[str]) -> str:
    """Two hours on each Thursday; returns the address of the first."""
    booking = {"person": person.id, "channels": channels, "kind": "engage", "weekdays": ["3"]}
    time = {"day": "2026-04-09", "time": "10:00", "minutes": "120", "zone": "Europe/Berlin"}
    sent(client, "/dialog/new", **booking, **time)
    return f"/dialog/{session.scalars(select(Slot.id)).one()}/2026-04-09T10:00"


def subscribed(client: FlaskClient) -> str:
    """The calendar behind a new subscription, its lines unfolded."""
    address = re.search(r"/feeds/[\w-]{43}\.ics", sent(client, "/feeds", kind="mine", form_key="f").text)
    assert address
    return client.get(address[0]).text.replace("\r\n ", "")


def handed_in(client: FlaskClient, variant: Variant, text: str, person: Person) -> TestResponse:
    page = f"/posts/{variant.post_id}/variants/{variant.id}"
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', client.get(page).text)
    assert revision
    form = {
        "revision": revision[1],
        "text": text,
        "language": "en",
        "mode": "live",
        "day": "2026-04-09",
        "time": "10:00" if text == OWN else "11:00",
        "answer_person_id": person.id,
        "then": "submit",
        "ticked": "y",
    }
    return client.post(page, data=form, follow_redirects=True)


def reread(session: Session, variant: Variant) -> Variant:
    session.rollback()
    session.refresh(variant)
    return variant


def together(*acts: Callable[[], TestResponse]) -> Sequence[TestResponse]:
    """Send all at the same moment."""
    barrier = Barrier(len(acts))

    def send(act: Callable[[], TestResponse]) -> TestResponse:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as senders:
        return list(senders.map(send, acts))


def test_of_two_first_visitors_one_opens_the_house(app: Flask, session: Session) -> None:
    def visit(name: str) -> TestResponse:
        return app.test_client().post("/welcome", data=house(name))

    answers = together(*(lambda name=name: visit(name) for name in ("Nora", "Emil", "Ruth")))

    assert sorted(answer.location for answer in answers) == ["/", "/", "/week"]
    assert len(session.scalars(select(Workspace)).all()) == 1


def test_visitors_who_open_the_demo_together_share_it(app: Flask, session: Session) -> None:
    together(*[lambda: app.test_client().post("/demo/open")] * 3)

    assert len(session.scalars(select(Workspace)).all()) == 1


def test_of_two_admins_who_demote_each_other_one_stays(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    other = make_person(session, "Olga Olsen", Role.ADMIN)
    session.commit()
    pairs = [(sign_in(alice), other), (sign_in(other), alice)]

    def demote(browser: FlaskClient, person: Person) -> TestResponse:
        form = {"name": person.name, "role": "author", "language": "en", "zone": "Europe/Berlin"}
        return browser.post(f"/people/{person.id}", data=form)

    answers = together(*(lambda pair=pair: demote(*pair) for pair in pairs))

    assert 303 in {answer.status_code for answer in answers}
    # Who comes second is refused as the last admin, or is no admin any more when their turn comes.
    assert {answer.status_code for answer in answers} <= {303, 403, 404, 422}
    session.expire_all()
    assert len(session.scalars(select(Person).where(Person.role == Role.ADMIN)).all()) == 1
