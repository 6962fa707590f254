"""R22: nothing goes out unattended while people rest."""

from dataclasses import replace
from datetime import date, datetime

from calendar_app.rules.attendance import answer_window, is_attended, presence
from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.facts import Mode
from calendar_app.rules.mending import attending_fixes
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

SUNDAY = 6

NIGHT = Text(
    "{t:moment} is quiet time and nobody answers. Move it or attend it.",
    "{t:moment} liegt in der Ruhezeit, niemand antwortet. Verschieben oder betreuen.",
)
RESTFUL = Text(
    "{t:date} is a day of rest and nobody answers. Move it or attend it.",
    "{t:date} ist ein Ruhetag, niemand antwortet. Verschieben oder betreuen.",
)
HOLIDAY = Text(
    "{t:date} is a holiday ({name}) and nobody answers. Move it or attend it.",
    "{t:date} ist ein Feiertag ({name}), niemand antwortet. Verschieben oder betreuen.",
)
SENSITIVE = Text(
    "{t:date} asks for tact: {name}. Read the text with that in mind, or move it.",
    "{t:date} verlangt Takt: {name}. Den Text daraufhin lesen oder verschieben.",
)
OVERTIME = Text(
    "Whoever answers at {t:moment} would do so outside their working hours: {who}. Move it or ask them.",
    "Wer um {t:moment} antwortet, täte das außerhalb der Arbeitszeit: {who}. Verschieben oder absprechen.",
)
FINE = Text("Not in quiet time, or somebody is there.", "Außerhalb der Ruhezeit, oder jemand ist da.")


def judge(case: Case) -> Verdict:
    at = case.variant.effective_at
    if at is None:
        return case.not_applicable(UNDATED)
    here = case.local(at)
    if name := case.facts.calendar.sensitive.get(here.date()):
        return _finding(case, SENSITIVE, here, name=name)
    if tired := _overworked(case, at):
        return _finding(case, OVERTIME, here, who=", ".join(tired))
    rest = _rest(case, here)
    if rest is None or case.variant.mode == Mode.LIVE or is_attended(case.facts, case.variant):
        return case.answer(Severity.PASS, FINE)
    sentence, name = rest
    fixes = (Fix(FixKind.GO_LIVE), *attending_fixes(case))
    return _finding(case, sentence, here, name=name, fixes=fixes)


def _finding(
    case: Case, sentence: Text, here: datetime, *, name: str = "", who: str = "", fixes: tuple[Fix, ...] = ()
) -> Verdict:
    verdict = case.answer(Severity.WARN, sentence, {"t": here, "name": name, "who": who})
    return replace(verdict, fixes=fixes if case.is_ahead else (), wants_move=case.is_ahead)


def _rest(case: Case, here: datetime) -> tuple[Text, str] | None:
    """Why a local time is quiet, with the name of the day; None when it is not."""
    if name := case.facts.calendar.holidays.get(here.date()):
        return HOLIDAY, name
    if here.weekday() == SUNDAY and case.value("sundays"):
        return RESTFUL, ""
    return (NIGHT, "") if case.variant.has_time and _is_night(case, here) else None


def _is_night(case: Case, here: datetime) -> bool:
    """From the one hour to the other, over midnight or not."""
    start, end = case.value("from_hour"), case.value("to_hour")
    is_after, is_before = here.hour >= start, here.hour < end
    return is_after and is_before if start <= end else is_after or is_before


def _overworked(case: Case, at: datetime) -> tuple[str, ...]:
    """Names of those who hold the time to answer outside the working hours that are recorded for them."""
    window = answer_window(case.facts, case.channel, at)
    names = set()
    for slot in case.facts.slots_on(case.channel.id, window):
        person = case.facts.person(slot.person_id)
        if person is None or person.hours is None:
            continue
        shared = (span.overlap(window) for span in presence(case.facts, slot))
        if any(span and case.local(span.start) not in person.hours for span in shared):
            names.add(person.name)
    return tuple(sorted(names))


RULE = Rule(
    number="R22",
    key="quiet-hours",
    family=Family.CADENCE,
    name=Text("Quiet hours", "Ruhezeiten"),
    why=Text(
        "At night and on days of rest answers come from nobody, and a text about cake stands beside a day of "
        "mourning.",
        "Nachts und an Ruhetagen antwortet niemand, und ein Text über Kuchen steht neben einem Trauertag.",
    ),
    looks_at=Text(
        "the time of publishing, the calendar of the region, who is there, and their working hours",
        "den Zeitpunkt der Veröffentlichung, den Kalender der Region, wer da ist, und deren Arbeitszeit",
    ),
    severities=(Severity.WARN,),
    judge=judge,
    parameters=(
        Parameter("from_hour", 20, "o'clock", Text("Quiet time begins", "Die Ruhezeit beginnt")),
        Parameter("to_hour", 7, "o'clock", Text("Quiet time ends", "Die Ruhezeit endet")),
        Parameter(
            "sundays",
            1,
            "",
            Text("Sundays are days of rest", "Sonntage sind Ruhetage"),
        ),
    ),
    override=Override(note=Text("A tick is enough.", "Ein Häkchen genügt.")),
    lifted_by_urgent=True,
    checked_on=date(2026, 11, 1),
)
