#!/usr/bin/env python3
"""Parley with one command.

    python3 run.py          set everything up and start Parley
    python3 run.py test     set everything up and run all checks and tests
    python3 run.py help     what else there is

This file keeps to words that every Python understands, so that an old one can still say what is missing.
"""

import os
import sys

OLDEST = (3, 11)


def newer_python():  # type: () -> str | None
    """The name of a Python on this machine that is new enough, or None."""
    for minor in range(30, OLDEST[1] - 1, -1):
        name = "python3.%d" % minor
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if os.access(os.path.join(folder, name), os.X_OK):
                return name
    return None


def what_is_missing():  # type: () -> str | None
    """One sentence about why this Python cannot start Parley, or None when it can."""
    if os.name != "posix":
        return "Parley runs on Linux and macOS; on Windows, start it within WSL: wsl python3 run.py"
    if sys.version_info >= OLDEST:
        return None
    needed = "Parley needs Python %d.%d or newer; this is Python %d.%d" % (OLDEST + sys.version_info[:2])
    found = newer_python()
    if found:
        return "%s. Start it with the newer one of this machine: %s run.py" % (needed, found)
    return (
        "%s. Install one, then start with it: sudo apt install python3.11-venv && python3.11 run.py" % needed
    )


if __name__ == "__main__":
    missing = what_is_missing()
    if missing:
        sys.exit(missing)
    from tools.launch import main

    sys.exit(main(sys.argv[1:]))
