"""`parley check`: the rules over a foreign plan, without an account."""

import os
import sys
from pathlib import Path

import click

from calendar_app.exchange.checking import check_plan
from calendar_app.exchange.dates import AmbiguousOrderError, Order, order_of
from calendar_app.exchange.plan import Plan, read_plan
from calendar_app.exchange.reports import as_json, as_text
from calendar_app.exchange.sheets import UnreadablePlanError, read_csv, read_json
from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.zones import is_zone
from calendar_app.wording import Text, language_of

LARGEST_PLAN = 200 * 1024 * 1024
NOTHING_BLOCKS, BLOCKS, UNREADABLE = 0, 1, 2

_AMBIGUOUS = Text(
    "The dates can be read in two ways; say which stands first: --dates day-first or --dates month-first.",
    "Die Daten lassen sich auf zwei Arten lesen; was vorn steht, sagt --dates day-first oder month-first.",
)
_TOO_LARGE = Text("The file is larger than 200 MB.", "Die Datei ist größer als 200 MB.")
_CANNOT_OPEN = Text("{path} cannot be read: {why}.", "{path} ist nicht lesbar: {why}.")


@click.command()
@click.argument("plan", metavar="PLAN")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option(
    "--dates", type=click.Choice([order.value for order in Order]), help="What stands first in 4/5/2026."
)
@click.option("--zone", default="Europe/Berlin", show_default=True, help="The zone of the plan's times.")
@click.option("--lang", default=None, help="en or de; without it the language of the environment.")
def check(plan: str, form: str, dates: str | None, zone: str, lang: str | None) -> None:
    """Judge a plan from a spreadsheet: PLAN is a .csv or .json file, or - for standard input.

    Ends with 0 when nothing blocks, 1 when something does, 2 when the plan cannot be read.
    """
    language = language_of(lang or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")
    if not is_zone(zone):
        raise click.BadParameter(
            f"there is no time zone {zone!r}; an example is Europe/Berlin", param_hint="--zone"
        )
    try:
        found = _read(plan, zone, Order(dates) if dates else None)
    except UnreadablePlanError as error:
        click.echo(f"{plan}: {error.message(language)}", err=True)
        sys.exit(UNREADABLE)
    report = check_plan(found, now=SystemClock().now())
    click.echo(as_json(report, language) if form == "json" else as_text(report, language), nl=False)
    sys.exit(BLOCKS if report.blocks else NOTHING_BLOCKS)


def _read(path: str, zone: str, order: Order | None) -> Plan:
    content = _content(path)
    is_json = path.endswith(".json") or (path == "-" and content.lstrip()[:1] in {b"[", b"{"})
    sheet = read_json(content) if is_json else read_csv(content)
    if order is None:
        try:
            order = order_of(row["date"] for row in sheet.rows)
        except AmbiguousOrderError as error:
            raise UnreadablePlanError(_AMBIGUOUS) from error
    return read_plan(sheet, zone=zone, order=order)


def _content(path: str) -> bytes:
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
            content = file.read(LARGEST_PLAN + 1)
    except OSError as error:
        raise UnreadablePlanError(_CANNOT_OPEN, path=path, why=error.strerror or str(error)) from error
    if len(content) > LARGEST_PLAN:
        raise UnreadablePlanError(_TOO_LARGE)
    return content
