"""What a view of the board shows that its person keeps."""

from sqlalchemy import ColumnElement, and_, false, true

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person

_ = mark


def _posts(person: Person, contents: Contents) -> ColumnElement[bool]:
    filters = contents.filters
    return and_(true(), *filters.of_posts) if filters.show_posts else false()


def _slots(person: Person, contents: Contents, slot: Slot) -> bool:
    return contents.filters.fit(slot)


KIND = Kind(
    name=_("Calendar of a view"),
    about=_("What one of my views of the calendar shows: its filters, its name."),
    color="darkmagenta",
    posts=_posts,
    slots=_slots,
    is_of_view=True,
)
