"""R28: only those who belong to the team get into its accounts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from calendar_app.rules.case import Case
from calendar_app.rules.facts import AccessEntry, Role, Status
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, Value

LEFT = Text(
    "{person} left on {date:date} and still has access to {channel}. Rotate and confirm.",
    "{person} ist seit {date:date} ausgeschieden und hat noch Zugang zu {channel}. Passwort wechseln und "
    "bestätigen.",
)
UNREVIEWED = Text(
    "The access to {channel} was last reviewed {d} {d:day|days} ago. Review it.",
    "Die Zugänge zu {channel} wurden zuletzt vor {d} {d:Tag|Tagen} geprüft. Prüfen.",
)
NEVER_REVIEWED = Text(
    "The access to {channel} was never reviewed. Review it.",
    "Die Zugänge zu {channel} wurden nie geprüft. Prüfen.",
)
ALONE = Text(
    "Only {person} gets into {channel}. Give a second person access.",
    "Nur {person} hat Zugang zu {channel}. Einer zweiten Person Zugang geben.",
)
WEAK = Text(
    "{person} gets into {channel} without a second factor. Set one up.",
    "{person} hat ohne zweiten Faktor Zugang zu {channel}. Zweiten Faktor einrichten.",
)
FINE = Text("The access to {channel} is in order.", "Die Zugänge zu {channel} sind geklärt.")
UNRECORDED = Text("No access is recorded for {channel}.", "Für {channel} sind keine Zugänge erfasst.")

ALREADY_PLANNED = frozenset({Status.SCHEDULED, Status.PUBLISHED})


def judge(case: Case) -> Verdict:
    entries = [each for each in case.facts.access if each.channel_id == case.channel.id]
    params: dict[str, Value] = {"channel": case.channel.name}
    if not entries:
        return case.not_applicable(UNRECORDED, params)
    found = _gone(case, entries) or _review(case, entries) or _people(case, entries)
    if found is None:
        return case.answer(Severity.PASS, FINE, params)
    severity, sentence, more = found
    fix = Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id})
    return replace(case.answer(severity, sentence, params | more), fixes=(fix,))


Objection = tuple[Severity, Text, dict[str, Value]]


def _gone(case: Case, entries: Sequence[AccessEntry]) -> Objection | None:
    """Who has left and can still get in: after a day nothing new is scheduled there."""
    now = case.facts.now
    gone = [(each.ends_at, each) for each in entries if each.ends_at and each.ends_at <= now]
    if not gone:
        return None
    ended, first = min(gone, key=lambda each: each[0])
    is_late = now - ended > timedelta(hours=case.value("leave_grace_hours"))
    is_new = case.variant.status not in ALREADY_PLANNED
    severity = Severity.BLOCK if is_late and is_new else Severity.WARN
    return severity, LEFT, {"person": first.name, "date": case.local(ended).date()}


def _review(case: Case, entries: Sequence[AccessEntry]) -> Objection | None:
    reviews = [each.reviewed_on for each in entries]
    if None in reviews:
        return Severity.WARN, NEVER_REVIEWED, {}
    oldest = min(each for each in reviews if each)
    days = (case.local(case.facts.now).date() - oldest).days
    return (Severity.WARN, UNREVIEWED, {"d": days}) if days > case.value("review_days") else None


def _people(case: Case, entries: Sequence[AccessEntry]) -> Objection | None:
    people = [each for each in entries if not each.is_tool] or entries
    if len({each.name for each in people}) < case.value("min_people"):
        return Severity.WARN, ALONE, {"person": people[0].name}
    weak = next((each for each in entries if not each.has_two_factor), None)
    return (Severity.WARN, WEAK, {"person": weak.name}) if weak else None


RULE = Rule(
    number="R28",
    key="access-stale",
    family=Family.PEOPLE,
    name=Text("Access not in order", "Zugänge nicht geklärt"),
    why=Text(
        "Who has left and can still get in may speak in the team's name, by mistake or in anger.",
        "Wer ausgeschieden ist und noch hineinkommt, kann im Namen des Teams sprechen, aus Versehen oder aus "
        "Ärger.",
    ),
    looks_at=Text(
        "the access register of the channel: who left, when it was reviewed, how many, second factors",
        "das Zugangsverzeichnis des Kanals: Austritte, letzte Prüfung, Zahl der Personen, zweite Faktoren",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "review_days",
            90,
            "days",
            Text("Reviewed at least every", "Geprüft mindestens alle"),
            between=(1, 365),
        ),
        Parameter(
            "leave_grace_hours",
            24,
            "hours",
            Text("After leaving it blocks from then on", "Nach dem Austritt sperrt es ab dann"),
        ),
        Parameter("min_people", 2, "people", Text("At least so many have access", "Zugang haben mindestens")),
    ),
    override=Override(
        Role.ADMIN,
        Text("For 72 hours at most.", "Für höchstens 72 Stunden."),
        lasts=timedelta(hours=72),
    ),
    lifted_by_urgent=False,
    sources=(
        Text(
            "When somebody leaves: change passwords, revoke tokens (brnrd.me, thenewblack.co.nz; practice)",
            "Beim Austritt: Passwörter wechseln, Token widerrufen (brnrd.me, thenewblack.co.nz; Praxis)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
