"""From rows to the facts that rules judge by: a fixed number of queries, only what the windows reach."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, true, union_all
from sqlalchemy.orm import Session

from calendar_app.channels.register.facts import access_facts
from calendar_app.engagement.facts import interactions, slot_occurrences, team_around
from calendar_app.engagement.inbound.services import inbound_facts
from calendar_app.foundation.db import all_channels
from calendar_app.foundation.zones import to_utc
from calendar_app.posts.campaigning import known_campaigns
from calendar_app.posts.channel_facts import channel_facts
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.relatives import Wanted, relatives
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules import facts, weeks
from calendar_app.rules.windows import reach_of

BACKFILL = timedelta(days=28)
"""How far back shares look when a week holds too few posts."""

AHEAD = timedelta(days=9)
"""How far beyond the week the plan is known: a free time is looked for there, with its neighbours."""

ANSWERS = timedelta(hours=25)
"""The longest answer window, with an hour for the change of clocks."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one variant is judged by: the plan around it, and texts elsewhere that may be alike."""

    plan: facts.Facts
    relatives: tuple[facts.Variant, ...]


def facts_of_check(session: Session, checked: facts.Variant, *, zone: str, now: datetime) -> Surroundings:
    """All that may be known when one variant is judged, which need not be stored as it is given.

    `zone` is its channel's. Twenty-five queries at most, and none that reads the archive.
    """
    anchor = checked.effective_at or now
    reach, recent = _reach(anchor, zone), _reach(now, zone)
    first, last = min(reach.start, recent.start), max(reach.end, recent.end)
    channel_id = int(checked.channel_id)
    with all_channels(session):
        siblings = _by_id(session.scalars(select(Variant).where(_is_sibling(checked))))
        week = weeks.week_of(anchor, zone)
        around = _around(session, [channel_id], reach, recent, everywhere=week)
        team = team_around(session, anchor.date(), now)
        plan = facts.Facts(
            now=now,
            channels=channel_facts(session, now),
            people=team.people,
            variants=_as_facts((around | siblings).values()),
            slots=slot_occurrences(session, first, last + ANSWERS, [channel_id]),
            interactions=interactions(session, [channel_id], recent.start, now),
            inbound=inbound_facts(session, [channel_id], now),
            phrases=phrases(session),
            calendar=team.calendar,
            tunings=tunings(session),
            access=access_facts(session, [channel_id]),
            campaigns=known_campaigns(session, {checked.campaign_id}),
            approver_ids=team.approver_ids,
            is_public_body=team.is_public_body,
            counts_unlabelled=team.counts_unlabelled,
            single_words=team.single_words,
            supply=team.supply,
        )
        wanted = Wanted(checked, anchor, reach_of(plan, checked))
        alike = siblings | _by_id(relatives(session, plan.phrases, wanted))
        return Surroundings(plan, _as_facts(alike.values()))


def facts_between(
    session: Session,
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    channel_ids: Collection[int] | None = None,
    with_drafts: bool = False,
) -> facts.Facts:
    """What shares and dialog time of the weeks in [start, end) are counted from; no relatives by text.

    On request drafts with a time ahead are among it, as they will count once they are handed in.
    """
    counted = facts.COUNTED_STATUSES | ({Status.DRAFT} if with_drafts else set())
    with all_channels(session):
        channels = channel_facts(session, now)
        wanted = [int(each.id) for each in channels if channel_ids is None or each.id in channel_ids]
        since, team = start - BACKFILL, team_around(session, start.date(), now)
        return facts.Facts(
            now=now,
            channels=channels,
            people=team.people,
            variants=_as_if_handed_in(
                _as_facts(_around(session, wanted, facts.Span(since, end), statuses=counted).values()), now
            ),
            slots=slot_occurrences(session, since, end + ANSWERS, wanted),
            calendar=team.calendar,
            supply=team.supply,
            tunings=tunings(session),
        )


def _as_if_handed_in(variants: Iterable[facts.Variant], now: datetime) -> tuple[facts.Variant, ...]:
    """What lies ahead, drafts too, in the counting set."""
    return tuple(
        replace(each, status=Status.IN_REVIEW)
        if each.status == Status.DRAFT and each.at is not None and each.at >= now
        else each
        for each in variants
    )


