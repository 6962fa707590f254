"""Asking the whole rulebook about one variant, and a channel's week for the balance strip."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from calendar_app.catalog import catalogue
from calendar_app.platforms.directory import platform
from calendar_app.rules import catalog as folder
from calendar_app.rules.case import Case, ChannelCase
from calendar_app.rules.catalog import automated_share, dialog_time_reserved
from calendar_app.rules.facts import Channel, Facts, Span, Strictness, Variant
from calendar_app.rules.rule import Rule, Severity, Verdict
from calendar_app.rules.shares import share_in
from calendar_app.wording import Text

RULES: tuple[Rule, ...] = tuple(
    sorted(catalogue(folder, "RULE", Rule).values(), key=lambda rule: rule.number)
)
"""Every rule, in the order of the rulebook."""

LIFTED = Text("Lifted: this is urgent.", "Ausgesetzt: Dies ist dringend.")
SWITCHED_OFF = Text("Switched off here by the team.", "Hier vom Team ausgeschaltet.")
NO_CHANNEL = Text("The channel of this variant is unknown.", "Der Kanal dieser Fassung ist unbekannt.")


def check(
    facts: Facts,
    variant: Variant,
    relatives: Sequence[Variant] | None = None,
    rules: Sequence[Rule] = RULES,
) -> tuple[Verdict, ...]:
    """What every rule, or each of those given, says of a variant, in their order.

    The variant is judged as it is given, whether or not `facts.variants` hold an earlier form of it.
    `relatives` are the candidates whose text may be alike, usually found by fingerprint; without them all of
    `facts.variants` are compared, which is fine for a plan of a few hundred.
    """
    candidates = facts.variants if relatives is None else relatives
    return tuple(_ask(rule, facts, variant, candidates) for rule in rules)


def _ask(rule: Rule, facts: Facts, variant: Variant, relatives: Sequence[Variant]) -> Verdict:
    channel = facts.channel(variant.channel_id)
    if channel is None:
        return Verdict(rule.key, rule.number, Severity.NOT_APPLICABLE, NO_CHANNEL)
    case = Case(rule, facts, channel, platform(channel.platform), variant, relatives)
    if variant.is_urgent and rule.lifted_by_urgent:
        return case.not_applicable(LIFTED)
    return _tuned(case, rule.judge(case))


def _tuned(case: Case, verdict: Verdict) -> Verdict:
    """A verdict as far as the team lets the rule go. A block that nobody may except from is its floor."""
    if verdict.blocks and verdict.override.role is None:
        return verdict
    match case.strictness:
        case Strictness.OFF:
            return case.not_applicable(SWITCHED_OFF)
        case Strictness.ADVISE if verdict.blocks:
            return replace(verdict, severity=Severity.WARN)
    return verdict


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """A channel's week as the balance strip shows it; minutes are whole.

    `automated` of `posts` run without a person; a declared outside tool's posts are among both. The
    severities are what the rules would say of one more such post, judged as the rules do.
    """

    channel: Channel
    week: Span
    posts: int
    automated: int
    automated_percent: int
    automated_severity: Severity
    minutes_booked: int
    minutes_needed: int
    minutes_missing: int
    minutes_severity: Severity


def week_summary(facts: Facts, channel: Channel, week: Span) -> WeekSummary:
    """The balance of a channel in a week (see `weeks.week_of`), by the rules' own arithmetic."""
    profile = platform(channel.platform)
    share_case = ChannelCase(automated_share.RULE, facts, channel, profile)
    dialog_case = ChannelCase(dialog_time_reserved.RULE, facts, channel, profile)
    share = share_in(share_case, week, automated_share.is_counted(share_case))
    balance = dialog_time_reserved.balance_of(dialog_case, week)
    return WeekSummary(
        channel=channel,
        week=week,
        posts=share.of,
        automated=share.count,
        automated_percent=share.percent,
        automated_severity=softened(share_case, automated_share.severity_of_week(share_case, week)),
        minutes_booked=balance.have,
        minutes_needed=balance.needed,
        minutes_missing=balance.missing,
        minutes_severity=softened(dialog_case, dialog_time_reserved.severity_of_week(dialog_case, balance)),
    )


def softened(case: ChannelCase, severity: Severity) -> Severity:
    """What a week's severity is where the team lets the rule go less far."""
    match case.strictness:
        case Strictness.OFF:
            return Severity.PASS
        case Strictness.ADVISE if severity is Severity.BLOCK:
            return Severity.WARN
    return severity
