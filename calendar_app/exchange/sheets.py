"""Reading a foreign plan into rows of cells: CSV of any dialect, or JSON."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from calendar_app.exchange.headings import NEEDED, column_of
from calendar_app.wording import Text, Value

LONGEST_CELL = 2_000_000
_DELIMITERS = ",;\t|"


class UnreadablePlanError(Exception):
    """The plan as a whole cannot be read; the sentence says where and why."""

    def __init__(self, sentence: Text, **params: Value) -> None:
        super().__init__(sentence.fill("en", params))
        self.sentence = sentence
        self.params = params

    def message(self, language: str) -> str:
        return self.sentence.fill(language, self.params)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as a spreadsheet shows it (the headings are row 1) and its cells by column."""

    number: int
    cells: dict[str, str]
    is_short: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan's rows, and what its columns were called."""

    headings: dict[str, str]
    rows: tuple[SheetRow, ...]

    def has(self, column: str) -> bool:
        return column in self.headings


def read_csv(content: bytes) -> Sheet:
    """A CSV file with headings; encoding and delimiter are found out. Raises UnreadablePlanError."""
    text = _decoded(content)
    csv.field_size_limit(LONGEST_CELL)
    records = _records(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    _, first = next(records, (1, []))
    headings = _headings(first)
    rows = tuple(_row(number, cells, headings) for number, cells in records if any(map(str.strip, cells)))
    return Sheet({column: first[index] for column, index in headings.items()}, rows)


def read_json(content: bytes) -> Sheet:
    """A JSON list of objects, or an object with such a list under "rows". Raises UnreadablePlanError."""
    try:
        found = json.loads(_decoded(content))
    except ValueError as error:
        raise UnreadablePlanError(_NO_JSON, why=str(error)) from error
    items = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnreadablePlanError(_NO_LIST)
    names = {name: column for item in items for name in item if (column := column_of(name))}
    _require(set(names.values()))
    rows = tuple(
        SheetRow(number, {names[name]: _cell(value) for name, value in item.items() if name in names})
        for number, item in enumerate(items, start=1)
    )
    return Sheet({column: name for name, column in names.items()}, rows)


def _decoded(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else what German spreadsheets write: cp1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadablePlanError(_NO_TEXT)
    return text


def _delimiter(text: str) -> str:
    """What separates the headings; they are words, so the commonest sign between them is it."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=line.count)


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Records with their numbers; a cell that cannot be read ends with a sentence that names its row."""
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadablePlanError(_BROKEN_ROW, row=number, why=str(error)) from error


def _headings(cells: list[str]) -> dict[str, int]:
    """Column → index. Where two headings mean the same, the first counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None:
            found.setdefault(column, index)
    if "channel" not in found and "platform" in found:
        found["channel"] = found["platform"]
    _require(set(found))
    return found


def _require(columns: set[str]) -> None:
    missing = tuple(column for column in NEEDED if column not in columns)
    if missing:
        raise UnreadablePlanError(_MISSING_COLUMNS, columns=missing)


def _row(number: int, cells: list[str], headings: dict[str, int]) -> SheetRow:
    filled = {column: cells[index] for column, index in headings.items() if index < len(cells)}
    width = max(headings.values()) + 1
    return SheetRow(number, filled, is_short=len(cells) < width and len(cells) > 1)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


_NO_TEXT = Text(
    "This is no text file. Save the sheet as CSV (UTF-8) and try again.",
    "Das ist keine Textdatei. Die Tabelle als CSV (UTF-8) speichern und noch einmal versuchen.",
)
_NO_JSON = Text("This is no valid JSON: {why}.", "Das ist kein gültiges JSON: {why}.")
_NO_LIST = Text(
    "The JSON must be a list of objects, one for each row.",
    "Das JSON muss eine Liste von Objekten sein, eines je Zeile.",
)
_BROKEN_ROW = Text(
    "Row {row} cannot be read: {why}. Often a quotation mark is missing there or in the row before.",
    "Zeile {row} ist nicht lesbar: {why}. Oft fehlt dort oder in der Zeile davor ein Anführungszeichen.",
)
_MISSING_COLUMNS = Text(
    "Row 1 names no column for: {columns}. Expected headings are channel, platform, date, time, text "
    "(Kanal, Plattform, Datum, Uhrzeit, Text).",
    "Zeile 1 nennt keine Spalte für: {columns}. Erwartet werden Kanal, Plattform, Datum, Uhrzeit, Text "
    "(channel, platform, date, time, text).",
)
