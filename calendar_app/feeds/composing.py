"""Joining a feed from the drafts that are kept, the events of changed rows written anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns.models import Campaign
from calendar_app.channels.models import Channel
from calendar_app.feeds import ical
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.drafts import EMPTY, Draft, Write, drafted, fit
from calendar_app.feeds.entries import Calendar
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.post_entries import PlannedPosts, planned_posts, post_entries
from calendar_app.feeds.reader import Names, Reader, names
from calendar_app.feeds.slot_entries import PlannedSlots, planned_slots, slot_entries
from calendar_app.feeds.task_entries import PlannedTasks, planned_tasks, task_entries
from calendar_app.feeds.window import Window
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import gettext, speaking
from calendar_app.people.models import Person
from calendar_app.sights.models import SavedView

# Google refuses larger ones, or loses events without a word.
MOST_OCTETS = 1_000_000


@dataclass(frozen=True)
class Composition:
    """A feed's bytes, and the drafts they were joined from, by style."""

    octets: bytes
    drafts: Mapping[str, Draft]


def compose(
    session: Session,
    kind: Kind,
    person: Person,
    contents: Contents,
    now: datetime,
    page: PageAddress,
    *,
    kept: Mapping[str, Draft] | None = None,
    most: int = MOST_OCTETS,
) -> Composition:
    """A feed for a person whose eyes the session already has, within so many octets.

    What of the kept drafts still holds is copied; the bytes are the same without any. When the feed would be
    larger, first the descriptions give way, then what is furthest ahead.
    """
    window = Window.of(now)
    reader = Reader.of(person, page, contents)
    posts = planned_posts(session, kind, person, contents, window)
    slots = planned_slots(session, kind, person, contents, window)
    tasks = planned_tasks(session, kind, person, contents, window)
    with speaking(reader.language):
        events = _Events(session, posts, slots, tasks, window, names(session, person.workspace), kept or {})
        drafts = events.drafts(reader)
        calendar = _calendar(session, kind, person, contents, page, drafts)
        zones = tuple(ical.zones(slots.zones, window.end.year + 1))
        room = most - len(ical.join(calendar, zones, ()))
        if sum(draft.size for draft in drafts) > room:
            drafts = events.drafts(reader.in_brief)
    return Composition(ical.join(calendar, zones, fit(drafts, room)), events.made)


@dataclass(frozen=True)
class _Events:
    """The events of one feed, to be had in several styles."""

    session: Session
    posts: PlannedPosts
    slots: PlannedSlots
    tasks: PlannedTasks
    window: Window
    named: Names
    kept: Mapping[str, Draft]
    made: dict[str, Draft] = field(default_factory=dict)

    def drafts(self, reader: Reader) -> tuple[Draft, ...]:
        """Posts first, then slots, then tasks, each by row: an order that no database has a say in.

        Tasks are too few to be kept.
        """
        return self._of_posts(reader), self._of_slots(reader), drafted(task_entries(reader, self.tasks))

    def _of_posts(self, reader: Reader) -> Draft:
        write = partial(post_entries, self.session, reader, self.named, self.posts)
        return self._draft(
            reader.style(self.named.digest, "posts", reader.person_id), self.posts.stamps, write
        )

    def _of_slots(self, reader: Reader) -> Draft:
        write = partial(slot_entries, reader, self.named, self.slots, self.window)
        style = reader.style(
            self.named.digest, "slots", reader.person_id, self.slots.as_series, self.window.key
        )
        return self._draft(style, self.slots.stamps, write)

    def _draft(self, style: str, stamps: Mapping[int, int], write: Write) -> Draft:
        self.made[style] = self.kept.get(style, EMPTY).brought_to(stamps, write)
        return self.made[style]


def _calendar(
    session: Session,
    kind: Kind,
    person: Person,
    contents: Contents,
    page: PageAddress,
    drafts: Sequence[Draft],
) -> Calendar:
    changed = max(draft.changed for draft in drafts)
    return Calendar(
        name=f"{person.workspace.name} – {feed_name(session, kind, contents)}",
        description="" if contents.for_outsiders else gettext(kind.about),
        color=kind.color,
        url="" if contents.for_outsiders else page("board.week"),
        changed_at=datetime.fromtimestamp(changed, UTC) if changed else None,
    )


def feed_name(session: Session, kind: Kind, contents: Contents) -> str:
    """What tells a feed from the others of a workspace, in the current language."""
    if kind.is_of_campaign:
        return session.scalar(select(Campaign.name).where(Campaign.id == contents.campaign_id)) or ""
    if kind.is_of_view:
        return session.scalar(select(SavedView.name).where(SavedView.id == contents.view_id)) or ""
    if not kind.is_of_channel:
        return gettext(kind.name)
    return session.scalar(select(Channel.name).where(Channel.id == contents.channel_id)) or ""
