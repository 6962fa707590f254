"""An installation on this machine, part by part: a database, a Redis, a mail server, and our own commands."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from redis import Redis
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from calendar_app import schema
from calendar_app.foundation.clock import SystemClock, database_time
from calendar_app.foundation.db import Database, everywhere
from calendar_app.foundation.models import Heartbeat
from calendar_app.foundation.places import ROOT
from calendar_app.people.models import Role
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Mode, Post, Status, Variant
from calendar_app.reminders.choices import choose
from calendar_app.reminders.models import OPEN, Reminder, ReminderState
from calendar_app.rulebook.models import RuleChange
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Strictness
from calendar_app.service import commands, embedded_redis
from tests.chaos.sink import SinkProcess, sink_process
from tests.factories import make_channel, make_person, make_workspace
from tests.service.household import everybody

LEAD = timedelta(minutes=15)
CHANNELS = 20  # no channel has a thousand posts in a week, and its rules would be long about them
DYING = Path(__file__).parent / "dying"


@dataclass
class Installation:
    """What the parts share, and the processes that were started."""

    folder: Path
    database: Database
    database_url: str
    sink: SinkProcess
    redis_url: str
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    redis: "subprocess.Popen[bytes] | None" = None

    @property
    def environ(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "REDIS_"))
        }
        return {
            **kept,
            "PARLEY_DATA_DIR": str(self.folder),
            "PARLEY_DATABASE_URL": self.database_url,
            "PARLEY_REDIS_URL": self.redis_url,
            "PARLEY_SMTP_URL": self.sink.url,
        }

    def start(self, verb: str, **more: str) -> "subprocess.Popen[bytes]":
        """`parley <verb>`, whose words go into `log`."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                commands.parley(verb),
                cwd=ROOT,
                env={**self.environ, **more},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    @property
    def deaths(self) -> Path:
        return self.folder / "deaths"

    def dying_at(self, points: str) -> dict[str, str]:
        """The environment in which a part dies at named points (see dying/sitecustomize.py)."""
        return {"PYTHONPATH": f"{DYING}:{ROOT}", "PARLEY_DIES_AT": points, "PARLEY_DEATHS": str(self.deaths)}

    def deaths_so_far(self) -> int:
        return len(self.deaths.read_text().splitlines()) if self.deaths.exists() else 0

    def let_leases_end(self) -> None:
        """Let the time pass for which dead processes hold what they took. Only when nobody is at work."""
        with self.database.session() as session, everywhere(session):
            held = update(Reminder).where(Reminder.lease_until.is_not(None))
            session.execute(held.values(lease_until=database_time(session)))
            session.commit()

    def let_pauses_end(self) -> None:
        """Let the time pass for which refused mails wait."""
        with self.database.session() as session, everywhere(session):
            now = database_time(session)
            waiting = update(Reminder).where(Reminder.state == ReminderState.PENDING, Reminder.due_at <= now)
            session.execute(waiting.values(next_at=now, enqueued_at=None))
            session.commit()

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """All of it at once, with the child in which a worker runs a job."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process in self.processes:
            self.processes.remove(process)

    def sweep(self, data_dir: str | None = None) -> None:
        """Kill what is left on a data folder: a killed worker's child goes on with its job."""
        for pid in everybody(data_dir or str(self.folder)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def start_redis(self) -> None:
        server = embedded_redis.find_server()
        assert server is not None, "no Redis on this machine"
        socket_file = Path(self.redis_url.removeprefix("unix://"))
        self.redis = subprocess.Popen(embedded_redis.command(server, socket_file, self.folder))
        assert embedded_redis.answers(socket_file)

    def kill_redis(self) -> None:
        if self.redis is not None:
            self.redis.kill()
            self.redis.wait()
        self.redis = None

    def owe(self, mails: int, *, over: timedelta = timedelta(0), ahead: timedelta = timedelta(0)) -> None:
        """Posts by hand in a new workspace; their mails fall due evenly `over` a time that begins `ahead`."""
        first, step = SystemClock().now() + ahead + LEAD, over / mails
        with self.database.session() as session:
            workspace = make_workspace(session, zone="UTC")
            author = make_person(session, zone="UTC")
            channels = [make_channel(session, f"Channel {n}", f"@{n}", zone="UTC") for n in range(CHANNELS)]
            choose(session, author, ["post_wants_person"])  # no mail hours later that would stay open
            _only_advise(session, SystemClock().now())
            shared = {
                "workspace_id": workspace.id,
                "author_id": author.id,
                "approved_by_id": make_person(session, role=Role.APPROVER).id,
            }
            posts = [
                Post(core="We open the workshop.", author=author, created_at=first) for _ in range(mails)
            ]
            session.add_all(posts)
            session.flush()
            rows = [
                shared | _live(first + number * step) | {"post_id": post.id, "channel_id": channel.id}
                for number, (post, channel) in enumerate(zip(posts, cycle(channels), strict=False))
            ]
            session.execute(insert(Variant), rows)
            plan_changed(session)
            session.commit()

    def reminders(self) -> list[Reminder]:
        with self.database.reading() as session, everywhere(session):
            return list(session.scalars(select(Reminder)))

    def is_settled(self, mails: int) -> bool:
        """Whether so many mails were planned, and none is open any more."""
        with self.database.reading() as session, everywhere(session):
            planned = session.scalar(select(func.count()).select_from(Reminder))
            open_ones = select(func.count()).select_from(Reminder).where(Reminder.state.in_(OPEN))
            return planned == mails and session.scalar(open_ones) == 0

    def is_at_work(self) -> bool:
        """Whether a scheduler has been seen, and a worker waits for jobs."""
        with self.database.reading() as session, Redis.from_url(self.redis_url) as redis:
            return session.get(Heartbeat, "scheduler") is not None and bool(redis.scard("rq:workers"))

    def is_tried(self, mails: int) -> bool:
        """Whether so many mails were planned, and somebody has tried to send each."""
        tried = [row.attempts > 0 for row in self.reminders()]
        return len(tried) == mails and all(tried)

    def close(self) -> None:
        for process in list(self.processes):
            self.kill(process)
        self.sweep()
        self.kill_redis()
        self.database.engine.dispose()


def _only_advise(session: Session, now: datetime) -> None:
    """The team has its rules advise: so many equal posts, and no time to talk beside them, would be held."""
    session.add_all(
        RuleChange(rule=rule.key, strictness=Strictness.ADVISE, changed_at=now)
        for rule in RULES
        if not rule.is_fixed
    )


def _live(at: datetime) -> dict[str, object]:
    wall = at.astimezone(UTC).replace(tzinfo=None)
    return {
        "text": "Who has ever built a chair? On Saturday we show where it usually goes wrong.",
        "language": "en",
        "mode": Mode.LIVE,
        "status": Status.SCHEDULED,
        "labels": [],
        "planned_wall": wall,
        "planned_at": at,
        "approved_wall": wall,
        "created_at": at,
        "updated_at": at,
    }


@contextmanager
def installation(folder: Path, database_url: str | None = None) -> Iterator[Installation]:
    """An installation with an empty database (SQLite, if none is given), a Redis and a mail server."""
    folder.mkdir(parents=True, exist_ok=True)
    url = database_url or f"sqlite:///{folder / 'parley.db'}"
    database = Database(url)
    schema.migrate(database.engine)
    with ExitStack() as stack:
        socket_file = stack.enter_context(embedded_redis.socket_path(folder))
        sink = stack.enter_context(sink_process(folder / "mail"))
        house = Installation(folder, database, url, sink, f"unix://{socket_file}")
        stack.callback(house.close)
        (folder / "redis").mkdir(exist_ok=True)
        house.start_redis()
        yield house
