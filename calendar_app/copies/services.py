"""Asking for a search, calling it off, and reading what it found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.copies.candidates import within
from calendar_app.copies.models import CopyPair, CopySearch, SearchState
from calendar_app.foundation import jobs
from calendar_app.people.models import Person
from calendar_app.people.services import take_turns
from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Variant
from calendar_app.posts.services import variants_by_id
from calendar_app.posts.telling.same_pictures import SamePictures, same_pictures
from calendar_app.rules.kinship import is_wordless

Columns = TypeVarTuple("Columns")

PAIRS_A_PIECE = 500

PERIODS = (30, 90, 180, 365)
DEFAULT_PERIOD = 90


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variants that are alike, both with their channels; `other` is the earlier written one."""

    one: Variant
    other: Variant
    percent: int
    is_same: bool

    @property
    def is_on_one_channel(self) -> bool:
        return self.one.channel_id == self.other.channel_id

    @property
    def pictures(self) -> SamePictures:
        return same_pictures(self.one, self.other)

    @property
    def says_nothing(self) -> bool:
        """Whether it is the pictures alone that are the same."""
        return self.is_same and all(is_wordless((), fact_of(each)) for each in (self.one, self.other))


def running(session: Session) -> CopySearch | None:
    return session.scalar(select(CopySearch).where(CopySearch.state != SearchState.DONE))


def last_done(session: Session) -> CopySearch | None:
    newest = select(CopySearch).options(joinedload(CopySearch.person)).order_by(CopySearch.id.desc()).limit(1)
    return session.scalar(newest.where(CopySearch.state == SearchState.DONE))


def ask(session: Session, days: int, *, person: Person, now: datetime) -> CopySearch:
    """Begin a search, unless one is under way: then that one is meant."""
    take_turns(session)
    if under_way := running(session):
        return under_way
    since = now - timedelta(days=days)
    total = session.scalar(select(func.count()).select_from(Variant).where(within(since))) or 0
    search = CopySearch(days=days, since=since, total=total, person=person, asked_at=now)
    session.add(search)
    session.flush()
    jobs.enqueue(session, "copies.search", search.id)
    return search


def cancel(session: Session) -> bool:
    """Call off what is under way; the earlier result stays. False when nothing is."""
    under_way = delete(CopySearch).where(CopySearch.state != SearchState.DONE)  # none that ended just now
    return bool(session.scalars(under_way.returning(CopySearch.id)).all())


def pairs(session: Session, search: CopySearch, *, most: int) -> Iterator[Pair]:
    """What a search found, equal texts first; only where the session may see both variants.

    Variants are read as the pairs are asked for, five hundred at a time, and forgotten again.
    """
    columns = select(CopyPair.one_id, CopyPair.other_id, CopyPair.percent, CopyPair.is_same)
    order = (CopyPair.is_same.desc(), CopyPair.percent.desc(), CopyPair.id.desc())
    found = session.execute(_visible(columns, search).order_by(*order).limit(most)).all()
    for start in range(0, len(found), PAIRS_A_PIECE):
        piece = found[start : start + PAIRS_A_PIECE]
        known = variants_by_id(session, sorted({key for one, other, *_ in piece for key in (one, other)}))
        for one, other, percent, is_same in piece:
            if one in known and other in known:  # somebody may have deleted one just now
                yield Pair(known[one], known[other], percent, is_same)


def count(session: Session, search: CopySearch) -> int:
    """How many pairs the session may see."""
    return session.scalar(_visible(select(func.count(CopyPair.id)), search)) or 0


def _visible(query: Select[*Columns], search: CopySearch) -> Select[*Columns]:
    here = select(Variant.id)  # limited to what the session may see, as every query is
    return query.where(
        CopyPair.search_id == search.id, CopyPair.one_id.in_(here), CopyPair.other_id.in_(here)
    )
