"""Same plan, same bytes: in every process, on both databases. Subscribers see an edit whole or not at all."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.app import create_app
from calendar_app.feeds import services
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, scope_to
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Variant
from tests.factories import NOW, make_channel, make_variant
from tests.feeds.newsroom import newsroom_of
from tests.feeds.reading import events, titles

ROOT = Path(__file__).resolve().parents[2]
ZONE = "Europe/Vienna"
MOST_POLLS = 25  # more than the limit of requests allows would be refused


def in_another_process(database_url: str, seed: str) -> str:
    script = (
        "import hashlib, sys; from tests.feeds.newsroom import newsroom_of;"
        f"print(hashlib.sha256(newsroom_of(sys.argv[1], {ZONE!r})[0]).hexdigest())"
    )
    return subprocess.run(
        [sys.executable, "-c", script, database_url],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()


def test_processes_with_other_hash_seeds_and_databases_build_the_same_bytes(
    tmp_path: Path, empty_database: bytes, postgres_url: str
) -> None:
    urls = []
    for name in ("here", "one", "two"):
        (tmp_path / name).write_bytes(empty_database)
        urls.append(f"sqlite:///{tmp_path / name}")
    octets, _ = newsroom_of(urls[0], ZONE)

    on_postgresql, _ = newsroom_of(postgres_url, ZONE)
    elsewhere = {in_another_process(url, seed) for url, seed in zip(urls[1:], ("1", "4242"), strict=True)}

    assert on_postgresql == octets
    assert elsewhere == {hashlib.sha256(octets).hexdigest()}
    assert len(events(octets)) > 100


def test_a_feed_polled_during_edits_never_shows_half_of_one(
    settings: Settings, database: Database, session: Session, clock: FixedClock, alice: Person
) -> None:
    mastodon = make_channel(session)
    pair = [make_variant(session, mastodon, text="0").id for _ in range(2)]
    _, token = services.subscribe(session, alice, "team", now=NOW)
    session.commit()

    def edit_both() -> None:
        for number in range(1, 13):
            with database.session() as editing:
                scope_to(editing, alice.workspace_id)
                for variant_id in pair:
                    editing.get_one(Variant, variant_id).text = str(number)
                    editing.flush()
                plan_changed(editing)
                editing.commit()

    editor = Thread(target=edit_both)
    app = create_app(settings, clock=clock)
    subscriber = app.test_client(use_cookies=False)
    seen: list[TestResponse] = []
    editor.start()
    while editor.is_alive() and len(seen) < MOST_POLLS:
        seen.append(subscriber.get(f"/feeds/{token}.ics"))
    editor.join()

    assert {answer.status_code for answer in seen} == {200}
    assert {len(titles(answer.data)) for answer in seen} == {1}
    assert {len(events(answer.data)) for answer in seen} == {2}
    assert titles(subscriber.get(f"/feeds/{token}.ics").data) == {"Mastodon: 12"}
    app.extensions["parley"]["database"].engine.dispose()
