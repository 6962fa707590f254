"""However often a job is asked for, one of it waits, and whoever asks is followed by a run."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from redis import Redis
from rq.serializers import JSONSerializer

from calendar_app.foundation import jobs
from workers import runtime
from workers.guarded import EmbeddedWorker
from workers.runtime import Workshop

QUEUE_KEY = f"rq:queue:{jobs.QUEUE}"
Ask = Callable[[int], bool]


@pytest.fixture
def ask(redis_url: str) -> Ask:
    """Asks for the job of a workspace."""
    return lambda workspace_id: jobs.send(redis_url, [("room.look", (workspace_id,))])


@pytest.fixture
def meanwhile() -> list[Callable[[], object]]:
    """What happens while the next runs are at it, one thing each."""
    return []


@pytest.fixture
def runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: list[Callable[[], object]]
) -> Iterator[list[int]]:
    """For which workspaces the job has run."""
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path))
    seen: list[int] = []

    def look(workshop: Workshop, workspace_id: int) -> None:
        seen.append(workspace_id)
        if meanwhile:
            meanwhile.pop()()

    monkeypatch.setitem(runtime.JOBS, "workers.room.look", look)
    runtime.workshop.cache_clear()
    yield seen
    runtime.workshop.cache_clear()


def work(redis: Redis) -> None:
    worker = EmbeddedWorker([jobs.QUEUE], connection=redis, serializer=JSONSerializer, worker_ttl=60)
    worker.work(burst=True, logging_level="CRITICAL")


def test_while_the_queue_is_busy_one_job_waits_for_each_workspace(
    redis: Redis, ask: Ask, runs: list[int]
) -> None:
    for workspace_id in (1, 2, 1, 1, 2):
        assert ask(workspace_id)
    waiting = redis.llen(QUEUE_KEY)

    work(redis)

    assert waiting == 2
    assert runs == [1, 2]


def test_a_change_during_a_run_is_followed_by_one_more_run(
    redis: Redis, ask: Ask, runs: list[int], meanwhile: list[Callable[[], object]]
) -> None:
    ask(1)
    meanwhile.append(lambda: [ask(1), ask(1)])

    work(redis)

    assert runs == [1, 1]


def test_what_was_done_is_done_again_when_it_is_asked_for_again(
    redis: Redis, ask: Ask, runs: list[int]
) -> None:
    ask(1)
    work(redis)
    ask(1)

    work(redis)

    assert runs == [1, 1]


def test_many_who_ask_at_once_are_answered_by_one_run(redis: Redis, ask: Ask) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, [1] * 40))

    assert redis.llen(QUEUE_KEY) == 1


def test_a_queue_that_was_lost_takes_no_wake_up_along(redis: Redis, ask: Ask, runs: list[int]) -> None:
    ask(1)
    redis.delete(QUEUE_KEY)
    ask(1)

    work(redis)

    assert runs == [1]


def test_each_job_that_is_sent_ahead_calls_a_worker(redis: Redis, redis_url: str) -> None:
    for _ in range(3):
        jobs.send(redis_url, [("room.look", (1,))], ahead=True)

    assert redis.llen(QUEUE_KEY) == 3
