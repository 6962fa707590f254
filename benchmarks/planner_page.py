"""The planner as a browser meets it: `python -m benchmarks.planner_page`.

A made-up workspace, the seed is printed: 20 channels, 15 people with working hours and calendars of their
own, ten appointments a week in each, 40 posts a week over five weeks. The pages are asked in turn through the
whole application, in processor time, with the week view beside them as the measure of a page view.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks import archive
from benchmarks.pages import sign_in
from calendar_app import schema
from calendar_app.app import create_app
from calendar_app.engagement.availability.models import BusyCalendar, Workweek
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Role

CHANNELS, PEOPLE, WEEKS, APPOINTMENTS = 20, 15, 4, 10
PAGES = ("/week", "/dialog/plan", "/dialog/coverage")
ROUNDS = 15


def main() -> None:
    print(f"seed {archive.SEED}: {CHANNELS} channels, {PEOPLE} people, {WEEKS} weeks ahead")
    with tempfile.TemporaryDirectory() as folder:
        client, database = _house(Path(folder))
        times = _measure(client)
        page_view = statistics.median(times["/week"])
        for page, found in times.items():
            median = statistics.median(found)
            queries = _queries(client, database, page)
            print(
                f"{page:18} {median * 1000:8.1f} ms {median / page_view:6.2f} page views, {queries} queries"
            )
        print(f"booking all        {_book(client) * 1000:8.1f} ms")


def _house(folder: Path) -> tuple[FlaskClient, Database]:
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.db'}", secret_key="bench")  # noqa: S106
    database = Database(settings.database_url)
    schema.migrate(database.engine)
    with database.session() as session:
        posts = archive.PER_WEEK * (WEEKS + 1)
        admin = archive.fill(session, posts, channels=CHANNELS, weeks_ahead=WEEKS)
        _staff(session)
        session.commit()
        account_id, workspace_id = admin.account_id, admin.workspace_id
    app = create_app(settings, clock=FixedClock(archive.NOW))
    app.config.update(WTF_CSRF_ENABLED=False)
    return sign_in(app, account_id, workspace_id), app.extensions["parley"]["database"]


def _staff(session: Session) -> None:
    """As many people as there should be, each with a usual week and a calendar of their own."""
    chance = Random(archive.SEED)  # noqa: S311 reproducible, not secret
    people = [*session.query(Person), *(_colleague(number) for number in range(PEOPLE))][:PEOPLE]
    session.add_all(people)
    session.flush()
    for person in people:
        session.add(Workweek(person_id=person.id, minutes=600))
        spans = [_appointment(chance) for _ in range(APPOINTMENTS * WEEKS)]
        session.add(
            BusyCalendar(
                person=person, address="https://example.org/busy.ics", spans=spans, next_at=archive.NOW
            )
        )


def _colleague(number: int) -> Person:
    return Person(
        name=f"Colleague {number}",
        email=f"colleague{number}@example.org",
        role=Role.AUTHOR,
        zone=archive.ZONE,
        trained_until=(archive.NOW + timedelta(days=365)).date(),
        channel_ids=[],
        created_at=archive.NOW,
    )


def _appointment(chance: Random) -> Sequence[str]:
    start = archive.NOW + timedelta(minutes=chance.randrange(WEEKS * 7 * 24 * 60))
    end: datetime = start + timedelta(minutes=chance.randrange(15, 180))
    return [start.isoformat(), end.isoformat()]


def _measure(client: FlaskClient) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for turn in range(ROUNDS + 2):
        for page, found in times.items():
            began = time.process_time()
            status = client.get(page).status_code
            if status != 200:
                raise SystemExit(f"{page} answered {status}")
            if turn >= 2:
                found.append(time.process_time() - began)
    return times


def _queries(client: FlaskClient, database: Database, page: str) -> int:
    asked: list[object] = []

    def note(*statement: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    client.get(page)
    event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)


def _book(client: FlaskClient) -> float:
    began = time.process_time()
    client.post("/dialog/plan", data={"all": "1"})
    return time.process_time() - began


if __name__ == "__main__":
    main()
