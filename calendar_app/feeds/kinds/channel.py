"""What is planned on one channel."""

from sqlalchemy import ColumnElement

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.posts.models import Variant

_ = mark


def _posts(person: Person, contents: Contents) -> ColumnElement[bool]:
    return Variant.channel_id == contents.channel_id


def _slots(person: Person, contents: Contents, slot: Slot) -> bool:
    return contents.channel_id in {channel.id for channel in slot.channels}


KIND = Kind(
    name=_("Calendar of a channel"),
    about=_("The posts of one channel and the dialog time reserved on it."),
    color="darkorange",
    posts=_posts,
    slots=_slots,
    is_of_channel=True,
)
