"""Judging many variants at once: as many queries as for a few, and the verdicts that each would get alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from calendar_app.channels.register.facts import access_facts
from calendar_app.engagement.facts import interactions, slot_occurrences, team_around
from calendar_app.engagement.inbound.services import inbound_facts
from calendar_app.foundation.db import all_channels
from calendar_app.people.models import Person
from calendar_app.posts.campaigning import known_campaigns
from calendar_app.posts.channel_facts import channel_facts
from calendar_app.posts.content import content_of
from calendar_app.posts.facts import AHEAD, ANSWERS, BACKFILL, fact_of, judged_fact_of
from calendar_app.posts.judging import Judgement, binding
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.relatives import Wanted, relatives_of_many
from calendar_app.posts.sharing import numbers
from calendar_app.rulebook import services as rulebook
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules import engine, facts
from calendar_app.rules.rule import Rule, Verdict
from calendar_app.rules.windows import reach_of

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Sight:
    """Variants as facts, the plan around all of them, and which others may be alike to each."""

    checked: tuple[facts.Variant, ...]
    plan: facts.Facts
    relatives: Mapping[facts.ItemId, tuple[facts.Variant, ...]]

    def verdicts(
        self, rules: Sequence[Rule] = engine.RULES, plan: facts.Facts | None = None
    ) -> dict[facts.ItemId, tuple[Verdict, ...]]:
        """What the rules say of each variant; with another plan, what they would say then."""
        known = plan or self.plan
        return {
            each.id: engine.check(known, each, self.relatives.get(each.id, ()), rules)
            for each in self.checked
        }


def sight(session: Session, variants: Sequence[Variant], *, now: datetime) -> Sight:
    """Everything that verdicts on dated variants depend on, in few queries however many they are."""
    _know_approvers(session, variants)
    checked = tuple(judged_fact_of(variant) for variant in variants)
    moments = [each.effective_at for each in checked if each.effective_at] or [now]
    first, last = min(*moments, now), max(*moments, now)
    with all_channels(session):
        known = facts.Facts(
            now, channel_facts(session, now), phrases=phrases(session), tunings=tunings(session)
        )
        start, end = first - A_WEEK - BACKFILL, last + A_WEEK + AHEAD
        around = _around(session, start, end)
        siblings = {row.id: fact_of(row) for row in _siblings(session, variants)}
        team = team_around(session, min(moments).date(), now)
        channel_ids = [int(each.id) for each in known.channels]
        plan = replace(
            known,
            people=team.people,
            variants=tuple(({row.id: fact_of(row) for row in around} | siblings).values()),
            slots=slot_occurrences(session, start, end + ANSWERS, channel_ids),
            interactions=interactions(session, channel_ids, now - A_WEEK - BACKFILL, now),
            inbound=inbound_facts(session, channel_ids, now),
            calendar=team.calendar,
            access=access_facts(session),
            campaigns=known_campaigns(session, {each.campaign_id for each in checked}),
            approver_ids=team.approver_ids,
            is_public_body=team.is_public_body,
            counts_unlabelled=team.counts_unlabelled,
            single_words=team.single_words,
            supply=team.supply,
        )
        return Sight(checked, plan, _relatives(session, plan, checked))


def _relatives(
    session: Session, plan: facts.Facts, checked: Sequence[facts.Variant]
) -> dict[facts.ItemId, tuple[facts.Variant, ...]]:
    """What each must be compared with; what the plan does not hold already is read at once."""
    wanted = [Wanted(each, each.effective_at or plan.now, reach_of(plan, each)) for each in checked]
    found = relatives_of_many(session, plan.phrases, wanted)
    known = {each.id: each for each in plan.variants}
    beyond = numbers(session, {each for ids in found for each in ids} - known.keys())
    rows = session.scalars(select(Variant).where(Variant.id.in_(select(beyond.c.value))))
    known |= {row.id: fact_of(row) for row in rows}
    return {
        each.id: tuple(
            {other.id: other for other in (*plan.siblings(each), *map(known.__getitem__, ids))}.values()
        )
        for each, ids in zip(checked, found, strict=True)
    }


def _know_approvers(session: Session, variants: Sequence[Variant]) -> None:
    """Have everybody who stands for one of them at hand, so that none is asked for one by one."""
    ids = {variant.approved_by_id for variant in variants}
    session.scalars(select(Person).where(Person.id.in_(ids))).all()


def _around(session: Session, start: datetime, end: datetime) -> Sequence[Variant]:
    """What counts on all channels of the workspace, by its time of publication or else by its plan."""
    planned = Variant.planned_at.between(start, end)
    published = Variant.published_at.between(start, end)
    query = select(Variant).where(or_(planned, published), Variant.status.in_(facts.COUNTED_STATUSES))
    return session.scalars(query).all()


def _siblings(session: Session, variants: Sequence[Variant]) -> Sequence[Variant]:
    of_the_same = Variant.post_id.in_({variant.post_id for variant in variants})
    seen = Variant.status.in_([*facts.COUNTED_STATUSES, Status.DRAFT])
    return session.scalars(select(Variant).where(of_the_same, seen)).all()


def judge_many(session: Session, variants: Sequence[Variant], *, now: datetime) -> dict[int, Judgement]:
    """What `judge` says of each as it is stored, by id; a free time to move to is not looked for."""
    seen = sight(session, variants, now=now)
    bound = [binding(each, content_of(each), each.planned_at) for each in variants]
    exceptions = rulebook.holding_of_many(session, bound)
    verdicts = seen.verdicts()
    return {
        variant.id: Judgement(
            fact=fact,
            plan=seen.plan,
            relatives=seen.relatives.get(variant.id, ()),
            verdicts=verdicts[variant.id],
            exceptions=exceptions.get(variant.id, {}),
        )
        for variant, fact in zip(variants, seen.checked, strict=True)
    }
