"""How a channel's access stands: who can post there, what was looked through when, what is not in order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.register.models import AccessEntry, AccessKind
from calendar_app.channels.register.services import today_of

# Where there is no account (any more), nobody needs to get in.
_WITHOUT_ACCOUNT = frozenset({ChannelState.IDEA, ChannelState.DELETED})


@dataclass(frozen=True)
class Standing:
    """A channel's entries, judged on `today`, its own day. `over` are those who should be out by now.

    They are looked through again after `review_every`, which the team tunes in the rulebook.
    """

    channel: Channel
    entries: Sequence[AccessEntry]
    over: Sequence[AccessEntry]
    today: date
    review_every: timedelta

    @property
    def posting(self) -> list[AccessEntry]:
        return [entry for entry in self.entries if entry.can_post]

    @property
    def weak(self) -> list[AccessEntry]:
        """Who gets in with a password alone."""
        return [each for each in self.entries if not each.has_two_factor and each.kind != AccessKind.TOOL]

    @property
    def is_alone(self) -> bool:
        """Whether everything hangs on one person."""
        return len({each.name for each in self.entries if each.kind != AccessKind.TOOL}) == 1

    @property
    def reviewed_on(self) -> date | None:
        """The day on which all of it had been looked through; None where nothing is written down."""
        return min((entry.reviewed_on for entry in self.entries), default=None)

    @property
    def review_due_on(self) -> date | None:
        return self.reviewed_on + self.review_every if self.reviewed_on else None

    @property
    def is_review_due(self) -> bool:
        return self.review_due_on is not None and self.review_due_on < self.today

    @property
    def is_in_order(self) -> bool:
        return bool(self.entries) and not (self.over or self.weak or self.is_alone or self.is_review_due)


Intervals = Callable[[Channel], timedelta]
"""How long a review of a channel's access holds."""


def standing(
    channel: Channel, entries: Iterable[AccessEntry], now: datetime, intervals: Intervals
) -> Standing:
    own = [entry for entry in entries if entry.channel_id == channel.id]
    over = [each for each in own if each.is_over(now)]
    return Standing(channel, own, over, today_of(channel, now), intervals(channel))


def standings(
    channels: Iterable[Channel], entries: Sequence[AccessEntry], now: datetime, intervals: Intervals
) -> list[Standing]:
    """Every channel that has an account; what is not in order first, then by name."""
    found = [
        standing(each, entries, now, intervals) for each in channels if each.state not in _WITHOUT_ACCOUNT
    ]
    return sorted(found, key=lambda each: (not each.over, each.is_in_order, each.channel.name.casefold()))
