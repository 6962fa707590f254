"""Work whose length somebody else has written ends."""

import time
from contextlib import suppress

import pytest

from calendar_app.foundation.processor import OutOfTime, processor_time


def work() -> None:
    """Far longer than it may."""
    end = time.process_time() + 2
    while time.process_time() < end:
        pass


def swallow() -> None:
    """Go on after the first end, as Python does while it clears an object away."""
    with suppress(OutOfTime):
        work()
    work()


def test_work_ends_with_its_time() -> None:
    with pytest.raises(OutOfTime), processor_time(0.05):
        work()


def test_an_end_that_was_swallowed_comes_again() -> None:
    with pytest.raises(OutOfTime), processor_time(0.05):
        swallow()


def test_nothing_strikes_after_the_work() -> None:
    with suppress(OutOfTime), processor_time(0.05):
        work()

    with pytest.raises(ZeroDivisionError), processor_time(0.05):
        _ = 1 / 0

    end = time.process_time() + 0.15
    while time.process_time() < end:
        pass
