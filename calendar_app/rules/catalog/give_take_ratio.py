"""R12: whoever wants to be heard also talks where others are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from calendar_app.rules.case import Case, belongs_to_the_count
from calendar_app.rules.facts import Interaction, ItemId, Label, Role, Span, Status
from calendar_app.rules.rule import (
    PROFILE,
    Bound,
    Family,
    Fix,
    FixKind,
    Override,
    Parameter,
    Rule,
    Severity,
    Verdict,
)
from calendar_app.rules.weeks import days_back
from calendar_app.wording import Text, Value

LOW = Text(
    "{g} {g:contribution|contributions} to others for {p} own {p:post|posts} on {channel} in {d} "
    "{d:day|days}. Plan "
    "the next slot outward; one good comment beats five likes.",
    "{g} {g:Beitrag|Beiträge} bei anderen auf {p} {p:eigenen|eigene} auf {channel} in {d} {d:Tag|Tagen}. "
    "Nächste "
    "Dialogzeit nach außen richten; ein guter Kommentar zählt mehr als fünf Likes.",
)
OWN_HEAVY = Text(
    "{p} of {n} {n:contribution|contributions} on {channel} {p:is your own post|are your own posts}; "
    "{platform} accepts {max}%. Take part in what "
    "others say first.",
    "{p} von {n} {n:Beitrag|Beiträgen} auf {channel} {p:ist ein eigener|sind eigene}; üblich auf {platform} "
    "sind {max} %. Erst bei anderen "
    "mitreden.",
)
FINE = Text(
    "{g} {g:contribution|contributions} to others for {p} own {p:post|posts} in {d} {d:day|days}.",
    "{g} {g:Beitrag|Beiträge} bei anderen auf {p} {p:eigenen|eigene} in {d} {d:Tag|Tagen}.",
)
NOTHING_OUT = Text(
    "Nothing was published on {channel} in {d} {d:day|days}.",
    "Auf {channel} ist in {d} {d:Tag|Tagen} nichts erschienen.",
)
UNLOGGED = Text("No conversation has been logged yet.", "Bisher ist kein Gespräch erfasst.")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a team gave to others and took for itself in a window."""

    window: Span
    gives: int
    takes: tuple[ItemId, ...]


def judge(case: Case) -> Verdict:
    if not case.facts.logs_conversation:
        return case.not_applicable(UNLOGGED)
    exchange = _exchange(case)
    gives, takes, days = exchange.gives, len(exchange.takes), case.value("days")
    params: dict[str, Value] = {"g": gives, "p": takes, "d": days, "channel": case.channel.name}
    if not takes:
        return case.not_applicable(NOTHING_OUT, params)
    if verdict := _own_heavy(case, exchange):
        return verdict
    is_low = gives < case.value("min") * takes
    verdict = case.answer(Severity.WARN if is_low else Severity.PASS, LOW if is_low else FINE, params)
    return _measured(case, verdict, exchange, gives, case.value("min") * takes, "contributions")


def _own_heavy(case: Case, exchange: Exchange) -> Verdict | None:
    """Where people accept few own posts among all that one says there."""
    takes, total, most = len(exchange.takes), len(exchange.takes) + exchange.gives, case.value("own_max")
    if not most or takes * 100 <= most * total:
        return None
    params: dict[str, Value] = {"p": takes, "n": total, "max": most}
    verdict = case.answer(
        case.stopping(Severity.BLOCK),
        OWN_HEAVY,
        params | {"channel": case.channel.name, "platform": case.place},
    )
    return _measured(case, verdict, exchange, takes * 100 // total, most, "%")


def _measured(
    case: Case, verdict: Verdict, exchange: Exchange, measured: int, threshold: int, unit: str
) -> Verdict:
    fix = Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id})
    return replace(
        verdict,
        measured=measured,
        threshold=threshold,
        bound=Bound.LEAST if unit == "contributions" else Bound.MOST,
        unit=unit,
        window=exchange.window,
        counted=exchange.takes,
        fixes=(fix,) if verdict.is_finding else (),
    )


def _exchange(case: Case) -> Exchange:
    now = case.facts.now
    window = Span(days_back(now, case.value("days"), case.channel.zone), now)
    takes = tuple(
        each.id
        for each in case.counted(window)
        if each.status == Status.PUBLISHED and belongs_to_the_count(each) and Label.ANSWER not in each.labels
    )
    given = case.facts.interactions_on(case.channel.id, window)
    return Exchange(window, _weighed(given, case.value("cap_per_slot")), takes)


def _weighed(given: Iterable[Interaction], cap: int) -> int:
    """Outward contributions on topic that say something, so many of one slot at most."""
    counted = (each for each in given if each.is_outward and not each.is_off_topic and each.quality >= 1)
    slots = Counter(each.slot for each in counted)
    return sum(number if slot is None else min(number, cap) for slot, number in slots.items())


RULE = Rule(
    number="R12",
    key="give-take-ratio",
    family=Family.ENGAGEMENT,
    name=Text("Give and take", "Geben und Nehmen"),
    why=Text(
        "Who only posts is a loudspeaker. Conversation is found where others talk.",
        "Wer nur veröffentlicht, ist ein Lautsprecher. Gespräche gibt es dort, wo andere reden.",
    ),
    looks_at=Text(
        "logged comments, answers, questions and recommendations in others' threads against own posts",
        "erfasste Kommentare, Antworten, Fragen und Empfehlungen bei anderen gegen eigene Beiträge",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "min",
            3,
            "to 1",
            Text("At least so many for each own post", "Mindestens so viele je eigenem Beitrag"),
            source=Text(
                "Ratios of giving to own posts run from 2:1 to 9:1 (5-3-2, 4-1-1, 5-5-5; practice)",
                "Verhältnisse von Geben zu Eigenem reichen von 2:1 bis 9:1 (5-3-2, 4-1-1, 5-5-5; Praxis)",
            ),
        ),
        Parameter(
            "cap_per_slot",
            10,
            "contributions",
            Text("At most so many of one slot count", "So viele einer Dialogzeit zählen höchstens"),
        ),
        Parameter(
            "own_max",
            0,
            "%",
            Text(
                "Blocks above this share of own posts (0: never)", "Sperrt über diesem Eigenanteil (0: nie)"
            ),
            source=PROFILE,
            of_platform=lambda profile: profile.own_share or 0,
        ),
        Parameter("days", 28, "days", Text("How far back", "Wie weit zurück")),
    ),
    override=Override(Role.LEAD, Text("Needed only where it blocks.", "Nötig nur, wo sie sperrt.")),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Sprout 2015/16: 23 promotions for each answer, 7 of 8 messages unanswered",
            "Sprout 2015/16: 23 Werbebeiträge je Antwort, 7 von 8 Nachrichten ohne Antwort",
        ),
        Text.name("reddit.com: r/modnews, December 2014"),
    ),
    checked_on=date(2026, 11, 1),
)
