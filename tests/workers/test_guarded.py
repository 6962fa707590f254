"""Whoever can write into Redis must not thereby run anything but our own jobs."""

import json
import pickle
import random
import socket
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker
from sqlalchemy import text

from calendar_app.foundation import jobs
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from workers import runtime
from workers.guarded import EmbeddedWorker, ForkingWorker
from workers.runtime import Workshop, job

HERE = __name__
KEY = "geheim" * 6
QUEUE_KEY = f"rq:queue:{jobs.QUEUE}"
done: list[tuple[Any, ...]] = []


@job
def note(workshop: Workshop, number: int) -> None:
    with workshop.session() as session:
        assert session.scalar(text("SELECT 1")) == 1
    done.append(("noted", number, workshop.clock.now().tzinfo))


@job
def stumble(workshop: Workshop) -> None:
    raise ValueError("on purpose")


@job
def look_around(workshop: Workshop, word: str) -> None:
    done.append(("looked", word, workshop.settings.secret_key))


def trap(*anything: object, **more: object) -> None:
    """What an intruder wants called."""
    done.append(("TRAPPED",))


class Explosive:
    """Calls `trap` when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., None], tuple[()]]:
        return trap, ()


@pytest.fixture(autouse=True)
def own_workshop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PARLEY_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("PARLEY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PARLEY_SECRET_KEY", KEY)
    runtime.workshop.cache_clear()
    done.clear()
    yield
    runtime.workshop.cache_clear()


def work(redis: Redis, kind: type[BaseWorker] = EmbeddedWorker) -> None:
    """Work until the queue is empty."""
    worker = kind([jobs.QUEUE], connection=redis, serializer=JSONSerializer, worker_ttl=60)
    worker.work(burst=True, logging_level="CRITICAL")


def plant(redis: Redis, name: object, *arguments: object, **fields: str | bytes) -> str:
    """Put a job into Redis by hand, as an intruder would."""
    job_id = str(uuid4())
    mapping = {
        "data": json.dumps([name, None, arguments, {}]),
        "created_at": "2026-11-22T08:00:00.000000Z",
        "status": "queued",
        "origin": jobs.QUEUE,
        **fields,
    }
    redis.hset(f"rq:job:{job_id}", mapping=mapping)  # type: ignore[arg-type]
    redis.rpush(QUEUE_KEY, job_id)
    return job_id


def listener() -> socket.socket:
    server = socket.create_server(("127.0.0.1", 0))
    server.setblocking(False)
    return server


def test_what_a_room_asks_for_is_done_after_its_commit(
    redis: Redis, redis_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(runtime.JOBS, "workers.room.note", runtime.JOBS[f"{HERE}.note"])
    with Database(settings.database_url, pooled=False).session() as session:
        session.info["redis_url"] = redis_url
        jobs.enqueue(session, "room.note", 5)
        session.execute(text("SELECT 1"))
        work(redis)
        session.commit()
    before = list(done)

    work(redis)

    assert before == []
    assert done == [("noted", 5, UTC)]


def test_a_job_gets_sessions_and_the_time(redis: Redis) -> None:
    plant(redis, f"{HERE}.note", 7)

    work(redis)

    assert done == [("noted", 7, UTC)]


def test_a_job_gets_the_settings(redis: Redis) -> None:
    plant(redis, f"{HERE}.look_around", "here")

    work(redis)

    assert done == [("looked", "here", KEY)]


def test_a_finished_job_leaves_nothing_in_redis(redis: Redis, redis_url: str) -> None:
    job_id = plant(redis, f"{HERE}.note", 7, result_ttl="0")

    work(redis)

    assert not redis.exists(f"rq:job:{job_id}")


@pytest.mark.parametrize(
    "name",
    [f"{HERE}.trap", "os.system", "builtins.exec", "workers.runtime.perform", "", None, 7, [], {}, "ünïcode"],
)
def test_a_foreign_name_runs_nothing(redis: Redis, name: object) -> None:
    plant(redis, name, "true")
    plant(redis, f"{HERE}.note", 1)

    work(redis)

    assert done == [("noted", 1, UTC)]


@pytest.mark.parametrize("callback", ["success", "failure", "stopped"])
def test_a_callback_is_not_called(redis: Redis, callback: str) -> None:
    fields = {f"{callback}_callback_name": f"{HERE}.trap"}
    plant(redis, f"{HERE}.note", 1, **fields)
    plant(redis, f"{HERE}.stumble", **fields)
    plant(redis, "no.such.job", **fields)

    work(redis)

    assert done == [("noted", 1, UTC)]


def test_no_address_is_asked_for(redis: Redis) -> None:
    with listener() as server:
        hooks = [
            {"url": f"http://127.0.0.1:{server.getsockname()[1]}/", "job_status": status, "timeout": 1}
            for status in ("finished", "failed")
        ]
        plant(redis, f"{HERE}.note", 1, webhooks=json.dumps(hooks))
        plant(redis, f"{HERE}.stumble", webhooks=json.dumps(hooks))

        work(redis)

        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_pickle_is_not_opened(redis: Redis) -> None:
    poison = pickle.dumps(Explosive())
    plant(redis, f"{HERE}.note", 1, result=poison, meta=poison)
    plant(redis, f"{HERE}.note", 2, data=poison)
    grouped = plant(redis, f"{HERE}.note", 3, result=poison, group_id="group")
    redis.sadd("rq:groups", "group")
    redis.sadd("rq:group:group", grouped)

    work(redis)

    assert done == [("noted", 1, UTC), ("noted", 3, UTC)]


def test_an_instance_and_named_arguments_are_refused(redis: Redis) -> None:
    plant(redis, "", data=json.dumps([f"{HERE}.note", "text", [1], {}]))
    plant(redis, "", data=json.dumps([f"{HERE}.note", None, [1], {"number": 2}]))

    work(redis)

    assert done == []


def test_random_bytes_neither_run_nor_stop_the_worker(redis: Redis) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for _ in range(50):
        junk = chance.randbytes(chance.randrange(1, 60))
        plant(
            redis, "", data=junk, status=chance.choice([junk, b"queued"]), timeout=chance.choice([junk, b"9"])
        )
        redis.rpush(QUEUE_KEY, junk)
    misshapen = str(uuid4())
    redis.set(f"rq:job:{misshapen}", "no hash")
    redis.rpush(QUEUE_KEY, misshapen, "a:b:c", "../../etc", "")
    redis.zadd(f"rq:wip:{jobs.QUEUE}", {b"\xff\xfe": 1.0})
    plant(redis, f"{HERE}.note", 9)

    work(redis)

    assert done == [("noted", 9, UTC)], f"seed {seed}"
    assert redis.llen(QUEUE_KEY) == 0


def test_a_forking_worker_is_guarded_too(redis: Redis, tmp_path: Path) -> None:
    plant(redis, "os.mkdir", str(tmp_path / "made"))
    plant(redis, "pathlib.Path.touch", str(tmp_path / "touched"))

    work(redis, ForkingWorker)

    assert not (tmp_path / "made").exists()


def test_without_the_guard_these_traps_would_snap(redis: Redis) -> None:
    """RQ's own worker, with the JSON serializer, does run what it finds: the tests above can fail."""
    plant(redis, f"{HERE}.trap")
    plant(redis, f"{HERE}.trap", success_callback_name=f"{HERE}.trap")

    work(redis, SimpleWorker)

    assert done == [("TRAPPED",)] * 3
