"""How a cell ends: a crew without faults is given the time it needs.

Leases and pauses are then made to end at once, as if that time had passed.
"""

import time

from tests.chaos.crew import Crew
from tests.chaos.installation import Installation
from tests.chaos.verdict import Verdict, verdict

PATIENCE_SECONDS = 300.0
PULSE_SECONDS = 0.2


def ended(house: Installation, mails: int, faults: int = 0) -> Verdict:
    """What is left to do is done by a crew without faults, then counted."""
    house.sink.behave("ok")
    if house.redis is None or house.redis.poll() is not None:
        house.start_redis()
    house.let_leases_end()  # before anybody works: who is at work needs theirs
    crew, deadline = Crew(house), time.monotonic() + PATIENCE_SECONDS
    while not house.is_settled(mails) and time.monotonic() < deadline:
        house.let_pauses_end()
        time.sleep(3)
        crew.tend()
    crew.stop()
    assert house.is_settled(mails), f"after {PATIENCE_SECONDS:.0f} s reminders are still open"
    return judged(house, faults)


def judged(house: Installation, faults: int) -> Verdict:
    all_faults = faults + house.deaths_so_far() + house.sink.faults()
    return verdict(house.reminders(), house.sink.copies(), all_faults)


def wait(house: Installation, crew: Crew, mails: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not house.is_settled(mails) and time.monotonic() < deadline:
        time.sleep(PULSE_SECONDS)
        crew.tend()
