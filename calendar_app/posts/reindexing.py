"""The index made anew from the texts, in small steps, while people write."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from calendar_app.foundation.db import Database, everywhere
from calendar_app.posts.content import content_of
from calendar_app.posts.index import MADE_AS, keep_rows, words_of
from calendar_app.posts.models import Variant
from calendar_app.rules import fingerprints

STEP = 200
"""Variants that are written in one transaction: others wait for it no longer than for a page."""

_STALE = Variant.indexed_as != MADE_AS


def stale(database: Database) -> int:
    """How many variants are still to be indexed."""
    with database.reading() as session, everywhere(session):
        return session.scalars(select(func.count()).select_from(Variant).where(_STALE)).one()


def forget_all(database: Database) -> None:
    """Let every variant count as not yet indexed. What stands in the index stays until it is made anew."""
    last = 0
    while last is not None:
        with database.session() as session, everywhere(session):
            last = session.scalar(select(func.max(_ids(last, 50 * STEP).subquery().c.id)))
            if last is not None:
                fresh = update(Variant).where(Variant.id <= last, Variant.indexed_as == MADE_AS)
                session.connection().execute(fresh.values(indexed_as=0))
                session.commit()


def _ids(after: int, most: int) -> Select[int]:
    return select(Variant.id).where(Variant.id > after).order_by(Variant.id).limit(most)


def reindex(database: Database) -> Iterator[int]:
    """Index what is stale, in every workspace; gives how many variants each step did.

    Each step is committed, so that it may be stopped anywhere and goes on where it was. What is saved in the
    meantime is indexed by whoever saves it.
    """
    last = 0
    while ids := _prepared(database, last):
        with database.session() as session, everywhere(session):
            _index(session, ids)
            session.commit()
        yield len(ids)
        last = ids[-1]


def _prepared(database: Database, after: int) -> Sequence[int]:
    """The next variants. Their fingerprints are made here, where nobody waits, and remembered."""
    with database.reading() as session, everywhere(session):
        found = session.scalars(
            select(Variant).where(_STALE, Variant.id > after).order_by(Variant.id).limit(STEP)
        ).all()
        for variant in found:
            fingerprints.kept(content_of(variant).compared)
        return [variant.id for variant in found]


def _index(session: Session, ids: Sequence[int]) -> None:
    """Beside the unit of work: a variant's revision is for what people change."""
    query = select(Variant).where(Variant.id.in_(ids), _STALE).order_by(Variant.id)
    variants = session.scalars(query.with_for_update(of=Variant)).all()
    connection = session.connection()
    keep_rows(connection, variants)
    for variant in variants:
        row = update(Variant).where(Variant.id == variant.id)
        connection.execute(row.values(**words_of(variant)))
