"""R29: nobody plans more than the team's week has room for; dialog stays."""

from dataclasses import dataclass, replace
from datetime import date

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import UNDATED, Case, ChannelCase
from calendar_app.rules.catalog import dialog_time_reserved
from calendar_app.rules.facts import Channel, ItemId, Mode, Role, Span, Variant
from calendar_app.rules.rule import Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import iso_week, monday_of, week_from
from calendar_app.wording import Text, Value

FULL = Text(
    "Week {w} needs {d} of {s} {s:minute|minutes}. Drop: {list}. Dialog stays.",
    "Woche {w} braucht {d} von {s} {s:Minute|Minuten}. Streichen: {list}. Dialogzeit bleibt.",
)
FULL_OF_DIALOG = Text(
    "Week {w} needs {d} of {s} {s:minute|minutes}, without any post to drop. Find more time.",
    "Woche {w} braucht {d} von {s} {s:Minute|Minuten}, ohne dass ein Beitrag zu streichen wäre. Mehr Zeit "
    "schaffen.",
)
ROOM = Text(
    "Week {w} needs {d} of {s} {s:minute|minutes}.", "Woche {w} braucht {d} von {s} {s:Minute|Minuten}."
)
UNRECORDED = Text("The team's time is not recorded.", "Die Zeit des Teams ist nicht erfasst.")

DROPPED_FIRST = (Mode.FEED, Mode.SYNC, Mode.RECYCLED, Mode.SCHEDULED, Mode.LIVE)
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Load:
    """A week's minutes, and its posts in the order in which they would be dropped."""

    week: Span
    demand: int
    supply: int
    posts: tuple[Variant, ...]

    def exceeds(self, percent: int) -> bool:
        """Strictly more than the percentage, compared as whole numbers."""
        return self.demand * 100 > percent * self.supply


def judge(case: Case) -> Verdict:
    at = case.variant.effective_at
    if at is None:
        return case.not_applicable(UNDATED)
    monday = monday_of(at, case.channel.zone)
    if monday not in case.facts.supply:
        return case.not_applicable(UNRECORDED)
    load = load_of(case, monday)
    severity = Severity.WARN if load.exceeds(case.value("warn")) else Severity.PASS
    names = tuple(_name(post) for post in load.posts[:MOST_NAMED])
    params: dict[str, Value] = {
        "w": iso_week(at, case.channel.zone),
        "d": load.demand,
        "s": load.supply,
        "list": names,
    }
    sentence = (FULL if names else FULL_OF_DIALOG) if severity.is_finding else ROOM
    return replace(
        case.answer(severity, sentence, params),
        measured=load.demand,
        threshold=load.supply * case.value("warn") // 100,
        unit="minutes",
        window=load.week,
        counted=tuple[ItemId, ...](post.id for post in load.posts),
        wants_move=severity.is_finding and case.is_ahead,
    )


def gate_severity(case: ChannelCase, load: Load, more: int = 0) -> Severity:
    """What a new channel that asks for so many minutes more would mean."""
    fuller = replace(load, demand=load.demand + more)
    if fuller.exceeds(case.value("block")):
        return Severity.BLOCK
    return Severity.WARN if fuller.exceeds(case.value("warn")) else Severity.PASS


def load_of(case: ChannelCase, monday: date) -> Load:
    """What all channels ask of the team in the week from a Monday, each on its own clock."""
    demand, posts = 0, []
    for channel in case.facts.channels:
        there = _on(case, channel)
        week = week_from(monday, channel.zone)
        counted = there.counted(week)
        posts += [each for each in counted if each.channel_id == channel.id]
        dialog = replace(there, rule=dialog_time_reserved.RULE)
        needed = dialog_time_reserved.balance_of(dialog, week).needed
        inbound = (channel.inbound_per_week or 0) * case.value("per_answer")
        demand += len(counted) * there.value("per_post") + needed + inbound
    posts.sort(key=lambda each: (DROPPED_FIRST.index(each.mode), str(each.id)))
    span = week_from(monday, case.channel.zone)
    return Load(span, demand, case.facts.supply[monday], tuple(posts))


def _on(case: ChannelCase, channel: Channel) -> ChannelCase:
    """The rule before another channel; on its own one the variant counts as it is now."""
    if channel.id == case.channel.id:
        return case
    return ChannelCase(case.rule, case.facts, channel, platform(channel.platform))


def _name(post: Variant) -> str:
    words = " ".join((post.title or post.text).split())
    return words if len(words) <= 30 else words[:29].rstrip() + "…"


RULE = Rule(
    number="R29",
    key="capacity-exceeded",
    family=Family.PEOPLE,
    name=Text("Over capacity", "Kapazität überschritten"),
    why=Text(
        "What does not fit into a week is taken from conversation first, since nobody misses it at once.",
        "Was nicht in die Woche passt, geht zuerst vom Gespräch ab, weil es nicht gleich auffällt.",
    ),
    looks_at=Text(
        "the minutes that posts, dialog time and answers of a week need, and those the team has",
        "die Minuten, die Beiträge, Dialogzeit und Antworten einer Woche brauchen, und die das Team hat",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("warn", 90, "%", Text("Warns above this load", "Warnt über dieser Auslastung")),
        Parameter(
            "block", 100, "%", Text("No new channel above this load", "Kein neuer Kanal über dieser Last")
        ),
        Parameter("per_post", 30, "minutes", Text("To make one post", "Für einen Beitrag")),
        Parameter("per_answer", 5, "minutes", Text("To answer one person", "Für eine Antwort")),
    ),
    override=Override(Role.ADMIN, Text("At the launch gate.", "Bei der Startprüfung.")),
    lifted_by_urgent=True,
    sources=(
        Text(
            "VerticalResponse: 43% of firms spend 6 hours a week or more (practice)",
            "VerticalResponse: 43 % der Firmen wenden 6 Stunden in der Woche oder mehr auf (Praxis)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
