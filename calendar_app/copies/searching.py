"""Looking for copies, piece by piece: each piece is a short transaction that also says how far it came.

Whoever dies in between leaves the finished pieces behind; the next one goes on after them.
"""

from collections.abc import Iterator, Mapping, Sequence
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


def go_on(session: Session, search_id: int, now: datetime) -> bool:
    """Compare the next piece; False when there is nothing more to do, also because it was cancelled."""
    search = session.scalar(select(CopySearch).where(CopySearch.id == search_id).with_for_update())
    if search is None or search.is_done:
        return False
    piece = _next_piece(session, search)
    if not piece:
        _finish(session, search, now)
        return False
    session.add_all(_pairs(session, search, piece))
    search.position = piece[-1].id
    search.compared += len(piece)
    search.lease_until = now + LEASE
    return True


def release(session: Session, search_id: int) -> None:
    """Let somebody else go on with it at once."""
    session.execute(
        update(CopySearch)
        .where(CopySearch.id == search_id, CopySearch.state == SearchState.RUNNING)
        .values(lease_until=None)
        .execution_options(synchronize_session=False)
    )


def _next_piece(session: Session, search: CopySearch) -> list[Variant]:
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
