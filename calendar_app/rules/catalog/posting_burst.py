"""R21: posts that come too close upon each other."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from calendar_app.rules.case import UNDATED, Case, belongs_to_the_count
from calendar_app.rules.facts import ItemId, Label, Mode, Role, Span, Variant
from calendar_app.rules.rule import PROFILE, Bound, Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import midnight
from calendar_app.wording import Text, Value, duration

UNCOUNTED = frozenset({Label.STORY, Label.ANSWER, Label.RESHARE})
LONGEST_EVENT = timedelta(days=2)
A_MINUTE = timedelta(minutes=1)

AFTER = Text(
    "Only {gap} after the last post; readers on {platform} expect {min}. Move it.",
    "Nur {gap} nach dem letzten Beitrag, üblich auf {platform}: {min}. Verschieben.",
)
BEFORE = Text(
    "Only {gap} before the next post; readers on {platform} expect {min}. Move it.",
    "Nur {gap} vor dem nächsten Beitrag, üblich auf {platform}: {min}. Verschieben.",
)
TOGETHER = Text(
    "At the same time as another post; readers on {platform} expect {min} between them. Move one.",
    "Zur selben Zeit wie ein anderer Beitrag, üblich auf {platform} sind {min} Abstand. Einen verschieben.",
)
CROWDED = Text(
    "{n} {n:post|posts} on this day; on {platform} {max} {max:is|are} usual. Move one.",
    "{n} {n:Beitrag|Beiträge} an diesem Tag, üblich auf {platform} {max:ist|sind} {max}. Einen verschieben.",
)
FINE = Text("Enough room between the posts.", "Genug Abstand zwischen den Beiträgen.")
NOT_COUNTED = Text(
    "Stories, answers and reposts need no distance.", "Storys, Antworten und Reposts brauchen keinen Abstand."
)
EVENT = Text("Live from an event: many posts are welcome.", "Live von einem Ereignis: Viel darf sein.")
NO_HABIT = Text("No usual distance is known for {platform}.", "Für {platform} ist kein Abstand üblich.")


@dataclass(frozen=True, slots=True)
class Crowding:
    """One way in which a post stands too close to others."""

    severity: Severity
    sentence: Text
    params: dict[str, Value]
    measured: int
    threshold: int
    unit: str
    window: Span
    counted: tuple[ItemId, ...]
    bound: Bound = Bound.MOST


def judge(case: Case) -> Verdict:
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    if case.variant.labels & UNCOUNTED:
        return case.not_applicable(NOT_COUNTED)
    if not case.value("min_gap") and not case.value("per_day"):
        return case.not_applicable(NO_HABIT, {"platform": case.place})
    if _is_event(case):
        return case.answer(Severity.PASS, EVENT)
    found = max((_gap(case), _day(case)), key=lambda each: each.severity.rank if each else 0)
    if found is None or not found.severity.is_finding:
        return case.answer(Severity.PASS, FINE)
    return replace(
        case.answer(case.stopping(found.severity), found.sentence, found.params),
        measured=found.measured,
        threshold=found.threshold,
        bound=found.bound,
        unit=found.unit,
        window=found.window,
        counted=found.counted,
        wants_move=case.is_ahead,
    )


def _gap(case: Case) -> Crowding | None:
    """How near the nearest other post is; None where nobody is near or the hour is not known."""
    at, least = case.variant.effective_at, timedelta(minutes=case.value("min_gap"))
    if at is None or not case.variant.has_time:
        return None
    window = Span(at - least, at + least)
    others = [each for each in _posts(case, window) if each.id != case.variant.id and each.has_time]
    nearest = min(others, key=lambda each: _apart(case.variant, each), default=None)
    if nearest is None or _apart(case.variant, nearest) >= least:
        return None
    gap = _apart(case.variant, nearest)
    is_block = gap * 100 < least * case.value("block_below")
    return Crowding(
        Severity.BLOCK if is_block else Severity.WARN,
        _sentence(case.variant, nearest),
        {"gap": duration(gap // A_MINUTE), "min": duration(least // A_MINUTE), "platform": case.place},
        measured=gap // A_MINUTE,
        threshold=least // A_MINUTE,
        unit="minutes",
        window=window,
        counted=(nearest.id,),
        bound=Bound.LEAST,
    )


def _day(case: Case) -> Crowding | None:
    """How many posts the local day has, when it has more than people expect."""
    at, most = case.variant.effective_at, case.value("per_day")
    if at is None or not most:
        return None
    day, zone = case.local(at).date(), case.channel.zone
    window = Span(midnight(day, zone), midnight(day + timedelta(days=1), zone))
    posts = _posts(case, window)
    if len(posts) <= most:
        return None
    return Crowding(
        Severity.BLOCK if len(posts) > case.value("block_times") * most else Severity.WARN,
        CROWDED,
        {"n": len(posts), "max": most, "platform": case.place},
        measured=len(posts),
        threshold=most,
        unit="posts",
        window=window,
        counted=tuple(each.id for each in posts),
    )


def _posts(case: Case, window: Span) -> list[Variant]:
    return [each for each in case.counted(window) if not each.labels & UNCOUNTED]


def _apart(variant: Variant, other: Variant) -> timedelta:
    mine, theirs = variant.effective_at, other.effective_at
    return abs(mine - theirs) if mine and theirs else timedelta.max


def _sentence(variant: Variant, other: Variant) -> Text:
    mine, theirs = variant.effective_at, other.effective_at
    if mine == theirs:
        return TOGETHER
    return AFTER if mine and theirs and theirs < mine else BEFORE


def _is_event(case: Case) -> bool:
    """A lead has declared a short event, and everything on the channel meanwhile is posted by hand."""
    event, at = case.channel.event, case.variant.effective_at
    if event is None or at is None or at not in event or event.length > LONGEST_EVENT:
        return False
    return all(each.mode == Mode.LIVE for each in case.counted(event) if belongs_to_the_count(each))


RULE = Rule(
    number="R21",
    key="posting-burst",
    family=Family.CADENCE,
    name=Text("Burst", "Beitragsflut"),
    why=Text(
        "Posts that come in a burst push each other aside, and nobody can answer below all of them.",
        "Beiträge in Folge verdrängen einander, und unter allen zugleich antwortet niemand.",
    ),
    looks_at=Text(
        "the time to the neighbouring posts of a channel, and how many there are on the local day",
        "den Abstand zu den Nachbarbeiträgen eines Kanals und ihre Zahl am Tag",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "min_gap",
            0,
            "minutes",
            Text("At least between two posts (0: none)", "Mindestens zwischen zwei Beiträgen (0: keiner)"),
            source=PROFILE,
            of_platform=lambda profile: (profile.min_gap or timedelta()) // A_MINUTE,
            between=(0, 7 * 1440),
        ),
        Parameter(
            "block_below",
            25,
            "%",
            Text("Blocks below this part of the gap", "Sperrt unter diesem Teil des Abstands"),
        ),
        Parameter(
            "per_day",
            0,
            "posts",
            Text("Usual on one day (0: any number)", "Üblich an einem Tag (0: beliebig viele)"),
            source=PROFILE,
            of_platform=lambda profile: profile.posts_per_day or 0,
        ),
        Parameter(
            "block_times",
            2,
            "times",
            Text("Blocks above so many times that number", "Sperrt über dem Vielfachen dieser Zahl"),
        ),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "LinkedIn algorithm reports by Richard van der Blom: a second post within 18 hours hurts both "
            "(practice)",
            "LinkedIn-Algorithmus-Berichte von Richard van der Blom: Ein zweiter Beitrag in 18 Stunden "
            "schadet beiden (Praxis)",
        ),
        Text(
            "Hachyderm: at most 5 automated posts a day (a server's rules)",
            "Hachyderm: höchstens 5 automatische Beiträge am Tag (Regeln eines Servers)",
        ),
        Text(
            "SumAll and Buffer: X 3 a day, Facebook 2, LinkedIn 1 per working day (practice)",
            "SumAll und Buffer: X 3 am Tag, Facebook 2, LinkedIn 1 je Werktag (Praxis)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
