"""Schedulers and workers that are started again when they end, as an installation's units are."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress

from redis import Redis
from redis.exceptions import RedisError

from tests.chaos.installation import Installation


class Crew:
    """Some schedulers and workers of one installation. `more` adds to their environment."""

    def __init__(
        self,
        house: Installation,
        *,
        schedulers: int = 2,
        workers: int = 2,
        more: dict[str, str] | None = None,
    ) -> None:
        self._house = house
        self._more = more or {}
        verbs = ["scheduler"] * schedulers + ["worker"] * workers
        self.members = [(verb, house.start(verb, **self._more)) for verb in verbs]

    def tend(self) -> None:
        """Start again who has ended, and Redis too."""
        if self._house.redis is not None and self._house.redis.poll() is not None:
            self._house.start_redis()
        for number, (verb, process) in enumerate(self.members):
            if process.poll() is not None:
                self._house.kill(process)  # and the child it may have left
                self.members[number] = (verb, self._house.start(verb, **self._more))

    def strike(self, chance: random.Random) -> None:
        """Kill one member, or Redis, or all that Redis holds."""
        victim = chance.randrange(len(self.members) + 2)
        if victim < len(self.members):
            self._kill(self.members[victim][1])
        elif victim == len(self.members) and self._house.redis is not None:
            self._house.redis.kill()
            self._house.redis.wait()
        else:
            self.flush()

    def flush(self) -> None:
        with suppress(RedisError), Redis.from_url(self._house.redis_url) as redis:
            redis.flushall()

    def ask_to_stop(self, seconds: float) -> bool:
        """TERM to all; whether they ended in time."""
        for _, process in self.members:
            process.terminate()
        deadline = time.monotonic() + seconds
        with suppress(subprocess.TimeoutExpired):
            for _, process in self.members:
                process.wait(max(0.1, deadline - time.monotonic()))
        return all(process.poll() is not None for _, process in self.members)

    def stop(self) -> None:
        for _, process in self.members:
            self._house.kill(process)
        self.members.clear()
        self._house.sweep(self._more.get("PARLEY_DATA_DIR"))

    def _kill(self, process: "subprocess.Popen[bytes]") -> None:
        """The process alone: what it has started has to notice by itself, or to be swept away later."""
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
