"""Judging a foreign plan with the rules, post by post, and summing it up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calendar_app.exchange.findings import Finding, Findings
from calendar_app.exchange.lookalikes import Lookalikes
from calendar_app.exchange.plan import SOMEBODY, Plan
from calendar_app.rules import engine
from calendar_app.rules.attendance import is_attended, is_automated
from calendar_app.rules.catalog import (
    automated_share,
    conversation_opener,
    dialog_time_reserved,
    feed_share,
    promo_share,
)
from calendar_app.rules.catalog import identical_cross_post as identical
from calendar_app.rules.catalog import near_identical_cross_post as near_identical
from calendar_app.rules.catalog import unattended_publication as unattended
from calendar_app.rules.conversation import invites_answers
from calendar_app.rules.facts import Facts, ItemId, Status, Variant
from calendar_app.rules.rule import Severity, Verdict
from calendar_app.rules.weeks import week_of
from calendar_app.rules.windows import widest

OF_A_WEEK = (
    automated_share.RULE,
    feed_share.RULE,
    dialog_time_reserved.RULE,
    promo_share.RULE,
    conversation_opener.RULE,
)
"""Rules that say the same of all posts of a kind in a channel's week: asked once, not once for each post."""

OF_A_POST = tuple(rule for rule in engine.RULES if rule not in OF_A_WEEK)


Progress = Callable[[Sequence[Variant]], Iterable[Variant]]


@dataclass(frozen=True, slots=True)
class Summary:
    """The plan as a whole. Minutes are whole.

    `identical` posts have the same text as another channel, `near_identical` ones nearly the same and not the
    same. Every post is either blocked or warned or hinted or clean, by its worst finding; `unreadable` are
    rows that are no post because they could not be read.
    """

    posts: int
    channels: int
    identical: int
    near_identical: int
    automated: int
    minutes_planned: int
    minutes_needed: int
    blocked: int
    warned: int
    hinted: int
    clean: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Report:
    """What `parley check` found.

    `left_out` are keys of rules about which the plan is silent, `not_judged` numbers of rules that found too
    little to go by in every post.
    """

    plan: Plan
    findings: Findings
    summary: Summary
    left_out: frozenset[str]
    not_judged: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether something stops the plan: a blocking rule, or a row that cannot be read."""
        return bool(self.summary.blocked or self.summary.unreadable)


def check_plan(plan: Plan, *, now: datetime, progress: Progress = iter) -> Report:
    """Judge every post that is not cancelled. `now` (aware) matters only for a plan without any date.

    `progress` hands the posts on, one after the other, and may tell somebody how many have been judged.
    """
    facts = _facts(plan, now)
    left_out = _left_out(plan)
    seen = _Seen()
    findings = Findings()
    for each in _verdicts(facts, progress):
        if each.verdict.rule not in left_out:
            seen.note(each.verdict)
            if each.verdict.is_finding:
                findings.add(each)
    return Report(plan, findings, _summary(plan, facts, findings), left_out, seen.not_judged)


def _facts(plan: Plan, now: datetime) -> Facts:
    """The plan as of its first day, so that an old one is not blamed for what nobody logged."""
    variants = tuple(_as_judged(plan, each) for each in plan.variants if each.status != Status.CANCELLED)
    moments = [variant.at for variant in variants if variant.at] + [slot.start for slot in plan.slots]
    return Facts(min(moments, default=now), plan.channels, plan.people, variants, plan.slots)


def _as_judged(plan: Plan, variant: Variant) -> Variant:
    """The post, attended by somebody where the plan is silent about that, or about the hour."""
    if plan.names_who_answers and (variant.id not in plan.untimed or variant.answer_person_id is not None):
        return variant
    return replace(variant, answer_person_id=SOMEBODY.id)


def _left_out(plan: Plan) -> frozenset[str]:
    attendance = set() if plan.names_who_answers else {unattended.RULE.key}
    dialog = set() if plan.slots else {dialog_time_reserved.RULE.key}
    return frozenset(attendance | dialog)


class _Seen:
    """Which rules were asked and which could tell: verdicts are too many to be kept, 25 for each post."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._judged: set[str] = set()

    def note(self, verdict: Verdict) -> None:
        self._asked.add(verdict.number)
        if verdict.severity is not Severity.NOT_APPLICABLE:
            self._judged.add(verdict.number)

    @property
    def not_judged(self) -> tuple[str, ...]:
        """Numbers of the rules that were asked and never could tell."""
        return tuple(sorted(self._asked - self._judged))


