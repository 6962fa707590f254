"""An end to work whose length somebody else has written."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTime(BaseException):
    """The processor time of a block is over."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTime within the block after so many seconds of processor time of this process.

    Signals reach the main thread only, where workers and the scheduler run; elsewhere nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _end)
    # Again and again: one that strikes while Python clears an object away is written to stderr and forgotten.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _end(number: int, frame: FrameType | None) -> None:
    raise OutOfTime
