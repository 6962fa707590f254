"""C11: a safeguard is taken out of a copy of the tree, and the tests that guard it must go red there."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from calendar_app.foundation.places import ROOT

FOLDERS = ("calendar_app", "workers", "templates", "migrations", "tests")
FILES = ("wsgi.py", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules")


@dataclass(frozen=True)
class Mutation:
    """What is taken out: a piece of a file for another, and the tests that must notice."""

    name: str
    path: str
    piece: str
    instead: str
    tests: tuple[str, ...]


MUTATIONS = (
    Mutation(
        "the fence asks nobody",
        "calendar_app/reminders/states.py",
        "    .where(*_MINE, _ROW.c.state == ReminderState.CLAIMED)",
        '    .where(_ROW.c.id == bindparam("of"), bindparam("by") != "")',
        ("tests/reminders/test_delivery.py::test_a_claim_that_was_taken_over_sends_nothing",),
    ),
    Mutation(
        "the fence does not look at the plan",
        "calendar_app/reminders/delivery.py",
        "            if not _is_still_owed(session, claim):",
        "            if False:",
        ("tests/reminders/test_delivery.py", "-k", "between_claim_and_fence"),
    ),
    Mutation(
        "leases never end",
        "calendar_app/reminders/states.py",
        "    return claimed + handing",
        "    session.rollback()\n    return claimed + handing",
        ("tests/reminders/test_tick.py", "-k", "dead_process"),
    ),
    Mutation(
        "workers are told before the commit",
        "calendar_app/reminders/tick.py",
        "            picked = pick(session, now)\n        if not picked:\n            return\n"
        "        if not _told(courier):",
        "            picked = pick(session, now)\n            told = bool(picked) and _told(courier)\n"
        "        if not picked:\n            return\n        if not told:",
        ("tests/chaos/test_chaos.py", "-k", "each_point and sqlite"),
    ),
    Mutation(
        "an unanswered dot counts as sent",
        "calendar_app/foundation/smtp.py",
        "            self._break_off()\n            return Ambiguous(_said(error))",
        "            self._break_off()\n            return Sent()",
        ("tests/reminders/test_delivery.py", "-k", "unanswered_dot"),
    ),
)


def is_noticed(mutation: Mutation) -> bool:
    """Whether tests that are green here go red with the mutation."""
    with tempfile.TemporaryDirectory(prefix="parley-", dir="/tmp") as name:
        folder = Path(name)
        for part in FOLDERS:
            shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
        for part in FILES:
            shutil.copy(ROOT / part, folder / part)
        assert _passes(folder, mutation.tests), f"{mutation.tests} are red without any mutation"
        path = folder / mutation.path
        text = path.read_text()
        assert text.count(mutation.piece) == 1, f"{mutation.path} reads differently: {mutation.piece!r}"
        path.write_text(text.replace(mutation.piece, mutation.instead))
        return not _passes(folder, mutation.tests)


def _passes(folder: Path, tests: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.returncode == 0
