"""Which earlier variants a batch of variants may have been copied from, by the fingerprints they share."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from calendar_app.posts.content import content_of
from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Fingerprint, Picture, Variant
from calendar_app.posts.sharing import numbers
from calendar_app.rules import fingerprints, kinship
from calendar_app.rules.facts import COUNTED_STATUSES, Phrase
from calendar_app.rules.relatives import LEAST_SHARED, MOST_PER_FINGERPRINT, MOST_RELATIVES

Item = TypeVar("Item")

IDS_A_QUERY = 1_000

_WORDLESS = 1
"""Fingerprints of what may say nothing: a text of fewer than twelve letters has one."""


def within(since: datetime) -> ColumnElement[bool]:
    """What went out since then or is planned for later, and counts."""
    at = func.coalesce(Variant.published_at, Variant.planned_at)
    return and_(Variant.status.in_(COUNTED_STATUSES), at >= since)


@dataclass
class _Holders:
    """Who has which fingerprint, how many each of them has, and on which channel it stands."""

    of: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    known: dict[int, tuple[int, int]] = field(default_factory=dict)


def candidates(
    session: Session, phrases: Sequence[Phrase], batch: Sequence[Variant], since: datetime
) -> dict[int, list[int]]:
    """For each variant of a batch, in order of ids, the earlier ones that may be alike: ids, likeliest first.

    At most thirty of its own channel and thirty of all others, so that neither hides the other.

    Each fingerprint is looked up once for the whole batch, and at most a hundred of its holders are read. A
    variant without words is looked for by its pictures.
    """
    marks = _marks(session, batch)
    said = {variant.id: kinship.compared(phrases, fact_of(variant)) for variant in batch}
    asked = {variant_id: fingerprints.asked(text) for variant_id, text in said.items()}
    holders = _earlier_holders(session, {value for each in asked.values() for value in each}, batch, since)
    found: dict[int, list[int]] = {}
    for variant in batch:
        values = marks.get(variant.id, [])
        own_count = len(fingerprints.kept(said[variant.id]))
        found[variant.id] = _likeliest(asked[variant.id], own_count, variant.channel_id, holders)
        for value in values:
            holders.of[value].append(variant.id)
        holders.known[variant.id] = (len(values), variant.channel_id)
        if variant.media and len(values) <= _WORDLESS:
            found[variant.id] += _showing_the_same(session, variant, since)
    return found


def _showing_the_same(session: Session, variant: Variant, since: datetime) -> list[int]:
    motifs = {medium.motif for medium in content_of(variant).media}
    shown = select(Picture.variant_id).where(Picture.motif.in_(motifs), Picture.variant_id < variant.id)
    newest = select(Variant.id).where(
        Variant.id.in_(shown), Variant.fingerprint_count <= _WORDLESS, within(since)
    )
    return list(session.scalars(newest.order_by(Variant.id.desc()).limit(MOST_RELATIVES)))


def _marks(session: Session, batch: Sequence[Variant]) -> Mapping[int, list[int]]:
    rows = session.execute(
        select(Fingerprint.variant_id, Fingerprint.value).where(
            Fingerprint.workspace_id == session.info["scope"],
            Fingerprint.variant_id.in_([variant.id for variant in batch]),
        )
    )
    marks: defaultdict[int, list[int]] = defaultdict(list)
    for variant_id, value in rows:
        marks[variant_id].append(value)
    return marks


def _earlier_holders(
    session: Session, values: set[int], batch: Sequence[Variant], since: datetime
) -> _Holders:
    rows = [(value, holder) for value, holder in session.execute(_earlier(session, values, batch[0].id))]
    holders = _Holders(known=_known(session, sorted({holder for _, holder in rows}), since))
    for value, holder in rows:
        if holder in holders.known:
            holders.of[value].append(holder)
    return holders


def _known(session: Session, ids: list[int], since: datetime) -> dict[int, tuple[int, int]]:
    """How many fingerprints, and which channel, those of the variants have that lie within the period."""
    known: dict[int, tuple[int, int]] = {}
    columns = select(Variant.id, Variant.fingerprint_count, Variant.channel_id)
    for start in range(0, len(ids), IDS_A_QUERY):
        few = Variant.id.in_(ids[start : start + IDS_A_QUERY])
        rows = session.execute(columns.where(few, within(since)))
        known |= {variant_id: (size, channel_id) for variant_id, size, channel_id in rows}
    return known


def _earlier(session: Session, values: set[int], before: int) -> Select[int, int]:
    """(fingerprint, variant): the newest hundred holders of each before an id."""
    asked = numbers(session, values)
    here = Fingerprint.workspace_id == session.info["scope"]
    hundredth = (
        select(Fingerprint.variant_id)
        .where(here, Fingerprint.value == asked.c.value, Fingerprint.variant_id < before)
        .order_by(Fingerprint.variant_id.desc())
        .offset(MOST_PER_FINGERPRINT - 1)
        .limit(1)
        .correlate(asked)
        .scalar_subquery()
    )
    row = aliased(Fingerprint)
    newest = and_(
        row.workspace_id == session.info["scope"],
        row.value == asked.c.value,
        row.variant_id < before,
        row.variant_id >= func.coalesce(hundredth, 0),
    )
    return select(row.value, row.variant_id).select_from(asked).join(row, newest).order_by(row.variant_id)


def _likeliest(values: Collection[int], own_count: int, channel_id: int, holders: _Holders) -> list[int]:
    shared = Counter(other for value in values for other in holders.of[value][-MOST_PER_FINGERPRINT:])
    shares = {
        other: count / max(1, min(own_count, holders.known[other][0])) for other, count in shared.items()
    }
    likely = (other for other, share in shares.items() if share >= LEAST_SHARED)
    ranked = sorted(likely, key=lambda other: (-shares[other], -other))
    return some_of_each(ranked, lambda other: holders.known[other][1] == channel_id, MOST_RELATIVES)


def some_of_each(ranked: Iterable[Item], is_here: Callable[[Item], bool], most: int) -> list[Item]:
    """The first of the own channel and the first of all others, in their order."""
    left = {True: most, False: most}
    kept = []
    for each in ranked:
        left[is_here(each)] -= 1
        if left[is_here(each)] >= 0:
            kept.append(each)
    return kept