def _verdicts(facts: Facts, progress: Progress) -> Iterator[Finding]:
    lookalikes = Lookalikes(facts.variants, widest(facts).near)
    weeks = _Weeks(facts)
    for variant in progress(facts.variants):
        verdicts = engine.check(facts, variant, lookalikes.of(variant), OF_A_POST) + weeks.verdicts(variant)
        for verdict in sorted(verdicts, key=lambda each: each.number):
            yield Finding(variant, verdict)


class _Weeks:
    """Verdicts on a channel's week, remembered: a week of n posts costs n and not n times n."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[tuple[object, ...], tuple[Verdict, ...]] = {}

    def verdicts(self, variant: Variant) -> tuple[Verdict, ...]:
        channel = self._facts.channel(variant.channel_id)
        if channel is None or variant.at is None:
            return engine.check(self._facts, variant, (), OF_A_WEEK)
        week = week_of(variant.at, channel.zone)
        key = (channel.id, week.start, *self._kind(variant))
        if key not in self._known:
            self._known[key] = engine.check(self._facts, variant, (), OF_A_WEEK)
        return self._known[key]

    def _kind(self, variant: Variant) -> tuple[object, ...]:
        """All that a week's verdict on a post can depend on."""
        is_opener = invites_answers(variant) and is_attended(self._facts, variant)
        is_machine = is_automated(self._facts, variant)
        return is_machine, is_opener, variant.mode, variant.labels, variant.status


def _summary(plan: Plan, facts: Facts, findings: Findings) -> Summary:
    worst_of, same, alike = _by_post(findings)
    blocked, warned, hinted = (
        sum(severity is each for severity in worst_of.values())
        for each in (Severity.BLOCK, Severity.WARN, Severity.INFO)
    )
    counted = [variant for variant in facts.variants if variant.is_counted]
    return Summary(
        posts=len(facts.variants),
        channels=len({variant.channel_id for variant in facts.variants}),
        identical=len(same),
        near_identical=len(alike - same),
        automated=sum(is_automated(facts, variant) for variant in counted),
        minutes_planned=sum(int(slot.span.length.total_seconds()) // 60 for slot in plan.slots),
        minutes_needed=_minutes_needed(facts, counted),
        blocked=blocked,
        warned=warned,
        hinted=hinted,
        clean=len(facts.variants) - blocked - warned - hinted,
        unreadable=len({remark.row for remark in plan.remarks if remark.is_problem}),
    )


def _by_post(findings: Findings) -> tuple[dict[ItemId, Severity], set[ItemId], set[ItemId]]:
    """Each post's worst finding, and the posts that are held against an equal or a similar one.

    In one walk: findings lie in a file.
    """
    worst: dict[ItemId, Severity] = {}
    touching: dict[str, set[ItemId]] = {identical.RULE.key: set(), near_identical.RULE.key: set()}
    for finding in findings:
        post, verdict = finding.variant.id, finding.verdict
        worst[post] = max(worst.get(post, verdict.severity), verdict.severity, key=lambda each: each.rank)
        if verdict.relative and verdict.rule in touching:
            touching[verdict.rule].add(post)
    return worst, touching[identical.RULE.key], touching[near_identical.RULE.key]


def _minutes_needed(facts: Facts, counted: list[Variant]) -> int:
    """What R10 asks for in all weeks of all channels in which something is planned."""
    weeks = {
        (channel, week_of(variant.at, channel.zone))
        for variant in counted
        if variant.at and (channel := facts.channel(variant.channel_id))
    }
    return sum(engine.week_summary(facts, channel, week).minutes_needed for channel, week in weeks)
