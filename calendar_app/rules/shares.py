"""What part of a channel's posts is of one kind, by the week, or over more days where a week holds few."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from calendar_app.rules.case import UNDATED, Case, ChannelCase
from calendar_app.rules.facts import ItemId, Span, Variant
from calendar_app.rules.rule import Parameter, Severity, Verdict
from calendar_app.rules.weeks import days_back, week_of
from calendar_app.wording import Text, Value

MIN_POSTS = Parameter(
    "min_posts",
    4,
    "posts",
    Text("With fewer posts earlier days count too", "Bei weniger Beiträgen zählen frühere Tage mit"),
)
BACKFILL_DAYS = Parameter("backfill_days", 28, "days", Text("The longest window", "Das längste Fenster"))

IsPart = Callable[[Variant], bool]


@dataclass(frozen=True, slots=True)
class Share:
    """Posts in a window and the part of the kind; `outside` counts posts of a declared outside tool."""

    window: Span
    posts: tuple[ItemId, ...]
    part: tuple[ItemId, ...]
    outside: int = 0

    @property
    def of(self) -> int:
        return len(self.posts) + self.outside

    @property
    def count(self) -> int:
        return len(self.part) + self.outside

    def exceeds(self, percent: int) -> bool:
        """Strictly more than the percentage, compared as whole numbers."""
        return self.count * 100 > percent * self.of

    @property
    def exactly(self) -> Fraction:
        """In percent; 0 without posts."""
        return Fraction(100 * self.count, self.of) if self.of else Fraction()

    @property
    def percent(self) -> int:
        """For people, to the nearest whole one; 0 without posts. Limits are compared exactly."""
        return (200 * self.count + self.of) // (2 * self.of) if self.of else 0


def judge_share(case: Case, is_part: IsPart, *, least: str, over: Text, fine: Text) -> Verdict:
    """What a rule with `warn` and `block` says of the week's share; `least` names its smallest count.

    Only a variant that adds to the share gets a finding.
    """
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    share = widened_share(case, week_of(case.variant.effective_at, case.channel.zone), is_part)
    severity = severity_of(case, share, least) if is_part(case.variant) else Severity.PASS
    params: dict[str, Value] = {"a": share.count, "n": share.of, "channel": case.channel.name}
    return replace(
        case.answer(severity, over if severity.is_finding else fine, params),
        measured=share.percent,
        exactly=share.exactly,
        threshold=case.value("block" if share.exceeds(case.value("block")) else "warn"),
        unit="%",
        window=share.window,
        counted=share.part,
    )


def severity_of(case: ChannelCase, share: Share, least: str) -> Severity:
    """What a share means for a post that adds to it: few posts soften a block, a single one to a hint."""
    if not share.exceeds(case.value("warn")):
        return Severity.PASS
    if share.count < case.value(least):
        return Severity.INFO
    is_enough = share.of >= case.value(MIN_POSTS.name)
    return Severity.BLOCK if is_enough and share.exceeds(case.value("block")) else Severity.WARN


def widened_share(case: ChannelCase, week: Span, is_part: IsPart) -> Share:
    """The week's share; too few posts let the window grow back day by day, to four weeks at most."""
    window = week
    for days in range(8, case.value(BACKFILL_DAYS.name) + 1):
        if len(case.counted(window)) + _outside(case, window) >= case.value(MIN_POSTS.name):
            break
        window = Span(days_back(week.end, days, case.channel.zone), week.end)
    return share_in(case, window, is_part)


def share_in(case: ChannelCase, window: Span, is_part: IsPart) -> Share:
    """The posts of a kind among a channel's counting set in a window."""
    posts = case.counted(window)
    return Share(
        window,
        posts=tuple(post.id for post in posts),
        part=tuple(post.id for post in posts if is_part(post)),
        outside=_outside(case, window),
    )


def _outside(case: ChannelCase, window: Span) -> int:
    """Posts that a declared outside tool is expected to publish in a window, in whole posts."""
    days = round(window.length / timedelta(days=1))  # a week with a clock change still has seven
    return case.channel.outside_posts_per_week * days // 7
