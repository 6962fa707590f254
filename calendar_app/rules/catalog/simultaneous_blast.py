"""R04: one post does not go out everywhere at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from calendar_app.rules.attendance import answer_window
from calendar_app.rules.case import UNDATED, Case, belongs_to_the_count
from calendar_app.rules.facts import ItemId, Role, Span, Status, Variant
from calendar_app.rules.rule import Bound, Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

CROWD = Text(
    "{n} {n:channel|channels} within {min} {min:minute|minutes}: nobody can answer everywhere. "
    "Spread them or name more people.",
    "{n} {n:Kanal|Kanäle} in {min} {min:Minute|Minuten}: So kann niemand überall antworten. "
    "Zeitlich verteilen oder mehr Personen benennen.",
)
ONE_PERSON = Text(
    "{who} is to answer on {channels} at the same time. Spread the posts or name another person.",
    "{who} soll auf {channels} zur selben Zeit antworten. Zeitlich verteilen oder eine weitere Person "
    "benennen.",
)
SPREAD = Text("The variants of this post are spread in time.", "Die Fassungen sind zeitlich verteilt.")
ALONE = Text("This post has no other variant.", "Dieser Beitrag hat keine weitere Fassung.")
EMBARGO = Text(
    "An embargo sets the time, with its reason on record.",
    "Eine Sperrfrist bestimmt die Zeit, der Grund ist erfasst.",
)
NO_HOUR = Text("Without a time of day there is nothing to judge.", "Ohne Uhrzeit lässt sich nichts prüfen.")


def judge(case: Case) -> Verdict:
    at = case.variant.effective_at
    if at is None:
        return case.not_applicable(UNDATED)
    if not case.variant.has_time:
        return case.not_applicable(NO_HOUR)
    if case.variant.is_embargoed:
        return case.answer(Severity.PASS, EMBARGO)
    others = tuple(_others(case))
    if not others:
        return case.not_applicable(ALONE)
    return _crowd(case, at, others) or _one_person(case, at, others) or case.answer(Severity.PASS, SPREAD)


def _others(case: Case) -> Iterator[Variant]:
    """The timed variants of the post on other channels; drafts too, which can only be hinted at."""
    for each in case.facts.siblings(case.variant):
        is_called_off = each.status == Status.CANCELLED
        if each.channel_id != case.channel.id and each.effective_at and each.has_time and not is_called_off:
            yield each


def _crowd(case: Case, at: datetime, others: Sequence[Variant]) -> Verdict | None:
    length = timedelta(minutes=case.value("window_minutes"))
    counted = _fullest(case, at, [each for each in others if belongs_to_the_count(each)], length)
    planned = _fullest(case, at, others, length)
    severity, fullest = _severity(case, counted), counted
    if not severity.is_finding and _severity(case, planned).is_finding:
        severity, fullest = Severity.INFO, planned  # drafts will be counted when they are handed in
    if not severity.is_finding:
        return None
    channels = len(_channels(fullest))
    verdict = case.answer(
        case.stopping(severity), CROWD, {"n": channels, "min": case.value("window_minutes")}
    )
    return replace(
        verdict,
        measured=channels,
        threshold=case.value("block" if channels >= case.value("block") else "warn"),
        bound=Bound.FROM,
        unit="channels",
        window=Span(min(map(_at, fullest)), min(map(_at, fullest)) + length),
        counted=tuple(each.id for each in fullest),
        wants_move=case.is_ahead,
    )


def _fullest(case: Case, at: datetime, others: Sequence[Variant], length: timedelta) -> tuple[Variant, ...]:
    """Of the half-open windows that begin with a variant and hold this one, that with most channels."""
    everybody = (*others, case.variant)
    starts = sorted({_at(each) for each in everybody if at - length < _at(each) <= at})
    windows = (
        tuple(each for each in everybody if _at(each) in Span(start, start + length)) for start in starts
    )
    return max(windows, key=lambda each: len(_channels(each)))


def _severity(case: Case, fullest: Sequence[Variant]) -> Severity:
    channels = len(_channels(fullest))
    if channels >= case.value("block"):
        return Severity.BLOCK
    return Severity.WARN if channels >= case.value("warn") else Severity.PASS


def _channels(variants: Sequence[Variant]) -> set[ItemId]:
    return {each.channel_id for each in variants}


def _one_person(case: Case, at: datetime, others: Sequence[Variant]) -> Verdict | None:
    """One person who answers for two variants whose answer windows overlap."""
    person = case.facts.person(case.variant.answer_person_id)
    mine = answer_window(case.facts, case.channel, at)
    shared = [
        each
        for each in others
        if each.answer_person_id == case.variant.answer_person_id and mine.overlap(_window(case, each))
    ]
    if person is None or not shared or case.platform.is_looked_into_later:
        return None
    names = (case.channel.name, *(_name(case, each) for each in shared))
    is_counted = any(belongs_to_the_count(each) for each in shared)
    verdict = case.answer(
        Severity.WARN if is_counted else Severity.INFO, ONE_PERSON, {"who": person.name, "channels": names}
    )
    return replace(
        verdict,
        window=mine,
        counted=tuple(each.id for each in shared),
        fixes=(Fix(FixKind.NAME_ANSWER_PERSON),) if case.is_ahead else (),
        wants_move=case.is_ahead,
    )


def _window(case: Case, other: Variant) -> Span:
    channel = case.facts.channel(other.channel_id) or case.channel
    return answer_window(case.facts, channel, _at(other))


def _name(case: Case, other: Variant) -> str:
    channel = case.facts.channel(other.channel_id)
    return channel.name if channel else str(other.channel_id)


def _at(variant: Variant) -> datetime:
    at = variant.effective_at
    assert at is not None  # noqa: S101 - undated variants were left out
    return at


RULE = Rule(
    number="R04",
    key="simultaneous-blast",
    family=Family.ORIGINALITY,
    name=Text("Simultaneous blast", "Gleichzeitiges Ausspielen"),
    why=Text(
        "What goes out everywhere in the same quarter of an hour was pushed by a button, and nobody can be "
        "in every conversation at once.",
        "Was überall in derselben Viertelstunde erscheint, kam aus einem Knopf, und in allen Gesprächen "
        "zugleich kann niemand sein.",
    ),
    looks_at=Text(
        "the times of one post's variants on different channels, and who answers for them",
        "die Zeiten der Fassungen eines Beitrags auf verschiedenen Kanälen, und wer für sie antwortet",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "window_minutes",
            15,
            "minutes",
            Text("Counts as at once", "Gilt als gleichzeitig"),
            between=(1, 1440),
        ),
        Parameter("warn", 3, "channels", Text("Warns from so many on", "Warnt ab so vielen")),
        Parameter("block", 4, "channels", Text("Blocks from so many on", "Sperrt ab so vielen")),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "docs.upload-post.com: similar content is refused for 48 hours per account",
            "docs.upload-post.com: Ähnliches wird je Konto 48 Stunden abgelehnt",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
