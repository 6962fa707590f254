"""R09: no machine goes on posting where nobody talks any more."""

from dataclasses import replace
from datetime import date, datetime

from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.facts import ChannelState, Mode, Role, Span
from calendar_app.rules.rule import Bound, Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

SILENT = Text(
    "No conversation logged on {channel} for {d} {d:day|days}. Talk there first, then schedule.",
    "Auf {channel} seit {d} {d:Tag|Tagen} kein Gespräch erfasst. Erst dort mitreden, dann planen.",
)
FRESH = Text(
    "Last conversation on {channel} {d} {d:day|days} before.",
    "Letztes Gespräch auf {channel} {d} {d:Tag|Tage} zuvor.",
)
BY_HAND = Text("A person posts it by hand.", "Jemand veröffentlicht von Hand.")
LISTENS = Text("On {channel} the team only listens.", "Auf {channel} wird nur zugehört.")
LAUNCHED = Text(
    "{channel} is new: it is not judged for {d} {d:day|days}.",
    "{channel} ist neu: Die Schonfrist dauert {d} {d:Tag|Tage}.",
)
UNLOGGED = Text("No conversation has been logged yet.", "Bisher ist kein Gespräch erfasst.")


def judge(case: Case) -> Verdict:
    at, channel = case.variant.effective_at, case.channel
    if at is None:
        return case.not_applicable(UNDATED)
    if channel.state == ChannelState.LISTEN_ONLY:
        return case.not_applicable(LISTENS, {"channel": channel.name})
    if case.variant.mode == Mode.LIVE:
        return case.answer(Severity.PASS, BY_HAND)
    last = channel.last_talk_at or channel.since
    if last is None or not case.facts.logs_conversation:
        return case.not_applicable(UNLOGGED)
    until = min(at, case.facts.now)  # what will be said by then nobody can have logged yet
    if channel.since and _days(case, channel.since, until) < case.value("grace_days"):
        return case.not_applicable(LAUNCHED, {"channel": channel.name, "d": case.value("grace_days")})
    return _of_silence(case, last, until)


def _of_silence(case: Case, last: datetime, until: datetime) -> Verdict:
    days = max(0, _days(case, last, until))
    severity = _severity(case, days)
    verdict = case.answer(
        severity, SILENT if severity.is_finding else FRESH, {"channel": case.channel.name, "d": days}
    )
    return replace(
        verdict,
        measured=days,
        threshold=case.value("block_days" if severity is not Severity.INFO else "info_days"),
        bound=Bound.FROM,
        unit="days",
        window=Span(last, max(last, until)),
        fixes=_fixes(case) if severity.is_finding else (),
    )


def _days(case: Case, first: datetime, last: datetime) -> int:
    """Local days from one moment to another."""
    return (case.local(last).date() - case.local(first).date()).days


def _severity(case: Case, days: int) -> Severity:
    if days >= case.value("block_days"):
        return case.stopping(Severity.BLOCK)
    return Severity.INFO if days >= case.value("info_days") else Severity.PASS


def _fixes(case: Case) -> tuple[Fix, ...]:
    by_hand = Fix(FixKind.GO_LIVE)
    return (by_hand, Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id}))


RULE = Rule(
    number="R09",
    key="dead-mans-switch",
    family=Family.AUTOMATION,
    name=Text("Channel without a human", "Kanal ohne Mensch"),
    why=Text(
        "A channel that goes on posting after the last person has left looks alive and answers nobody.",
        "Ein Kanal, der weiterläuft, nachdem der letzte Mensch gegangen ist, sieht lebendig aus und "
        "antwortet niemandem.",
    ),
    looks_at=Text(
        "the days since the last logged conversation on a channel, by the time of publishing",
        "die Tage seit dem letzten erfassten Gespräch auf einem Kanal, spätestens bei der Veröffentlichung",
    ),
    severities=(Severity.INFO, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "info_days",
            7,
            "days",
            Text("Mentions it from here on", "Weist ab hier darauf hin"),
            between=(1, 365),
        ),
        Parameter("block_days", 14, "days", Text("Blocks from here on", "Sperrt ab hier"), between=(1, 365)),
        Parameter(
            "grace_days",
            14,
            "days",
            Text("After launch nothing is judged for", "Nach dem Start wird nicht geprüft für"),
            between=(0, 365),
        ),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Mastodon's founder on crossposters, 2018: set and forget, and nobody answers "
            "(github.com/renatolond/mastodon-twitter-poster)",
            "Mastodons Gründer über Crossposter, 2018: einmal eingerichtet, und niemand antwortet "
            "(github.com/renatolond/mastodon-twitter-poster)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
