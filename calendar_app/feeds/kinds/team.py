"""What the whole team plans."""

from sqlalchemy import ColumnElement, true

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person

_ = mark


def _posts(person: Person, contents: Contents) -> ColumnElement[bool]:
    return true()


def _slots(person: Person, contents: Contents, slot: Slot) -> bool:
    return True


KIND = Kind(
    name=_("Team calendar"),
    about=_("All posts and all dialog time of the workspace, as far as I may see them."),
    color="slateblue",
    posts=_posts,
    slots=_slots,
)
