"""The main navigation: which rooms a person sees, in which order."""

from dataclasses import dataclass

from flask import request

from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person

_ = mark


@dataclass(frozen=True, slots=True)
class NavItem:
    endpoint: str
    label: str
    icon: str
    is_current: bool


# endpoint, label, icon
_ITEMS = (
    ("board.week", _("Calendar"), "calendar-week"),
    ("engagement.index", _("Dialog time"), "chat-heart"),
    ("channels.index", _("Channels"), "broadcast"),
    ("people.index", _("People"), "people"),
    ("feeds.index", _("Subscriptions"), "calendar2-plus"),
    ("reminders.index", _("Outbox"), "envelope"),
    ("rulebook.index", _("Rules"), "signpost"),
)


def navigation(person: Person | None) -> list[NavItem]:
    """The items for a person, labels in the current language; nothing for a stranger."""
    if person is None:
        return []
    room = (request.blueprint or "") if request else ""
    return [
        NavItem(endpoint, gettext(label), icon, endpoint.partition(".")[0] == room)
        for endpoint, label, icon in _ITEMS
    ]
