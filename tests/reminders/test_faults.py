"""Processes are killed while mails leave: nothing is lost, and nothing arrives twice without being marked.

Real processes through `parley up`, a real Redis, a real mail server. What counts is what the mail server took
and what the rows say, not what any log says.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.db import Database, everywhere
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Mode
from calendar_app.reminders.models import OPEN, Reminder
from tests.factories import make_channel, make_person, make_post, make_variant, make_workspace
from tests.mail_sink import Sink
from tests.service.household import RunningHousehold, household, wait_until

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="looks at processes through /proc"
)

MAILS = 50
KILLING_SECONDS = 8.0
PAUSE_SECONDS = (0.3, 1.2)
# A killed process may hold a mail for as long as its lease, three minutes, before another takes it up.
PATIENCE_SECONDS = 260.0
VICTIMS = ("worker", "redis", "scheduler")


@pytest.fixture
def address(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where the household keeps its rows: PostgreSQL, or SQLite in its data folder."""
    if database_kind == "postgresql":
        return str(request.getfixturevalue("bare_postgres_url"))
    return f"sqlite:///{tmp_path / 'data' / 'parley.db'}"


@pytest.fixture
def house(address: str, tmp_path: Path, sink: Sink) -> Iterator[RunningHousehold]:
    with household(tmp_path, PARLEY_DATABASE_URL=address, PARLEY_SMTP_URL=sink.url) as house:
        yield house


@pytest.fixture
def rows(address: str, house: RunningHousehold) -> Iterator[Database]:
    database = Database(address)
    yield database
    database.engine.dispose()


def owe(database: Database) -> None:
    """Posts to be published by hand, whose mails fall due all through the time of killing."""
    now = SystemClock().now()
    step = timedelta(seconds=KILLING_SECONDS / MAILS)
    with database.session() as session:
        make_workspace(session, zone="UTC")
        author = make_person(session, "Bob Brandt", zone="UTC")
        channel = make_channel(session, zone="UTC")
        post = make_post(session, author=author)
        for number in range(MAILS):
            at = now + timedelta(minutes=15) + number * step
            wall = at.astimezone(UTC).replace(tzinfo=None)
            make_variant(session, channel, post=post, planned_wall=wall, mode=Mode.LIVE, author=author)
        plan_changed(session)
        session.commit()


def kill_at_random(house: RunningHousehold, chance: random.Random) -> Counter[str]:
    killed: Counter[str] = Counter()
    deadline = time.monotonic() + KILLING_SECONDS
    while time.monotonic() < deadline:
        time.sleep(chance.uniform(*PAUSE_SECONDS))
        victim = chance.choice(VICTIMS)
        if pid := house.part(victim):
            os.kill(pid, signal.SIGKILL)
            killed[victim] += 1
    return killed


def settled(database: Database) -> list[Reminder]:
    """All rows once none is open any more, else nothing."""
    with database.reading() as session, everywhere(session):
        found = list(session.scalars(select(Reminder)))
    return found if len(found) == MAILS and not any(row.state in OPEN for row in found) else []


def report(seed: int, killed: Counter[str], copies: Counter[str], reminders: list[Reminder]) -> str:
    late = sorted((row.sent_at - row.due_at).total_seconds() for row in reminders if row.sent_at)
    return (
        f"seed {seed}, {MAILS} mails, killed {dict(killed)}, copies {copies.total()}, "
        f"ambiguous {sum(row.ambiguous for row in reminders)}, "
        f"late p50 {late[len(late) // 2]:.1f} s, at most {late[-1]:.1f} s"
    )


def test_killing_workers_redis_and_schedulers_loses_no_reminder(
    house: RunningHousehold, rows: Database, sink: Sink
) -> None:
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    owe(rows)

    killed = kill_at_random(house, random.Random(seed))
    wait_until(lambda: settled(rows), PATIENCE_SECONDS)

    copies = sink.copies()
    reminders = settled(rows)
    print(report(seed, killed, copies, reminders))  # noqa: T201 shown when it fails, and with -s
    assert killed.total() > 5
    assert Counter(str(row.state) for row in reminders) == {"sent": MAILS}
    for row in reminders:
        received = [count for key, count in copies.items() if key.startswith(f"<reminder.{row.id}.")]
        assert len(received) == 1, f"reminder {row.id} is lost"
        assert received[0] <= 1 + row.ambiguous, f"reminder {row.id} arrived unexplained {received[0]} times"
