"""`parley web|worker|scheduler`: the parts one by one, as production runs them."""

import os

import click

from calendar_app.foundation.places import ROOT
from calendar_app.foundation.settings import Settings
from calendar_app.service import commands


@click.command()
def web() -> None:
    """Serve the pages (gunicorn; WEB_CONCURRENCY sets the number of processes)."""
    settings = Settings.from_env()
    _become(commands.web(_address(settings.host, settings.port)))


@click.command()
def worker() -> None:
    """Work on jobs from Redis; any number may run."""
    settings = Settings.from_env()
    if settings.redis_url is None:
        raise click.ClickException("A worker needs Redis; set PARLEY_REDIS_URL=redis://127.0.0.1:6379/0")
    _become(commands.worker(forking=True))


@click.command()
def scheduler() -> None:
    """Find what is due, every few seconds; any number may run, two or more are advised."""
    Settings.from_env()  # a setting that cannot be used is said before anything starts
    _become(commands.scheduler())


def _become(command: list[str]) -> None:
    """Replace this process, so that a unit's signals reach the part itself."""
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606 our own command


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
