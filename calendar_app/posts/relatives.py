"""Variants that may be copies of a text: equal by key, near by shared fingerprints, or by pictures.

What is read is bounded, and the same on both databases: only what counts, only the days around, and of what
stands in very many texts only the nearest in time.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, Subquery, and_, any_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from calendar_app.foundation.db import is_sqlite
from calendar_app.posts.index import day_of, text_key
from calendar_app.posts.models import Fingerprint, Picture, Variant
from calendar_app.rules import facts, fingerprints, kinship
from calendar_app.rules.relatives import LEAST_SHARED, MOST_RELATIVES
from calendar_app.rules.windows import Windows

MOST_MARKS = 10_000
"""Fingerprints that all of these have together; as many stand for 300,000 letters that are compared."""

MOST_ROWS = 20_000
"""Rows of the index read for one text before what stands in very many texts is looked at in part only."""

_BY_CHANCE = 3  # who shares fewer does so, in a large archive, mostly by chance:
_LOOKED_AT_BY_CHANCE = 150  # of those, the nearest in time are looked at,
_COMPARED_BY_CHANCE = 16  # and of each side the nearest compared
_RANKED = 500  # of the variants that share most, how many are looked at by their own number of fingerprints
_SAMPLE, _NEAREST = 40, 100  # fingerprints of a text made of what everybody says; rows of each, either side

_EFFECTIVE = func.coalesce(Variant.published_at, Variant.planned_at)


def relatives(
    session: Session,
    phrases: Sequence[facts.Phrase],
    checked: facts.Variant,
    anchor: datetime,
    reach: Windows,
) -> list[Variant]:
    """The variants that a text, stored or not, must be compared with, around an instant (aware UTC).

    Six queries; fourscore small ones more for a text whose words stand everywhere.
    """
    found: list[Variant] = []
    if checked.media and kinship.letters_of(phrases, checked) < kinship.MIN_WORDS:
        found += session.scalars(_same_pictures(checked, anchor, reach.near))
    if (key := text_key(kinship.wording(checked))) is not None:
        found += session.scalars(_equal_elsewhere(checked, key, anchor, reach.near))
        found += session.scalars(_equal_here(checked, key, anchor + reach.same_ahead))
        compared = kinship.compared(phrases, checked)
        own_count = len(fingerprints.kept(compared))
        days = _days(anchor, max(reach.near, reach.near_here))
        enough = min(_BY_CHANCE, own_count / 3)
        shared = _shared(session, fingerprints.asked(compared), days, enough)
        nearby = or_(
            _is_nearby(checked, anchor, reach.near),
            and_(_is_here(checked), _is_nearby(checked, anchor, reach.near_here)),
        )
        best = _best(session, _is_here(checked), nearby, shared, own_count, enough)
        found += session.scalars(select(Variant).where(Variant.id.in_(best)).order_by(Variant.id))
    return [*{variant.id: variant for variant in found}.values()]


def _equal_elsewhere(checked: facts.Variant, key: int, anchor: datetime, near: timedelta) -> Select[Variant]:
    """Others than the channel's own: one that repeats itself must not hide the copy on another one."""
    others = and_(Variant.text_key == key, Variant.channel_id != int(checked.channel_id))
    return (
        select(Variant)
        .where(others, _is_nearby(checked, anchor, near))
        .order_by(Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


def _equal_here(checked: facts.Variant, key: int, until: datetime) -> Select[Variant]:
    own = and_(Variant.text_key == key, Variant.channel_id == int(checked.channel_id))
    return (
        select(Variant)
        .where(own, _counts_beside(checked), until >= _EFFECTIVE)
        .order_by(_EFFECTIVE.desc(), Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


def _same_pictures(checked: facts.Variant, anchor: datetime, near: timedelta) -> Select[Variant]:
    """Where words are missing, a picture is what is told twice."""
    shown = select(Picture.variant_id).where(Picture.motif.in_(checked.media))
    return (
        select(Variant)
        .where(Variant.id.in_(shown), _is_nearby(checked, anchor, near))
        .order_by(Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


def _counts_beside(checked: facts.Variant) -> ColumnElement[bool]:
    return and_(Variant.id != checked.id, Variant.status.in_(facts.COUNTED_STATUSES))


def _is_nearby(checked: facts.Variant, anchor: datetime, near: timedelta) -> ColumnElement[bool]:
    return and_(_counts_beside(checked), _EFFECTIVE.between(anchor - near, anchor + near))


def _is_here(checked: facts.Variant) -> ColumnElement[bool]:
    return Variant.channel_id == int(checked.channel_id)


# --- by fingerprint ---


def _days(anchor: datetime, near: timedelta) -> range:
    """The days of the index around an instant."""
    return range(day_of(anchor) - near.days, day_of(anchor) + near.days + 1)


def _shared(session: Session, values: Collection[int], days: range, enough: float) -> Mapping[int, int]:
    """How many of these fingerprints each variant has that counts on the days around: those with most.

    In order. Of those with less than enough, only the nearest in time: a large archive has no end of them.
    """
    rows = (
        select(Fingerprint.variant_id, Fingerprint.day)
        .where(_in_workspace(session), _any_of(session, values))
        .where(Fingerprint.day.between(days[0], days[-1]))
        .limit(MOST_ROWS + 1)
        .subquery("rows")
    )
    each = select(
        rows.c.variant_id,
        func.count().label("shared"),
        func.abs(func.min(rows.c.day) - _middle(days)).label("apart"),
    ).group_by(rows.c.variant_id)
    counted = each.subquery("counted")
    ranked = (
        select(counted.c.variant_id, counted.c.shared, func.sum(counted.c.shared).over().label("read"))
        .order_by(counted.c.shared.desc(), counted.c.apart, counted.c.variant_id.desc())
        .limit(_RANKED)
    )
    found = session.execute(ranked).all()
    if found and found[0].read > MOST_ROWS:
        return _shared_nearest(session, values, days)
    enough_of_them = sum(row.shared >= enough for row in found)
    return {row.variant_id: row.shared for row in found[: enough_of_them + _LOOKED_AT_BY_CHANCE]}


def _shared_nearest(session: Session, values: Collection[int], days: range) -> Mapping[int, int]:
    """The same for a sample of the fingerprints, of each the rows nearest in time.

    The smallest numbers are a fair sample, and the same whoever asks.
    """
    sample = sorted(values)[:_SAMPLE]
    shared = Counter(variant_id for value in sample for variant_id in _nearest(session, value, days))
    most = sorted(shared, key=lambda variant_id: (-shared[variant_id], -variant_id))[:_RANKED]
    return {variant_id: shared[variant_id] for variant_id in most}


def _middle(days: range) -> int:
    return days[len(days) // 2]


def _nearest(session: Session, value: int, days: range) -> Iterator[int]:
    here = select(Fingerprint.variant_id).where(_in_workspace(session), Fingerprint.value == value)
    rows, middle = here.limit(_NEAREST), _middle(days)
    before = rows.where(Fingerprint.day.between(days[0], middle))
    after = rows.where(Fingerprint.day.between(middle + 1, days[-1]))
    yield from session.scalars(before.order_by(Fingerprint.day.desc(), Fingerprint.variant_id.desc()))
    yield from session.scalars(after.order_by(Fingerprint.day, Fingerprint.variant_id))


def _in_workspace(session: Session) -> ColumnElement[bool]:
    workspace_id: int = session.info["scope"]
    return Fingerprint.workspace_id == workspace_id


def _best(
    session: Session,
    is_here: ColumnElement[bool],
    is_nearby: ColumnElement[bool],
    shared: Mapping[int, int],
    own_count: int,
    enough: float,
) -> list[int]:
    """The best of the own channel and the best of all others, so that neither hides the other."""
    columns = select(Variant.id, is_here.label("here"), Variant.fingerprint_count)
    rows = session.execute(columns.where(Variant.id.in_([*shared]), is_nearby))
    known = {variant_id: (here, count) for variant_id, here, count in rows}
    by_chance: Counter[bool] = Counter()
    ranked: list[tuple[float, int, bool, int]] = []
    for variant_id in filter(known.__contains__, shared):
        here, count = known[variant_id]
        share = shared[variant_id] / max(1, min(count, own_count))
        by_chance[here] += shared[variant_id] < enough
        if share >= LEAST_SHARED and by_chance[here] <= _COMPARED_BY_CHANCE:
            ranked.append((-share, -variant_id, here, count))
    ranked.sort()
    own, others = (
        _readable((-number, count) for _, number, here, count in ranked if here == each)
        for each in (True, False)
    )
    return own + others


def _readable(ranked: Iterable[tuple[int, int]]) -> list[int]:
    """The first of (variant, number of its fingerprints): fewer where the texts are very long."""
    kept: list[int] = []
    marks = 0
    for variant_id, count in islice(ranked, MOST_RELATIVES):
        marks += count
        if kept and marks > MOST_MARKS:
            break
        kept.append(variant_id)
    return kept


def numbers(session: Session, values: Collection[int]) -> Subquery:
    """Numbers as a table of one column, `value`; one parameter, to ask by one statement."""
    if is_sqlite(session):
        texts = func.json_each(json.dumps(sorted(values))).table_valued("value")
    else:
        texts = func.jsonb_array_elements_text(cast(sorted(values), JSONB)).table_valued("value")
    return select(cast(texts.c.value, Integer).label("value")).subquery("asked")


def _any_of(session: Session, values: Collection[int]) -> ColumnElement[bool]:
    """One of these fingerprints; one parameter, so that every check is the same statement."""
    listed = sorted(values)  # neighbours in the index are read one after the other
    if is_sqlite(session):
        each = func.json_each(json.dumps(listed)).table_valued("value")
        return Fingerprint.value.in_(select(cast(each.c.value, Integer)))
    return Fingerprint.value == any_(cast(listed, ARRAY(Integer)))
