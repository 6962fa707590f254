"""Cells in which something fails that Parley depends on: Redis, the mail server, the disk."""

import random
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.db import everywhere
from calendar_app.reminders.models import Reminder, ReminderState
from tests.chaos.crew import Crew
from tests.chaos.disk import small_disk
from tests.chaos.ending import PATIENCE_SECONDS, ended, judged, wait
from tests.chaos.installation import Installation, installation
from tests.chaos.verdict import NotRunError, Verdict
from tests.service.household import wait_until

FULL_SECONDS = 2.0
FILLS = 8


def without_redis(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C4: Redis was never there."""
    house.kill_redis()
    house.owe(mails, over=timedelta(seconds=mails / 20))
    crew = Crew(house, workers=0)
    wait(house, crew, mails)
    crew.stop()
    return ended(house, mails, 1)


def redis_forgets(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C4: all that Redis holds is thrown away every second."""
    house.owe(mails, over=timedelta(seconds=mails / 20))
    crew, flushed = Crew(house), 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not house.is_settled(mails) and time.monotonic() < deadline:
        time.sleep(1.0)
        crew.flush()
        crew.tend()
        flushed += 1
    crew.stop()
    return ended(house, mails, flushed)


def mail_server_away(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C5: the mail server is away for a while, shorter than the mails are of use."""
    house.sink.behave("down")
    house.owe(mails, over=timedelta(seconds=5))
    crew = Crew(house)
    wait_until(lambda: house.is_tried(mails), PATIENCE_SECONDS)
    house.sink.behave("ok")
    crew.stop()
    return ended(house, mails, 1)


def greylisted(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C5: the mail server takes each mail at the second try only. The pauses are the real ones."""
    house.sink.behave("grey")
    house.owe(mails, over=timedelta(seconds=5))
    crew = Crew(house)
    wait(house, crew, mails)
    crew.stop()
    end = ended(house, mails)
    assert (end.faults, end.duplicates, end.ambiguous) == (mails, 0, 0), (
        "each is refused once, none is in doubt"
    )
    return end


def mail_server_away_too_long(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C5: the mail server is away until the mails are of no use: each shows as missed, none arrives late."""
    house.sink.behave("down")
    house.owe(mails)
    crew = Crew(house)
    wait_until(lambda: house.is_tried(mails), PATIENCE_SECONDS)
    crew.stop()
    with house.database.session() as session, everywhere(session):
        over = SystemClock().now() - timedelta(minutes=1)
        session.execute(update(Reminder).values(expires_at=over, starts_at=over))
        session.commit()
    crew = Crew(house)
    wait(house, crew, mails)
    crew.stop()
    house.sink.behave("ok")
    states = {row.state for row in house.reminders()}
    assert states <= {ReminderState.MISSED, ReminderState.CANCELLED}, states
    return judged(house, 1)


def disk_full(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C12: the database's disk is full, again and again, while mails leave.

    Nothing that cannot be written down leaves, and the log says why.
    """
    if house.database.engine.dialect.name != "sqlite":
        raise NotRunError("PostgreSQL's disk is the database server's matter")
    with (
        small_disk(house.folder / "disk") as disk,
        installation(house.folder / "small", f"sqlite:///{(file := disk.folder / 'parley.db')}") as small,
    ):
        small.owe(mails, over=timedelta(seconds=FILLS * 4))
        crew = Crew(small)
        for _ in range(FILLS):
            time.sleep(chance.uniform(1.0, 3.0))
            _give_back_the_log(file)
            disk.fill()
            time.sleep(FULL_SECONDS)
            disk.clear()
        wait(small, crew, mails)  # what was claimed and could not go on waits for the end of its lease
        crew.stop()
        assert "database or disk is full" in (small.folder / "log").read_text()
        end = ended(small, mails, FILLS)
        assert (end.duplicates, end.ambiguous) == (0, 0), f"a full disk leaves nothing in doubt: {end}"
        return end


def _give_back_the_log(file: Path) -> None:
    """SQLite writes over the blocks that its log has already, and would not notice that the disk is full."""
    with closing(sqlite3.connect(file, timeout=15)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
