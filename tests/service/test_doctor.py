"""What `parley doctor` says of an installation, and what `/metrics` tells machines."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from redis import Redis

from calendar_app.cli import parley
from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.models import Heartbeat
from tests.mail_sink import Sink


@pytest.fixture
def environ(database_url: str, tmp_path: Path, sink: Sink, redis_url: str) -> dict[str, str]:
    return {
        "PARLEY_DATA_DIR": str(tmp_path),
        "PARLEY_DATABASE_URL": database_url,
        "PARLEY_SMTP_URL": sink.url,
        "PARLEY_REDIS_URL": redis_url,
    }


def doctor(environ: dict[str, str]) -> Result:
    return CliRunner(env=environ).invoke(parley, ["doctor"])


def beat(database: Database) -> None:
    with database.session() as session:
        session.merge(Heartbeat(name="scheduler", at=SystemClock().now()))
        session.commit()


def test_an_installation_in_which_all_is_well(environ: dict[str, str], database: Database) -> None:
    beat(database)

    said = doctor(environ)

    assert said.exit_code == 0, said.output
    assert "TO DO" not in said.output
    assert said.output.count("ok ") == 8


def test_each_trouble_is_named_with_what_to_do(environ: dict[str, str], tmp_path: Path) -> None:
    away = {"PARLEY_REDIS_URL": f"unix://{tmp_path}/none.sock", "PARLEY_SMTP_URL": "smtp://127.0.0.1:9"}

    said = doctor(environ | away)

    assert said.exit_code == 1
    assert "TO DO  Redis: does not answer" in said.output
    assert "→ start it, or mend PARLEY_SMTP_URL" in said.output
    assert "TO DO  scheduler: never seen\n       → start one: parley scheduler" in said.output


def test_a_redis_that_lacks_what_jobs_need(environ: dict[str, str], redis: Redis) -> None:
    redis.acl_setuser("old", enabled=True, nopass=True, commands=["+@all", "-lpos"], keys=["*"])
    before_lpos = environ["PARLEY_REDIS_URL"].replace("unix://", "unix://old@") + "?password=any"

    said = doctor(environ | {"PARLEY_REDIS_URL": before_lpos})

    redis.acl_deluser("old")
    assert "TO DO  Redis: does not do what jobs need" in said.output
    assert "Redis 6.0.6 or newer" in said.output


def test_a_database_that_is_not_there(environ: dict[str, str], tmp_path: Path) -> None:
    said = doctor(environ | {"PARLEY_DATABASE_URL": f"sqlite:///{tmp_path}/no/such/parley.db"})

    assert said.exit_code == 1
    assert "TO DO  database: " in said.output
    assert "ok     Redis: answers" in said.output


def test_a_database_that_was_not_migrated(environ: dict[str, str], tmp_path: Path) -> None:
    said = doctor(environ | {"PARLEY_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"})

    assert said.exit_code == 1
    assert "→ parley migrate" in said.output
    assert said.output.count("TO DO  database") == 1


def test_a_disk_that_is_nearly_full(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calendar_app.service.doctor.LEAST_FREE", 10**9)

    said = doctor(environ)

    assert "TO DO  disk: " in said.output
    assert "→ make room: what cannot be written down is not sent" in said.output


def test_metrics_tell_what_health_tells(client: FlaskClient, database: Database) -> None:
    beat(database)

    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert "parley_database_up 1\n" in answer.text
    assert "parley_scheduler_silence_seconds " in answer.text
