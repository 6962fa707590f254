"""Mails per second through the whole path, against a bare smtplib loop: `python -m benchmarks.reminders`.

Plan, claim, hand over, sent: real workers, a real Redis, a mail server in a process of its own. The bare loop
is what one writes with Python's library alone: it puts mails of the same words together and hands them to the
same server in the same run, on one connection, before and after. Quote the ratios.
"""

import smtplib
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from sqlalchemy import select

from calendar_app.app import page_address
from calendar_app.foundation.db import everywhere
from calendar_app.foundation.settings import Settings
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import MailCopy
from calendar_app.reminders.tick import tick
from tests.chaos.installation import Installation, installation
from tests.postgres import find_binaries, fresh_database, running
from tests.service.household import wait_until

MAILS = 500
WARM_UP = BARE = 200
SENDER, RECIPIENT = "parley@localhost", "somebody@example.org"
WORKERS = (1, 2, 4)
SINKS = {"ok": "a mail server that answers at once", "steady": "one that takes 10 ms to answer"}


def main() -> None:
    binaries = find_binaries()
    assert binaries is not None, "install PostgreSQL"  # noqa: S101 for whoever runs it
    with tempfile.TemporaryDirectory(dir="/tmp") as name, running(binaries) as server:
        for mode, words in SINKS.items():
            print(f"{words}; mails per second, and their ratio to a bare loop")
            _measure("SQLite", Path(name) / f"{mode}-sqlite", None, 1, mode)
            for workers in WORKERS:
                with fresh_database(server) as url:
                    _measure("PostgreSQL", Path(name) / f"{mode}-{workers}", url, workers, mode)


def _measure(database: str, folder: Path, url: str | None, workers: int, mode: str) -> None:
    with installation(folder, url) as house, closing(_courier(house)) as courier:
        for _ in range(workers):
            house.start("worker")
        with Redis.from_url(house.redis_url) as redis:
            wait_until(lambda: redis.scard("rq:workers") == workers)
        _path(house, courier, WARM_UP)
        house.sink.behave(mode)
        before = _bare(house)
        whole = _path(house, courier, MAILS)
        bare = (before + _bare(house)) / 2
        print(
            f"  {database:10} {workers} worker  bare {bare:6.0f}  whole path {whole:6.0f}  {whole / bare:.2f}"
        )


def _courier(house: Installation) -> Courier:
    settings = Settings.from_env(house.environ)
    return Courier.of(settings, house.database, page_address(settings.base_url))


def _path(house: Installation, courier: Courier, mails: int) -> float:
    """From the plan to the last row's `sent`."""
    house.owe(mails)
    done = len(house.reminders()) + mails
    began = time.perf_counter()
    tick(courier)
    while not house.is_settled(done):
        time.sleep(0.05)  # who asks often takes the processor from who is measured
    return mails / (time.perf_counter() - began)


def _bare(house: Installation) -> float:
    """Messages with the words of mails that were sent, put together by the library, then handed over."""
    copies = _copies(house)
    where = urlsplit(house.sink.url)
    with smtplib.SMTP(where.hostname or "", where.port or 0) as line:
        line.ehlo()
        began = time.perf_counter()
        for copy in copies:
            line.send_message(_message(copy))
        return len(copies) / (time.perf_counter() - began)


def _copies(house: Installation) -> Sequence[MailCopy]:
    with house.database.reading() as session, everywhere(session):
        return session.scalars(select(MailCopy).limit(BARE)).all()


def _message(copy: MailCopy) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = "<reminder.0.0@localhost>"
    message["Date"] = copy.made_at
    message["From"], message["To"], message["Subject"] = SENDER, RECIPIENT, copy.subject
    message.set_content(copy.text)
    message.add_alternative(copy.html, subtype="html")
    return message


if __name__ == "__main__":
    main()
