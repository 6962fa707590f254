"""Looking for copies, piece by piece: compared while nobody waits, then kept in a short transaction.

That transaction also says how far the search came: whoever dies in between leaves the finished pieces behind,
and the next one goes on after them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from calendar_app.copies.candidates import candidates, some_of_each, within
from calendar_app.copies.models import CopyPair, CopySearch, SearchState
from calendar_app.foundation.db import everywhere
from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Variant
from calendar_app.posts.telling.likeness import between
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules.likeness import Kind, Likeness, likeness

VARIANTS_A_PIECE = 50
FINGERPRINTS_A_PIECE = 5_000  # of all its variants together: long texts have thousands each
MOST_PAIRS = 10
"""Earlier ones of its channel that a variant is paired with, and again of all others.

A text posted a thousand times makes no million pairs.
"""

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Piece:
    """The next variants of a search, by their ids, and the copies among them; without any it is done.

    `after` is how far the search had come when they were compared.
    """

    search_id: int
    after: int
    variant_ids: Sequence[int]
    pairs: Sequence[CopyPair]


def left_behind(session: Session, now: datetime) -> list[int]:
    """Searches of all workspaces that nobody works on."""
    with everywhere(session):
        return list(
            session.scalars(
                select(CopySearch.id)
                .where(CopySearch.state != SearchState.DONE, _is_free(now))
                .order_by(CopySearch.id)
            )
        )


def claim(session: Session, search_id: int, now: datetime) -> int | None:
    """Take a search for a minute; returns its workspace, None when it is done, gone or somebody else's."""
    with everywhere(session):
        return session.scalar(
            update(CopySearch)
            .where(CopySearch.id == search_id, CopySearch.state != SearchState.DONE, _is_free(now))
            .values(state=SearchState.RUNNING, lease_until=now + LEASE)
            .returning(CopySearch.workspace_id)
            .execution_options(synchronize_session=False)
        )


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(CopySearch.lease_until.is_(None), CopySearch.lease_until < now)


def next_piece(session: Session, search_id: int) -> Piece | None:
    """Compare what comes next, and write nothing; None when the search is done or was cancelled."""
    search = session.get(CopySearch, search_id)
    if search is None or search.is_done:
        return None
    variants = _upcoming(session, search)
    pairs = [*_pairs(session, search, variants)] if variants else []
    return Piece(search_id, search.position, [each.id for each in variants], pairs)


def keep(session: Session, piece: Piece, now: datetime) -> None:
    """Write what a piece found and how far it came, unless somebody else did or the search was cancelled."""
    search = session.scalar(select(CopySearch).where(CopySearch.id == piece.search_id).with_for_update())
    if search is None or search.is_done or search.position != piece.after:
        return
    if not piece.variant_ids:
        _finish(session, search, now)
        return
    session.add_all(_still_there(session, piece.pairs))
    search.position = piece.variant_ids[-1]
    search.compared += len(piece.variant_ids)
    search.lease_until = now + LEASE


def _still_there(session: Session, pairs: Sequence[CopyPair]) -> list[CopyPair]:
    """The pairs of which nobody has deleted a variant meanwhile; nor can anybody until they are kept."""
    named = {variant_id for pair in pairs for variant_id in (pair.one_id, pair.other_id)}
    known = select(Variant.id).where(Variant.id.in_(named)).with_for_update(read=True, key_share=True)
    there = set(session.scalars(known)) if named else set()
    return [pair for pair in pairs if {pair.one_id, pair.other_id} <= there]


def release(session: Session, search_id: int) -> None:
    """Let somebody else go on with it at once."""
    session.execute(
        update(CopySearch)
        .where(CopySearch.id == search_id, CopySearch.state == SearchState.RUNNING)
        .values(lease_until=None)
        .execution_options(synchronize_session=False)
    )


def _upcoming(session: Session, search: CopySearch) -> list[Variant]:
    """The next variants by id, fewer when their texts are long."""
    upcoming = session.scalars(
        select(Variant)
        .where(within(search.since), Variant.id > search.position)
        .order_by(Variant.id)
        .limit(VARIANTS_A_PIECE)
    ).all()
    piece: list[Variant] = []
    marks = 0
    for variant in upcoming:
        marks += variant.fingerprint_count
        if piece and marks > FINGERPRINTS_A_PIECE:
            break
        piece.append(variant)
    return piece


def _finish(session: Session, search: CopySearch, now: datetime) -> None:
    search.state, search.finished_at, search.lease_until = SearchState.DONE, now, None
    session.execute(
        delete(CopySearch).where(CopySearch.id != search.id, CopySearch.state == SearchState.DONE),
        execution_options={"synchronize_session": False},
    )


def _pairs(session: Session, search: CopySearch, piece: Sequence[Variant]) -> Iterator[CopyPair]:
    left_out, decided = phrases(session), tunings(session)
    likely = candidates(session, left_out, piece, search.since)
    wanted = {other for others in likely.values() for other in others}
    known = {each.id: each for each in session.scalars(select(Variant).where(Variant.id.in_(wanted)))}
    facts = {key: fact_of(each) for key, each in known.items()} | {each.id: fact_of(each) for each in piece}
    rows = known | {each.id: each for each in piece}
    for variant in piece:
        found = (
            (
                other,
                likeness(left_out, facts[variant.id], facts[other], between(decided, variant, rows[other])),
            )
            for other in likely[variant.id]
            if other in facts
        )
        copies = [(other, how) for other, how in found if how.kind is Kind.COPY]
        ranked = sorted(copies, key=_most_alike)
        for other, how in some_of_each(ranked, partial(_is_on, rows, variant.channel_id), MOST_PAIRS):
            yield CopyPair(
                search_id=search.id,
                one_id=variant.id,
                other_id=other,
                percent=how.percent,
                is_same=how.is_same,
            )


def _is_on(rows: Mapping[int, Variant], channel_id: int, found: tuple[int, Likeness]) -> bool:
    return rows[found[0]].channel_id == channel_id


def _most_alike(found: tuple[int, Likeness]) -> tuple[bool, int, int]:
    other, how = found
    return not how.is_same, -how.percent, -other
