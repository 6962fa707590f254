"""R03: the same again on the same channel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Mode, Role, Variant
from calendar_app.rules.kinship import (
    MIN_LETTERS,
    is_exempt,
    letters_of,
    partner_fixes,
    partner_params,
    percent_alike,
    relatives,
    said_here,
    say_the_same,
    share_media,
    wording,
)
from calendar_app.rules.rule import Bound, Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

SAID = Text(
    "Already said here on {date}. Add something new or answer the old thread instead.",
    "Hier schon am {date} gesagt. Neues ergänzen oder im alten Strang weiterreden.",
)
SAID_TWICE = Text(
    "Another post on this channel says the same ({date}). Keep one of the two, or tell something new here.",
    "Ein anderer Beitrag auf diesem Kanal sagt dasselbe ({date}). Einen von beiden behalten oder hier Neues "
    "erzählen.",
)
LIKE = Text(
    "{score}% like another post on this channel ({date}). Add something new or answer the old thread.",
    "Zu {score} % wie ein anderer Beitrag auf diesem Kanal ({date}). Neues ergänzen oder im alten Strang "
    "weiterreden.",
)
SAID_BRIEF = Text(
    "The same few words stand here already ({date}).", "Dieselben wenigen Worte stehen hier schon ({date})."
)
SAID_LONG_AGO = Text(
    "Said here before, on {date}. Mark it as recycled, or tell it anew.",
    "Hier schon einmal gesagt, am {date}. Als wiederverwertet kennzeichnen oder neu erzählen.",
)
RECYCLED = Text(
    "An earlier text again, as it is marked: said here on {date}.",
    "Wie gekennzeichnet ein früherer Text: hier gesagt am {date}.",
)
NEW = Text("New on this channel.", "Neu auf diesem Kanal.")
MANDATED = Text("Prescribed wording may be repeated.", "Vorgeschriebenes darf wiederholt werden.")
EMPTY = Text("No text and no picture to compare yet.", "Noch kein Text und kein Bild zum Vergleichen.")


@dataclass(frozen=True, slots=True)
class _Repeat:
    """An earlier or later variant of the channel, and what it means. `percent` of the text is alike."""

    other: Variant
    percent: int
    severity: Severity
    sentence: Text
    apart: timedelta

    @property
    def order(self) -> tuple[int, int, timedelta, str]:
        """By weight, then the highest score, then the nearest in time."""
        return -self.severity.rank, -self.percent, self.apart, str(self.other.id)


def judge(case: Case) -> Verdict:
    if is_exempt(case.variant):
        return case.answer(Severity.PASS, MANDATED)
    if not wording(case.variant).strip() and not case.variant.media:
        return case.not_applicable(EMPTY)
    found = sorted(_repeats(case), key=lambda repeat: repeat.order)
    return _finding(case, found) if found else case.answer(Severity.PASS, NEW)


def _repeats(case: Case) -> Iterator[_Repeat]:
    for other in said_here(case):
        is_same = say_the_same(case.facts.phrases, case.variant, other)
        repeat = _same(case, other) if is_same else _similar(case, other)
        if repeat is not None:
            yield repeat


def _same(case: Case, other: Variant) -> _Repeat | None:
    apart, is_earlier = _apart(case, other), _is_earlier(case, other)
    if apart > timedelta(days=case.value("identical_days")):
        return _said_long_ago(case, other, apart) if is_earlier else None
    said = SAID if is_earlier else SAID_TWICE
    if letters_of(case.facts.phrases, case.variant) >= case.value("min_chars"):
        return _Repeat(other, 100, Severity.BLOCK, said, apart)
    if share_media(case.variant, other):
        return _Repeat(other, 100, Severity.WARN, said, apart)
    return _Repeat(other, 100, Severity.INFO, SAID_BRIEF, apart)


def _said_long_ago(case: Case, other: Variant, apart: timedelta) -> _Repeat | None:
    """A greeting comes every year; a text that comes again says so."""
    if letters_of(case.facts.phrases, case.variant) < case.value("min_chars"):
        return None
    if case.variant.mode == Mode.RECYCLED:
        return _Repeat(other, 100, Severity.INFO, RECYCLED, apart)
    return _Repeat(other, 100, Severity.WARN, SAID_LONG_AGO, apart)


def _similar(case: Case, other: Variant) -> _Repeat | None:
    apart = _apart(case, other)
    if apart > timedelta(days=case.value("near_days")):
        return None
    if min(letters_of(case.facts.phrases, case.variant), letters_of(case.facts.phrases, other)) < case.value(
        "min_chars"
    ):
        return None
    percent = percent_alike(case.facts.phrases, case.variant, other)
    return (
        _Repeat(other, percent, Severity.WARN, LIKE, apart) if percent >= case.value("near_score") else None
    )


def _apart(case: Case, other: Variant) -> timedelta:
    """How far apart in time; what has no date yet stands today."""
    now = case.facts.now
    return abs((case.variant.effective_at or now) - (other.effective_at or now))


def _is_earlier(case: Case, other: Variant) -> bool:
    at, mine = other.effective_at, case.variant.effective_at or case.facts.now
    return at is not None and at <= mine


def _finding(case: Case, found: list[_Repeat]) -> Verdict:
    first = found[0]
    params: Mapping[str, Any] = partner_params(case, first.other) | {"score": first.percent}
    is_near = first.sentence is LIKE
    return replace(
        case.answer(first.severity, first.sentence, params),
        measured=first.percent,
        threshold=case.value("near_score") if is_near else 100,
        bound=Bound.FROM,
        unit="%",
        counted=tuple(each.other.id for each in found),
        relatives=relatives(case, [(each.percent, each.other) for each in found]),
        fixes=_fixes(first),
    )


def _fixes(repeat: _Repeat) -> tuple[Fix, ...]:
    own = (Fix(FixKind.MARK_RECYCLED),) if repeat.sentence is SAID_LONG_AGO else ()
    series = (Fix(FixKind.LEAVE_OUT_SERIES),) if repeat.sentence is LIKE else ()
    return (*own, *partner_fixes(repeat.other.id), *series)


RULE = Rule(
    number="R03",
    key="same-channel-repeat",
    family=Family.ORIGINALITY,
    name=Text("Repeat on the same channel", "Wiederholung auf demselben Kanal"),
    why=Text(
        "Whoever has read it once learns nothing the second time. An answer in the old thread reaches the "
        "same people and goes on with them.",
        "Wer es schon gelesen hat, erfährt beim zweiten Mal nichts. Eine Antwort im alten Strang erreicht "
        "dieselben Menschen und redet mit ihnen weiter.",
    ),
    looks_at=Text(
        "the channel's own earlier and later posts, by their text without layout, links, trailing hashtags "
        "and disguise",
        "frühere und spätere Beiträge desselben Kanals, am Text ohne Layout, Links, Hashtags am Ende und "
        "Verkleidung",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "identical_days",
            90,
            "days",
            Text("The same text is blocked within", "Derselbe Text wird gesperrt innerhalb von"),
            between=(1, 90),
        ),
        Parameter(
            "near_days",
            30,
            "days",
            Text(
                "Nearly the same text is looked for within", "Fast gleicher Text wird gesucht innerhalb von"
            ),
        ),
        Parameter(
            "near_score",
            70,
            "%",
            Text("Warns from this likeness on", "Warnt ab dieser Ähnlichkeit"),
            source=Text(
                "Own measurement on about 3,200 labelled pairs of texts",
                "Eigene Messung an rund 3.200 beurteilten Textpaaren",
            ),
        ),
        Parameter(
            "min_chars",
            MIN_LETTERS,
            "letters",
            Text("Shorter texts only get a hint", "Kürzere Texte bekommen nur einen Hinweis"),
        ),
    ),
    override=Override(
        Role.LEAD,
        Text(
            "X itself refuses an exact repeat for some hours.",
            "X selbst weist eine genaue Wiederholung stundenlang ab.",
        ),
    ),
    lifted_by_urgent=True,
    sources=(
        Text(
            "docs.x.com: Developer guidelines (duplicate posts)",
            "docs.x.com: Developer guidelines (doppelte Beiträge)",
        ),
        Text(
            "help.x.com: Platform manipulation and spam policy",
            "help.x.com: Platform manipulation and spam policy",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
