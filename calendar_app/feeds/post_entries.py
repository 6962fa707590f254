"""Posts as events: instants in UTC that block nobody's time."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.feeds.entries import EntryStatus, TimedEvent
from calendar_app.feeds.excerpt import PASSAGE, TITLE, excerpt
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.reader import Reader
from calendar_app.feeds.window import Window
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.writing import first_words

# A post takes no time, but an event without length is hard to hit on a phone.
SHOWN_FOR = timedelta(minutes=15)

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


def post_entries(
    session: Session, kind: Kind, person: Person, reader: Reader, window: Window
) -> Iterator[TimedEvent]:
    """The posts of a feed, in the current language."""
    shown = or_(Variant.status != Status.CANCELLED, Variant.updated_at >= window.cancelled_since)
    query = (
        select(Variant)
        .options(joinedload(Variant.channel), joinedload(Variant.post), joinedload(Variant.answer_person))
        .where(Variant.planned_at >= window.start, Variant.planned_at < window.end, shown, kind.posts(person))
    )
    for variant in session.scalars(query):
        yield _event(variant, reader)


def _event(variant: Variant, reader: Reader) -> TimedEvent:
    assert variant.planned_at is not None  # noqa: S101 the query asks for it
    link = reader.page("posts.variant", post_id=variant.post_id, variant_id=variant.id)
    return TimedEvent(
        uid=reader.uid("post", variant.id),
        summary=excerpt(f"{variant.channel.name}: {first_words(variant)}", TITLE),
        description="\n".join(_description(variant, link)),
        url=link,
        categories=(platform(variant.channel.platform).name.plain(reader.language), _status_word(variant)),
        status=_STATUS.get(variant.status, EntryStatus.TENTATIVE),
        created_at=variant.created_at,
        changed_at=variant.updated_at,
        # Text, link and channel are rows of their own. A variant never changes its post, nor its channel.
        sequence=variant.revision + variant.post.revision + variant.channel.revision,
        starts_at=variant.planned_at,
        ends_at=variant.planned_at + SHOWN_FOR,
    )


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
