"""What one person has to do."""

from sqlalchemy import ColumnElement, or_

from calendar_app.engagement.models import Slot
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Variant

_ = mark


def _posts(person: Person) -> ColumnElement[bool]:
    return or_(
        Variant.answer_person_id == person.id,
        Variant.author_id == person.id,
        Variant.post.has(Post.author_id == person.id),
    )


def _slots(person: Person, slot: Slot) -> bool:
    return slot.person_id == person.id


KIND = Kind(
    name=_("My calendar"),
    about=_("My dialog time, and the posts I wrote or answer for."),
    color="teal",
    posts=_posts,
    slots=_slots,
)
