"""Latency of the week view and of the live check, and the weight of a page: `python -m benchmarks.pages`.

The same requests against archives of different sizes, in turn, in processor time; quote the ratios.
"""

import gzip
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks import archive
from calendar_app import schema
from calendar_app.app import create_app
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, everywhere
from calendar_app.foundation.places import STATIC
from calendar_app.foundation.settings import Settings
from calendar_app.posts.models import Status, Variant

SIZES = (1_000, 10_000)
ROUNDS = 60
FORM = {
    "day": "2026-11-23",
    "time": "09:00",
    "language": "de",
    "mode": "scheduled",
    "answer_person_id": "0",
    "revision": "1",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        houses = {size: _house(Path(folder) / str(size), size) for size in SIZES}
        print(f"{'page':12} " + " ".join(f"{size:>12,}" for size in SIZES) + f" {'ratio':>7}")
        for name, ask in (("week view", _week), ("live check", _check)):
            medians = _measure(houses, ask)
            row = " ".join(f"{medians[size] * 1000:>9.1f} ms" for size in SIZES)
            print(f"{name:12} {row} {medians[SIZES[-1]] / medians[SIZES[0]]:>7.2f}")
        _weigh(houses[SIZES[0]][0])


House = tuple[FlaskClient, int]


def _house(folder: Path, size: int) -> House:
    """A running app over an archive of that size: a signed-in browser, and the draft that is typed into."""
    folder.mkdir()
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.db'}", secret_key="bench")  # noqa: S106
    database = Database(settings.database_url)
    schema.migrate(database.engine)
    with database.session() as session:
        person = archive.fill(session, size)
        session.commit()
        account_id, workspace_id = person.account_id, person.workspace_id
    app = create_app(settings, clock=FixedClock(archive.NOW))
    app.config.update(WTF_CSRF_ENABLED=False)
    return sign_in(app, account_id, workspace_id), _draft(database)


def sign_in(app: Flask, account_id: int | None, workspace_id: int) -> FlaskClient:
    """A browser in which somebody is signed in."""
    client = app.test_client()
    with client.session_transaction() as browser:
        browser.begin(account_id)  # type: ignore[attr-defined]
        browser["workspace"] = workspace_id
    return client


def _draft(database: Database) -> int:
    with database.reading() as session, everywhere(session):
        query = select(Variant.id).where(Variant.status == Status.SCHEDULED).order_by(Variant.planned_at)
        found = session.scalars(query).first()
    assert found is not None  # noqa: S101 the archive has scheduled variants
    return found


def _measure(houses: dict[int, House], ask: Callable[[House, random.Random], int]) -> dict[int, float]:
    chance = random.Random(archive.SEED)  # noqa: S311 reproducible, not secret
    times: dict[int, list[float]] = {size: [] for size in houses}
    for turn in range(ROUNDS + 5):
        for size, house in houses.items():
            began = time.process_time()
            status = ask(house, chance)
            if status != 200:
                raise SystemExit(f"the page answered {status}")
            if turn >= 5:
                times[size].append(time.process_time() - began)
    return {size: statistics.median(found) for size, found in times.items()}


def _week(house: House, chance: random.Random) -> int:
    return house[0].get("/week").status_code


def _check(house: House, chance: random.Random) -> int:
    client, variant_id = house
    form = {"text": archive.text(chance), **FORM}
    return client.post(f"/variants/{variant_id}/check", data=form).status_code


def _weigh(client: FlaskClient) -> None:
    """What a browser fetches for the first week view, compressed, and what for the next."""
    page = gzip.compress(client.get("/week").data)
    style = sum(_packed(path) for path in (STATIC / "built").iterdir() if path.suffix in {".css", ".js"})
    fonts = sum(path.stat().st_size for path in (STATIC / "built").glob("figtree-latin-wght*.woff2"))
    icons = sum(_packed(path) for path in (STATIC / "built").glob("*icons*.svg"))
    first = len(page) + style + fonts + icons
    print(f"page weight, gzip: first visit {first / 1000:.0f} kB, then {len(page) / 1000:.0f} kB")


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


if __name__ == "__main__":
    main()
