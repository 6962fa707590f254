"""`parley doctor`: looks at all that Parley needs and says what to do."""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from redis import Redis
from redis.exceptions import RedisError, ResponseError
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from calendar_app import schema
from calendar_app.foundation.clock import SystemClock, database_time
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.foundation.zones import data_version
from calendar_app.service.condition import read

CLOCKS_APART_SECONDS = 2.0
OLDEST_ZONE_DATA_YEARS = 2
LEAST_FREE = 200  # megabytes
MEGABYTE = 2**20


@dataclass(frozen=True)
class Finding:
    """What was looked at and how it is; `advice` says what to do, and is empty when all is well."""

    subject: str
    says: str
    advice: str = ""


@click.command()
def doctor() -> None:
    """Look at all that Parley needs and say what to do; ends with 1 when there is something."""
    findings = list(examine(Settings.from_env()))
    for finding in findings:
        click.echo(f"{'TO DO' if finding.advice else 'ok':6} {finding.subject}: {finding.says}")
        if finding.advice:
            click.echo(f"{'':6} → {finding.advice}")
    if any(finding.advice for finding in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything, one after the other; what depends on the database is left out without it."""
    database = Database(settings.database_url, pooled=False)
    try:
        with database.reading() as session:
            now = database_time(session)
            yield _clock(now)
            shape = _schema(session)
            yield shape
            if not shape.advice:  # else nobody knows what could be asked of it
                yield from _condition(session, now)
    except SQLAlchemyError as error:
        advice = "start the database, or mend PARLEY_DATABASE_URL; on a new one: parley migrate"
        yield Finding("database", str(error).splitlines()[0], advice)
    yield _redis(settings.redis_url)
    yield _mail_server(settings)
    yield _zone_data()
    yield _disk(settings)


def _schema(session: Session) -> Finding:
    missing = schema.drift(session.connection())
    if missing:
        return Finding("database", f"{len(missing)} differences from this version's shape", "parley migrate")
    return Finding("database", "answers, and has this version's shape")


def _clock(now: datetime) -> Finding:
    apart = abs((SystemClock().now() - now).total_seconds())
    if apart > CLOCKS_APART_SECONDS:
        advice = "let both machines' clocks be set by NTP (timedatectl set-ntp true)"
        return Finding("clock", f"{apart:.0f} s away from the database's", advice)
    return Finding("clock", "agrees with the database's")


def _condition(session: Session, now: datetime) -> Iterator[Finding]:
    condition = read(session, now)
    silence, overdue = condition.scheduler_seconds, condition.oldest_overdue_seconds
    says = "never seen" if silence is None else f"seen {silence:.0f} s ago"
    yield Finding("scheduler", says, "" if condition.is_ticking else "start one: parley scheduler")
    says = "none is overdue" if overdue is None else f"the oldest is overdue by {overdue:.0f} s"
    advice = "look at scheduler and mail server above and below, then at the outbox's page"
    yield Finding("reminders", says, advice if condition.is_late else "")


def _redis(url: str | None) -> Finding:
    if url is None:
        return Finding("Redis", "none is set: `parley up` brings its own, else the scheduler does the work")
    try:
        with Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as redis:
            redis.lpos("parley:doctor", "")  # the youngest of the commands that jobs need
    except ResponseError as error:
        return Finding("Redis", f"does not do what jobs need: {error}", "use Redis 6.0.6 or newer, or Valkey")
    except (RedisError, OSError) as error:
        return Finding("Redis", f"does not answer: {error}", "start it, or mend PARLEY_REDIS_URL")
    return Finding("Redis", "answers")


def _mail_server(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        return Finding("mail server", "none is set: mails become files in the outbox")
    trouble = _trouble_with(SmtpTransport(settings.smtp_url).greet, settings.mail_from)
    if trouble:
        return Finding("mail server", trouble, "start it, or mend PARLEY_SMTP_URL (address, name, password)")
    return Finding("mail server", "answers and lets us in")


def _trouble_with(greet: Callable[[str], None], sender: str) -> str:
    try:
        greet(sender)
    except (smtplib.SMTPException, OSError) as error:
        return str(error) or type(error).__name__
    return ""


def _zone_data() -> Finding:
    version = data_version()
    year = int(version[:4]) if version[:4].isdecimal() else 0
    if year + OLDEST_ZONE_DATA_YEARS < SystemClock().now().year:
        advice = "update the system's tzdata package, then restart: clock changes may have been decided since"
        return Finding("zone data", f"release {version or 'unknown'}", advice)
    return Finding("zone data", f"release {version}")


def _disk(settings: Settings) -> Finding:
    """Room for the data folder, and for the database where that is a file."""
    url = make_url(settings.database_url)
    files = [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []
    free = min(_free(path) for path in (settings.data_dir, *files))
    says = f"{free:,} MB are free"
    advice = "make room: what cannot be written down is not sent, and nobody can save anything"
    return Finding("disk", says, advice if free < LEAST_FREE else "")


def _free(path: Path) -> int:
    there = next(each for each in (path, *path.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free // MEGABYTE
