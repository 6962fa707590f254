"""The command line of each part: how `parley up` starts it, and what `parley web|worker|scheduler` become.

All of them run in places.ROOT, where wsgi.py stands and from where a checkout imports itself.
"""

import sys

THREADS = 8


def web(bind: str) -> list[str]:
    """gunicorn, one process with threads. WEB_CONCURRENCY and GUNICORN_CMD_ARGS, its own variables, size it.

    `bind` is host:port or fd://N.
    """
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--bind", bind, "--worker-class", "gthread", "--threads", str(THREADS)),
        *("--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"),
        *("--logger-class", "calendar_app.service.logs.DiscreetLogger"),
    ]


def worker(*, forking: bool) -> list[str]:
    """An RQ worker; a forking one runs each job in a child, the other saves memory on a small machine."""
    return [sys.executable, "-m", "workers", "worker", *(["--forking"] if forking else [])]


def scheduler() -> list[str]:
    return [sys.executable, "-m", "workers", "scheduler"]


def parley(*words: str) -> list[str]:
    return [sys.executable, "-m", "calendar_app.cli", *words]
