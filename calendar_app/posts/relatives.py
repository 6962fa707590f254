"""Variants that may be copies of texts: equal by key, near by shared fingerprints, or by pictures.

A check of one text and a look at hundreds ask in the same way, so that they find the same. What is read is
bounded: only what counts, only the days around, and of what stands in very many texts only the nearest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    UnaryExpression,
    and_,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from calendar_app.posts.index import day_of, text_key
from calendar_app.posts.models import Picture, Variant
from calendar_app.posts.sharing import Shared, Sought, numbers, shared
from calendar_app.rules import facts, fingerprints, kinship
from calendar_app.rules.relatives import LEAST_SHARED, MOST_RELATIVES
from calendar_app.rules.windows import Windows

MOST_MARKS = 10_000
"""Fingerprints that all of these have together; as many stand for 300,000 letters that are compared."""

TOGETHER = 25
"""Texts whose relatives are looked for by the same statements."""

_COMPARED_BY_CHANCE = 16  # of those that share hardly anything, the nearest in time of each side

_EFFECTIVE = func.coalesce(Variant.published_at, Variant.planned_at)
_COUNTS = Variant.status.in_(facts.COUNTED_STATUSES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text, stored or not, whose relatives are wanted: around an instant (aware UTC), and how far."""

    checked: facts.Variant
    anchor: datetime
    reach: Windows

    @property
    def key(self) -> int | None:
        return text_key(kinship.wording(self.checked))

    def is_nearby(self, other: "_Known") -> bool:
        near = self.reach.near_here if self.is_here(other) else self.reach.near
        return other.id != self.checked.id and abs(other.at - self.anchor) <= near

    def is_here(self, other: "_Known") -> bool:
        return other.channel_id == int(self.checked.channel_id)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a variant before it is read."""

    id: int
    channel_id: int
    fingerprint_count: int
    at: datetime


def relatives(session: Session, phrases: Sequence[facts.Phrase], wanted: Wanted) -> list[Variant]:
    """The variants that one text must be compared with.

    Six queries at most; twoscore small ones more for a text whose words stand everywhere.
    """
    [ids] = relatives_of_many(session, phrases, [wanted])
    known = {each.id: each for each in session.scalars(select(Variant).where(Variant.id.in_(ids)))}
    return [known[each] for each in ids]


def relatives_of_many(
    session: Session, phrases: Sequence[facts.Phrase], wanted: Sequence[Wanted]
) -> list[list[int]]:
    """For each of some texts the ids of the variants it must be compared with, each id once.

    Four queries for each twenty-five; more only where fingerprints are shared by thousands.
    """
    found: list[list[int]] = []
    for start in range(0, len(wanted), TOGETHER):
        some = wanted[start : start + TOGETHER]
        same, alike = _equal(session, phrases, some), _alike(session, phrases, some)
        found += [[*dict.fromkeys((*one, *other))] for one, other in zip(same, alike, strict=True)]
    return found


# --- by pictures and by key ---


def _equal(session: Session, phrases: Sequence[facts.Phrase], wanted: Sequence[Wanted]) -> list[list[int]]:
    """For each text what says or shows the same, the newest first; asked for by one statement."""
    said = _said(session, {key for each in wanted if (key := each.key) is not None})
    asked = [
        select(literal(place).label("place"), some.c.id)
        for place, each in enumerate(wanted)
        for some in _queries(phrases, each, said)
    ]
    found: list[list[int]] = [[] for _ in wanted]
    for place, variant_id in session.execute(union_all(*asked)) if asked else ():
        found[place].append(variant_id)
    return found


def _queries(
    phrases: Sequence[facts.Phrase], wanted: Wanted, said: Mapping[int, set[int]]
) -> Iterator[Subquery]:
    key = wanted.key
    if wanted.checked.media and kinship.is_wordless(phrases, wanted.checked):
        yield _same_pictures(wanted).subquery()
    if key is not None and said.get(key, set()) - {wanted.checked.id}:
        yield _equal_elsewhere(wanted, key).subquery()
        yield _equal_here(wanted, key).subquery()


def _said(session: Session, keys: set[int]) -> dict[int, set[int]]:
    """Of the keys that something has that counts, who has it first and last: most are said by one alone."""
    asked = numbers(session, keys)
    ends = [_one_of(asked, order) for order in (Variant.id.asc(), Variant.id.desc())]
    rows = session.execute(select(asked.c.value, *ends)) if keys else ()
    return {key: {first, last} for key, first, last in rows if first is not None}


def _one_of(asked: Subquery, order: UnaryExpression[int]) -> ScalarSelect[int]:
    one = select(Variant.id).where(Variant.text_key == asked.c.value, _COUNTS).order_by(order).limit(1)
    return one.correlate(asked).scalar_subquery()


def _equal_elsewhere(wanted: Wanted, key: int) -> Select[int]:
    """Others than the channel's own: one that repeats itself must not hide the copy on another one."""
    others = and_(Variant.text_key == key, Variant.channel_id != int(wanted.checked.channel_id))
    return _newest(select(Variant.id).where(others, _is_nearby(wanted)))


