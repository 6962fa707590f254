"""What is planned for one campaign."""

from sqlalchemy import ColumnElement

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.posts.models import Variant

_ = mark


def _posts(person: Person, contents: Contents) -> ColumnElement[bool]:
    return Variant.campaign_id == contents.campaign_id


def _slots(person: Person, contents: Contents, slot: Slot) -> bool:
    return False  # time is reserved on channels, whatever is on there


KIND = Kind(
    name=_("Calendar of a campaign"),
    about=_("The posts of one campaign on all channels."),
    color="firebrick",
    posts=_posts,
    slots=_slots,
    is_of_campaign=True,
)
