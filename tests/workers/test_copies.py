"""The search in jobs and ticks, also after the process that did it was killed."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta

from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.copies import searching, services
from calendar_app.copies.models import CopyPair, CopySearch
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.posts.models import Variant
from tests.factories import NOW, make_channel, make_variant
from workers import copies
from workers.runtime import Workshop

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time
TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."

DIE_AFTER_A_PIECE = """
import os, signal, sys
from datetime import datetime
from calendar_app.copies import searching
from calendar_app.foundation.db import Database, scope_to
database, search_id, workspace_id, now = Database(sys.argv[1]), *map(int, sys.argv[2:4]), sys.argv[4]
searching.VARIANTS_A_PIECE = 1
with database.session() as session:
    searching.claim(session, search_id, datetime.fromisoformat(now))
    session.commit()
for is_last in (False, True):
    with database.session() as session:
        scope_to(session, workspace_id)
        searching.keep(session, searching.next_piece(session, search_id), datetime.fromisoformat(now))
        session.flush()
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        session.commit()
"""


def begin(session: Session, alice: Person) -> CopySearch:
    for name, platform in (("Mastodon", "mastodon"), ("LinkedIn", "linkedin"), ("X", "x")):
        make_variant(session, make_channel(session, name, platform), text=TEXT)
    search = services.ask(session, 90, person=alice, now=NOW)
    session.commit()
    return search


def workshop(settings: Settings, database: Database, clock: FixedClock) -> Workshop:
    return Workshop(settings, database, page_address(settings.base_url), clock)


def outcome(session: Session) -> tuple[int, int, bool]:
    """(posts compared, pairs found, done); the session holds nothing up afterwards."""
    session.rollback()
    session.expire_all()
    search = session.scalars(select(CopySearch)).one()
    found = session.scalar(select(func.count()).select_from(CopyPair)) or 0
    now = (search.compared, found, search.is_done)
    session.rollback()
    return now


def test_without_redis_the_tick_does_it(
    session: Session, settings: Settings, database: Database, alice: Person, clock: FixedClock
) -> None:
    begin(session, alice)

    copies.resume(workshop(settings, database, clock))

    assert outcome(session) == (3, 3, True)


def test_who_saves_waits_for_no_comparing(
    session: Session, settings: Settings, database: Database, alice: Person, clock: FixedClock
) -> None:
    begin(session, alice)
    others = Database(settings.database_url, pooled=False)
    saved: list[Variant] = []

    def save_beside(variant: Variant, _: object) -> None:
        with others.connection() as connection, connection.begin():
            connection.execute(update(Person).values(name="Anna"))
        saved.append(variant)

    event.listen(Variant, "load", save_beside)
    try:
        copies.resume(workshop(settings, database, clock))
    finally:
        event.remove(Variant, "load", save_beside)

    assert saved
    assert outcome(session) == (3, 3, True)


def test_a_job_may_run_twice_and_late(
    session: Session, settings: Settings, database: Database, alice: Person, clock: FixedClock
) -> None:
    search_id = begin(session, alice).id
    session.rollback()
    shop = workshop(settings, database, clock)

    for each in (search_id, search_id, 4711):
        copies.search(shop, each)

    assert outcome(session) == (3, 3, True)


def test_a_killed_process_is_followed_where_it_stopped(
    session: Session, settings: Settings, database: Database, alice: Person
) -> None:
    search = begin(session, alice)
    arguments = [settings.database_url, str(search.id), str(search.workspace_id), NOW.isoformat()]
    session.rollback()
    died = subprocess.run([sys.executable, "-c", DIE_AFTER_A_PIECE, *arguments], env=os.environ, check=False)

    assert died.returncode == -signal.SIGKILL
    assert outcome(session) == (1, 0, False)
    copies.resume(workshop(settings, database, FixedClock(NOW + searching.LEASE / 2)))
    assert outcome(session) == (1, 0, False)  # it might still be at work

    copies.resume(workshop(settings, database, FixedClock(NOW + searching.LEASE + timedelta(seconds=1))))
    assert outcome(session) == (3, 3, True)
