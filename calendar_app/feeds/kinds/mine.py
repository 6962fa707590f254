"""What one person has to do."""

from sqlalchemy import ColumnElement, false, or_

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Status, Variant

_ = mark


def _posts(person: Person, contents: Contents) -> ColumnElement[bool]:
    return or_(
        Variant.answer_person_id == person.id,
        Variant.author_id == person.id,
        Variant.post.has(Post.author_id == person.id),
        _waits_for(person),
    )


def _waits_for(person: Person) -> ColumnElement[bool]:
    """A post in review is a task of everybody who may approve it."""
    return Variant.status == Status.IN_REVIEW if may(person, Action.APPROVE) else false()


def _slots(person: Person, contents: Contents, slot: Slot) -> bool:
    return slot.person_id == person.id


KIND = Kind(
    name=_("My calendar"),
    about=_(
        "My dialog time and tasks, the posts I wrote or answer for, and those that wait for my approval."
    ),
    color="teal",
    posts=_posts,
    slots=_slots,
    tasks=True,
    is_personal=True,
)
