"""R16: people are mentioned because they are meant."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from calendar_app.platforms.entities import Entity, Kind
from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.facts import Label, Mode, Role, Span, Variant
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import midnight
from calendar_app.wording import Text

OFTEN = Text(
    "{handle} was mentioned {n} {n:time|times} in {d} {d:day|days}. Ask, answer or leave out.",
    "{handle} wurde in {d} {d:Tag|Tagen} {n}-mal erwähnt. Nachfragen, antworten oder weglassen.",
)
MANY = Text(
    "{n} {n:account is|accounts are} mentioned at once; more than {max} looks like a mailing. Keep those "
    "who are meant.",
    "{n} {n:Konto wird|Konten werden} auf einmal erwähnt; mehr als {max} wirken wie ein Rundschreiben. Nur "
    "die nennen, die "
    "gemeint sind.",
)
BY_MACHINE = Text(
    "A machine mentions {handles}. Mention people by hand, when you can answer them.",
    "Eine Maschine erwähnt {handles}. Menschen von Hand erwähnen, wenn jemand antworten kann.",
)
FINE = Text("Nobody is mentioned too often.", "Niemand wird zu oft erwähnt.")
ANSWER = Text("An answer mentions whom it answers.", "Eine Antwort erwähnt, wem sie gilt.")


def judge(case: Case) -> Verdict:
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    if Label.ANSWER in case.variant.labels:
        return case.answer(Severity.PASS, ANSWER)
    handles = _foreign(case, case.variant)
    found = _by_machine(case, handles) or _too_many(case, handles) or _too_often(case, handles)
    return found or case.answer(Severity.PASS, FINE)


def _foreign(case: Case, variant: Variant) -> Sequence[Entity]:
    """The distinct handles of others in a variant."""
    own = frozenset(handle for channel in case.facts.channels for handle in channel.handles)
    found = {each.key: each for each in case.platform.entities(variant.text) if each.kind is Kind.MENTION}
    return tuple(each for key, each in found.items() if key not in own)


def _by_machine(case: Case, handles: Sequence[Entity]) -> Verdict | None:
    if not handles or case.variant.mode not in (Mode.FEED, Mode.RECYCLED, Mode.SYNC):
        return None
    names = tuple(each.written for each in handles)
    verdict = case.answer(Severity.WARN, BY_MACHINE, {"handles": names})
    return replace(verdict, measured=len(names), fixes=(Fix(FixKind.GO_LIVE),))


def _too_many(case: Case, handles: Sequence[Entity]) -> Verdict | None:
    most = case.value("max")
    if len(handles) <= most:
        return None
    verdict = case.answer(Severity.WARN, MANY, {"n": len(handles), "max": most})
    return replace(verdict, measured=len(handles), threshold=most, unit="mentions")


def _too_often(case: Case, handles: Sequence[Entity]) -> Verdict | None:
    if not handles:
        return None
    days = case.value("same_handle_days")
    posts = [each for each in _recent(case, days) if Label.ANSWER not in each.labels]
    times = Counter(handle.key for post in posts for handle in _foreign(case, post))
    often = max(handles, key=lambda each: times[each.key])
    if times[often.key] < 2:
        return None
    verdict = case.answer(Severity.WARN, OFTEN, {"handle": often.written, "n": times[often.key], "d": days})
    naming = tuple(post.id for post in posts if any(each.key == often.key for each in _foreign(case, post)))
    return replace(
        verdict,
        measured=times[often.key],
        threshold=1,
        unit="mentions",
        counted=naming,
        wants_move=case.is_ahead,
    )


def _recent(case: Case, days: int) -> Iterator[Variant]:
    """What counts on the channel in so many local days, the variant's own the last."""
    at = case.variant.effective_at or case.facts.now
    first = case.local(at).date() - timedelta(days=days - 1)
    window = Span(midnight(first, case.channel.zone), at + timedelta(microseconds=1))
    return iter(case.counted(window))


RULE = Rule(
    number="R16",
    key="mention-manners",
    family=Family.MANNERS,
    name=Text("Mentions", "Erwähnungen"),
    why=Text(
        "A mention rings at somebody's door. Whoever rings often, or lets a machine ring, is not let in.",
        "Eine Erwähnung klingelt bei jemandem. Wer oft klingelt oder klingeln lässt, wird nicht eingelassen.",
    ),
    looks_at=Text(
        "the handles of others in the text, and in the posts of the last days on the channel",
        "die Namen anderer Konten im Text und in den Beiträgen der letzten Tage auf dem Kanal",
    ),
    severities=(Severity.WARN,),
    judge=judge,
    parameters=(
        Parameter(
            "same_handle_days",
            7,
            "days",
            Text("Nobody is mentioned twice within", "Niemand wird zweimal erwähnt innerhalb von"),
        ),
        Parameter("max", 3, "mentions", Text("At most in one post", "Höchstens in einem Beitrag")),
    ),
    override=Override(Role.AUTHOR, from_warnings=True),
    lifted_by_urgent=False,
    sources=(
        Text(
            "docs.x.com: Developer guidelines (uninvited mentions)",
            "docs.x.com: Developer guidelines (unerbetene Erwähnungen)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
