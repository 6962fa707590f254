"""`parley check`: the rules over a foreign plan, without an account."""

import io
import os
import sys
from collections.abc import Iterator, Sequence

import click

from calendar_app.exchange.case_report import blocks, case_json, case_text
from calendar_app.exchange.cases import case_in
from calendar_app.exchange.checking import Report, check_plan
from calendar_app.exchange.dates import AmbiguousOrderError, Order, order_of
from calendar_app.exchange.plan import Plan, read_plan
from calendar_app.exchange.report_json import json_pieces
from calendar_app.exchange.report_text import text_lines
from calendar_app.exchange.sheets import Sheet, UnreadablePlanError, read_csv, read_json
from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.zones import is_zone
from calendar_app.rules.casefile import CaseFile
from calendar_app.rules.facts import Variant
from calendar_app.wording import Text, language_of

LARGEST_PLAN = 200 * 1024 * 1024
NOTHING_BLOCKS, BLOCKS, UNREADABLE = 0, 1, 2

_FORMATS = {"text": text_lines, "json": json_pieces}
_CASE_FORMATS = {"text": case_text, "json": case_json}

_AMBIGUOUS = Text(
    "Row {row}, column {column}: “{cell}” can be read in two ways, and no other date decides it. Say what "
    "stands first: --dates day-first or --dates month-first.",
    "Zeile {row}, Spalte {column}: „{cell}“ lässt sich auf zwei Arten lesen, und kein anderes Datum "
    "entscheidet es. Was vorn steht, sagt --dates day-first (Tag) oder --dates month-first (Monat).",
)
_NO_ZONE = Text(
    "there is no time zone “{zone}”; an example is Europe/Berlin",
    "eine Zeitzone „{zone}“ gibt es nicht; ein Beispiel ist Europe/Berlin",
)
_TOO_LARGE = Text("The file is larger than 200 MB.", "Die Datei ist größer als 200 MB.")
_NO_FILE = Text("There is no such file.", "Diese Datei gibt es nicht.")
_CANNOT_OPEN = Text("The file cannot be opened: {why}.", "Die Datei lässt sich nicht öffnen: {why}.")


@click.command()
@click.argument("plan", metavar="PLAN")
@click.option("--format", "form", type=click.Choice([*_FORMATS]), default="text", help="How to print.")
@click.option(
    "--dates", type=click.Choice([order.value for order in Order]), help="What stands first in 4/5/2026."
)
@click.option("--zone", default="Europe/Berlin", show_default=True, help="The zone of the plan's times.")
@click.option("--lang", type=click.Choice(["en", "de"]), help="Without it, the language of the environment.")
def check(plan: str, form: str, dates: str | None, zone: str, lang: str | None) -> None:
    """Judge a plan from a spreadsheet: PLAN is a .csv or .json file, or - for standard input.

    A file with the facts of a finding, as its page offers it, is judged exactly as there.

    Ends with 0 when nothing blocks, 1 when something does, 2 when the plan cannot be read.
    """
    language = lang or _language_of_environment()
    if not is_zone(zone):
        raise click.BadParameter(_NO_ZONE.fill(language, {"zone": zone}), param_hint="--zone")
    try:
        content = _content(plan)
        case = case_in(content)
        pieces, does_block = (
            _case_told(case, form, language)
            if case
            else _plan_told(_report(plan, content, zone, Order(dates) if dates else None), form, language)
        )
    except UnreadablePlanError as error:
        click.echo(f"{plan}: {error.message(language)}", err=True)
        sys.exit(UNREADABLE)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without UTF-8 shows "?" and not a traceback
    for piece in pieces:
        click.echo(piece, nl=False)
    sys.exit(BLOCKS if does_block else NOTHING_BLOCKS)


def _case_told(case: CaseFile, form: str, language: str) -> tuple[Iterator[str], bool]:
    judged = list(case.verdicts())
    return _CASE_FORMATS[form](case, judged, language), blocks(judged)


def _plan_told(report: Report, form: str, language: str) -> tuple[Iterator[str], bool]:
    return _FORMATS[form](report, language), report.blocks


def _language_of_environment() -> str:
    found = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next(filter(None, found), "en"))


def _report(path: str, content: bytes, zone: str, order: Order | None) -> Report:
    return check_plan(_plan(path, content, zone, order), now=SystemClock().now(), progress=_told)


def _plan(path: str, content: bytes, zone: str, order: Order | None) -> Plan:
    """The plan alone: what stands in its cells need not stay in memory while it is judged."""
    is_json = path.lower().endswith(".json") or (path == "-" and content.lstrip()[:1] in {b"[", b"{"})
    sheet = read_json(content) if is_json else read_csv(content)
    return read_plan(sheet, zone=zone, order=order or _order_in(sheet))


def _told(posts: Sequence[Variant]) -> Iterator[Variant]:
    """The posts, with a bar for whoever waits at a terminal. The report itself may go into a file."""
    is_watched = sys.stderr.isatty()
    with click.progressbar(
        posts, file=sys.stderr, hidden=not is_watched, show_pos=True, update_min_steps=50
    ) as shown:
        yield from shown


def _order_in(sheet: Sheet) -> Order | None:
    try:
        return order_of(row["date"] for row in sheet.rows)
    except AmbiguousOrderError as error:
        cell = str(error)
        row = next(row.number for row in sheet.rows if row["date"] == cell)
        raise UnreadablePlanError(
            _AMBIGUOUS, row=str(row), column=sheet.heading("date"), cell=cell.strip()[:60]
        ) from error


def _content(path: str) -> bytes:
    try:
        with click.open_file(path, "rb") as file:
            content: bytes = file.read(LARGEST_PLAN + 1)
    except FileNotFoundError as error:
        raise UnreadablePlanError(_NO_FILE) from error
    except OSError as error:
        raise UnreadablePlanError(_CANNOT_OPEN, why=error.strerror or str(error)) from error
    if len(content) > LARGEST_PLAN:
        raise UnreadablePlanError(_TOO_LARGE)
    return content
