"""From the rows of a foreign plan to the facts that the rules judge."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from calendar_app.exchange.dates import Order, read_date, read_time
from calendar_app.exchange.headings import DIALOG, MODES, STATUSES, fold, is_person, role_of
from calendar_app.exchange.sheets import Sheet, SheetRow
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.platforms.directory import GENERAL, recognise
from calendar_app.rules.facts import Channel, Mode, Person, Slot, Status, Variant
from calendar_app.wording import Text, Value

DIALOG_MINUTES = 30  # of a row of dialog time that does not say how long it takes


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a row itself. A problem means that the row was not used."""

    row: int
    column: str
    sentence: Text
    params: dict[str, Value] = field(default_factory=dict)
    is_problem: bool = True

    def message(self, language: str) -> str:
        return self.sentence.fill(language, self.params)


@dataclass(frozen=True, slots=True)
class Plan:
    """A foreign plan in the rules' words. Ids of variants and slots are row numbers, others are names."""

    channels: tuple[Channel, ...]
    people: tuple[Person, ...]
    variants: tuple[Variant, ...]
    slots: tuple[Slot, ...]
    remarks: tuple[Remark, ...]
    unknown_platforms: tuple[str, ...]
    names_who_answers: bool
    """Whether the plan says anything about who answers; if not, it is not blamed for its silence."""


def read_plan(sheet: Sheet, *, zone: str, order: Order | None) -> Plan:
    """Understand every row that can be understood; what cannot is remarked upon, row and column named."""
    reading = _Reading(sheet, zone, order)
    rows = [found for row in sheet.rows if (found := reading.row(row))]
    variants = tuple(found for found in rows if isinstance(found, Variant))
    slots = tuple(found for found in rows if isinstance(found, Slot))
    people = tuple(reading.people.values())
    return Plan(
        channels=tuple(reading.channels.values()),
        people=people,
        variants=variants,
        slots=slots,
        remarks=tuple(reading.remarks),
        unknown_platforms=tuple(sorted(reading.unknown_platforms)),
        names_who_answers=bool(slots) or any(variant.answer_person_id is not None for variant in variants),
    )


class _Reading:
    """What is known while a sheet is read from top to bottom."""

    def __init__(self, sheet: Sheet, zone: str, order: Order | None) -> None:
        self.sheet = sheet
        self.zone = zone
        self.order = order
        self.channels: dict[str, Channel] = {}
        self.people: dict[str, Person] = {}
        self.remarks: list[Remark] = []
        self.unknown_platforms: set[str] = set()

    def row(self, row: SheetRow) -> Variant | Slot | None:
        name = " ".join(row["channel"].split())
        if not name:
            self._problem(row, "channel", _NO_CHANNEL)
            return None
        if row.is_short:
            self._remark(row, "channel", _SHORT_ROW)
        try:
            at = self._instant(row)
        except _CellError as error:
            self._problem(row, error.column, error.sentence, cell=error.cell)
            return None
        channel = self._channel(name, row["platform"])
        person = self._person(row["answer_person"])
        if {fold(row["mode"]), fold(row["status"]), fold(row["label"])} & DIALOG:
            return self._slot(row, channel, person, at)
        return self._variant(row, channel, person, at)

    def _variant(
        self, row: SheetRow, channel: Channel, person: Person | None, at: datetime | None
    ) -> Variant:
        return Variant(
            id=row.number,
            channel_id=channel.id,
            text=row["text"],
            title=row["title"],
            at=at,
            mode=_mode(row),
            status=STATUSES.get(fold(row["status"]), Status.SCHEDULED),
            labels=frozenset(word for cell in row["label"].split(",") if (word := fold(cell))),
            answer_person_id=person.id if person else None,
        )

    def _slot(
        self, row: SheetRow, channel: Channel, person: Person | None, at: datetime | None
    ) -> Slot | None:
        if at is None:
            self._problem(row, "time", _NO_TIME_FOR_DIALOG)
            return None
        minutes = int(row["minutes"]) if row["minutes"].strip().isdecimal() else DIALOG_MINUTES
        end = at + timedelta(minutes=min(minutes, 24 * 60))
        return Slot(row.number, at, end, (channel.id,), person_id=person.id if person else None)

    def _channel(self, name: str, platform: str) -> Channel:
        if name not in self.channels:
            known = recognise(platform) or recognise(name) or GENERAL
            if known.is_general:
                self.unknown_platforms.add(platform.strip() or name)
            self.channels[name] = Channel(name, name, known.key, self.zone)
        return self.channels[name]

    def _person(self, name: str) -> Person | None:
        name = " ".join(name.split())
        if not is_person(name):
            return None
        role = role_of(name)
        return self.people.setdefault(name, Person(name, name, role))

    def _instant(self, row: SheetRow) -> datetime | None:
        """When a row is planned; None for an idea without a date or a time."""
        if not row["date"].strip():
            return None
        try:
            day = read_date(row["date"], self.order)
        except ValueError:
            raise _CellError("date", _NO_DATE, row["date"].strip()) from None
        try:
            clock = read_time(row["time"])
        except ValueError:
            raise _CellError("time", _NO_TIME, row["time"].strip()) from None
        return None if clock is None else self._on_the_wall(row, day, clock)

    def _on_the_wall(self, row: SheetRow, day: date, clock: time) -> datetime:
        wall = datetime.combine(day, clock)
        instant = to_utc(wall, self.zone)
        shown = to_wall(instant, self.zone)
        if shown != wall:
            self._remark(
                row, "time", _MISSING_HOUR, wall=f"{wall:%H:%M}", zone=self.zone, used=f"{shown:%H:%M}"
            )
        return instant

    def _problem(self, row: SheetRow, column: str, sentence: Text, **params: Value) -> None:
        self._add(row, column, sentence, params, is_problem=True)

    def _remark(self, row: SheetRow, column: str, sentence: Text, **params: Value) -> None:
        self._add(row, column, sentence, params, is_problem=False)

    def _add(
        self, row: SheetRow, column: str, sentence: Text, params: dict[str, Value], *, is_problem: bool
    ) -> None:
        heading = self.sheet.headings.get(column, column)
        self.remarks.append(Remark(row.number, heading, sentence, params, is_problem))


class _CellError(Exception):
    def __init__(self, column: str, sentence: Text, cell: str) -> None:
        super().__init__(column)
        self.column = column
        self.sentence = sentence
        self.cell = cell[:60]


def _mode(row: SheetRow) -> Mode:
    """How a row goes out: its mode column, else a status that says it ("automatisch", "von Hand")."""
    return MODES.get(fold(row["mode"])) or MODES.get(fold(row["status"])) or Mode.SCHEDULED


_NO_CHANNEL = Text("No channel is named.", "Es ist kein Kanal genannt.")
_SHORT_ROW = Text(
    "The row has fewer cells than the headings; missing ones count as empty.",
    "Die Zeile hat weniger Zellen als die Überschriften; fehlende zählen als leer.",
)
_NO_DATE = Text("“{cell}” is no date.", "„{cell}“ ist kein Datum.")
_NO_TIME = Text("“{cell}” is no time.", "„{cell}“ ist keine Uhrzeit.")
_NO_TIME_FOR_DIALOG = Text("Dialog time needs a date and a time.", "Dialogzeit braucht Datum und Uhrzeit.")
_MISSING_HOUR = Text(
    "{wall} does not exist on that day in {zone}: the clocks jump. {used} is used.",
    "{wall} gibt es an diesem Tag in {zone} nicht: Die Uhren springen vor. Gerechnet wird mit {used}.",
)
