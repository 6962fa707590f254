"""All checks, as `python3 run.py test` and CI run them. Standard library only."""

import os
import subprocess
import time

from tools.environment import ROOT, VENV, run_python, say

CHECKS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "directions between rooms": ["lint-imports"],
    "translations": ["python", "-m", "tools.translations", "check"],
    "rules in the documentation": ["python", "-m", "tools.rules_doc", "--check"],
}


def lint() -> bool:
    """Run every check, show what those that fail have to say, and tell whether all passed."""
    results = [_passes(name, command) for name, command in CHECKS.items()]
    return all(results)


def test(arguments: list[str]) -> bool:
    """Run the tests on all processors; the arguments are pytest's."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # One more than processors: many tests wait for a browser, a server or a process that they have started.
    return run_python("-m", "pytest", "-n", str(processors + 1), *arguments) == 0


def _passes(name: str, command: list[str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        [str(VENV / "bin" / command[0]), *command[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    say(f"{'ok  ' if passed else 'FAIL'}  {name} ({time.monotonic() - begun:.1f} s)")
    if not passed:
        say(done.stdout)
    return passed
