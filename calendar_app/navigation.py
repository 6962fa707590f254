"""Ways through the house: the main navigation, and from the journal to what it speaks about."""

from dataclasses import dataclass

from flask import request, url_for

from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import JournalEntry, Person

_ = mark


@dataclass(frozen=True, slots=True)
class NavItem:
    endpoint: str
    label: str
    icon: str
    is_current: bool


# Rooms, and single pages, that stand under another room's item.
_UNDER = {
    "planner": "engagement",
    "register": "channels",
    "gate": "channels",
    "shares": "feeds",
    "sights": "board",
    "themes": "board",
    "posts.ideas": "board",
}

# endpoint, label, icon
_ITEMS = (
    ("board.week", _("Calendar"), "calendar-week"),
    ("engagement.index", _("Dialog time"), "chat-heart"),
    ("campaigns.index", _("Campaigns"), "flag"),
    ("channels.index", _("Channels"), "broadcast"),
    ("people.index", _("People"), "people"),
    ("feeds.index", _("Subscriptions"), "calendar2-plus"),
    ("reminders.index", _("Outbox"), "envelope"),
    ("rulebook.index", _("Rules"), "signpost"),
)


# Items that stand only where the person may open them.
_FOR = {"campaigns": Action.PREPARE}

# Rooms without an item of their own are found beside another one.
_BESIDE = {"copies": "rulebook"}


def navigation(person: Person | None) -> list[NavItem]:
    """The items for a person, labels in the current language; nothing for a stranger."""
    if person is None:
        return []
    page, here = (request.endpoint or "", request.blueprint or "") if request else ("", "")
    room = _UNDER.get(page) or _UNDER.get(here, here)
    return [
        NavItem(endpoint, gettext(label), icon, endpoint.partition(".")[0] == _BESIDE.get(room, room))
        for endpoint, label, icon in _ITEMS
        if may(person, _FOR.get(endpoint.partition(".")[0], Action.LOOK))
    ]


# The journal's subjects: endpoint, name of the id in its address, who may go there.
_PLACES = {
    "post": ("posts.show", "post_id", Action.WRITE),
    "variant": ("posts.open_variant", "variant_id", Action.LOOK),
    "campaign": ("campaigns.show", "campaign_id", Action.PREPARE),
    "theme": ("themes.edit", "theme_id", Action.PREPARE),
    "channel": ("channels.show", "channel_id", Action.LOOK),
    "slot": ("engagement.edit", "slot_id", Action.RESERVE),
    "snippet": ("engagement.edit_snippet", "snippet_id", Action.LOG),
    "material": ("engagement.edit_material", "material_id", Action.LOG),
    "occasion": ("engagement.edit_occasion", "occasion_id", Action.LOG),
    "inbounditem": ("engagement.inbound_item", "inbound_id", Action.LOG),
    "publishingstop": ("posts.open_stop", "stop_id", Action.LOOK),
    "rulechange": ("rulebook.open_change", "change_id", Action.LOOK),
    "person": ("people.edit", "person_id", Action.PEOPLE),
}


def place_of(entry: JournalEntry, person: Person) -> str | None:
    """The address of what an entry speaks about, where the person may go there and it is not deleted."""
    endpoint, id_name, action = _PLACES.get(entry.subject, ("", "", Action.LOOK))
    if not endpoint or entry.action == "deleted" or not may(person, action):
        return None
    return url_for(endpoint, **{id_name: entry.subject_id})  # type: ignore[arg-type]  # an id, not an option
