"""R20: a channel does not fall asleep unnoticed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from calendar_app.rules.case import Case, ChannelCase
from calendar_app.rules.facts import ChannelState, Role, Span
from calendar_app.rules.rule import (
    PROFILE,
    Family,
    Fix,
    FixKind,
    Override,
    Parameter,
    Rule,
    Severity,
    Verdict,
)
from calendar_app.wording import Text, Value

UNJUDGED = frozenset(
    {
        ChannelState.IDEA,
        ChannelState.RESERVED,
        ChannelState.FROZEN,
        ChannelState.DELETED,
        ChannelState.LISTEN_ONLY,
    }
)

SILENT = Text(
    "{channel}: nothing for {d} {d:day|days}. Talk there, relaunch it, or close it properly.",
    "{channel}: seit {d} {d:Tag|Tagen} nichts. Dort reden, neu starten oder ordentlich schließen.",
)
UNDECIDED = Text(
    "{channel}: nothing for {d} {d:day|days}. A lead decides within {within} {within:day|days}; until then "
    "no new channel opens.",
    "{channel}: seit {d} {d:Tag|Tagen} nichts. Die Kanalverantwortung entscheidet binnen {within} "
    "{within:Tag|Tagen}; bis dahin wird kein neuer Kanal eröffnet.",
)
LIVELY = Text(
    "{channel}: last heard of {d} {d:day|days} ago.",
    "{channel}: zuletzt vor {d} {d:Tag|Tagen} aktiv.",
)
ASLEEP_ON_PURPOSE = Text(
    "{channel} is not meant to speak at present.", "{channel} soll derzeit nicht sprechen."
)
UNKNOWN = Text(
    "Nothing is recorded of when {channel} last spoke.", "Wann {channel} zuletzt sprach, ist nicht erfasst."
)


DECIDE_DAYS = Parameter("decide_days", 14, "days", Text("Time to decide", "Zeit zum Entscheiden"))


def judge(case: Case) -> Verdict:
    params: dict[str, Value] = {"channel": case.channel.name}
    if not is_expected_to_speak(case):
        return case.not_applicable(ASLEEP_ON_PURPOSE, params)
    days = silent_days(case)
    if days is None:
        return case.not_applicable(UNKNOWN, params)
    params |= {"d": days, "within": case.value("decide_days")}
    severity = severity_of(case, days)
    sentence = (UNDECIDED if must_be_decided(case) else SILENT) if severity.is_finding else LIVELY
    return replace(
        case.answer(severity, sentence, params),
        measured=days,
        threshold=case.value("quiet_days" if severity is not Severity.WARN else "inactive_days"),
        unit="days",
        window=Span(case.facts.now - timedelta(days=days), case.facts.now),
        fixes=(Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id}),) if severity.is_finding else (),
    )


def silent_days(case: ChannelCase) -> int | None:
    """Whole local days since the last post or talk, or since the start; None where none is known."""
    last = last_heard_at(case)
    return None if last is None else (case.local(case.facts.now).date() - case.local(last).date()).days


def last_heard_at(case: ChannelCase) -> datetime | None:
    channel = case.channel
    moments = (channel.last_post_at, channel.last_talk_at)
    return max((each for each in moments if each), default=channel.since)


def is_expected_to_speak(case: ChannelCase) -> bool:
    """Whether silence means anything there: by its state, and because somebody set a number of days."""
    is_meant_to = case.channel.state not in UNJUDGED and not _is_announced_pause(case)
    return is_meant_to and case.value("quiet_days") > 0


def severity_of(case: ChannelCase, days: int) -> Severity:
    accepted = case.channel.silence_accepted_until
    if accepted and case.local(case.facts.now).date() <= accepted:
        return Severity.INFO if days > case.value("quiet_days") else Severity.PASS
    if days > case.value("inactive_days"):
        return Severity.WARN
    return Severity.INFO if days > case.value("quiet_days") else Severity.PASS


def must_be_decided(case: ChannelCase) -> bool:
    """Silent for so long that launch gates stay shut until a lead has decided about the channel."""
    days = silent_days(case) or 0
    is_over = days > case.value("escalate_times") * case.value("inactive_days")
    return is_over and severity_of(case, days) is Severity.WARN


def _is_announced_pause(case: ChannelCase) -> bool:
    channel, today = case.channel, case.local(case.facts.now).date()
    if channel.state != ChannelState.PAUSED or channel.state_until is None or not channel.has_pause_notice:
        return False
    return 0 <= (channel.state_until - today).days <= case.value("pause_days")


RULE = Rule(
    number="R20",
    key="dormant-channel",
    family=Family.CADENCE,
    name=Text("Inactive channel", "Inaktiver Kanal"),
    why=Text(
        "A channel that fell asleep tells visitors that nobody is there, and somebody may ask in vain.",
        "Ein eingeschlafener Kanal sagt: Hier ist niemand. Wer dort fragt, fragt vergeblich.",
    ),
    looks_at=Text(
        "the days since the last post or logged conversation, whichever is later",
        "die Tage seit dem letzten Beitrag oder erfassten Gespräch, je nachdem, was später war",
    ),
    severities=(Severity.INFO, Severity.WARN),
    judge=judge,
    parameters=(
        Parameter(
            "quiet_days",
            0,
            "days",
            Text("Quiet after", "Ruhig nach"),
            source=PROFILE,
            of_platform=lambda profile: profile.quiet_days or 0,
            between=(0, 365),
        ),
        Parameter(
            "inactive_days",
            0,
            "days",
            Text("Inactive after", "Inaktiv nach"),
            source=PROFILE,
            of_platform=lambda profile: profile.inactive_days or 0,
            between=(0, 365),
        ),
        Parameter(
            "escalate_times",
            2,
            "times",
            Text("A lead decides after so many times that", "Entscheidung der Leitung nach dem Vielfachen"),
        ),
        DECIDE_DAYS,
        Parameter(
            "pause_days",
            30,
            "days",
            Text("The longest announced pause", "Die längste angekündigte Pause"),
        ),
    ),
    override=Override(
        Role.LEAD,
        Text("Postpones once, by the time to decide.", "Verschiebt einmal, um die Zeit zum Entscheiden."),
    ),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Sprout 2015/16: 18% stop following those who are too quiet",
            "Sprout 2015/16: 18 % entfolgen, wer zu still ist",
        ),
        Text(
            "X asked for a log-in every 30 days (policy as reported in May 2023)",
            "X verlangte eine Anmeldung alle 30 Tage (Richtlinie nach Berichten vom Mai 2023)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
