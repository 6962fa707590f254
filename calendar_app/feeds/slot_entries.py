"""Reserved time as events: series follow the clock on the wall, and block the time of who holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.engagement.recurrence import expand, gives, take_place
from calendar_app.engagement.timetable import running
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.entries import PASSAGE, TITLE, Moved, TimedEvent, WallTimeSeries
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.reader import ChannelName, Names, Reader
from calendar_app.feeds.series import meets_double_hour, occurrence_uid, set_apart
from calendar_app.feeds.window import Window
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.wording import excerpt

# Each series costs Thunderbird 0.1 s and more; beyond so many, single dates are cheaper for every reader.
MOST_SERIES = 25


@dataclass(frozen=True)
class PlannedSlots:
    """The reserved time of a feed. So many series that readers would suffer are written as single dates."""

    slots: tuple[Slot, ...]

    @property
    def stamps(self) -> dict[int, int]:
        return {slot.id: slot.revision for slot in self.slots}

    @property
    def as_series(self) -> bool:
        return sum(bool(slot.rrule) for slot in self.slots) <= MOST_SERIES

    @property
    def zones(self) -> Iterator[tuple[str, int]]:
        """The zones that the series use, and from which year on."""
        if self.as_series:
            yield from ((slot.zone, slot.starts_wall.year) for slot in self.slots if slot.rrule)


def planned_slots(
    session: Session, kind: Kind, person: Person, contents: Contents, window: Window
) -> PlannedSlots:
    """What is reserved, in the eyes of the session's person."""
    if not contents.slots:
        return PlannedSlots(())
    slots = (slot for slot in running(session, window.start) if slot.person.is_here)
    return PlannedSlots(tuple(slot for slot in slots if kind.slots(person, contents, slot)))


def slot_entries(
    reader: Reader, named: Names, planned: PlannedSlots, window: Window, row_ids: list[int]
) -> Iterator[tuple[int, TimedEvent | WallTimeSeries]]:
    """Some of the slots as events in the current language."""
    wanted = set(row_ids)
    for slot in planned.slots:
        if slot.id not in wanted:
            continue
        write = _entries if planned.as_series and slot.rrule else _dates
        yield from ((slot.id, entry) for entry in write(_Told(slot, reader, named), window))


def slot_dates(reader: Reader, named: Names, planned: PlannedSlots, window: Window) -> Iterator[TimedEvent]:
    """Every date by itself, as a page lists them."""
    for slot in planned.slots:
        yield from _dates(_Told(slot, reader, named), window)


@dataclass(frozen=True)
class _Told:
    """A slot as its events tell it to one reader, who sees only some of its channels perhaps."""

    slot: Slot
    reader: Reader
    named: Names

    @property
    def uid(self) -> str:
        return self.reader.uid("slot", self.slot.id)

    @property
    def is_own(self) -> bool:
        return self.slot.person_id == self.reader.person_id

    @property
    def channels(self) -> list[ChannelName]:
        names = self.named.channels
        return [names[channel.id] for channel in self.slot.channels if channel.id in names]

    def words(self, link: str) -> dict[str, Any]:
        """What the series and the single dates of a slot say alike."""
        slot, reader = self.slot, self.reader
        is_open = reader.detail != Detail.BUSY
        return {
            "summary": excerpt(self._summary(), TITLE) if is_open else gettext("Busy"),
            "description": "\n".join(self._description(link)) if reader.detail == Detail.FULL else "",
            "url": link,
            "categories": (gettext("Dialog time"),) if link else (),
            "is_busy": self.is_own,
            "alarm_minutes": reader.alarm_minutes if self.is_own else None,
            "created_at": slot.created_at,
            "changed_at": self.named.changed_since(slot.updated_at),
            "sequence": slot.revision + self.named.revision,
        }

    def _summary(self) -> str:
        channels = ", ".join(channel.name for channel in self.channels)
        if self.is_own or self.reader.is_outsider:
            return gettext("Dialog time: %(channels)s", channels=channels)
        name = self.named.persons[self.slot.person_id]
        return gettext("Dialog time of %(name)s: %(channels)s", name=name, channels=channels)

    def _description(self, link: str) -> Iterator[str]:
        if self.slot.note and not self.reader.is_outsider:
            yield excerpt(self.slot.note, PASSAGE)
            yield ""
        yield from (
            f"{excerpt(channel.name, TITLE)}: {channel.url}" for channel in self.channels if channel.url
        )
        if link:
            yield gettext("Open in Parley: %(link)s", link=link)


def _entries(told: _Told, window: Window) -> Iterator[TimedEvent | WallTimeSeries]:
    """A series as one, unless readers would disagree about a date of it."""
    series = _series(told, window)
    if meets_double_hour(series, to_wall(window.end, series.zone)):
        yield from _dates(told, window)
    else:
        yield series


def _series(told: _Told, window: Window) -> WallTimeSeries:
    slot = told.slot
    skipped, moved = _exceptions(slot)
    series = WallTimeSeries(
        uid=told.uid,
        **told.words(told.reader.link("engagement.index")),
        starts=slot.starts_wall,
        zone=slot.zone,
        minutes=slot.minutes,
        rrule=slot.rrule,
        ends=slot.ended_wall,
        skipped=skipped,
        moved=moved,
    )
    return _within(set_apart(series, to_wall(window.end, slot.zone)), window)


def _exceptions(slot: Slot) -> tuple[frozenset[datetime], tuple[Moved, ...]]:
    """What is skipped and what is moved; an exception from a date that the rule does not give is neither."""
    skipped, moved = set(), []
    for exception in slot.exceptions:
        date = exception.occurrence
        if not gives(slot, date):
            continue
        there = take_place(slot, date, exception)
        if there is None or there.skipped:
            skipped.add(date)
        else:
            moved.append(Moved(date, there.start, there.end))
    return frozenset(skipped), tuple(moved)


def _within(series: WallTimeSeries, window: Window) -> WallTimeSeries:
    """The series without the moved dates that lie outside of the window."""
    inside = tuple(moved for moved in series.moved if window.start <= moved.starts_at < window.end)
    outside = {moved.occurrence for moved in series.moved} - {moved.occurrence for moved in inside}
    return replace(series, moved=inside, skipped=series.skipped | outside)


def _dates(told: _Told, window: Window) -> Iterator[TimedEvent]:
    slot = told.slot
    for date in expand(slot, slot.exceptions, window.start, window.end):
        link = told.reader.link("engagement.occurrence", slot_id=slot.id, key=date.key)
        yield TimedEvent(
            uid=occurrence_uid(told.uid, date.rule_wall) if slot.rrule else told.uid,
            **told.words(link),
            starts_at=date.start,
            ends_at=date.end,
        )
