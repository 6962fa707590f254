"""What a file in `kinds/` says: whose posts and whose reserved time a feed holds, and whether tasks."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from calendar_app.engagement.models import Slot
from calendar_app.feeds.contents import Contents
from calendar_app.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of feed. Texts are marked message ids, `color` is a CSS3 colour name."""

    name: str
    about: str
    color: str
    # Which variants the person's feed holds, as a condition on Variant.
    posts: Callable[[Person, Contents], ColumnElement[bool]]
    # Whether it holds a slot.
    slots: Callable[[Person, Contents, Slot], bool]
    # Whether it holds what its person has to do for campaigns.
    tasks: bool = False
    # Whether it is about its person, and nothing to share with others.
    is_personal: bool = False
    # Whether it is about one channel, which has to be chosen.
    is_of_channel: bool = False
    # The same for a campaign.
    is_of_campaign: bool = False
    # The same for a view that its person keeps.
    is_of_view: bool = False

    @property
    def is_of_one(self) -> bool:
        return self.is_of_channel or self.is_of_campaign or self.is_of_view
