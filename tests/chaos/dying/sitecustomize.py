"""Lets a process of Parley die at a named point. Python imports this file by its name, first of all.

It does so only where a test puts this folder on PYTHONPATH. The product knows nothing of it: a point is where
one of its functions begins or ends, and here that function is wrapped. PARLEY_DIES_AT names a point, or
several with commas, and then how likely each passing kills, such as "sent:0.01". Each death is a line in
PARLEY_DEATHS.
"""

import functools
import importlib
import os
import random
import signal
import smtplib
import sys
from collections.abc import Callable
from typing import Any

DELIVERY = "calendar_app.reminders.delivery"
TICK = "calendar_app.reminders.tick"
# Point: module, function, whether it dies when the function begins (else when it has ended).
POINTS: dict[str, tuple[str, str, bool]] = {
    "planned in part": ("calendar_app.reminders.planning", "apply", False),
    "picking": (TICK, "pick", False),
    "picked": (TICK, "_told", True),
    "told": (TICK, "_told", False),
    "claimed": (DELIVERY, "_Round.deliver", True),
    "offered": (DELIVERY, "_Round._may_go", True),
    "letting go": ("calendar_app.reminders.states", "let_go", False),
    "let go": (DELIVERY, "_Round._may_go", False),
    "dot": ("smtplib", "SMTP.send", False),
    "250": (DELIVERY, "_Round._send", False),
    "settled": (DELIVERY, "_Round._settle", False),
}


def die(point: str) -> None:
    with open(os.environ["PARLEY_DEATHS"], "a") as deaths:
        deaths.write(f"{point}\n")
    os.kill(os.getpid(), signal.SIGKILL)


def is_last_of_text(point: str, arguments: tuple[Any, ...]) -> bool:
    """The dot is at the end of a text; smtplib sends all else the same way."""
    return point != "dot" or (isinstance(arguments[1], bytes) and arguments[1].endswith(b"\r\n.\r\n"))


def deadly(function: Callable[..., Any], point: str, chance: float) -> Callable[..., Any]:
    at_begin = POINTS[point][2]

    @functools.wraps(function)
    def run(*arguments: Any, **named: Any) -> Any:
        struck = random.random() < chance and is_last_of_text(point, arguments)
        if struck and at_begin:
            die(point)
        result = function(*arguments, **named)
        if struck:
            die(point)
        return result

    return run


def prepare(point: str, chance: float) -> None:
    module, path, _ = POINTS[point]
    owner: Any = smtplib if module == "smtplib" else importlib.import_module(module)
    *classes, name = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    setattr(owner, name, deadly(getattr(owner, name), point, chance))


if "PARLEY_DIES_AT" in os.environ and "workers" in sys.orig_argv:
    sys.path.insert(0, os.getcwd())
    for entry in os.environ["PARLEY_DIES_AT"].split(","):
        point, _, chance = entry.partition(":")
        prepare(point, float(chance or 1))
