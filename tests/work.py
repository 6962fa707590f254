"""How much work something is, counted: the clock says little on a machine that others use too."""

from collections.abc import Callable
from cProfile import Profile


def calls_in(work: Callable[[], object]) -> int:
    """Calls of functions, ours and built in, and steps of generators, until `work` is done."""
    profile = Profile()  # counts in C: three times as fast as a function of ours that is told of every call
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())
