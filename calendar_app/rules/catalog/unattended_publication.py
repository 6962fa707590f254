"""R08: somebody is there to answer after publishing."""

from dataclasses import replace
from datetime import date

from calendar_app.rules.attendance import MIN_COVER, RULE_KEY, WINDOW, answer_window, cover, needed, suffices
from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.facts import Role, Span
from calendar_app.rules.mending import attending_fixes
from calendar_app.rules.rule import Bound, Counted, Family, Override, Rule, Severity, Verdict
from calendar_app.wording import Text

NOBODY_THERE = Text(
    "Nobody is booked to answer from {t:moment} to {t2:time}. Move it, book {min} {min:minute|minutes}, or "
    "name a person.",
    "Von {t:moment} bis {t2:time} ist niemand zum Antworten eingeplant. Verschieben, {min} "
    "{min:Minute|Minuten} Dialogzeit buchen oder eine Person benennen.",
)
TOO_BRIEF = Text(
    "Only {have} of {min} {min:minute|minutes} to answer {have:is|are} booked from {t:moment} to {t2:time}. "
    "Move it, "
    "book the rest, or name a person.",
    "Von {t:moment} bis {t2:time} {have:ist|sind} nur {have} von {min} {min:Minute|Minuten} zum Antworten "
    "eingeplant. Verschieben, den Rest buchen oder eine Person benennen.",
)
NOBODY_LOOKS = Text(
    "Nobody is booked to look in until {t2:moment}. Book {min} {min:minute|minutes} or name a person.",
    "Bis {t2:moment} ist niemand zum Hineinschauen eingeplant. {min} {min:Minute|Minuten} Dialogzeit buchen "
    "oder eine Person benennen.",
)
UNTRAINED = Text(
    "From {t:moment} to {t2:time} only people without a valid training are booked: {who}. Record their "
    "training, or book somebody who has one.",
    "Von {t:moment} bis {t2:time} sind nur Personen ohne gültige Schulung eingeplant: {who}. Schulung "
    "eintragen oder jemand anderen einplanen.",
)
COVERED = Text(
    "{have} {have:minute|minutes} to answer {have:is|are} booked.",
    "{have} {have:Minute|Minuten} zum Antworten {have:ist|sind} eingeplant.",
)


def judge(case: Case) -> Verdict:
    at = case.variant.effective_at
    if at is None:
        return case.not_applicable(UNDATED)
    window = answer_window(case.facts, case.channel, at)
    minutes = cover(case.facts, case.variant, case.channel, at)
    is_covered = suffices(case.facts, case.channel, minutes)
    threshold = 1 if case.platform.is_looked_into_later else needed(case.facts, case.channel)
    untrained = _untrained_in(case, window)
    verdict = case.answer(
        Severity.PASS if is_covered else _severity(case),
        COVERED if is_covered else _sentence(case, int(minutes), untrained),
        {
            "t": case.local(window.start),
            "t2": case.local(window.end),
            "have": int(minutes),
            "min": needed(case.facts, case.channel),
            "who": ", ".join(untrained),
        },
    )
    return replace(
        verdict,
        measured=int(minutes),
        threshold=threshold,
        bound=Bound.LEAST,
        unit="minutes",
        window=window,
        counted=_slots_in(case, window),
        counts=Counted.SLOTS,
        fixes=() if is_covered else tuple(attending_fixes(case)),
        wants_move=not is_covered and case.is_ahead,
    )


def _severity(case: Case) -> Severity:
    """A campaign or a service channel without anybody to answer does harm; elsewhere it is a warning."""
    return (
        Severity.BLOCK if case.variant.campaign_id is not None or case.channel.is_service else Severity.WARN
    )


def _sentence(case: Case, minutes: int, untrained: tuple[str, ...]) -> Text:
    if untrained and not minutes:
        return UNTRAINED
    if case.platform.is_looked_into_later:
        return NOBODY_LOOKS
    return TOO_BRIEF if minutes else NOBODY_THERE


def _slots_in(case: Case, window: Span) -> tuple[int | str, ...]:
    slots = case.facts.slots_on(case.channel.id, window)
    return tuple(slot.key for slot in slots if not slot.is_cancelled and slot.span.overlap(window))


def _untrained_in(case: Case, window: Span) -> tuple[str, ...]:
    """Names of those who are booked for the window and count nothing there."""
    slots = (slot for slot in case.facts.slots_on(case.channel.id, window) if slot.span.overlap(window))
    booked = {slot.person_id for slot in slots if not slot.is_cancelled} | {case.variant.answer_person_id}
    people = (case.facts.person(person_id) for person_id in booked if person_id is not None)
    return tuple(sorted(person.name for person in people if person and not person.may_answer_alone))


RULE = Rule(
    number="R08",
    key=RULE_KEY,
    family=Family.AUTOMATION,
    name=Text("Nobody there to answer", "Niemand zum Antworten da"),
    why=Text(
        "A post invites an answer. Whoever answers within the first hour should meet a person.",
        "Ein Beitrag lädt zur Antwort ein. Wer in der ersten Stunde reagiert, soll auf einen Menschen "
        "treffen.",
    ),
    looks_at=Text(
        "the time after publishing against reserved dialog time, the named answer person and absences",
        "die Zeit nach der Veröffentlichung gegen Dialogzeit, Antwort-Zuständigkeit und Abwesenheiten",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(WINDOW, MIN_COVER),
    override=Override(Role.LEAD, Text("Needed only where it blocks.", "Nötig nur, wo sie sperrt.")),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Buffer 2025/26, about 2 million posts: those with answered comments do better (correlation)",
            "Buffer 2025/26, rund 2 Millionen Beiträge: mit beantworteten Kommentaren laufen sie besser "
            "(Korrelation)",
        ),
        Text(
            "The first 60 to 90 minutes: LinkedIn algorithm reports by Richard van der Blom (practice)",
            "Die ersten 60 bis 90 Minuten: LinkedIn-Algorithmus-Berichte von Richard van der Blom (Praxis)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
