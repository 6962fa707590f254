"""R13: first answer, then advertise."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from calendar_app.rules.case import Case, ChannelCase
from calendar_app.rules.catalog.promo_share import ONE_WAY
from calendar_app.rules.facts import InboundItem, InboundKind, Role, Span
from calendar_app.rules.hours import after_work, working_day
from calendar_app.rules.rule import (
    Bound,
    Counted,
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

WAITING = Text(
    "{n} {n:person|people} on {channel} {n:waits|wait} for an answer, the oldest since {t:moment}. Answer "
    "before advertising.",
    "{n} {n:Person wartet|Personen warten} auf {channel} auf Antwort, die älteste Anfrage liegt seit "
    "{t:moment}. Erst antworten, dann werben.",
)
ANSWERED = Text("Nobody waits for an overdue answer.", "Niemand wartet auf eine überfällige Antwort.")
UNRECORDED = Text(
    "No inbound messages are recorded for {channel}.", "Für {channel} sind keine Anfragen erfasst."
)

_HOURS = {InboundKind.COMPLAINT: "complaint_hours", InboundKind.QUESTION: "question_hours"}


def judge(case: Case) -> Verdict:
    here = [each for each in case.facts.inbound if each.channel_id == case.channel.id]
    if not here:
        return case.not_applicable(UNRECORDED, {"channel": case.channel.name})
    overdue = [each for each in here if each.closed_at is None and due_at(case, each) < case.facts.now]
    if not overdue:
        return case.answer(Severity.PASS, ANSWERED)
    oldest, most = min(each.at for each in overdue), case.value("block_count")
    is_much = len(overdue) >= most
    params: dict[str, Value] = {"n": len(overdue), "channel": case.channel.name, "t": case.local(oldest)}
    return replace(
        case.answer(_severity(case, len(overdue), oldest), WAITING, params),
        measured=len(overdue),
        threshold=most if is_much else 0,
        bound=Bound.FROM if is_much else Bound.MOST,
        unit="people",
        window=Span(oldest, case.facts.now),
        counted=tuple(each.id for each in overdue),
        counts=Counted.INBOUND,
        fixes=(Fix(FixKind.OPEN_INBOUND),),
    )


def due_at(case: ChannelCase, item: InboundItem) -> datetime:
    """When an answer is due, in working time of the channel's zone."""
    return after_work(item.at, _target(case, item.kind), case.facts.calendar, case.channel.zone)


def _target(case: ChannelCase, kind: InboundKind) -> timedelta:
    """The working time within which somebody answers; a complaint, which can cost customers, comes first."""
    if (hours := _HOURS.get(kind)) is not None:
        return timedelta(hours=case.value(hours))
    return case.value("other_days") * working_day(case.facts.calendar)


def _severity(case: Case, number: int, oldest: datetime) -> Severity:
    calendar = case.facts.calendar
    age = case.value("block_age_days") * working_day(calendar)
    is_old = after_work(oldest, age, calendar, case.channel.zone) < case.facts.now
    is_much = number >= case.value("block_count") or is_old
    return case.stopping(Severity.BLOCK) if is_much and case.variant.labels & ONE_WAY else Severity.WARN


RULE = Rule(
    number="R13",
    key="reply-overdue",
    family=Family.ENGAGEMENT,
    name=Text("Overdue answers", "Überfällige Antworten"),
    why=Text(
        "Who asks and hears advertising instead of an answer asks no second time.",
        "Wer fragt und statt einer Antwort Werbung hört, fragt kein zweites Mal.",
    ),
    looks_at=Text(
        "what people asked on the channel and nobody has answered in working time",
        "was auf dem Kanal gefragt und in der Arbeitszeit nicht beantwortet wurde",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "complaint_hours",
            4,
            "working hours",
            Text("For complaints", "Für Beschwerden"),
            source=Text(
                "YouGov/Allianz 2014: half expect an answer to a complaint within 3 hours",
                "YouGov/Allianz 2014: Die Hälfte erwartet auf eine Beschwerde Antwort in 3 Stunden",
            ),
        ),
        Parameter("question_hours", 6, "working hours", Text("For questions", "Für Fragen")),
        Parameter("other_days", 1, "working days", Text("For all else", "Für alles andere")),
        Parameter(
            "block_count",
            3,
            "people",
            Text("So many stop advertising", "So viele halten Werbung auf"),
        ),
        Parameter(
            "block_age_days",
            2,
            "working days",
            Text("So old an inquiry stops advertising", "Eine so alte Anfrage hält Werbung auf"),
        ),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Sprout 2015/16: 10 hours on average, 4 expected",
            "Sprout 2015/16: 10 Stunden im Mittel, 4 erwartet",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
