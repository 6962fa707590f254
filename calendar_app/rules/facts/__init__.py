"""What the rules may know: plain frozen values, no database row, no clock, no query.

Every datetime is aware and in UTC; a rule converts to the channel's zone where people mean local time. Ids
are database keys, row numbers of a checked plan, or a word for a draft that is not stored yet, so rules
compare them and never compute with them. Defaults mean "nothing is recorded": a rule that needs the fact
then answers that there is too little to judge.
"""

from calendar_app.rules.facts.campaigns import Campaign, CampaignKind, Point
from calendar_app.rules.facts.channels import Channel, ChannelState, GateItem
from calendar_app.rules.facts.days import Calendar, Workday, WorkingHours
from calendar_app.rules.facts.dialog import InboundItem, InboundKind, Interaction, Slot
from calendar_app.rules.facts.people import AccessEntry, Person, Role
from calendar_app.rules.facts.plan import Facts
from calendar_app.rules.facts.spans import DEFAULT_ZONE, ItemId, Span
from calendar_app.rules.facts.tuning import Strictness, Tuning
from calendar_app.rules.facts.variants import (
    COUNTED_STATUSES,
    Approval,
    Label,
    Mode,
    Phrase,
    Picture,
    Status,
    Variant,
)

__all__ = [
    "COUNTED_STATUSES",
    "DEFAULT_ZONE",
    "AccessEntry",
    "Approval",
    "Calendar",
    "Campaign",
    "CampaignKind",
    "Channel",
    "ChannelState",
    "Facts",
    "GateItem",
    "InboundItem",
    "InboundKind",
    "Interaction",
    "ItemId",
    "Label",
    "Mode",
    "Person",
    "Phrase",
    "Picture",
    "Point",
    "Role",
    "Slot",
    "Span",
    "Status",
    "Strictness",
    "Tuning",
    "Variant",
    "Workday",
    "WorkingHours",
]