def _equal_here(wanted: Wanted, key: int) -> Select[int]:
    own = and_(Variant.text_key == key, Variant.channel_id == int(wanted.checked.channel_id))
    until = wanted.anchor + wanted.reach.same_ahead
    return (
        select(Variant.id)
        .where(own, _counts_beside(wanted), until >= _EFFECTIVE)
        .order_by(_EFFECTIVE.desc(), Variant.id.desc())
        .limit(MOST_RELATIVES)
    )


def _same_pictures(wanted: Wanted) -> Select[int]:
    """Where words are missing, a picture is what is told twice."""
    shown = select(Picture.variant_id).where(Picture.motif.in_(wanted.checked.media))
    return _newest(select(Variant.id).where(Variant.id.in_(shown), _is_nearby(wanted)))


def _newest(query: Select[int]) -> Select[int]:
    return query.order_by(Variant.id.desc()).limit(MOST_RELATIVES)


def _counts_beside(wanted: Wanted) -> ColumnElement[bool]:
    return and_(Variant.id != wanted.checked.id, _COUNTS)


def _is_nearby(wanted: Wanted) -> ColumnElement[bool]:
    near = wanted.reach.near
    return and_(_counts_beside(wanted), _EFFECTIVE.between(wanted.anchor - near, wanted.anchor + near))


# --- by fingerprint ---


def _alike(session: Session, phrases: Sequence[facts.Phrase], wanted: Sequence[Wanted]) -> list[list[int]]:
    """For each text the best of its own channel and of all others, so that neither hides the other."""
    sought = [_sought(phrases, each) for each in wanted]
    found = shared(session, sought)
    known = _known(session, {variant_id for each in found for variant_id in each})
    return [
        sorted(_best(known, each, by, counts)) for each, by, counts in zip(wanted, sought, found, strict=True)
    ]


def _sought(phrases: Sequence[facts.Phrase], wanted: Wanted) -> Sought:
    compared = kinship.compared(phrases, wanted.checked)
    day, near = day_of(wanted.anchor), wanted.reach.near_here.days
    own_count = len(fingerprints.kept(compared))
    return Sought(fingerprints.asked(compared), own_count, range(day - near, day + near + 1))


def _known(session: Session, ids: set[int]) -> dict[int, _Known]:
    """Those that count, as far as it has to be known to choose."""
    asked = numbers(session, ids)
    columns = select(Variant.id, Variant.channel_id, Variant.fingerprint_count, _EFFECTIVE)
    rows = session.execute(columns.where(Variant.id.in_(select(asked.c.value)), _COUNTS)) if ids else ()
    return {row[0]: _Known(*row) for row in rows}


def _best(known: Mapping[int, _Known], wanted: Wanted, sought: Sought, counts: Shared) -> list[int]:
    by_chance: Counter[bool] = Counter()
    ranked: list[tuple[float, int]] = []
    for variant_id, hits in counts.items():
        other = known.get(variant_id)
        if other is None or not wanted.is_nearby(other):
            continue
        share = hits / max(1, min(other.fingerprint_count, sought.own_count))
        by_chance[wanted.is_here(other)] += hits < sought.enough
        if share >= LEAST_SHARED and by_chance[wanted.is_here(other)] <= _COMPARED_BY_CHANCE:
            ranked.append((-share, -variant_id))
    likeliest = [known[-each] for _, each in sorted(ranked)]
    own = _readable(each for each in likeliest if wanted.is_here(each))
    return own + _readable(each for each in likeliest if not wanted.is_here(each))


def _readable(ranked: Iterable[_Known]) -> list[int]:
    """The first: fewer where the texts are very long."""
    kept: list[int] = []
    marks = 0
    for each in islice(ranked, MOST_RELATIVES):
        marks += each.fingerprint_count
        if kept and marks > MOST_MARKS:
            break
        kept.append(each.id)
    return kept
