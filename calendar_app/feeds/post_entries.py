"""Posts as events: instants in UTC that block nobody's time."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.entries import EntryStatus, TimedEvent
from calendar_app.feeds.excerpt import PASSAGE, TITLE, excerpt
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.reader import Reader
from calendar_app.feeds.window import Window
from calendar_app.feeds.written import batches
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform
from calendar_app.posts.models import Post, Status, Variant

# A post takes no time, but an event without length is hard to hit on a phone.
SHOWN_FOR = timedelta(minutes=15)
UNFINISHED = (Status.DRAFT, Status.IN_REVIEW)

# What of a variant its event tells; a year's posts are many.
_TOLD = (
    Variant.post_id,
    Variant.title,
    Variant.text,
    Variant.status,
    Variant.planned_at,
    Variant.created_at,
    Variant.updated_at,
    Variant.revision,
)
_STATUS = {
    Status.SCHEDULED: EntryStatus.CONFIRMED,
    Status.PUBLISHED: EntryStatus.CONFIRMED,
    Status.CANCELLED: EntryStatus.CANCELLED,
}
_WORDS = {
    Status.DRAFT: mark("Draft"),
    Status.IN_REVIEW: mark("In review"),
    Status.SCHEDULED: mark("Scheduled"),
    Status.HELD: mark("Held"),
    Status.PUBLISHED: mark("Published"),
    Status.CANCELLED: mark("Cancelled"),
}


def planned_posts(
    session: Session, kind: Kind, person: Person, contents: Contents, window: Window
) -> dict[int, int]:
    """The posts of a feed, by variant: the sum of the revisions of what the event tells.

    Both only grow, so the sum changes with each of them. A variant never changes its post, nor its channel.
    """
    if not contents.posts:
        return {}
    query = (
        select(Variant.id, Variant.revision + Post.revision)
        .join(Post, Post.id == Variant.post_id)
        .where(Variant.planned_at >= window.start, Variant.planned_at < window.end)
        .where(kind.posts(person, contents))
    )
    if contents.cancelled:
        recently = Variant.updated_at >= window.cancelled_since
        query = query.where(or_(Variant.status != Status.CANCELLED, recently))
    else:
        query = query.where(Variant.status != Status.CANCELLED)
    if not contents.drafts:
        query = query.where(Variant.status.not_in(UNFINISHED))
    return dict(session.execute(query).all())


def post_entries(session: Session, reader: Reader, row_ids: list[int]) -> Iterator[tuple[int, TimedEvent]]:
    """Variants as events in the current language."""
    query = select(Variant).options(
        load_only(*_TOLD),
        joinedload(Variant.post).load_only(Post.core, Post.revision),
        selectinload(Variant.channel),
        selectinload(Variant.answer_person),
    )
    for some in batches(row_ids):
        for variant in session.scalars(query.where(Variant.id.in_(some))):
            yield variant.id, _event(variant, reader)


def _event(variant: Variant, reader: Reader) -> TimedEvent:
    assert variant.planned_at is not None  # noqa: S101 the query asks for it
    is_open = reader.detail != Detail.BUSY
    link = reader.page("posts.variant", post_id=variant.post_id, variant_id=variant.id)
    return TimedEvent(
        uid=reader.uid("post", variant.id),
        summary=_summary(variant) if is_open else gettext("Post"),
        description="\n".join(_description(variant, link)) if reader.detail == Detail.FULL else "",
        url=link if is_open else "",
        categories=_categories(variant, reader) if is_open else (),
        status=_STATUS.get(variant.status, EntryStatus.TENTATIVE),
        alarm_minutes=reader.alarm_minutes,
        created_at=variant.created_at,
        changed_at=variant.updated_at,
        sequence=variant.revision + variant.post.revision + variant.channel.revision,
        starts_at=variant.planned_at,
        ends_at=variant.planned_at + SHOWN_FOR,
    )


def _summary(variant: Variant) -> str:
    return excerpt(f"{variant.channel.name}: {variant.called}", TITLE)


def _categories(variant: Variant, reader: Reader) -> tuple[str, ...]:
    return platform(variant.channel.platform).name.plain(reader.language), _status_word(variant)


def _description(variant: Variant, link: str) -> Iterator[str]:
    if variant.text:
        yield excerpt(variant.text, PASSAGE)
        yield ""
    yield gettext("Status: %(status)s", status=_status_word(variant))
    if variant.answer_person:
        yield gettext("Answers: %(name)s", name=variant.answer_person.name)
    yield ""
    yield gettext("Open in Parley: %(link)s", link=link)


def _status_word(variant: Variant) -> str:
    return gettext(_WORDS[variant.status])
