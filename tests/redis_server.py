"""A real Redis for tests that need one, started as `parley up` starts its own."""

import signal
import subprocess
from collections.abc import Iterator

import pytest
from redis import Redis

from calendar_app.service import embedded_redis


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty Redis; fails, with a sentence, on a machine that has none."""
    server = embedded_redis.find_server()
    if server is None:
        pytest.fail("these tests need Redis; on Debian and Ubuntu: sudo apt install redis-server")
    folder = tmp_path_factory.mktemp("redis")
    with embedded_redis.socket_path(folder) as socket_file:
        process = subprocess.Popen(embedded_redis.command(server, socket_file, folder))
        try:
            assert embedded_redis.answers(socket_file), (folder / "redis" / "redis.log").read_text()
            yield f"unix://{socket_file}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of a Redis that holds nothing."""
    with Redis.from_url(redis_server) as redis:
        redis.flushall()
    return redis_server


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as redis:
        yield redis
