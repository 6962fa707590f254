"""A subscription from its first sync to its end, as vdirsyncer fetches it and khal shows it.

The one test that takes some seconds: each step starts both programs anew, as a person's timer would.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from calendar_app.campaigns.aftercare import add_task, finish
from calendar_app.campaigns.models import AftercareTask
from calendar_app.engagement.services import move
from calendar_app.feeds import services
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Status
from tests.factories import make_campaign, make_channel, make_person, make_slot, make_variant
from tests.feeds.samples import wall

PROGRAMS = Path(sys.executable).parent
SYNC = """
[general]
status_path = "{folder}/status"
[pair feed]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[feed]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


@dataclass(frozen=True)
class Client:
    """One person's vdirsyncer and khal."""

    folder: Path

    def subscribe(self, url: str) -> None:
        (self.folder / "calendar").mkdir()
        (self.folder / "sync").write_text(SYNC.format(folder=self.folder, url=url))
        (self.folder / "show").write_text(SHOW.format(folder=self.folder))
        assert self._run("vdirsyncer", "-c", "sync", "discover").returncode == 0

    def sync(self) -> bool:
        return self._run("vdirsyncer", "-c", "sync", "sync").returncode == 0

    def shown(self) -> list[str]:
        """What khal lists of two weeks in April."""
        words = "{cancelled}{start} {title}"
        span = ("2026-04-06", "14d")
        listing = self._run("khal", "-c", "show", "list", "--day-format", "", "--format", words, *span)
        return listing.stdout.split("\n")[:-1]

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAMS / program, *words],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def base_url(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_subscription_from_the_first_sync_to_its_end(
    session: Session, clock: FixedClock, alice: Person, base_url: str, tmp_path: Path
) -> None:
    mastodon = make_channel(session)
    variant = make_variant(session, mastodon, text="Who has built a chair?")
    slot = make_slot(session, alice, [mastodon])
    campaign = make_campaign(session, make_person(session, "Owner"))
    task = AftercareTask(what="Thank everybody", due_on=date(2026, 4, 15), person=alice)
    add_task(session, campaign, task, by=alice, now=clock.moment)
    feed, token = services.subscribe(session, alice, "mine", now=clock.moment)
    variant.answer_person = alice
    session.commit()
    client = Client(tmp_path)
    client.subscribe(f"{base_url}/feeds/{token}.ics")

    def after(minutes: int) -> list[str]:
        plan_changed(session)
        session.commit()
        clock.moment += timedelta(minutes=minutes)
        assert client.sync()
        return client.shown()

    assert after(1) == [
        "2026-04-06 09:00 Dialog time: Mastodon",
        "2026-04-10 09:00 Mastodon: Who has built a chair?",
        "2026-04-13 09:00 Dialog time: Mastodon",
        "2026-04-15 Show us your chair: Thank everybody",
    ]

    variant.text, variant.updated_at = "Who has mended one?", clock.moment
    assert "2026-04-10 09:00 Mastodon: Who has mended one?" in after(1)

    finish(session, task, campaign, by=alice, now=clock.moment)
    move(session, slot, wall(2026, 4, 13, 9), wall(2026, 4, 14, 15, 30), now=clock.moment)
    assert after(1) == [
        "2026-04-06 09:00 Dialog time: Mastodon",
        "2026-04-10 09:00 Mastodon: Who has mended one?",
        "2026-04-14 15:30 Dialog time: Mastodon",
    ]

    variant.status, variant.updated_at = Status.CANCELLED, clock.moment
    shown = after(1)
    assert "CANCELLED 2026-04-10 09:00 Mastodon: Who has mended one?" in shown

    services.revoke(session, feed, now=clock.moment)
    session.commit()
    assert not client.sync()
    assert client.shown() == shown
