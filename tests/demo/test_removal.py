"""The demo goes with all that came with it: rows, browser sessions, files; its mails never leave."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.copies.models import CopyPair, CopySearch
from calendar_app.engagement.availability.models import Absence, BusyCalendar
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.feeds.building import bring_up_to_date
from calendar_app.feeds.services import subscribe
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Base, Database, everywhere, scope_to
from calendar_app.foundation.models import BrowserSession
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import invite
from calendar_app.posts.models import Variant, VariantVersion
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import MailCopy, Reminder
from calendar_app.reminders.tick import tick
from calendar_app.rulebook.models import Boilerplate, Override, Suggestion, SuggestionSearch
from tests.factories import NOW
from tests.mail_sink import Sink

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def courier(settings: Settings, database: Database, clock: FixedClock, sink: Sink) -> Iterator[Courier]:
    """The courier of an installation with a mail server."""
    settings = replace(settings, smtp_url=sink.url)
    courier = Courier.of(settings, database, page_address(settings.base_url))
    yield replace(courier, time=lambda session: clock.now())
    courier.close()


def counts(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def demo_of(session: Session) -> Workspace:
    return session.scalars(select(Workspace).where(Workspace.is_demo)).one()


def live_in(session: Session, courier: Courier, clock: FixedClock) -> Workspace:
    """Use everything the newsroom has, so that nearly every table holds something of it."""
    demo = demo_of(session)
    scope_to(session, demo.id)
    miriam, jonas = session.scalars(select(Person).order_by(Person.id).limit(2))
    variant, other = session.scalars(select(Variant).order_by(Variant.id).limit(2))
    slot = session.scalars(select(Slot)).first()
    assert slot is not None
    feed, _ = subscribe(session, miriam, "mine", now=NOW)
    invite(session, jonas, by=miriam, now=NOW)
    search = CopySearch(days=90, since=NOW, total=2, asked_at=NOW)
    session.add(search)
    session.flush()
    slot.exceptions = [SlotException(slot_id=slot.id, occurrence=slot.starts_wall, updated_at=NOW)]
    session.add_all(
        [
            VariantVersion(variant_id=variant.id, person_id=jonas.id, at=NOW, text="before"),
            Override(
                rule="identical-cross-post",
                variant_id=variant.id,
                channel_id=variant.channel_id,
                content_hash="x",
                person_id=jonas.id,
                reason="It had to be said everywhere.",
                created_at=NOW,
            ),
            CopyPair(search_id=search.id, one_id=variant.id, other_id=other.id, percent=90, is_same=False),
            Boilerplate(text="Your library, open every day", person=jonas, created_at=NOW),
            Suggestion(text="Open every day", letters_key="x", posts=9, found_at=NOW),
            SuggestionSearch(searched_at=NOW, plan_revision=0, posts=9),
            BusyCalendar(
                person_id=jonas.id, address="https://example.org/own.ics", next_at=NOW + timedelta(days=30)
            ),
            Absence(person_id=jonas.id, first=NOW.date(), last=NOW.date(), created_at=NOW),
        ]
    )
    bring_up_to_date(session, feed.id, NOW, courier.page)
    session.commit()
    for hours in range(0, 72, 2):
        clock.moment = NOW.replace(hour=hours % 24, day=NOW.day + hours // 24)
        tick(courier)
    return demo


def test_nothing_of_the_demo_stays(
    app: Flask,
    client: FlaskClient,
    session: Session,
    database: Database,
    courier: Courier,
    clock: FixedClock,
    settings: Settings,
) -> None:
    before = counts(database)
    client.post("/demo/open")
    demo = live_in(session, courier, clock)
    lived = counts(database)
    unused = {name for name, count in lived.items() if count == before[name]} - {"heartbeat"}
    assert {name for name in unused if not goes_with_its_workspace(Base.metadata.tables[name])} == set()
    assert outbox(settings, demo.id)
    clock.moment = NOW

    client.post("/demo/remove")
    client.get("/welcome")

    after = counts(database)
    assert after["browser_session"] <= 1  # the visitor's own, which holds the farewell
    assert {**after, "browser_session": 0} == {**before, "browser_session": 0}
    assert not outbox(settings, demo.id)


def goes_with_its_workspace(table: Table) -> bool:
    """By the database itself, as the tables that are filled show of theirs."""
    column = table.c.get("workspace_id")
    return column is not None and any(key.ondelete == "CASCADE" for key in column.foreign_keys)


def outbox(settings: Settings, workspace_id: int) -> list[Path]:
    return list((settings.data_dir / "outbox" / str(workspace_id)).glob("*"))


def test_whoever_else_looked_at_it_is_signed_out(app: Flask, session: Session, database: Database) -> None:
    """Account numbers may be given again: a session that is left behind would open the next one."""
    first, second = app.test_client(), app.test_client()
    first.post("/demo/open")
    second.post("/demo/open")

    first.post("/demo/remove")

    with database.reading() as db:
        assert db.scalars(select(BrowserSession).where(BrowserSession.account_id.is_not(None))).all() == []
    assert second.get("/week").location == "/sign-in?next=/week"


def test_whoever_had_an_account_keeps_it_and_all_else(
    session: Session, database: Database, alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    with everywhere(session):
        alice_account = alice.account
        assert alice_account is not None
        alice_account.password_hash = "hashed elsewhere"
    session.commit()
    before = counts(database)
    browser.post("/demo/open")

    browser.post("/demo/remove")

    assert {**counts(database), "browser_session": 0} == {**before, "browser_session": 0}
    assert browser.get("/week").status_code == 200


def test_only_an_admin_of_the_demo_removes_it(
    client: FlaskClient, session: Session, sign_in: SignIn, charlie: Person
) -> None:
    client.post("/demo/open")

    assert sign_in(charlie).post("/demo/remove").status_code == 404
    assert demo_of(session).name == "Stadtbibliothek Lindenau"


def test_mails_of_the_demo_never_leave_the_house(
    client: FlaskClient,
    session: Session,
    courier: Courier,
    sink: Sink,
    clock: FixedClock,
    settings: Settings,
) -> None:
    client.post("/demo/open")

    demo = live_in(session, courier, clock)

    scope_to(session, demo.id)
    sent = session.scalars(select(Reminder).where(Reminder.sent_at.is_not(None))).all()
    assert len(sent) >= 3
    assert len(outbox(settings, demo.id)) == len(sent)
    assert session.scalars(select(func.count()).select_from(MailCopy)).one() == len(sent)
    assert sink.connections == 0
