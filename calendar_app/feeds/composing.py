"""Joining a feed from the events that are written, those of changed rows anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.feeds import ical
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.entries import Calendar
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.post_entries import planned_posts, post_entries
from calendar_app.feeds.reader import Reader, names
from calendar_app.feeds.slot_entries import PlannedSlots, planned_slots, slot_entries
from calendar_app.feeds.window import Window
from calendar_app.feeds.written import Piece, pieces
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import gettext, speaking
from calendar_app.people.models import Person

# Google refuses larger ones, or loses events without a word.
MOST_OCTETS = 1_000_000


@dataclass(frozen=True)
class Composition:
    """A feed's bytes, and the styles in which its events were written."""

    octets: bytes
    styles: tuple[str, ...]


def compose(
    session: Session,
    kind: Kind,
    person: Person,
    contents: Contents,
    now: datetime,
    page: PageAddress,
    *,
    most: int = MOST_OCTETS,
) -> Composition:
    """A feed for a person whose eyes the session already has, within so many octets.

    When it would be larger, first the descriptions give way, then what is furthest ahead.
    """
    window = Window.of(now)
    reader = Reader.of(person, page, contents)
    posts = planned_posts(session, kind, person, contents, window)
    slots = planned_slots(session, kind, person, contents, window)
    with speaking(reader.language):
        events = _Events(session, posts, slots, window, names(session))
        written = events.written(reader)
        calendar = _calendar(session, kind, person, contents, page, written)
        zones = tuple(ical.zones(slots.zones, window.end.year + 1))
        room = most - len(ical.join(calendar, zones, ()))
        if _size(written) > room:
            written = fit(events.written(reader.in_brief), room)
    octets = ical.join(calendar, zones, (piece.octets for piece in written))
    return Composition(octets, tuple(events.styles))


def fit(written: list[Piece], room: int) -> list[Piece]:
    """What is soonest, within so many octets, in the order given."""
    kept = set()
    for piece in sorted(written, key=lambda piece: (piece.starts, piece.octets)):
        room -= len(piece.octets)
        if room < 0:
            break
        kept.add(piece)
    return [piece for piece in written if piece in kept]


@dataclass(frozen=True)
class _Events:
    """The events of one feed, to be had in several styles."""

    session: Session
    posts: Mapping[int, int]
    slots: PlannedSlots
    window: Window
    names: str
    styles: list[str] = field(default_factory=list)

    def written(self, reader: Reader) -> list[Piece]:
        """Posts first, then slots, each by row: an order that no database has a say in."""
        own = {slot.id: slot.revision for slot in self.slots.slots if slot.person_id == reader.person_id}
        others = {slot.id: slot.revision for slot in self.slots.slots if slot.id not in own}
        return [
            *self._of_posts(reader),
            *self._of_slots(reader, own, is_own=True),
            *self._of_slots(reader, others, is_own=False),
        ]

    def _of_posts(self, reader: Reader) -> list[Piece]:
        write = partial(post_entries, self.session, reader)
        style = self._style(reader, "posts")
        return pieces(self.session, style, self.posts, write, is_post=True)

    def _of_slots(self, reader: Reader, stamps: Mapping[int, int], *, is_own: bool) -> list[Piece]:
        shape = (self.slots.as_series, self.window.key, reader.limits, is_own)
        write = partial(slot_entries, self.slots, reader, self.window)
        style = self._style(reader, "slots", *shape)
        return pieces(self.session, style, stamps, write, is_post=False)

    def _style(self, reader: Reader, *more: object) -> str:
        style = reader.style(self.names, *more)
        self.styles.append(style)
        return style


def _size(written: list[Piece]) -> int:
    return sum(len(piece.octets) for piece in written)


def _calendar(
    session: Session, kind: Kind, person: Person, contents: Contents, page: PageAddress, written: list[Piece]
) -> Calendar:
    changed = max((piece.changed for piece in written), default=None)
    return Calendar(
        name=f"{person.workspace.name} – {feed_name(session, kind, contents)}",
        description=gettext(kind.about),
        color=kind.color,
        url=page("board.week"),
        changed_at=None if changed is None else datetime.fromtimestamp(changed, UTC),
    )


def feed_name(session: Session, kind: Kind, contents: Contents) -> str:
    """What tells a feed from the others of a workspace, in the current language."""
    if not kind.is_of_channel:
        return gettext(kind.name)
    return session.scalar(select(Channel.name).where(Channel.id == contents.channel_id)) or ""
