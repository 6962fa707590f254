"""What posts were made of: what somebody asked or said, or a conversation somebody of the team had."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import Interaction
from calendar_app.engagement.readers import MadePost
from calendar_app.engagement.recurrence import KEY
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Source, Status, first_words
from calendar_app.rules.facts import InboundKind

Talk = InboundItem | Interaction
Row = TypeVar("Row", InboundItem, Interaction)

# From an idea to a post that is out: what a post with several variants is said to be.
_FURTHEST = (
    *(Status.PUBLISHED, Status.SCHEDULED, Status.HELD),
    *(Status.IN_REVIEW, Status.DRAFT, Status.CANCELLED),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A conversation as far as its reader may know it: where, when (aware), and what was said ("" if not).

    The address of its page is that of an inquiry, or that of a date of dialog time; some have none.
    """

    channel: Channel
    at: datetime
    said: str
    source: Source
    inbound_id: int | None = None
    slot_id: int | None = None
    date_key: str = ""


def origins(session: Session, posts: Iterable[Post], reader: Person) -> Mapping[int, Origin]:
    """Post id → what it was made of, where the reader reaches that; two queries at most."""
    known = list(posts)
    inquiries = _rows(session, InboundItem, [each.inbound_id for each in known])
    talks = _rows(session, Interaction, [each.interaction_id for each in known])
    found: dict[int, Origin] = {}
    for each in known:
        row = inquiries.get(each.inbound_id) or talks.get(each.interaction_id)
        if row is not None:
            found[each.id] = origin(row, reader)
    return found


def origin(talk: Talk, reader: Person) -> Origin:
    """One conversation for one reader."""
    if isinstance(talk, InboundItem):
        return _of_inquiry(talk)
    if not may_read(talk, reader):
        return Origin(talk.channel, talk.at, "", Source.CONVERSATION)
    key = f"{talk.occurrence:{KEY}}" if talk.occurrence else ""
    return Origin(talk.channel, talk.at, talk.note, Source.CONVERSATION, slot_id=talk.slot_id, date_key=key)


def may_read(talk: Interaction, reader: Person) -> bool:
    """What somebody logged is theirs, and of those who read what others did."""
    return talk.person_id == reader.id or may(reader, Action.JOURNAL)


def _of_inquiry(item: InboundItem) -> Origin:
    """Who asked is forgotten after a year, so no name goes along."""
    source = Source.QUESTION if item.kind is InboundKind.QUESTION else Source.CONVERSATION
    return Origin(item.channel, item.received_at, item.unnamed_text, source, inbound_id=item.id)


def _rows(session: Session, kind: type[Row], ids: Iterable[int | None]) -> Mapping[int | None, Row]:
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = session.scalars(select(kind).options(joinedload(kind.channel)).where(kind.id.in_(wanted)))
    return {row.id: row for row in rows}


def made_of_inquiries(session: Session, ids: Collection[int]) -> Mapping[int, Sequence[MadePost]]:
    """Id of an inquiry → the posts that came from it, the oldest first; two queries."""
    return _made_of(session, Post.inbound_id, ids)


def made_of_talks(session: Session, ids: Collection[int]) -> Mapping[int, Sequence[MadePost]]:
    """The same for what was logged in dialog time."""
    return _made_of(session, Post.interaction_id, ids)


def _made_of(
    session: Session, column: InstrumentedAttribute[int | None], ids: Collection[int]
) -> Mapping[int, Sequence[MadePost]]:
    found: dict[int, list[MadePost]] = {}
    if not ids:
        return found
    query = select(Post, column).options(selectinload(Post.variants)).where(column.in_(ids))
    for post, whose in session.execute(query.order_by(Post.id)):
        if whose is not None:
            found.setdefault(whose, []).append(MadePost(post.id, first_words(post.core), _state(post)))
    return found


def _state(post: Post) -> str:
    statuses = {variant.status for variant in post.variants}
    return next((each.value for each in _FURTHEST if each in statuses), "idea")
