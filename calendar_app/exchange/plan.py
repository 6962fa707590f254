"""From the rows of a foreign plan to the facts that the rules judge."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from calendar_app.exchange import dates
from calendar_app.exchange.headings import MODES, STATUSES, fold, is_dialog, is_person, labels_of, role_of
from calendar_app.exchange.sheets import Sheet, SheetRow
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.platforms.directory import GENERAL, recognise
from calendar_app.rules.facts import Channel, ItemId, Mode, Person, Role, Slot, Status, Variant
from calendar_app.wording import Text, Value

DIALOG_MINUTES = 30  # of a row of dialog time that does not say how long it takes
NOON = time(12)  # for a row with a day and no time: the rules of a week need no more

SOMEBODY = Person("", "somebody")
"""Stands in where a plan books dialog time, or schedules posts, and nowhere says who is there."""


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
    """A foreign plan in the rules' words.

    Ids of channels and people are their names, ids of variants and slots tell their row (see `row_of`).
    `untimed` are variants with a day and no time, which stand at noon.
    """

    zone: str
    channels: tuple[Channel, ...]
    people: tuple[Person, ...]
    variants: tuple[Variant, ...]
    slots: tuple[Slot, ...]
    untimed: frozenset[ItemId]
    remarks: tuple[Remark, ...]
    unknown_platforms: tuple[str, ...]
    unknown_modes: tuple[str, ...]
    names_who_answers: bool
    """Whether the plan says anything about who answers; if not, it is not blamed for its silence."""


def row_of(item_id: ItemId) -> int:
    """The row of a variant or slot; one row for two channels holds two variants, "7" and "7/2"."""
    return int(str(item_id).partition("/")[0])


def read_plan(sheet: Sheet, *, zone: str, order: dates.Order | None) -> Plan:
    """Understand every row that can be understood; what cannot is remarked upon, row and column named.

    `zone` is the IANA zone of the plan's times, `order` says what stands first in 4/5/2026.
    """
    reading = _Reading(sheet, zone, order)
    found = [each for row in sheet.rows for each in reading.row(row)]
    variants = tuple(each for each in found if isinstance(each, Variant))
    slots = tuple(each for each in found if isinstance(each, Slot))
    return Plan(
        zone=zone,
        channels=tuple(reading.channels.values()),
        people=(*reading.people.values(), SOMEBODY),
        variants=variants,
        slots=slots,
        untimed=frozenset(reading.untimed),
        remarks=tuple(reading.remarks),
        unknown_platforms=tuple(sorted(reading.unknown_platforms)),
        unknown_modes=tuple(sorted(reading.unknown_modes)),
        names_who_answers=bool(slots or reading.people),
    )


class _Reading:
    """What is known while a sheet is read from top to bottom."""

    def __init__(self, sheet: Sheet, zone: str, order: dates.Order | None) -> None:
        self.sheet = sheet
        self.zone = zone
        self.order = order
        self.channels: dict[str, Channel] = {}
        self.people: dict[str, Person] = {}
        self.untimed: set[ItemId] = set()
        self.remarks: list[Remark] = []
        self.unknown_platforms: set[str] = set()
        self.unknown_modes: set[str] = set()

    def row(self, row: SheetRow) -> Iterator[Variant | Slot]:
        """What a row means: a post for each channel it names, or dialog time, or nothing."""
        if not row["channel"].strip():
            self._without_channel(row)
            return
        if row.missing:
            self._remark(row, row.missing[0], _SHORT_ROW)
        try:
            at = self._instant(row)
        except _CellError as error:
            self._problem(row, error.column, error.sentence, cell=error.cell)
            return
        channels = [self._channel(name, row["platform"]) for name in _names(row)]
        person = self._person(row)
        if is_dialog(row["mode"], row["status"], row["label"]):
            yield from self._slot(row, channels, person, at)
        else:
            yield from self._variants(row, channels, person, at)

    def _without_channel(self, row: SheetRow) -> None:
        if row["text"].strip():
            self._problem(row, "channel", _NO_CHANNEL)
        else:
            self._remark(row, "channel", _NO_POST)  # "Week 15" above the rows of a week

    def _variants(
        self, row: SheetRow, channels: list[Channel], person: Person | None, at: datetime | None
    ) -> Iterator[Variant]:
        for place, channel in enumerate(channels, start=1):
            item_id: ItemId = row.number if place == 1 else f"{row.number}/{place}"
            if self._is_untimed(row):
                self.untimed.add(item_id)
            yield Variant(
                id=item_id,
                channel_id=channel.id,
                text=row["text"],
                title=row["title"],
                at=at,
                has_time=not self._is_untimed(row),
                mode=self._mode(row),
                status=STATUSES.get(fold(row["status"]), Status.SCHEDULED),
                labels=labels_of(row["label"]),
                answer_person_id=person.id if person else None,
            )

    def _slot(
        self, row: SheetRow, channels: list[Channel], person: Person | None, at: datetime | None
    ) -> Iterator[Slot]:
        if at is None or self._is_untimed(row):
            self._problem(row, "time", _NO_TIME_FOR_DIALOG)
            return
        ids = tuple(channel.id for channel in channels)
        yield Slot(row.number, at, at + self._length(row), ids, person_id=(person or SOMEBODY).id)

    def _length(self, row: SheetRow) -> timedelta:
        cell = row["minutes"].strip()
        match = re.fullmatch(r"([1-9][0-9]{0,2})\s*(?:min\.?|minutes|minuten)?", cell, re.IGNORECASE)
        if cell and not match:
            self._remark(row, "minutes", _NO_MINUTES, cell=cell[:60], used=DIALOG_MINUTES)
        return timedelta(minutes=int(match[1]) if match else DIALOG_MINUTES)

    def _channel(self, name: str, platform: str) -> Channel:
        key = name.casefold()
        if key not in self.channels:
            known = recognise(platform) or recognise(name) or GENERAL
            if known.is_general:
                self.unknown_platforms.add(" ".join(platform.split()) or name)
            self.channels[key] = Channel(name, name, known.key, self.zone)
        return self.channels[key]

    def _person(self, row: SheetRow) -> Person | None:
        name = " ".join(row["answer_person"].split())
        if not is_person(name):
            return None
        role = role_of(name)
        if role is Role.TRAINEE:
            self._remark(row, "answer_person", _TRAINEE, cell=name[:60])
        return self.people.setdefault(name.casefold(), Person(name, name, role))

    def _mode(self, row: SheetRow) -> Mode:
        """How a row goes out: its mode column, else a status that says it ("automatisch", "von Hand")."""
        word = fold(row["mode"])
        if word and word not in MODES:
            self.unknown_modes.add(row["mode"].strip()[:60])
        return MODES.get(word) or MODES.get(fold(row["status"])) or Mode.SCHEDULED

    def _instant(self, row: SheetRow) -> datetime | None:
        """When a row is planned, in UTC; None for an idea without a date."""
        if not row["date"].strip():
            return None
        if moment := dates.read_instant(row["date"]):
            return moment.astimezone(UTC)
        day, clock = dates.day_and_time(row["date"])
        try:
            date = dates.read_date(day, self.order)
        except ValueError:
            raise _CellError("date", _NO_DATE, row["date"]) from None
        try:
            hour = dates.read_time(row["time"] or clock)
        except ValueError:
            raise _CellError("time", _NO_TIME, row["time"] or clock) from None
        return self._on_the_wall(row, datetime.combine(date, hour or NOON))

    def _is_untimed(self, row: SheetRow) -> bool:
        """Whether a row names a day and no time."""
        cell = row["date"]
        says_time = row["time"].strip() or dates.day_and_time(cell)[1] or dates.read_instant(cell)
        return bool(cell.strip()) and not says_time

    def _on_the_wall(self, row: SheetRow, wall: datetime) -> datetime:
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
        self.remarks.append(Remark(row.number, self.sheet.heading(column), sentence, params, is_problem))


class _CellError(Exception):
    def __init__(self, column: str, sentence: Text, cell: str) -> None:
        super().__init__(column)
        self.column = column
        self.sentence = sentence
        self.cell = cell.strip()[:60]


def _names(row: SheetRow) -> list[str]:
    """The channels of a row: "FB + IG" is the same text on two places, "Tipps & Tricks" is one name."""
    name = " ".join(row["channel"].split())
    parts = [part for part in _BETWEEN_CHANNELS.split(name) if part]
    platforms = {platform.key for part in parts if (platform := recognise(part))}
    return parts if len(parts) > 1 and len(platforms) == len(parts) else [name]


_BETWEEN_CHANNELS = re.compile(r"\s*(?:[,;/|+&]|\bund\b|\band\b)\s*", re.IGNORECASE)

_NO_CHANNEL = Text("No channel is named.", "Es ist kein Kanal genannt.")
_NO_POST = Text(
    "Neither channel nor text: the row is passed over.", "Weder Kanal noch Text: Die Zeile wird übergangen."
)
_SHORT_ROW = Text(
    "The row has fewer cells than the headings; missing ones count as empty.",
    "Die Zeile hat weniger Zellen als die Überschriften; fehlende zählen als leer.",
)
_NO_DATE = Text("“{cell}” is no date.", "„{cell}“ ist kein Datum.")
_NO_TIME = Text("“{cell}” is no time.", "„{cell}“ ist keine Uhrzeit.")
_NO_MINUTES = Text(
    "“{cell}” is no number of minutes; {used} are counted.",
    "„{cell}“ ist keine Zahl von Minuten; gerechnet wird mit {used}.",
)
_NO_TIME_FOR_DIALOG = Text("Dialog time needs a date and a time.", "Dialogzeit braucht Datum und Uhrzeit.")
_TRAINEE = Text(
    "“{cell}” is read as a trainee, who does not answer alone.",
    "„{cell}“ wird als Ausbildung gelesen: Allein antworten sollen Auszubildende nicht.",
)
_MISSING_HOUR = Text(
    "{wall} does not exist on that day in {zone}: the clocks jump. {used} is used.",
    "{wall} gibt es an diesem Tag in {zone} nicht: Die Uhren springen vor. Gerechnet wird mit {used}.",
)
