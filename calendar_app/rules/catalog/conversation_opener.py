"""R24: enough posts give people an occasion to talk."""

from dataclasses import replace
from datetime import date

from calendar_app.rules.attendance import is_attended
from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.catalog.promo_share import FEW, window_of
from calendar_app.rules.conversation import invites_answers
from calendar_app.rules.facts import ItemId, Label, Variant
from calendar_app.rules.rule import Bound, Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, Value

NONE = Text(
    "Of {n} {n:post|posts} on {channel}, none invites an answer. End with a question you want answered.",
    "Von {n} {n:Beitrag|Beiträgen} auf {channel} lädt keiner zur Antwort ein. Mit einer echten "
    "Frage schließen.",
)
RARE = Text(
    "Only {p} of {n} {n:post|posts} on {channel} {p:invites|invite} an answer. End with a question you want "
    "answered.",
    "Nur {p} von {n} {n:Beitrag|Beiträgen} auf {channel} {p:lädt|laden} zur Antwort ein. Mit einer echten "
    "Frage schließen.",
)
FINE = Text(
    "{p} of {n} {n:post|posts} on {channel} {p:invites|invite} an answer.",
    "{p} von {n} {n:Beitrag|Beiträgen} auf {channel} {p:lädt|laden} zur Antwort ein.",
)


def judge(case: Case) -> Verdict:
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    window = window_of(case, case.value("days"))
    posts = [each for each in case.counted(window) if Label.STORY not in each.labels]
    if len(posts) < case.value("min_posts"):
        few: dict[str, Value] = {"n": len(posts), "channel": case.channel.name, "d": case.value("days")}
        return case.not_applicable(FEW, few)
    openers = _openers(case, posts)
    is_rare = len(openers) * 100 < case.value("min") * len(posts)
    severity = Severity.INFO if is_rare and case.variant.id not in openers else Severity.PASS
    rare = RARE if openers else NONE
    params: dict[str, Value] = {"p": len(openers), "n": len(posts), "channel": case.channel.name}
    return replace(
        case.answer(severity, rare if severity.is_finding else FINE, params),
        measured=len(openers) * 100 // len(posts),
        threshold=case.value("min"),
        bound=Bound.LEAST,
        unit="%",
        window=window,
        counted=openers,
    )


def _openers(case: Case, posts: list[Variant]) -> tuple[ItemId, ...]:
    """A question that nobody will hear the answer to is none."""
    return tuple(each.id for each in posts if invites_answers(each) and is_attended(case.facts, each))


RULE = Rule(
    number="R24",
    key="conversation-opener",
    family=Family.MIX,
    name=Text("Occasion to talk", "Gesprächsanlass"),
    why=Text(
        "A conversation needs somebody who begins it. A question that is meant is the simplest way.",
        "Ein Gespräch braucht jemanden, der es beginnt. Am einfachsten geht das mit einer ernst gemeinten "
        "Frage.",
    ),
    looks_at=Text(
        "posts with a question, a poll or an invitation, where somebody is there for the answers",
        "Beiträge mit Frage, Umfrage oder Einladung, bei denen jemand für die Antworten da ist",
    ),
    severities=(Severity.INFO,),
    judge=judge,
    parameters=(
        Parameter("min", 30, "%", Text("At least this share", "Mindestens dieser Anteil")),
        Parameter("days", 28, "days", Text("How far back", "Wie weit zurück")),
        Parameter(
            "min_posts",
            5,
            "posts",
            Text("With fewer posts there is nothing to judge", "Bei weniger Beiträgen wird nicht geprüft"),
        ),
    ),
    override=Override(note=Text("None is needed.", "Es braucht keine.")),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Buffer 2025/26, about 2 million posts: those with answered comments do better (correlation)",
            "Buffer 2025/26, rund 2 Millionen Beiträge: mit beantworteten Kommentaren laufen sie besser "
            "(Korrelation)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
