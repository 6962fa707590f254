"""Judging a foreign plan with the rules, row by row, and summing it up."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calendar_app.exchange.plan import Plan
from calendar_app.rules import engine
from calendar_app.rules.attendance import is_automated
from calendar_app.rules.catalog import automated_share, dialog_time_reserved
from calendar_app.rules.catalog import identical_cross_post as identical
from calendar_app.rules.catalog import near_identical_cross_post as near_identical
from calendar_app.rules.catalog import unattended_publication as unattended
from calendar_app.rules.facts import Facts, ItemId, Person, Slot, Status, Variant
from calendar_app.rules.letters import normalise
from calendar_app.rules.originality import fingerprints
from calendar_app.rules.rule import Severity, Verdict
from calendar_app.rules.weeks import week_of

NEAR = timedelta(days=31)
AROUND = timedelta(days=36)  # four weeks back for shares, the rest of the week ahead
MOST_RELATIVES = 30
MOST_PER_FINGERPRINT = 100

SOMEBODY = Person("somebody", "somebody")
"""Stands in where a plan is silent about who answers: its silence is not held against each row."""

OF_THE_WEEK = {automated_share.RULE.key, dialog_time_reserved.RULE.key}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's verdict and the rows it holds for; a week's verdict stands once for all its rows."""

    verdict: Verdict
    rows: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The plan as a whole; minutes are whole, `copies` are rows that repeat another channel's text."""

    posts: int
    channels: int
    identical: int
    near_identical: int
    automated: int
    minutes_planned: int
    minutes_needed: int
    severities: dict[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What `parley check` found. `judges_attendance` is false where the plan says nothing of who answers."""

    plan: Plan
    findings: tuple[Finding, ...]
    summary: Summary
    judges_attendance: bool
    judges_dialog: bool

    @property
    def blocks(self) -> bool:
        """Whether something stops the plan: a blocking rule, or a row that cannot be read."""
        has_block = any(finding.verdict.severity is Severity.BLOCK for finding in self.findings)
        return has_block or any(remark.is_problem for remark in self.plan.remarks)


def check_plan(plan: Plan, *, now: datetime) -> Report:
    """Judge every row that is not cancelled. `now` is when the plan is looked at, aware."""
    archive = _Archive(plan, _first_day(plan, now))
    left_out = set() if plan.names_who_answers else {unattended.RULE.key}
    left_out |= set() if plan.slots else {dialog_time_reserved.RULE.key}
    found = tuple(finding for finding in _findings(archive) if finding.verdict.rule not in left_out)
    return Report(
        plan=plan,
        findings=found,
        summary=_summary(archive, found),
        judges_attendance=plan.names_who_answers,
        judges_dialog=bool(plan.slots),
    )


def _first_day(plan: Plan, now: datetime) -> datetime:
    """A plan is judged as on its first day, so that an old one is not blamed for what nobody logged."""
    return min((variant.at for variant in plan.variants if variant.at), default=now)


def _findings(archive: "_Archive") -> Iterator[Finding]:
    weeks: set[tuple[str, ItemId, datetime]] = set()
    for variant in archive.variants:
        facts = archive.facts_around(variant)
        for verdict in engine.check(facts, variant, archive.relatives(variant)):
            if not verdict.is_finding:
                continue
            if verdict.rule not in OF_THE_WEEK or verdict.window is None:
                yield Finding(verdict, (variant.id,))
                continue
            week = (verdict.rule, variant.channel_id, verdict.window.end)
            if week not in weeks:
                weeks.add(week)
                yield Finding(verdict, archive.rows_in(variant.channel_id, verdict))


def _summary(archive: "_Archive", findings: tuple[Finding, ...]) -> Summary:
    facts = archive.everything
    rows = Counter(finding.verdict.rule for finding in findings)
    counted = [variant for variant in archive.variants if variant.is_counted]
    weeks = [
        engine.week_summary(archive.facts_around(variant), channel, week_of(variant.at, channel.zone))
        for variant in archive.first_of_each_week()
        if variant.at and (channel := facts.channel(variant.channel_id))
    ]
    return Summary(
        posts=len(counted),
        channels=len(archive.plan.channels),
        identical=rows[identical.RULE.key],
        near_identical=rows[near_identical.RULE.key],
        automated=sum(is_automated(archive.facts_around(variant), variant) for variant in counted),
        minutes_planned=sum(
            int((slot.end - slot.start).total_seconds()) // 60 for slot in archive.plan.slots
        ),
        minutes_needed=sum(week.minutes_needed for week in weeks),
        severities=dict(Counter(finding.verdict.severity.value for finding in findings)),
    )


class _Archive:
    """The plan's rows where a check needs them: by channel and time, and by fingerprint."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self.plan = plan
        self.now = now
        self.variants = tuple(self._shown(each) for each in plan.variants if each.status != Status.CANCELLED)
        self.everything = self._facts((), ())
        self._by_channel = _by_time(self.variants)
        self._slots: defaultdict[ItemId, list[Slot]] = defaultdict(list)
        for slot in plan.slots:
            for channel_id in slot.channel_ids:
                self._slots[channel_id].append(slot)
        self._prints: defaultdict[int, list[Variant]] = defaultdict(list)
        self._equal: defaultdict[str, list[Variant]] = defaultdict(list)
        for variant in self.variants:
            self._equal[normalise(variant.text).plain].append(variant)
            for value in fingerprints(variant.text):
                self._prints[value].append(variant)

    def _shown(self, variant: Variant) -> Variant:
        """The row as it is judged: attended by somebody where the whole plan is silent about that."""
        if self.plan.names_who_answers:
            return variant
        return replace(variant, answer_person_id=SOMEBODY.id)

    def facts_around(self, variant: Variant) -> Facts:
        """What a check of the row may look at: its channel's rows and slots in reach."""
        if variant.at is None:
            return self.everything
        times, rows = self._by_channel[variant.channel_id]
        start, end = bisect_left(times, variant.at - AROUND), bisect_right(times, variant.at + AROUND)
        slots = self._slots[variant.channel_id]
        return self._facts(rows[start:end], tuple(slot for slot in slots if _is_near(slot, variant.at)))

    def relatives(self, variant: Variant) -> tuple[Variant, ...]:
        """Rows that may say the same: equal ones, and those with the most fingerprints in common."""
        equal = self._equal[normalise(variant.text).plain][:MOST_PER_FINGERPRINT]
        shared: Counter[ItemId] = Counter()
        known: dict[ItemId, Variant] = {each.id: each for each in equal}
        for value in fingerprints(variant.text):
            for other in _closest(self._prints[value], variant):
                shared[other.id] += 1
                known[other.id] = other
        wanted = [each.id for each in equal] + [row for row, _ in shared.most_common(MOST_RELATIVES)]
        return tuple(known[row] for row in dict.fromkeys(wanted) if row != variant.id)

    def rows_in(self, channel_id: ItemId, verdict: Verdict) -> tuple[ItemId, ...]:
        """The rows a week's verdict speaks of: the counted ones, else all of the window."""
        window = verdict.window
        if verdict.counted or window is None:
            return tuple(sorted(verdict.counted, key=int))
        return tuple(row.id for row in self._by_channel[channel_id][1] if row.at and row.at in window)

    def first_of_each_week(self) -> Iterator[Variant]:
        seen = set()
        for variant in self.variants:
            channel = self.everything.channel(variant.channel_id)
            if variant.at is None or channel is None or not variant.is_counted:
                continue
            week = (variant.channel_id, week_of(variant.at, channel.zone).start)
            if week not in seen:
                seen.add(week)
                yield variant

    def _facts(self, variants: tuple[Variant, ...], slots: tuple[Slot, ...]) -> Facts:
        people = (*self.plan.people, SOMEBODY)
        return Facts(self.now, self.plan.channels, people, variants, slots)


def _by_time(
    variants: tuple[Variant, ...],
) -> defaultdict[ItemId, tuple[list[datetime], tuple[Variant, ...]]]:
    grouped: defaultdict[ItemId, list[Variant]] = defaultdict(list)
    for variant in variants:
        if variant.at is not None:
            grouped[variant.channel_id].append(variant)
    found: defaultdict[ItemId, tuple[list[datetime], tuple[Variant, ...]]] = defaultdict(lambda: ([], ()))
    for channel_id, rows in grouped.items():
        rows.sort(key=lambda row: row.at or datetime.min)  # noqa: DTZ901 all of them have a time
        found[channel_id] = [row.at for row in rows if row.at], tuple(rows)
    return found


def _is_near(slot: Slot, moment: datetime) -> bool:
    return moment - AROUND < slot.end and slot.start < moment + AROUND


def _closest(rows: list[Variant], variant: Variant) -> list[Variant]:
    """Of many rows with one fingerprint those within reach in time, at most a hundred."""
    if variant.at is None:
        return rows[:MOST_PER_FINGERPRINT]
    near = (row for row in rows if row.at is None or abs(row.at - variant.at) <= NEAR)
    return [row for _, row in zip(range(MOST_PER_FINGERPRINT), near, strict=False)]
