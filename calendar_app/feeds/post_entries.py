"""Posts as events: instants in UTC that block nobody's time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.entries import PASSAGE, TITLE, EntryStatus, TimedEvent
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.reader import Names, Reader
from calendar_app.feeds.window import Window
from calendar_app.foundation.i18n import gettext
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform
from calendar_app.posts.models import Post, PublishingStop, Status, Variant, first_words
from calendar_app.posts.stops import every_stop
from calendar_app.posts.telling.held import cause
from calendar_app.posts.telling.words import STATUS_WORDS
from calendar_app.wording import excerpt

# A post takes no time, but an event without length is hard to hit on a phone.
SHOWN_FOR = timedelta(minutes=15)
UNFINISHED = (Status.DRAFT, Status.IN_REVIEW)

# Up to so many rows are asked for by their ids, more by what the feed holds.
FEW = 500

_STATUS = {
    Status.SCHEDULED: EntryStatus.CONFIRMED,
    Status.PUBLISHED: EntryStatus.CONFIRMED,
    Status.CANCELLED: EntryStatus.CANCELLED,
}


@dataclass(frozen=True)
class PlannedPosts:
    """The posts of a feed, by variant: the sum of the revisions of what the event tells.

    Both only grow, so the sum changes with each of them. A variant never changes its post, nor its channel.
    """

    which: ColumnElement[bool]
    stamps: dict[int, int]


class _Told(NamedTuple):
    """What an event tells of a variant. A year's posts are many: columns are read, not objects."""

    id: int
    post_id: int
    channel_id: int
    answer_person_id: int | None
    title: str
    text: str
    core: str
    status: Status
    planned_at: datetime
    campaign_id: int | None
    held_at: datetime | None
    held_for: list[str]
    created_at: datetime
    updated_at: datetime
    post_updated_at: datetime | None
    revision: int

    @property
    def changed_at(self) -> datetime:
        return max(self.updated_at, self.post_updated_at or self.updated_at)


_REVISION = Variant.revision + Post.revision
_COLUMNS = (
    Variant.id,
    Variant.post_id,
    Variant.channel_id,
    Variant.answer_person_id,
    Variant.title,
    Variant.text,
    Post.core,
    Variant.status,
    Variant.planned_at,
    Variant.campaign_id,
    Variant.held_at,
    Variant.held_for,
    Variant.created_at,
    Variant.updated_at,
    Post.updated_at,
    _REVISION,
)


def planned_posts(
    session: Session, kind: Kind, person: Person, contents: Contents, window: Window
) -> PlannedPosts:
    """What is planned, in the eyes of the session's person."""
    which = and_(*_conditions(kind, person, contents, window))
    return PlannedPosts(which, _stamps(session, which) if contents.posts else {})


def _conditions(
    kind: Kind, person: Person, contents: Contents, window: Window
) -> Iterator[ColumnElement[bool]]:
    yield Variant.planned_at >= window.start
    yield Variant.planned_at < window.end
    yield kind.posts(person, contents)
    is_on = Variant.status != Status.CANCELLED
    yield or_(is_on, Variant.updated_at >= window.cancelled_since) if contents.cancelled else is_on
    if not contents.drafts:
        yield Variant.status.not_in(UNFINISHED)


def _stamps(session: Session, which: ColumnElement[bool]) -> dict[int, int]:
    """Revision by row. The database joins them to two texts: half as dear as a row for each.

    They are read as lists of JSON, which is twice as quick as splitting them.
    """
    numbers = (func.aggregate_strings(cast(number, String), ",") for number in (Variant.id, _REVISION))
    found = session.execute(select(*numbers).join(Post, Post.id == Variant.post_id).where(which)).one()
    row_ids, revisions = (json.loads(f"[{said or ''}]") for said in found)
    return dict(zip(row_ids, revisions, strict=True))


def post_entries(
    session: Session, reader: Reader, named: Names, planned: PlannedPosts, row_ids: list[int]
) -> Iterator[tuple[int, TimedEvent]]:
    """Variants as events in the current language, read in one query."""
    which = planned.which if len(row_ids) > FEW else Variant.id.in_(row_ids)
    query = select(*_COLUMNS).join(Post, Post.id == Variant.post_id).where(which)
    wanted, writer = set(row_ids), _Writer(session, reader, named)
    for told in map(_Told._make, session.execute(query)):
        if told.id in wanted:
            yield told.id, writer.event(told)


@dataclass(frozen=True)
class _Writer:
    """Makes events of posts for one reader; what many of them say is looked up once."""

    session: Session
    reader: Reader
    named: Names

    @cached_property
    def stops(self) -> Sequence[PublishingStop]:
        """Asked for only where something is held."""
        return every_stop(self.session)

    @cached_property
    def words(self) -> dict[Status, str]:
        return {status: gettext(word) for status, word in STATUS_WORDS.items()}

    @cached_property
    def platforms(self) -> dict[int, str]:
        """What the platforms of the channels are called."""
        language = self.reader.language
        return {
            row_id: platform(channel.platform).name.plain(language)
            for row_id, channel in self.named.channels.items()
        }

    def event(self, told: _Told) -> TimedEvent:
        reader = self.reader
        is_open = reader.detail != Detail.BUSY
        link = reader.link("posts.variant", post_id=told.post_id, variant_id=told.id)
        return TimedEvent(
            uid=reader.uid("post", told.id),
            summary=self.summary(told) if is_open else gettext("Post"),
            description="\n".join(self.description(told, link)) if reader.detail == Detail.FULL else "",
            url=link,
            categories=(self.platforms[told.channel_id], self.words[told.status]) if link else (),
            status=_STATUS.get(told.status, EntryStatus.TENTATIVE),
            alarm_minutes=reader.alarm_minutes if self.calls_reader(told) else None,
            created_at=told.created_at,
            changed_at=self.named.changed_since(told.changed_at),
            sequence=told.revision + self.named.revision,
            starts_at=told.planned_at,
            ends_at=told.planned_at + SHOWN_FOR,
        )

    def calls_reader(self, told: _Told) -> bool:
        """As with the reminder by mail: there is nothing to be there for when a post does not go out."""
        return told.status is Status.SCHEDULED and told.answer_person_id == self.reader.person_id

    def summary(self, told: _Told) -> str:
        channel = self.named.channels[told.channel_id]
        words = f"{channel.name}: {first_words(told.title or told.text or told.core)}"
        return excerpt(gettext("Held – %(post)s", post=words) if self.is_told_held(told) else words, TITLE)

    def is_told_held(self, told: _Told) -> bool:
        """A title is all that a calendar shows. Outsiders see that a post is not settled, and no more."""
        return told.status is Status.HELD and not self.reader.is_outsider

    def description(self, told: _Told, link: str) -> Iterator[str]:
        if told.text:
            yield excerpt(told.text, PASSAGE)
        if self.reader.is_outsider:
            return
        if told.text:
            yield ""
        yield gettext("Status: %(status)s", status=self.words[told.status])
        if told.held_for:
            yield from (excerpt(each, PASSAGE) for each in cause(told, self.stops).sentences())
        if told.answer_person_id:
            yield gettext("Answers: %(name)s", name=self.named.persons[told.answer_person_id])
        yield ""
        yield gettext("Open in Parley: %(link)s", link=link)
