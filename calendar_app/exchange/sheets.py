"""Reading a foreign plan into rows of cells: CSV of any dialect, or JSON."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from calendar_app.exchange.headings import NEEDED, column_of
from calendar_app.wording import Text, Value

LONGEST_CELL = 2_000_000
_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 500
_SHORT = 40
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINES_ABOVE = 10  # a title, a "sep=;" or empty lines may stand above the headings


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
    """One row: its number as a spreadsheet shows it, its cells by column, columns it is too short for.

    Of a JSON list the first object is row 1.
    """

    number: int
    cells: dict[str, str]
    missing: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan's rows, and what its columns were called."""

    headings: dict[str, str]
    rows: tuple[SheetRow, ...]

    def heading(self, column: str) -> str:
        return self.headings.get(column, column)


def read_csv(content: bytes) -> Sheet:
    """A CSV file with headings; encoding and delimiter are found out. Raises UnreadablePlanError."""
    text = _decoded(content)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)
    records = _records(reader)
    cells = _heading_cells(records)
    columns = _columns(cells)
    rows = tuple(_row(number, found, columns) for number, found in records if any(map(str.strip, found)))
    return Sheet({column: cells[index].strip() for column, index in columns.items()}, rows)


def read_json(content: bytes) -> Sheet:
    """A JSON list of objects, or an object with such a list under "rows". Raises UnreadablePlanError."""
    try:
        found = json.loads(_decoded(content))
    except json.JSONDecodeError as error:
        raise UnreadablePlanError(_NO_JSON, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, brackets a thousand deep
        raise UnreadablePlanError(_NO_LIST) from error
    items = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnreadablePlanError(_NO_LIST)
    names = list(dict.fromkeys(name for item in items for name in item))
    columns = {column: names[index] for column, index in _columns(names).items()}
    if items:
        _require(columns, row=1)
    rows = (
        SheetRow(number, {column: _cell(item.get(name)) for column, name in columns.items()})
        for number, item in enumerate(items, start=1)
    )
    return Sheet(columns, tuple(rows))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else what German spreadsheets write: cp1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadablePlanError(_NO_TEXT)
    if not text.strip():
        raise UnreadablePlanError(_EMPTY)
    return text


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one at a time: a file object would keep four bytes a character."""
    return (line[0] for line in _LINE.finditer(text))


def _delimiter(text: str) -> str:
    """What separates the cells: the sign with which most headings make sense."""
    lines = list(islice(_lines(text[:LONGEST_CELL]), _LINES_ABOVE))
    return max(_DELIMITERS, key=lambda sign: max(len(_columns(line.split(sign))) for line in lines))


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
            is_huge = "limit" in str(error)
            raise UnreadablePlanError(
                _HUGE_CELL if is_huge else _BROKEN_ROW, row=str(number), most=LONGEST_CELL
            ) from error


def _heading_cells(records: Iterator[tuple[int, list[str]]]) -> list[str]:
    """The first record that names all needed columns; the records are read up to it."""
    best: dict[str, int] = {}
    row = 1
    for number, cells in islice(records, _LINES_ABOVE):
        columns = _columns(cells)
        if not _missing(columns):
            return cells
        if len(columns) > len(best):
            best, row = columns, number
    _require(best, row)
    return []


def _columns(headings: list[str]) -> dict[str, int]:
    """Column → index. Where two headings mean the same, the first counts; a platform may name the channel."""
    found: dict[str, int] = {}
    for index, heading in enumerate(headings[:_MOST_COLUMNS]):
        column = column_of(heading.strip().strip('"'))
        if column is not None:
            found.setdefault(column, index)
    if "platform" in found:
        found.setdefault("channel", found["platform"])
    return found


def _missing(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(column for column in NEEDED if column not in columns)


def _require(columns: Iterable[str], row: int) -> None:
    if missing := _missing(columns):
        raise UnreadablePlanError(_MISSING_COLUMNS, row=str(row), columns=missing)


def _row(number: int, cells: list[str], columns: dict[str, int]) -> SheetRow:
    filled = {column: _once(cells[index]) for column, index in columns.items() if index < len(cells)}
    return SheetRow(number, filled, tuple(column for column in columns if column not in filled))


def _once(cell: str) -> str:
    """A cell; short ones, which stand in many rows, are held once."""
    return sys.intern(cell) if len(cell) <= _SHORT else cell


def _cell(value: object) -> str:
    """A JSON value as a cell; a list (of labels) is joined."""
    return ", ".join(map(_word, value)) if isinstance(value, list) else _word(value)


def _word(value: object) -> str:
    """A string or number as text; half a surrogate pair, which no file can hold, becomes a question mark."""
    return str(value).encode(errors="replace").decode() if isinstance(value, str | int | float) else ""


_EMPTY = Text("The file is empty.", "Die Datei ist leer.")
_NO_TEXT = Text(
    "This is no text file. Save the sheet as CSV (UTF-8) and try again.",
    "Das ist keine Textdatei. Die Tabelle als CSV (UTF-8) speichern und noch einmal versuchen.",
)
_NO_JSON = Text(
    "This is no valid JSON: line {line}, column {column}.",
    "Das ist kein gültiges JSON: Zeile {line}, Spalte {column}.",
)
_NO_LIST = Text(
    "The JSON must be a list of objects, one for each row.",
    "Das JSON muss eine Liste von Objekten sein, eines je Zeile.",
)
_BROKEN_ROW = Text(
    "Row {row} cannot be read: a quotation mark is missing or too many, there or in the row before.",
    "Zeile {row} ist nicht lesbar: Dort oder in der Zeile davor fehlt ein Anführungszeichen oder steht eines "
    "zu viel.",
)
_HUGE_CELL = Text(
    "Row {row} cannot be read: a cell holds more than {most} characters. Often a quotation mark is missing.",
    "Zeile {row} ist nicht lesbar: Eine Zelle hat mehr als {most} Zeichen. Oft fehlt ein Anführungszeichen.",
)
_MISSING_COLUMNS = Text(
    "Row {row} names no column for: {columns}. Expected headings are channel, platform, date, time, text "
    "(Kanal, Plattform, Datum, Uhrzeit, Text).",
    "Zeile {row} nennt keine Spalte für: {columns}. Erwartet werden Kanal, Plattform, Datum, Uhrzeit, Text "
    "(channel, platform, date, time, text).",
)
