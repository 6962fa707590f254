"""The cells of a run: each puts one kind of fault on an installation of its own and gives its verdict.

Here are faults of our own processes; those of what they depend on stand in outages.py.
"""

import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from redis import Redis
from sqlalchemy import select, update

from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders.models import Reminder
from tests.chaos import outages
from tests.chaos.crew import Crew
from tests.chaos.ending import PATIENCE_SECONDS, ended, wait
from tests.chaos.installation import Installation
from tests.chaos.verdict import NotRunError, Verdict
from tests.service.household import wait_until

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
PUNCTUAL_SECONDS = 2.0
START_SECONDS = 10.0
# In the order in which a scheduler passes them that does all by itself.
ONCE = (
    *("planned in part", "picking", "picked", "claimed", "offered"),
    *("letting go", "let go", "dot", "250", "settled"),
)
UNSURE = {"let go", "dot", "250"}  # the row cannot know whether the mail has left


def nothing_happens(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C0: one mail after the other falls due, with one scheduler and one worker, and nothing else happens."""
    crew = Crew(house, schedulers=1, workers=1)
    wait_until(house.is_at_work, PATIENCE_SECONDS)
    house.owe(mails, over=timedelta(seconds=mails / 5), ahead=timedelta(seconds=10))
    wait(house, crew, mails)
    crew.stop()
    end = ended(house, mails)
    assert end.late_p50 < PUNCTUAL_SECONDS, f"half of the mails came {end.late_p50:.1f} s late or more"
    return end


def each_point_once(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C1: a process dies at each point; what it did is found again, and only what left twice is double."""
    for point in ONCE:
        house.owe(1)
        process = house.start("scheduler", **(house.dying_at(point) | {"PARLEY_REDIS_URL": ""}))
        assert process.wait(60) == -signal.SIGKILL, f"nobody died at {point!r}"
        if point == "picked":
            assert _newest(house).enqueued_at is not None, "a worker would be told before the commit"
    end = ended(house, len(ONCE))
    assert end.ambiguous == len(UNSURE), f"ambiguous {end.ambiguous}, not {len(UNSURE)}"
    return end


def at_random(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C2: everything at once, until all are due and half of them have left."""
    seconds = max(8.0, mails / 30)
    points = ",".join(f"{point}:0.01" for point in (*ONCE, "told"))
    house.owe(mails, over=timedelta(seconds=seconds))
    crew, struck = Crew(house, more=house.dying_at(points)), 0
    began = time.monotonic()
    while time.monotonic() < began + seconds or house.sink.copies().total() < mails / 2:
        assert time.monotonic() < began + PATIENCE_SECONDS, "faults let no mail through"
        time.sleep(chance.uniform(0.3, 2.0))
        _let_something_leave(house)
        house.sink.behave(chance.choice(("ok", "451", "452", "cut", "slow")), 0.15)
        crew.strike(chance)
        crew.tend()
        struck += 1
    crew.stop()
    return ended(house, mails, struck)


def many_at_once(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C3: four schedulers and four workers want the same mails; nothing else happens."""
    house.owe(mails)
    crew = Crew(house, schedulers=4, workers=4)
    wait(house, crew, mails)
    crew.stop()
    end = ended(house, mails)
    assert end.duplicates == 0, f"{end.duplicates} duplicates without a fault"
    return end


def wrong_clocks(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C6: processes are an hour ahead and an hour behind. PostgreSQL's own time decides; on SQLite all
    processes share the machine's clock, which is ahead at first and then set back.
    """
    if not FAKETIME.exists():
        raise NotRunError("libfaketime is not installed (Debian: faketime)")
    house.owe(mails, over=timedelta(seconds=10), ahead=timedelta(seconds=5))
    on_sqlite = house.database.engine.dialect.name == "sqlite"
    offsets = ("+1h",) if on_sqlite else ("+1h", "-1h")
    crews = [Crew(house, more=_clock(offset)) for offset in offsets]
    time.sleep(15)
    for crew in crews:
        crew.stop()
    end = ended(house, mails, len(offsets))
    if not on_sqlite:
        first = house.sink.first_taken()
        early = [row.id for row in house.reminders() if first[row.id] < row.due_at.timestamp() - 0.5]
        assert not early, f"{len(early)} mails left before they were due"
    return end


def cancelled_meanwhile(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C7: posts are cancelled while their mails are about to leave. No mail leaves after that."""
    house.owe(mails, over=timedelta(seconds=mails / 30), ahead=timedelta(seconds=15))
    house.sink.behave("steady")
    crew, gone = Crew(house), {}
    wait_until(lambda: len(house.reminders()) == mails, PATIENCE_SECONDS)
    wait_until(lambda: house.sink.copies().total() > 0, PATIENCE_SECONDS)
    for variant_id, workspace_id in chance.sample(_variants(house), mails // 3):
        with house.database.session() as session:
            scope_to(session, workspace_id)
            found = update(Variant).where(Variant.id == variant_id).values(status=Status.CANCELLED)
            session.execute(found.execution_options(synchronize_session=False))
            plan_changed(session)
            session.commit()
        gone[variant_id] = time.time()
        crew.tend()
    wait(house, crew, mails)
    crew.stop()
    end = ended(house, mails, len(gone))
    first = house.sink.first_taken()
    # The text may be on its way when the post is cancelled: two seconds are given to it.
    late = [row for row in house.reminders() if first.get(row.id, 0) > gone.get(row.subject_id, 1e12) + 2]
    assert not late, f"{len(late)} mails left for posts that had been cancelled"
    return end


def asked_to_stop(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C8: TERM while mails are being sent, to a mail server that takes its time."""
    house.sink.behave("slow")
    house.owe(mails)
    crew = Crew(house)
    wait_until(lambda: house.sink.copies().total() > 0, PATIENCE_SECONDS)
    assert crew.ask_to_stop(150), "somebody did not stop"
    crew.stop()
    house.sink.behave("ok")
    end = ended(house, mails, 1)
    assert (end.duplicates, end.ambiguous) == (0, 0), "stopping is no fault"
    return end


def strangers_in_redis(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C10: random bytes and foreign names are pushed into Redis. Nothing of it runs, and no mail waits."""
    trap = house.folder / "trap"
    house.owe(mails, over=timedelta(seconds=5))
    crew = Crew(house)
    with Redis.from_url(house.redis_url) as redis:
        for _ in range(50):
            redis.rpush("rq:queue:parley", chance.randbytes(30))
            _push_stranger(redis, f"touch {trap}")
            time.sleep(0.1)
    wait(house, crew, mails)
    crew.stop()
    assert not trap.exists(), "a foreign job has run"
    return ended(house, mails, 100)


def one_host_dies(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """Two hosts' worth of processes with a folder each, one database, one Redis: one host dies as a whole."""
    if house.database.engine.dialect.name == "sqlite":
        raise NotRunError("two hosts need PostgreSQL")
    house.owe(mails, over=timedelta(seconds=mails / 20))
    hosts = [Crew(house, schedulers=1, workers=2, more=_host(house, number)) for number in (1, 2)]
    for host in hosts:
        host.tend()
    time.sleep(mails / 40)
    hosts[0].stop()
    wait(house, hosts[1], mails)
    hosts[1].stop()
    return ended(house, mails, 1)


@dataclass(frozen=True)
class Cell:
    """A name, what happens, and how many mails it takes in a full run."""

    name: str
    run: Callable[[Installation, int, random.Random], Verdict]
    mails: int
    rounds: int = 1


CELLS = (
    Cell("C0 nothing happens", nothing_happens, 200),
    Cell("C1 each point once", each_point_once, len(ONCE)),
    Cell("C2 at random", at_random, 1000, rounds=3),
    Cell("C3 many at once", many_at_once, 1000),
    Cell("C4 without Redis", outages.without_redis, 300),
    Cell("C4 Redis forgets", outages.redis_forgets, 300),
    Cell("C5 mail server away", outages.mail_server_away, 200),
    Cell("C5 greylisted", outages.greylisted, 200),
    Cell("C5 away too long", outages.mail_server_away_too_long, 100),
    Cell("C6 wrong clocks", wrong_clocks, 200),
    Cell("C7 cancelled meanwhile", cancelled_meanwhile, 300),
    Cell("C8 asked to stop", asked_to_stop, 40),
    Cell("C10 strangers in Redis", strangers_in_redis, 100),
    Cell("C12 disk full", outages.disk_full, 200),
    Cell("two hosts, one dies", one_host_dies, 500),
)


def _let_something_leave(house: Installation) -> None:
    """On a busy machine a process takes long to start: who is struck again and again before does nothing."""
    before, deadline = house.sink.copies().total(), time.monotonic() + START_SECONDS
    while house.sink.copies().total() == before and time.monotonic() < deadline:
        time.sleep(0.05)


def _newest(house: Installation) -> Reminder:
    return max(house.reminders(), key=lambda row: row.id)


def _variants(house: Installation) -> list[tuple[int, int]]:
    with house.database.reading() as session, everywhere(session):
        return [(found, home) for found, home in session.execute(select(Variant.id, Variant.workspace_id))]


def _clock(offset: str) -> dict[str, str]:
    # The monotonic clock is left alone: no clock that is set wrong moves it.
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def _host(house: Installation, number: int) -> dict[str, str]:
    folder = house.folder / f"host-{number}"
    folder.mkdir(exist_ok=True)
    return {
        "PARLEY_DATA_DIR": str(folder),
        "PARLEY_HOST": f"127.0.0.{number + 1}",
        "PARLEY_SECRET_KEY": "the same on both hosts, as it has to be",
    }


def _push_stranger(redis: "Redis", command: str) -> None:
    job_id = "00000000-0000-0000-0000-000000000000"
    redis.hset(f"rq:job:{job_id}", "data", f'["os.system", null, ["{command}"], {{}}]')
    redis.hset(f"rq:job:{job_id}", "created_at", "2026-01-01T00:00:00Z")
    redis.hset(f"rq:job:{job_id}", "origin", "parley")
    redis.rpush("rq:queue:parley", job_id)
