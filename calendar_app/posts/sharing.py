"""Who shares how many fingerprints with a text, around its day: bounded, and the same on both databases.

The rows of several texts are read at once where they are few. Where they are many, each text is asked for by
itself, by one statement that counts them in the database, and of what stands in very many texts only the
nearest in time is looked at.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Subquery,
    any_,
    bindparam,
    cast,
    func,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, Session

from calendar_app.foundation.db import is_sqlite
from calendar_app.posts.models import Fingerprint

MOST_ROWS = 20_000
"""Rows of the index read for one text, or for several together, before another way is taken."""

_BY_CHANCE = 3  # who shares fewer does so, in a large archive, mostly by chance:
_LOOKED_AT_BY_CHANCE = 60  # of those, the nearest in time are looked at
_RANKED = 250  # of the variants that share most, how many are looked at by their own number of fingerprints
_SAMPLE, _NEAREST = 40, 100  # fingerprints of a text made of what everybody says; rows of each, either side

Shared = Mapping[int, int]
"""How many fingerprints of a text each variant has: in order, most first, then the nearest in time."""

_Rows = Mapping[int, Sequence[tuple[int, int]]]
"""Of each fingerprint the variants that keep it, each with its day."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text is looked for by: the numbers it asks for, how many it keeps itself, days of the index."""

    asked: frozenset[int]
    own_count: int
    days: range

    @property
    def enough(self) -> float:
        """Shared fingerprints that are more than chance."""
        return min(_BY_CHANCE, self.own_count / 3)

    @property
    def middle(self) -> int:
        return self.days[len(self.days) // 2]


def shared(session: Session, sought: Sequence[Sought]) -> list[Shared]:
    """Who shares most with each of some texts, on the days around each; one statement where rows are few.

    Of those that share less than enough only the nearest in time: a large archive has no end of them.
    """
    rows = _rows_of_all(session, sought) if len(sought) > 1 else None
    if rows is None:
        return [_shared_by_one(session, each) for each in sought]
    return [_counted(rows, each) for each in sought]


def _rows_of_all(session: Session, sought: Sequence[Sought]) -> _Rows | None:
    """The rows that any of them asks for; None where there are more than one text may read."""
    days = range(min(each.days[0] for each in sought), max(each.days[-1] for each in sought) + 1)
    values = frozenset().union(*(each.asked for each in sought))
    rows = session.execute(_rows(session, values, days, Fingerprint.value)).all()
    if len(rows) > MOST_ROWS:
        return None
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for variant_id, day, value in rows:
        found[value].append((variant_id, day))
    return found


def _rows(
    session: Session, values: Collection[int], days: range, *more: InstrumentedAttribute[int]
) -> Select[*tuple[int, ...]]:
    return (
        select(Fingerprint.variant_id, Fingerprint.day, *more)
        .where(_in_workspace(session), _any_of(session, values))
        .where(Fingerprint.day.between(days[0], days[-1]))
        .limit(MOST_ROWS + 1)
    )


def _counted(rows: _Rows, sought: Sought) -> Shared:
    """What `_shared_by_one` says, from rows at hand."""
    hits = [row for value in sought.asked for row in rows.get(value, ()) if row[1] in sought.days]
    counts, day_of = Counter(variant_id for variant_id, _ in hits), dict(hits)
    ranked = sorted(counts, key=lambda each: (-counts[each], abs(day_of[each] - sought.middle), -each))
    return _first([(each, counts[each]) for each in ranked[:_RANKED]], sought)


def _first(ranked: Sequence[tuple[int, int]], sought: Sought) -> Shared:
    enough_of_them = sum(count >= sought.enough for _, count in ranked)
    return dict(ranked[: enough_of_them + _LOOKED_AT_BY_CHANCE])


def _shared_by_one(session: Session, sought: Sought) -> Shared:
    rows = _rows(session, sought.asked, sought.days).subquery("rows")
    each = select(
        rows.c.variant_id,
        func.count().label("shared"),
        func.abs(func.min(rows.c.day) - sought.middle).label("apart"),
    ).group_by(rows.c.variant_id)
    counted = each.subquery("counted")
    ranked = (
        select(counted.c.variant_id, counted.c.shared, func.sum(counted.c.shared).over().label("read"))
        .order_by(counted.c.shared.desc(), counted.c.apart, counted.c.variant_id.desc())
        .limit(_RANKED)
    )
    found = session.execute(ranked).all()
    if found and found[0].read > MOST_ROWS:
        return _shared_nearest(session, sought)
    return _first([(row.variant_id, row.shared) for row in found], sought)


def _shared_nearest(session: Session, sought: Sought) -> Shared:
    """The same for a sample of the fingerprints, of each the rows nearest in time.

    The smallest numbers are a fair sample, and the same whoever asks.
    """
    sample = sorted(sought.asked)[:_SAMPLE]
    asked = {"workspace_id": session.info["scope"], "middle": sought.middle}
    asked |= {"first": sought.days[0], "last": sought.days[-1]}
    asked |= {f"value_{number}": value for number, value in enumerate(sample)}
    counts = Counter(session.connection().execute(_nearest_rows(len(sample)), asked).scalars())
    most = sorted(counts, key=lambda variant_id: (-counts[variant_id], -variant_id))[:_RANKED]
    return {variant_id: counts[variant_id] for variant_id in most}


@cache
def _nearest_rows(values: int) -> CompoundSelect[int]:
    """Of so many fingerprints the rows nearest before a day and after it. Built once: it takes longer to
    write than to answer.
    """
    day, holder = Fingerprint.day, Fingerprint.variant_id
    sides = (
        (day.between(bindparam("first"), bindparam("middle")), (day.desc(), holder.desc())),
        (day.between(bindparam("middle") + 1, bindparam("last")), (day, holder)),
    )
    each = (
        select(holder)
        .where(Fingerprint.workspace_id == bindparam("workspace_id"))
        .where(Fingerprint.value == bindparam(f"value_{number}"), is_on_side)
        .order_by(*nearest_first)
        .limit(_NEAREST)
        .subquery()
        for number in range(values)
        for is_on_side, nearest_first in sides
    )
    return union_all(*(select(rows.c.variant_id) for rows in each))


def _in_workspace(session: Session) -> ColumnElement[bool]:
    workspace_id: int = session.info["scope"]
    return Fingerprint.workspace_id == workspace_id


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
