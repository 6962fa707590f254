"""How much work something is, counted: the clock says little on a machine that others use too."""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType


def calls_in(work: Callable[[], object]) -> int:
    """Calls of functions, ours and built in, and steps of generators, until `work` is done."""
    calls: Counter[str] = Counter()

    def note(frame: FrameType, event: str, argument: object) -> None:
        calls[event] += 1

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]
