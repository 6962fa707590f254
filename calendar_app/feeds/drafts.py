"""A feed's events as bytes in a row, and where each of them stands.

An edit writes the events of the rows that changed; all the others are copied as they are, in whole stretches.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import accumulate, chain
from typing import NamedTuple, TypeAlias

from calendar_app.feeds.entries import TimedEvent, WholeDay
from calendar_app.feeds.ical import Written, write_entry
from calendar_app.foundation.zones import to_utc

Write: TypeAlias = Callable[[list[int]], Iterable[tuple[int, Written]]]
"""Gives the entries of some rows, each with its row's id."""


class Piece(NamedTuple):
    """An event, or a series with its moved dates, as bytes. Moments are Unix seconds."""

    row_id: int
    stamp: int
    starts: int
    changed: int
    octets: bytes


class Marks(NamedTuple):
    """What stands where: a column of numbers for each thing to be known of an event. `lengths` are octets.

    The numbers are in the machine's own order of bytes: ten thousand are read at once.
    """

    row_ids: "array[int]"
    stamps: "array[int]"
    starts: "array[int]"
    changed: "array[int]"
    lengths: "array[int]"

    @classmethod
    def unpacked(cls, octets: bytes = b"") -> "Marks":
        size = len(octets) // len(cls._fields)
        return cls(*(array("q", octets[size * n : size * (n + 1)]) for n in range(len(cls._fields))))

    @property
    def packed(self) -> bytes:
        return b"".join(column.tobytes() for column in self)

    def copy(self, source: "Marks", first: int, until: int) -> None:
        for column, others in zip(self, source, strict=True):
            column.extend(others[first:until])

    def add(self, piece: Piece) -> None:
        *numbers, octets = piece
        for column, number in zip(self, (*numbers, len(octets)), strict=True):
            column.append(number)


@dataclass(frozen=True, slots=True)
class Draft:
    """Events by row, each row's by time. A row may have several: its dates, where they are single events.

    The parts, one after the other, are the events; where one ends, an event ends.
    """

    marks: Marks
    parts: Sequence[bytes | memoryview]

    @property
    def octets(self) -> bytes:
        return b"".join(self.parts)

    @property
    def size(self) -> int:
        return sum(self.marks.lengths)

    @property
    def changed(self) -> int:
        """When one of its events was changed last; 0 while there is none."""
        return max(self.marks.changed, default=0)

    def brought_to(self, stamps: Mapping[int, int], write: Write) -> "Draft":
        """The draft of these rows at these revisions; what is as it was is copied."""
        known = dict(zip(self.marks.row_ids, self.marks.stamps, strict=True))
        outdated = [row_id for row_id, stamp in stamps.items() if known.get(row_id) != stamp]
        gone = known.keys() - stamps.keys()
        if not outdated and not gone:
            return self
        fresh: dict[int, list[Piece]] = defaultdict(list)
        for row_id, entry in write(sorted(outdated)):
            fresh[row_id].append(_piece(row_id, stamps[row_id], entry))
        return self._with(fresh, sorted(gone.union(outdated)))

    def _with(self, fresh: Mapping[int, list[Piece]], row_ids: list[int]) -> "Draft":
        """The draft with some rows replaced; those of which nothing is fresh are left out."""
        parts: list[bytes | memoryview] = []
        here, made = self.marks.row_ids, Draft(Marks.unpacked(), parts)
        octets, ends = memoryview(self.octets), [0, *accumulate(self.marks.lengths)]
        places = [(bisect_left(here, row_id), bisect_right(here, row_id), row_id) for row_id in row_ids]
        copied = 0
        for first, until, row_id in (*places, (len(here), len(here), _NO_ROW)):
            if copied < first:
                made.marks.copy(self.marks, copied, first)
                parts.append(octets[ends[copied] : ends[first]])
            for piece in sorted(fresh.get(row_id, ())):
                made.marks.add(piece)
                parts.append(piece.octets)
            copied = until
        return made


_NO_ROW = 0  # behind the last one
EMPTY = Draft(Marks.unpacked(), ())


def fit(drafts: Sequence[Draft], room: int) -> Iterable[bytes | memoryview]:
    """The events of all drafts in order; where they are too many octets, those that begin soonest."""
    if sum(draft.size for draft in drafts) <= room:
        return chain.from_iterable(draft.parts for draft in drafts)
    events = list(chain.from_iterable(map(_events, drafts)))
    soonest = sorted(range(len(events)), key=lambda place: events[place][0])
    used = accumulate(len(events[place][1]) for place in soonest)
    kept = {place for place, octets in zip(soonest, used, strict=True) if octets <= room}
    return (events[place][1] for place in sorted(kept))


def _events(draft: Draft) -> Iterator[tuple[int, bytes]]:
    """Each event by itself: when it starts, and its octets."""
    octets, end = draft.octets, 0
    for starts, length in zip(draft.marks.starts, draft.marks.lengths, strict=True):
        start, end = end, end + length
        yield starts, octets[start:end]


def drafted(entries: Iterable[Written]) -> Draft:
    """A draft of a few entries that are written each time: nothing is copied from it later."""
    numbered = dict(enumerate(entries, _NO_ROW + 1))
    return EMPTY.brought_to(dict.fromkeys(numbered, 0), lambda row_ids: ((n, numbered[n]) for n in row_ids))


def _piece(row_id: int, stamp: int, entry: Written) -> Piece:
    starts, changed = (int(moment.timestamp()) for moment in (_starts_at(entry), entry.changed_at))
    return Piece(row_id, stamp, starts, changed, write_entry(entry))


def _starts_at(entry: Written) -> datetime:
    if isinstance(entry, TimedEvent):
        return entry.starts_at
    if isinstance(entry, WholeDay):
        return datetime.combine(entry.day, time(), UTC)
    return to_utc(entry.starts, entry.zone)
