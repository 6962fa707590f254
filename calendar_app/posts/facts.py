"""From rows to the facts that rules judge by: a fixed number of queries, only what the windows reach."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, aliased

from calendar_app.engagement.facts import answer_people, interactions, slot_occurrences
from calendar_app.foundation.db import all_channels, is_sqlite
from calendar_app.foundation.zones import to_utc
from calendar_app.posts.channel_facts import channel_facts
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.index import text_key
from calendar_app.posts.models import Fingerprint, Picture, Status, Variant
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rules import facts, kinship, originality, weeks

BACKFILL = timedelta(days=28)
"""How far back shares look when a week holds too few posts."""

NEAR = timedelta(days=30)
"""How far away another text still counts as a copy."""

AHEAD = timedelta(days=9)
"""How far beyond the week the plan is known: a free time is looked for there, with its neighbours."""

HERE_AHEAD = timedelta(days=90)
"""How far ahead the channel's own repeats are looked for; back there is no end to it."""

ANSWERS = timedelta(hours=25)
"""The longest answer window, with an hour for the change of clocks."""

MOST_PER_FINGERPRINT = 100
"""Rows read per fingerprint, newest first: what stands in very many texts says little."""

MOST_RELATIVES = 30
LEAST_SHARED = 0.2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one variant is judged by: the plan around it, and texts elsewhere that may be alike."""

    plan: facts.Facts
    relatives: tuple[facts.Variant, ...]


def facts_of_check(session: Session, checked: facts.Variant, *, zone: str, now: datetime) -> Surroundings:
    """All that may be known when one variant is judged, which need not be stored as it is given.

    `zone` is its channel's. Twelve queries at most, and none that reads the archive.
    """
    anchor = checked.effective_at or now
    reach, recent = _reach(anchor, zone), _reach(now, zone)
    first, last = min(reach.start, recent.start), max(reach.end, recent.end)
    channel_id = int(checked.channel_id)
    with all_channels(session):
        siblings = _by_id(session.scalars(select(Variant).where(_is_sibling(checked))))
        around = _around(session, [channel_id], reach, recent)
        plan = facts.Facts(
            now=now,
            channels=channel_facts(session),
            people=answer_people(session, anchor.date()),
            variants=_as_facts((around | siblings).values()),
            slots=slot_occurrences(session, first, last + ANSWERS, [channel_id]),
            interactions=interactions(session, [channel_id], recent.start, now),
            phrases=phrases(session),
        )
        alike = siblings | _alike(session, plan, checked, anchor)
        return Surroundings(plan, _as_facts(alike.values()))


def facts_between(
    session: Session,
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    channel_ids: Collection[int] | None = None,
) -> facts.Facts:
    """What shares and dialog time of the weeks in [start, end) are counted from; no relatives by text."""
    with all_channels(session):
        channels = channel_facts(session)
        wanted = [int(each.id) for each in channels if channel_ids is None or each.id in channel_ids]
        since = start - BACKFILL
        return facts.Facts(
            now=now,
            channels=channels,
            people=answer_people(session, start.date()),
            variants=_as_facts(_around(session, wanted, facts.Span(since, end)).values()),
            slots=slot_occurrences(session, since, end + ANSWERS, wanted),
        )


def _as_facts(variants: Iterable[Variant]) -> tuple[facts.Variant, ...]:
    return tuple(fact_of(variant) for variant in variants)


def fact_of(variant: Variant, content: Content | None = None) -> facts.Variant:
    """A stored variant as the rules see it; with `content`, as it would be if that were saved."""
    said = content or content_of(variant)
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
        media=tuple(medium.motif for medium in said.media),
        pictures=tuple(facts.Picture(alt=medium.alt) for medium in said.media),
    )


def _instant(variant: Variant, content: Content | None) -> datetime | None:
    if content is None:
        return variant.planned_at
    return to_utc(content.planned_wall, variant.channel.zone) if content.planned_wall else None


def _reach(anchor: datetime, zone: str) -> facts.Span:
    """From 28 local days before the local ISO week around an instant to nine days after it."""
    week = weeks.week_of(anchor, zone)
    return facts.Span(weeks.days_back(week.start, BACKFILL.days, zone), week.end + AHEAD)


def _around(session: Session, channel_ids: Collection[int], *spans: facts.Span) -> dict[int, Variant]:
    """What counts on the channels in one of the spans, by its time of publication or else by its plan."""
    here = Variant.channel_id.in_(channel_ids)
    within = [
        and_(here, moment >= span.start, moment < span.end)
        for span in spans
        for moment in (Variant.planned_at, Variant.published_at)
    ]
    return _by_id(
        session.scalars(
            select(Variant).where(or_(false(), *within), Variant.status.in_(facts.COUNTED_STATUSES))
        )
    )


def _alike(
    session: Session, plan: facts.Facts, checked: facts.Variant, anchor: datetime
) -> dict[int, Variant]:
    """Variants whose texts may be copies: equal by key, near by shared fingerprints."""
    found: dict[int, Variant] = {}
    if key := text_key(kinship.wording(checked)):
        found |= _by_id(session.scalars(_equal_elsewhere(checked, key, anchor)))
        found |= _by_id(session.scalars(_equal_here(checked, key, anchor)))
    if checked.media and kinship.letters_of(plan.phrases, checked) < kinship.MIN_WORDS:
        found |= _by_id(session.scalars(_same_pictures(checked, anchor)))
    if values := originality.fingerprints(kinship.compared(plan.phrases, checked)):
        found |= _by_id(session.scalars(_sharing(session, values, checked, anchor)))
    return found


def _equal_elsewhere(checked: facts.Variant, key: str, anchor: datetime) -> Select[Variant]:
    """Others than the channel's own: one that repeats itself must not hide the copy on another one."""
    others = and_(Variant.text_key == key, Variant.channel_id != int(checked.channel_id))
    return (
        select(Variant)
        .where(others, _is_nearby(checked, anchor))
        .order_by(Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


def _same_pictures(checked: facts.Variant, anchor: datetime) -> Select[Variant]:
    """Where words are missing, a picture is what is told twice."""
    shown = select(Picture.variant_id).where(Picture.motif.in_(checked.media))
    return (
        select(Variant)
        .where(Variant.id.in_(shown), _is_nearby(checked, anchor))
        .order_by(Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


def _equal_here(checked: facts.Variant, key: str, anchor: datetime) -> Select[Variant]:
    own = and_(Variant.text_key == key, Variant.channel_id == int(checked.channel_id))
    return (
        select(Variant)
        .where(own, _counts_beside(checked), anchor + HERE_AHEAD >= _EFFECTIVE)
        .order_by(_EFFECTIVE.desc(), Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


_EFFECTIVE = func.coalesce(Variant.published_at, Variant.planned_at)


def _counts_beside(checked: facts.Variant) -> ColumnElement[bool]:
    return and_(Variant.id != checked.id, Variant.status.in_(facts.COUNTED_STATUSES))


def _is_nearby(checked: facts.Variant, anchor: datetime) -> ColumnElement[bool]:
    return and_(_counts_beside(checked), _EFFECTIVE.between(anchor - NEAR, anchor + NEAR))


def _is_sibling(checked: facts.Variant) -> ColumnElement[bool]:
    return and_(
        Variant.post_id == checked.post_id,
        Variant.id != checked.id,
        Variant.status.in_([*facts.COUNTED_STATUSES, Status.DRAFT]),
    )


def _by_id(variants: Iterable[Variant]) -> dict[int, Variant]:
    return {variant.id: variant for variant in variants}


def _sharing(
    session: Session, values: Collection[int], checked: facts.Variant, anchor: datetime
) -> Select[Variant]:
    """The variants that share at least a fifth of the fingerprints of the shorter text, most first.

    The best of the own channel and the best of all others, so that neither hides the other. All of a long
    text are looked up: a sample would miss the short text that stands in it, and the many candidates of a
    sample cost more to compare than the look-ups.
    """
    hits = _hits(session, values).subquery("hits")
    shorter = case((Variant.fingerprint_count < len(values), Variant.fingerprint_count), else_=len(values))
    share = hits.c.shared * 1.0 / shorter
    place = func.row_number().over(
        partition_by=Variant.channel_id == int(checked.channel_id), order_by=(share.desc(), Variant.id.desc())
    )
    ranked = (
        select(Variant.id, place.label("place"))
        .join(hits, hits.c.variant_id == Variant.id)
        .where(Variant.fingerprint_count > 0, share >= LEAST_SHARED, _is_nearby(checked, anchor))
        .subquery("ranked")
    )
    best = and_(ranked.c.id == Variant.id, ranked.c.place <= MOST_RELATIVES)
    return select(Variant).join(ranked, best)


def _hits(session: Session, values: Collection[int]) -> Select[int, int]:
    """Who else has these fingerprints, and how many: the newest hundred rows of each are read, no more."""
    workspace_id: int = session.info["scope"]
    asked = numbers(session, values)
    same = and_(Fingerprint.workspace_id == workspace_id, Fingerprint.value == asked.c.value)
    hundredth = (
        select(Fingerprint.variant_id)
        .where(same)
        .order_by(Fingerprint.variant_id.desc())
        .offset(MOST_PER_FINGERPRINT - 1)
        .limit(1)
        .correlate(asked)
        .scalar_subquery()
    )
    row = aliased(Fingerprint)
    newest = and_(
        row.workspace_id == workspace_id,
        row.value == asked.c.value,
        row.variant_id >= func.coalesce(hundredth, 0),
    )
    return (
        select(row.variant_id, func.count().label("shared"))
        .select_from(asked)
        .join(row, newest)
        .group_by(row.variant_id)
    )


def numbers(session: Session, values: Collection[int]) -> Subquery:
    """Numbers as a table of one column, `value`; one parameter, so that every check is the same statement."""
    if is_sqlite(session):
        texts = func.json_each(json.dumps([*values])).table_valued("value")
    else:
        texts = func.jsonb_array_elements_text(cast([*values], JSONB)).table_valued("value")
    return select(cast(texts.c.value, BigInteger).label("value")).subquery("asked")