def _as_facts(variants: Iterable[Variant]) -> tuple[facts.Variant, ...]:
    return tuple(fact_of(variant) for variant in variants)


def fact_of(variant: Variant, content: Content | None = None) -> facts.Variant:
    """A stored variant as the rules see it; with `content`, as it would be if that were saved."""
    said = content or content_of(variant)
    declared = said.circumstances
    return facts.Variant(
        id=variant.id,
        channel_id=variant.channel_id,
        post_id=variant.post_id,
        title=said.title,
        text=said.text,
        language=said.language or None,
        mode=said.mode,
        status=variant.status,
        at=_instant(variant, content),
        published_at=variant.published_at,
        labels=frozenset(said.labels),
        answer_person_id=said.answer_person_id,
        author_id=variant.author_id,
        campaign_id=said.campaign_id,
        media=tuple(medium.motif for medium in said.media),
        pictures=_pictures(said),
        is_embargoed=declared.embargo_wall is not None,
        is_urgent=bool(declared.urgent_because),
        is_machine_written=declared.is_machine_written,
        is_human_reviewed=declared.is_human_reviewed,
        lacks_permission=declared.lacks_permission,
        source_channel_id=declared.source_channel_id,
    )


def judged_fact_of(variant: Variant, content: Content | None = None) -> facts.Variant:
    """The same of a variant that is judged: with who stands for it, which of the others no rule asks."""
    return replace(fact_of(variant, content), approval=_approval(variant, content))


def _approval(variant: Variant, content: Content | None) -> facts.Approval | None:
    """What other content would do to an approval is for the step that saves it to say."""
    person, wall = variant.approved_by, variant.approved_wall
    if person is None:
        return None
    approved_for = _instant(variant, content)
    if content is None and wall is not None:
        approved_for = to_utc(wall, variant.channel.zone)
    day = (variant.approved_at or variant.updated_at).date()
    return facts.Approval(person.id, approved_for, was_trained=person.is_trained(day))


def _pictures(said: Content) -> tuple[facts.Picture, ...]:
    """What is seen, and a video that goes out along with the variant although Parley does not keep it."""
    seen = tuple(facts.Picture(each.alt, bool(each.decorative_because)) for each in said.media)
    video = facts.Picture(is_video=True, has_captions=said.circumstances.has_captions)
    return (*seen, video) if said.circumstances.has_video else seen


def _instant(variant: Variant, content: Content | None) -> datetime | None:
    if content is None:
        return variant.planned_at
    return to_utc(content.planned_wall, variant.channel.zone) if content.planned_wall else None


def _reach(anchor: datetime, zone: str) -> facts.Span:
    """From 28 local days before the local ISO week around an instant to nine days after it."""
    week = weeks.week_of(anchor, zone)
    return facts.Span(weeks.days_back(week.start, BACKFILL.days, zone), week.end + AHEAD)


def _around(
    session: Session,
    channel_ids: Collection[int],
    *spans: facts.Span,
    everywhere: facts.Span | None = None,
    statuses: Collection[Status] = facts.COUNTED_STATUSES,
) -> dict[int, Variant]:
    """What counts on the channels in one of the spans, by its time of publication or else by its plan.

    `everywhere` is a span in which the other channels count too: a team's week is one.
    """
    here = Variant.channel_id.in_(channel_ids)
    wanted = [(here, span) for span in spans] + ([(true(), everywhere)] if everywhere else [])
    # Each stretch is looked up by an index of its own; joined by OR, SQLite would read the whole archive.
    within = union_all(
        *(
            select(Variant.id).where(where, moment >= span.start, moment < span.end)
            for where, span in wanted
            for moment in (Variant.planned_at, Variant.published_at)
        )
    )
    counted = Variant.status.in_(statuses)
    return _by_id(session.scalars(select(Variant).where(Variant.id.in_(within), counted)))


def _is_sibling(checked: facts.Variant) -> ColumnElement[bool]:
    return and_(
        Variant.post_id == checked.post_id,
        Variant.id != checked.id,
        Variant.status.in_([*facts.COUNTED_STATUSES, Status.DRAFT]),
    )


def _by_id(variants: Iterable[Variant]) -> dict[int, Variant]:
    return {variant.id: variant for variant in variants}
