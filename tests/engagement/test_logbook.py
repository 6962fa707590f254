"""Two phones, or one that sends twice at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.engagement import logbook, services
from calendar_app.engagement.logbook import Entry
from calendar_app.engagement.models import Interaction, InteractionKind, OutcomeKind, SlotOutcome
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Person
from tests.factories import NOW, make_channel, make_slot

SENDERS = 4


def at_once(database: Database, workspace_id: int, act: Callable[[Session], None]) -> None:
    """Do the same in several sessions that begin together."""
    barrier = Barrier(SENDERS)

    def send() -> None:
        with database.session() as session:
            scope_to(session, workspace_id)
            barrier.wait()
            act(session)
            session.commit()

    with ThreadPoolExecutor(SENDERS) as senders:
        for sent in [senders.submit(send) for _ in range(SENDERS)]:
            sent.result()


def test_an_entry_that_arrives_several_times_at_once_is_kept_once(
    database: Database, session: Session, bob: Person
) -> None:
    slot = make_slot(session, bob, [make_channel(session)])
    session.commit()

    def log(session: Session) -> None:
        here = services.occurrence(session, slot.id, "2026-04-06T09:00")
        assert here is not None
        entry = Entry(key="one", channel=here.channels[0], kind=InteractionKind.CREDIT, quality=3)
        logbook.log(session, here, entry, now=NOW)

    at_once(database, bob.workspace_id, log)

    assert session.scalar(select(func.count(Interaction.id))) == 1


def test_done_that_arrives_several_times_at_once_is_one_outcome(
    database: Database, session: Session, bob: Person
) -> None:
    slot = make_slot(session, bob, [make_channel(session)])
    session.commit()

    def finish(session: Session) -> None:
        here = services.occurrence(session, slot.id, "2026-04-06T09:00")
        assert here is not None
        logbook.finish(session, here, OutcomeKind.DONE, now=NOW)

    at_once(database, bob.workspace_id, finish)

    outcomes = session.scalars(select(SlotOutcome)).all()
    assert [(each.kind, each.minutes) for each in outcomes] == [(OutcomeKind.DONE, 30)]


def test_an_outcome_is_known_wherever_its_date_is_shown(session: Session, bob: Person) -> None:
    slot = make_slot(session, bob, [make_channel(session)])
    here = services.occurrence(session, slot.id, "2026-04-06T09:00")
    assert here is not None

    kept = logbook.finish(session, here, OutcomeKind.NOTHING_TO_ADD, now=NOW)

    again = services.occurrence(session, slot.id, "2026-04-06T09:00")
    assert again is not None
    assert again.outcome is kept
    assert kept.occurrence == datetime.fromisoformat("2026-04-06T09:00")
