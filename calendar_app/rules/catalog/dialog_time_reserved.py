"""R10: dialog time grows with the posts."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from calendar_app.rules.attendance import dialog_minutes
from calendar_app.rules.case import UNDATED, Case, ChannelCase
from calendar_app.rules.facts import ChannelState, ItemId, Role, Span
from calendar_app.rules.mending import booking_within
from calendar_app.rules.rule import Bound, Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import week_of
from calendar_app.wording import Text

SHORT = Text(
    "{n} {n:post needs|posts need} {req} {req:minute|minutes} of dialog on {channel}; {have} {have:is|are} "
    "booked. Add slots or drop a post.",
    "{n} {n:Beitrag braucht|Beiträge brauchen} {req} {req:Minute|Minuten} Dialogzeit auf {channel}, gebucht "
    "{have:ist|sind} {have}. Dialogzeit ergänzen oder einen Beitrag streichen.",
)
ENOUGH = Text(
    "{have} of {req} {req:minute|minutes} of dialog {have:is|are} booked on {channel}.",
    "{have} von {req} {req:Minute|Minuten} Dialogzeit {have:ist|sind} auf {channel} gebucht.",
)


@dataclass(frozen=True, slots=True)
class Balance:
    """Dialog minutes of a channel and week: how many the posts ask for, how many are there."""

    week: Span
    posts: tuple[ItemId, ...]
    needed: int
    booked: Fraction

    @property
    def have(self) -> int:
        """Whole minutes, rounded down."""
        return int(self.booked)

    @property
    def missing(self) -> int:
        """Whole minutes, rounded up."""
        return max(0, ceil(self.needed - self.booked))


def judge(case: Case) -> Verdict:
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    balance = balance_of(case, week_of(case.variant.effective_at, case.channel.zone))
    severity = case.stopping(severity_of(case, balance))
    verdict = case.answer(
        severity,
        SHORT if severity.is_finding else ENOUGH,
        {
            "n": len(balance.posts),
            "req": balance.needed,
            "have": balance.have,
            "channel": case.channel.name,
        },
    )
    fix = booking_within(case, balance.week, balance.missing) if severity.is_finding else None
    return replace(
        verdict,
        measured=balance.have,
        threshold=balance.needed,
        bound=Bound.LEAST,
        unit="minutes",
        window=balance.week,
        counted=balance.posts,
        fixes=(fix,) if fix else (),
    )


def balance_of(case: ChannelCase, week: Span) -> Balance:
    """What a channel's week asks for and has."""
    posts = tuple(post.id for post in case.counted(week))
    base, per_post = case.value("base"), case.value("per_post")
    listens = case.channel.state == ChannelState.LISTEN_ONLY and case.channel.needs_dialog_base
    needed = max(base, per_post * len(posts)) if posts or listens else 0
    return Balance(week, posts, needed, dialog_minutes(case.facts, case.channel, week))


def severity_of_week(case: ChannelCase, balance: Balance) -> Severity:
    """What the rule says of a whole week; nothing where nothing is asked for."""
    return severity_of(case, balance) if balance.needed else Severity.NOT_APPLICABLE


def severity_of(case: ChannelCase, balance: Balance) -> Severity:
    """All of it passes, at least the part of `block_below` warns, less blocks."""
    if balance.booked >= balance.needed:
        return Severity.PASS
    is_part = balance.booked * 100 >= case.value("block_below") * balance.needed
    return Severity.WARN if is_part else Severity.BLOCK


SCALED = Text(
    "Aliza Sherman: 15 minutes listening, 20 publishing, 30 taking part each day (practice), scaled down",
    "Aliza Sherman: am Tag 15 Minuten zuhören, 20 veröffentlichen, 30 mitreden (Praxis), verkleinert",
)

RULE = Rule(
    number="R10",
    key="dialog-time-reserved",
    family=Family.ENGAGEMENT,
    name=Text("Reserved dialog time", "Reservierte Dialogzeit"),
    why=Text(
        "Posting without time to talk is broadcasting. Whoever plans more posts books more time for answers "
        "and visits.",
        "Veröffentlichen ohne Zeit zum Reden ist Durchsage. Wer mehr Beiträge plant, bucht mehr Zeit für "
        "Antworten und Besuche.",
    ),
    looks_at=Text(
        "the planned posts of a channel and week against the minutes reserved there, logged minutes "
        "afterwards",
        "die geplanten Beiträge eines Kanals in der Woche gegen die dort reservierten, später die erfassten "
        "Minuten",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "base",
            60,
            "minutes",
            Text("At least, as soon as anything is planned", "Mindestens, sobald etwas geplant ist"),
            source=SCALED,
        ),
        Parameter("per_post", 15, "minutes", Text("For each post", "Je Beitrag"), source=SCALED),
        Parameter("block_below", 50, "%", Text("Blocks below this part", "Sperrt unter diesem Teil")),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(SCALED,),
    checked_on=date(2026, 11, 1),
)
