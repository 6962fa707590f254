"""Plans and reports out of a few cells."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from calendar_app.exchange.checking import Report, check_plan
from calendar_app.exchange.dates import Order
from calendar_app.exchange.plan import Plan, read_plan
from calendar_app.exchange.sheets import read_csv

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
PLANS = Path(__file__).parent / "plans"
HEADINGS = ("channel", "date", "time", "text", "mode", "label", "answer person", "minutes", "status")

KEYS = "On Friday we open the archive for one night: bring a lamp and a question, we bring the keys."
BOX = "Which document of this town would you like to hold in your hands once? We may have it in box 17."
MAP = "A map of 1781 shows a street that nobody has found. Who wants to walk along with us on Sunday?"


def sheet(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> bytes:
    """Rows under headings as a CSV file; short rows are filled up with empty cells."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([*row, *[""] * (len(headings) - len(row))] for row in rows)
    return file.getvalue().encode()


def plan(*rows: Sequence[object], zone: str = "Europe/Berlin", order: Order | None = None) -> Plan:
    return read_plan(read_csv(sheet(*rows)), zone=zone, order=order)


def report(*rows: Sequence[object]) -> Report:
    return check_plan(plan(*rows), now=NOW)


def findings(report: Report, number: str) -> list[tuple[int, str]]:
    """Row and severity of one rule's findings."""
    return [
        (int(str(each.variant.id).partition("/")[0]), each.verdict.severity.value)
        for each in report.findings
        if each.verdict.number == number
    ]
