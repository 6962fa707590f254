"""What a subscription holds, as its owner has asked for it."""

from dataclasses import dataclass, field
from enum import StrEnum

from calendar_app.sights.filters import Filters


class Detail(StrEnum):
    """How much an entry tells."""

    FULL = "full"
    TITLES = "titles"  # no description
    BUSY = "busy"  # that there is something, not what


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The wishes of a subscription. `language` "" is its owner's own.

    Alarms are off without `alarm_minutes`, and ring only for what calls the owner: own dialog time, turns on
    call and scheduled posts to answer for. `channel_id`, `campaign_id` and `view_id` count for kinds that are
    about one; `filters` are those of the view. For outsiders nothing rings, and neither colleagues nor pages
    of Parley are named.
    """

    posts: bool = True
    slots: bool = True
    drafts: bool = True
    cancelled: bool = True
    detail: Detail = Detail.FULL
    language: str = ""
    alarm_minutes: int | None = None
    channel_id: int | None = None
    campaign_id: int | None = None
    view_id: int | None = None
    filters: Filters = field(default_factory=Filters)
    for_outsiders: bool = False

    @property
    def tasks(self) -> bool:
        """Who asks for posts or for dialog time alone wants nothing else."""
        return self.posts and self.slots
