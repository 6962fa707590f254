"""R11: dialog time that was missed is made up for."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil

from calendar_app.rules.attendance import MISSED_AFTER, dialog_minutes, is_missed
from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.catalog import dialog_time_reserved
from calendar_app.rules.facts import Facts, ItemId, Mode, Role, Slot, Span
from calendar_app.rules.mending import booking
from calendar_app.rules.rule import Counted, Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import days_back, monday_of, week_from, week_of
from calendar_app.wording import Text, Value

OWED = Text(
    "{min} {min:minute|minutes} of dialog on {channel} {min:was|were} missed. Book make-up time by "
    "{date:date}.",
    "{min} {min:Minute|Minuten} Dialogzeit auf {channel} {min:ist|sind} ausgefallen. Bis {date:date} einen "
    "Nachholtermin buchen.",
)
EVEN = Text("No missed dialog time is open on {channel}.", "Auf {channel} ist keine Dialogzeit nachzuholen.")


@dataclass(frozen=True, slots=True)
class Debt:
    """Minutes missed in a window, and those made up or booked for it since."""

    window: Span
    missed: Fraction
    made_up: Fraction
    slots: tuple[ItemId, ...]

    @property
    def minutes(self) -> int:
        """What is still open, rounded up."""
        return max(0, ceil(self.missed - self.made_up))


def judge(case: Case) -> Verdict:
    at, now = case.variant.effective_at, case.facts.now
    if at is None:
        return case.not_applicable(UNDATED)
    debt = _debt(case)
    needed = _needed(case, week_of(at, case.channel.zone))
    severity = case.stopping(_severity(case, debt, needed))
    most = needed * case.value("debt_block") // 100
    by = case.local(now).date() + timedelta(days=case.value("makeup_days"))
    params: dict[str, Value] = {"min": debt.minutes, "channel": case.channel.name, "date": by}
    verdict = case.answer(severity, OWED if severity.is_finding else EVEN, params)
    return replace(
        verdict,
        measured=debt.minutes,
        threshold=most if debt.minutes > most else 0,
        unit="minutes",
        window=debt.window,
        counted=debt.slots,
        counts=Counted.SLOTS,
        fixes=(booking(case, _next_morning(case), debt.minutes),) if severity.is_finding else (),
    )


def _severity(case: Case, debt: Debt, needed: int) -> Severity:
    if not debt.minutes:
        return Severity.PASS
    is_much = debt.minutes * 100 > case.value("debt_block") * needed
    return Severity.BLOCK if is_much and case.variant.mode != Mode.LIVE else Severity.WARN


def _debt(case: Case) -> Debt:
    """What was missed since the write-off, less what was held or is booked beyond the weekly requirement."""
    facts, zone = case.facts, case.channel.zone
    today = days_back(facts.now, 0, zone)
    window = Span(days_back(facts.now, case.value("write_off_days"), zone), facts.now)
    missed = [
        slot
        for slot in facts.slots_on(case.channel.id, window)
        if slot.start in window and _fell_away(facts, slot)
    ]
    if not missed:
        return Debt(window, Fraction(0), Fraction(0), ())
    until = today + timedelta(days=case.value("makeup_days") + 1)
    return Debt(
        window,
        sum(map(_lost, missed), Fraction(0)),
        _made_up(case, missed[0].start, until),
        tuple(slot.key for slot in missed),
    )


def _fell_away(facts: Facts, slot: Slot) -> bool:
    """Missed, or cancelled without a new date; of make-up time the first loss is counted already."""
    if slot.is_makeup:
        return False
    if slot.is_cancelled:
        return not slot.is_excused and slot.end + MISSED_AFTER <= facts.now
    return is_missed(facts, slot)


def _lost(slot: Slot) -> Fraction:
    return Fraction(slot.span.length // timedelta(minutes=1), len(slot.channel_ids))


def _made_up(case: Case, since: datetime, until: datetime) -> Fraction:
    """Minutes of make-up time, and of other time beyond what the weeks ask for, from a moment to another."""
    total, monday, zone = Fraction(0), monday_of(since, case.channel.zone), case.channel.zone
    while (week := week_from(monday, zone)).start < until:
        part = Span(week.start, min(week.end, until))
        makeup = _makeup_minutes(case, part)
        other = dialog_minutes(case.facts, case.channel, part) - makeup
        total += makeup + max(Fraction(0), other - _needed(case, week))
        monday += timedelta(days=7)
    return total


def _makeup_minutes(case: Case, span: Span) -> Fraction:
    own = tuple(slot for slot in case.facts.slots_on(case.channel.id, span) if slot.is_makeup)
    return dialog_minutes(replace(case.facts, slots=own), case.channel, span) if own else Fraction(0)


def _needed(case: Case, week: Span) -> int:
    """What a week asks for; the base where nothing is planned."""
    dialog = replace(case, rule=dialog_time_reserved.RULE)
    return dialog_time_reserved.balance_of(dialog, week).needed or dialog.value("base")


def _next_morning(case: Case) -> datetime:
    here = case.local(case.facts.now) + timedelta(days=1)
    return here.replace(hour=10, minute=0, second=0, microsecond=0)


RULE = Rule(
    number="R11",
    key="missed-slot-makeup",
    family=Family.ENGAGEMENT,
    name=Text("Missed dialog time", "Versäumte Dialogzeit"),
    why=Text(
        "Time for conversation that falls away each time something else comes up was never reserved.",
        "Zeit für Gespräche, die jedes Mal ausfällt, wenn etwas anderes kommt, war nie reserviert.",
    ),
    looks_at=Text(
        "dialog time that nobody held, and what was held or is booked beyond the weekly need since",
        "Dialogzeit, die niemand wahrgenommen hat, und was seither über den Wochenbedarf hinaus stattfand "
        "oder gebucht ist",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("makeup_days", 7, "days", Text("Make up for it within", "Nachholen innerhalb von")),
        Parameter(
            "debt_block",
            50,
            "%",
            Text(
                "Blocks what is not posted by hand above this part of a week's need",
                "Sperrt, was nicht von Hand erscheint, über diesem Teil des Wochenbedarfs",
            ),
        ),
        Parameter("write_off_days", 28, "days", Text("Written off after", "Abgeschrieben nach")),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    checked_on=date(2026, 11, 1),
)
