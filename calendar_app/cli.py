"""The `parley` command. Each verb stands in its own room and is loaded only when it is asked for."""

from importlib import import_module

import click

from calendar_app.foundation.settings import SettingsError
from calendar_app.version import __version__

VERBS = {
    "up": "calendar_app.service.up:up",
    "web": "calendar_app.service.verbs:web",
    "worker": "calendar_app.service.verbs:worker",
    "scheduler": "calendar_app.service.verbs:scheduler",
    "migrate": "calendar_app.service.migrate:migrate",
    "backup": "calendar_app.service.backup:backup",
    "restore": "calendar_app.service.backup:restore",
    "doctor": "calendar_app.service.doctor:doctor",
    "reindex": "calendar_app.service.reindex:reindex",
    "check": "calendar_app.exchange.cli:check",
}


class Verbs(click.Group):
    """A group that imports a verb when it is called, so that `parley up` need not load what it never uses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 a typing aid for our own list
        return command


@click.group(cls=Verbs)
@click.version_option(__version__, prog_name="parley")
def parley() -> None:
    """Parley: a content calendar that leaves room for conversation."""


def main() -> None:
    """Run a verb; a setting that cannot be used ends it with one sentence."""
    try:
        parley(prog_name="parley")
    except SettingsError as error:
        raise SystemExit(f"Error: {error}") from error


if __name__ == "__main__":
    main()
