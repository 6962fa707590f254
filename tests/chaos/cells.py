"""The cells of a run: each puts one kind of fault on an installation of its own and gives its verdict.

A cell ends with a crew without faults that is given the time it needs; leases and pauses are then made to end
at once, as if that time had passed.
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

from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders.models import Reminder, ReminderState
from tests.chaos.crew import Crew
from tests.chaos.installation import Installation
from tests.chaos.verdict import Verdict, verdict
from tests.service.household import wait_until

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
PATIENCE_SECONDS = 300.0
PULSE_SECONDS = 0.2
# In the order in which a scheduler passes them that does all by itself.
ONCE = (
    *("planned in part", "picking", "picked", "claimed", "offered"),
    *("letting go", "let go", "dot", "250", "settled"),
)
UNSURE = {"let go", "dot", "250"}  # the row cannot know whether the mail has left


class NotRunError(Exception):
    """What a cell needs is not on this machine; the text says what."""


def each_point_once(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C1: a process dies at each point; what it did is found again, and only what left twice is double."""
    for point in ONCE:
        house.owe(1)
        process = house.start("scheduler", **(house.dying_at(point) | {"PARLEY_REDIS_URL": ""}))
        assert process.wait(60) == -signal.SIGKILL, f"nobody died at {point!r}"
        if point == "picked":
            assert _newest(house).enqueued_at is not None, "a worker would be told before the commit"
    end = _ended(house, len(ONCE))
    assert end.ambiguous == len(UNSURE), f"ambiguous {end.ambiguous}, not {len(UNSURE)}"
    return end


def at_random(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C2: everything at once. A mail takes some 30 ms here, so that all fall due while faults go on."""
    seconds = max(8.0, mails / 30)
    points = ",".join(f"{point}:0.01" for point in (*ONCE, "told"))
    house.owe(mails, over=timedelta(seconds=seconds))
    crew, struck = Crew(house, more=house.dying_at(points)), 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(chance.uniform(0.3, 2.0))
        house.sink.behave(chance.choice(("ok", "451", "452", "cut", "slow")), 0.15)
        crew.strike(chance)
        crew.tend()
        struck += 1
    crew.stop()
    return _ended(house, mails, struck)


def many_at_once(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C3: four schedulers and four workers want the same mails; nothing else happens."""
    house.owe(mails)
    crew = Crew(house, schedulers=4, workers=4)
    _wait(house, crew, mails)
    crew.stop()
    end = _ended(house, mails)
    assert end.duplicates == 0, f"{end.duplicates} duplicates without a fault"
    return end


def without_redis(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C4: Redis was never there."""
    house.kill_redis()
    house.owe(mails, over=timedelta(seconds=mails / 20))
    crew = Crew(house, workers=0)
    _wait(house, crew, mails)
    crew.stop()
    return _ended(house, mails, 1)


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
    return _ended(house, mails, flushed)


def mail_server_away(house: Installation, mails: int, chance: random.Random) -> Verdict:
    """C5: the mail server is away for a while, shorter than the mails are of use."""
    house.sink.behave("down")
    house.owe(mails, over=timedelta(seconds=5))
    crew = Crew(house)
    time.sleep(8)
    house.sink.behave("ok")
    crew.stop()
    return _ended(house, mails, 1)


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
    _wait(house, crew, mails)
    crew.stop()
    house.sink.behave("ok")
    states = {row.state for row in house.reminders()}
    assert states <= {ReminderState.MISSED, ReminderState.CANCELLED}, states
    return _verdict(house, 1)


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
    end = _ended(house, mails, len(offsets))
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
    _wait(house, crew, mails)
    crew.stop()
    end = _ended(house, mails, len(gone))
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
    end = _ended(house, mails, 1)
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
    _wait(house, crew, mails)
    crew.stop()
    assert not trap.exists(), "a foreign job has run"
    return _ended(house, mails, 100)


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
    _wait(house, hosts[1], mails)
    hosts[1].stop()
    return _ended(house, mails, 1)


@dataclass(frozen=True)
class Cell:
    """A name, what happens, and how many mails it takes in a full run."""

    name: str
    run: Callable[[Installation, int, random.Random], Verdict]
    mails: int
    rounds: int = 1


CELLS = (
    Cell("C1 each point once", each_point_once, len(ONCE)),
    Cell("C2 at random", at_random, 1000, rounds=3),
    Cell("C3 many at once", many_at_once, 1000),
    Cell("C4 without Redis", without_redis, 300),
    Cell("C4 Redis forgets", redis_forgets, 300),
    Cell("C5 mail server away", mail_server_away, 200),
    Cell("C5 away too long", mail_server_away_too_long, 100),
    Cell("C6 wrong clocks", wrong_clocks, 200),
    Cell("C7 cancelled meanwhile", cancelled_meanwhile, 300),
    Cell("C8 asked to stop", asked_to_stop, 40),
    Cell("C10 strangers in Redis", strangers_in_redis, 100),
    Cell("two hosts, one dies", one_host_dies, 500),
)


def _ended(house: Installation, mails: int, faults: int = 0) -> Verdict:
    """What is left to do is done by a crew without faults, then counted."""
    house.sink.behave("ok")
    if house.redis is None or house.redis.poll() is not None:
        house.start_redis()
    house.let_leases_end()  # before anybody works: who is at work needs theirs
    crew, deadline = Crew(house), time.monotonic() + PATIENCE_SECONDS
    while not house.is_settled(mails) and time.monotonic() < deadline:
        house.let_pauses_end()
        time.sleep(3)
        crew.tend()
    crew.stop()
    assert house.is_settled(mails), f"after {PATIENCE_SECONDS:.0f} s reminders are still open"
    return _verdict(house, faults)


def _verdict(house: Installation, faults: int) -> Verdict:
    all_faults = faults + house.deaths_so_far() + house.sink.faults()
    return verdict(house.reminders(), house.sink.copies(), all_faults)


def _wait(house: Installation, crew: Crew, mails: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not house.is_settled(mails) and time.monotonic() < deadline:
        time.sleep(PULSE_SECONDS)
        crew.tend()


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
