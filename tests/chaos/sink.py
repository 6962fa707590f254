"""A mail server in a process of its own: `python -m tests.chaos.sink PORT FOLDER`.

It writes down what it takes, in `FOLDER/taken`, before it answers 250. How it behaves stands in `FOLDER/mode`
and is read for each mail, so that it can be changed at any time: a word, and the share of mails it is for.
"""

import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from calendar_app.foundation.places import ROOT
from tests.mail_sink import hang_up
from tests.service.household import free_port, wait_until

MODES = ("ok", "down", "451", "452", "550", "grey", "hang", "cut", "slow", "steady")
HANG_SECONDS = 600.0
SLOW_SECONDS = 1.0
STEADY_SECONDS = 0.01  # what a mail server takes that writes to a disk before it answers
MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)


class Taker:
    """Takes mails as the mode says.

    ok; down (hangs up on everybody); 451, 452, 550 after the final dot; grey (451 at each mail's first try);
    hang and cut (take it, then never answer or hang up); slow and steady (take time to answer).
    """

    def __init__(self, folder: Path) -> None:
        self._mode = folder / "mode"
        self._taken = os.open(folder / "taken", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._faults = os.open(folder / "faults", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._known: set[str] = set()

    async def handle_EHLO(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if self._mode.read_text().startswith("down"):
            hang_up(server)
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        found = MESSAGE_ID.search(envelope.content)
        assert found is not None
        message_id = found[1].decode()
        behaviour = self._behaviour(message_id)
        if behaviour in {"451", "452", "550"}:
            return f"{behaviour} not this one"
        if behaviour == "down":
            hang_up(server)
            return "451 nobody hears it"
        os.write(self._taken, f"{time.time():.3f} {message_id}\n".encode())
        if behaviour == "cut":
            hang_up(server)
        pauses = {"hang": HANG_SECONDS, "slow": SLOW_SECONDS, "steady": STEADY_SECONDS}
        if behaviour in pauses:
            await asyncio.sleep(pauses[behaviour])
        return "250 taken"

    def _behaviour(self, message_id: str) -> str:
        mode, _, share = self._mode.read_text().partition(" ")
        if random.random() >= float(share or 1):
            return "ok"
        if mode == "grey":
            mode = "ok" if message_id in self._known else "451"
            self._known.add(message_id)
        if mode not in {"ok", "steady"}:
            os.write(self._faults, f"{mode}\n".encode())
        return mode


@dataclass
class SinkProcess:
    """A running sink, seen from outside."""

    url: str
    folder: Path

    def behave(self, mode: str, share: float = 1.0) -> None:
        waiting = self.folder / "mode.new"
        waiting.write_text(f"{mode} {share}")
        os.replace(waiting, self.folder / "mode")

    def copies(self) -> Counter[int]:
        """How often the mail of each reminder was taken, by the row's id."""
        return Counter(int(line.split()[1].split(".")[1]) for line in self._lines("taken"))

    def first_taken(self) -> dict[int, float]:
        """When the first copy of each reminder's mail was taken, in seconds since 1970."""
        found: dict[int, float] = {}
        for line in self._lines("taken"):
            at, message_id = line.split()
            found.setdefault(int(message_id.split(".")[1]), float(at))
        return found

    def faults(self) -> int:
        return len(self._lines("faults"))

    def _lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text().splitlines()


@contextmanager
def sink_process(folder: Path) -> Iterator[SinkProcess]:
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    sink = SinkProcess(f"smtp://127.0.0.1:{port}", folder)
    sink.behave("ok")
    process = subprocess.Popen([sys.executable, "-m", "tests.chaos.sink", str(port), str(folder)], cwd=ROOT)
    try:
        wait_until((folder / "faults").exists)
        yield sink
    finally:
        process.kill()
        process.wait()


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    taker = Taker(folder)
    server = await loop.create_server(
        lambda: SMTP(taker, enable_SMTPUTF8=True, hostname="sink", loop=loop), "127.0.0.1", port, backlog=500
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
