"""The time reserved for conversation, without posts."""

from sqlalchemy import ColumnElement, false

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person

_ = mark


def _posts(person: Person, contents: Contents) -> ColumnElement[bool]:
    return false()


def _slots(person: Person, contents: Contents, slot: Slot) -> bool:
    return True


KIND = Kind(
    name=_("Dialog calendar"),
    about=_("All dialog time of the team, without posts."),
    color="seagreen",
    posts=_posts,
    slots=_slots,
)
