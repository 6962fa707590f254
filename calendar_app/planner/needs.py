"""What a plan still lacks: answer windows without anybody (R08), weeks short of minutes (R10). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from calendar_app.platforms.directory import platform
from calendar_app.rules.attendance import answer_window, cover, needed, suffices
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import dialog_time_reserved
from calendar_app.rules.facts import Channel, Facts, Mode, Span, Variant
from calendar_app.rules.weeks import week_from

# Which posts to do without first: machines before people. Dialog is never dropped.
_DROPPED_FIRST = (Mode.FEED, Mode.SYNC, Mode.RECYCLED, Mode.SCHEDULED, Mode.LIVE)


@dataclass(frozen=True, slots=True)
class AnswerNeed:
    """A post after which nobody is there for long enough: of the minutes asked for, so many are missing."""

    channel: Channel
    post: Variant
    window: Span
    asked: int
    missing: int


@dataclass(frozen=True, slots=True)
class WeekNeed:
    """A channel's week with too few minutes of dialog for its posts.

    `posts` still lie ahead and could be dropped; `settled` counts those that are out, or whose time is over.
    """

    channel: Channel
    week: Span
    minutes: int
    have: int
    base: int
    per_post: int
    posts: tuple[Variant, ...]
    settled: int = 0

    def droppable(self, missing: int) -> tuple[Variant, ...]:
        """Posts without which the week would do with so many minutes less, feeds first, then the latest."""
        order = sorted(self.posts, key=_dropped_first)
        for number in range(1, len(order) + 1):
            left = self.settled + len(order) - number
            needed = max(self.base, self.per_post * left) if left else 0
            if needed <= self.have + self.minutes - missing:
                return tuple(order[:number])
        return tuple(order)


def answer_needs(facts: Facts, channels: Sequence[Channel], within: Span) -> Iterator[AnswerNeed]:
    """The posts ahead after which too little answer time is there, by channel and time."""
    for channel in channels:
        for post in facts.variants_on(channel.id, within):
            at = post.effective_at
            if at is None or not post.is_counted or not _lies_ahead(post, facts):
                continue
            minutes = cover(facts, post, channel, at)
            if not suffices(facts, channel, minutes):
                window, asked = answer_window(facts, channel, at), needed(facts, channel)
                yield AnswerNeed(channel, post, window, asked, ceil(asked - minutes))


def week_needs(facts: Facts, channels: Sequence[Channel], mondays: Sequence[date]) -> Iterator[WeekNeed]:
    """The weeks that lack minutes, by time; one in which nothing goes out any more lacks none."""
    rule = dialog_time_reserved.RULE
    for monday in mondays:
        for channel in channels:
            case = ChannelCase(rule, facts, channel, platform(channel.platform))
            week = week_from(monday, channel.zone)
            balance, counted = dialog_time_reserved.balance_of(case, week), case.counted(week)
            ahead = tuple(post for post in counted if _lies_ahead(post, facts))
            if balance.missing and ahead:
                yield WeekNeed(
                    channel,
                    week,
                    balance.missing,
                    balance.have,
                    case.value("base"),
                    case.value("per_post"),
                    ahead,
                    len(counted) - len(ahead),
                )


def _lies_ahead(post: Variant, facts: Facts) -> bool:
    at = post.effective_at
    return at is not None and at >= facts.now and not post.published_at


def _dropped_first(post: Variant) -> tuple[int, float]:
    at = post.effective_at
    return _DROPPED_FIRST.index(post.mode), -at.timestamp() if at else 0.0
