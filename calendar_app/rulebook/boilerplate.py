"""Words a team says all the time and that no comparison counts: registered by people, suggested by Parley."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import all_channels
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, take_turns
from calendar_app.rulebook.models import Boilerplate, Suggestion, SuggestionSearch
from calendar_app.rules.boilerplate import SHORTEST, OftenSaid
from calendar_app.rules.facts import Phrase
from calendar_app.rules.letters import normalise
from calendar_app.rules.originality import content_fingerprint

MOST = 100
"""Phrases of a workspace: each is looked for in each text that is compared."""


class TooFewLettersError(Exception):
    """The phrase would fit by chance."""


class AlreadyRegisteredError(Exception):
    """The same letters are left out there already."""


class TooManyError(Exception):
    """The workspace has all the phrases it may have."""


def phrases(session: Session) -> tuple[Phrase, ...]:
    """What the rules leave out, on all channels of the workspace whoever asks."""
    with all_channels(session):
        rows = session.scalars(select(Boilerplate).order_by(Boilerplate.id))
        return tuple(Phrase(row.text, row.channel_id) for row in rows)


def registered(session: Session) -> list[Boilerplate]:
    """The phrases with channel and person, the newest first."""
    loaded = select(Boilerplate).options(joinedload(Boilerplate.channel), joinedload(Boilerplate.person))
    return list(session.scalars(loaded.order_by(Boilerplate.id.desc())))


def register(
    session: Session, text: str, channel: Channel | None, *, person: Person, now: datetime
) -> Boilerplate:
    """Leave a phrase out from the next check on, on one channel or on all.

    Raises TooFewLettersError, AlreadyRegisteredError, TooManyError.
    """
    take_turns(session)
    _check(session, text, channel)
    if _count(session) >= MOST:
        raise TooManyError
    row = Boilerplate(text=text, channel=channel, person=person, created_at=now)
    session.add(row)
    session.flush()
    note(session, person, mark("boilerplate added"), row, now=now)
    return row


def change(
    session: Session, row: Boilerplate, text: str, channel: Channel | None, *, person: Person, now: datetime
) -> None:
    """Raises TooFewLettersError, AlreadyRegisteredError."""
    take_turns(session)
    _check(session, text, channel, but=row)
    row.text, row.channel = text, channel
    note(session, person, mark("boilerplate changed"), row, now=now)


def remove(session: Session, row: Boilerplate, *, person: Person, now: datetime) -> None:
    """The phrase counts again from the next check on."""
    note(session, person, mark("boilerplate removed"), row, now=now)
    session.delete(row)


def _check(session: Session, text: str, channel: Channel | None, but: Boilerplate | None = None) -> None:
    letters = normalise(text).plain
    if len(letters) < SHORTEST:
        raise TooFewLettersError
    place = None if channel is None else channel.id
    for row in session.scalars(select(Boilerplate)):
        is_there = row.channel_id in {None, place}
        if row is not but and is_there and normalise(row.text).plain == letters:
            raise AlreadyRegisteredError


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Boilerplate)) or 0


# --- suggestions ---


def suggestions(session: Session, *, most: int = 20) -> list[Suggestion]:
    """What stands in very many posts and is neither registered nor waved aside, the most frequent first."""
    known = {normalise(row.text).plain for row in session.scalars(select(Boilerplate))}
    open_ones = select(Suggestion).where(Suggestion.dismissed_at.is_(None))
    found = session.scalars(open_ones.order_by(Suggestion.posts.desc(), Suggestion.id))
    return [each for each in found if normalise(each.text).plain not in known][:most]


def dismiss(session: Session, suggestion: Suggestion, *, now: datetime) -> None:
    suggestion.dismissed_at = now


def last_search(session: Session) -> SuggestionSearch | None:
    return session.scalar(select(SuggestionSearch))


def keep_suggestions(
    session: Session, found: Sequence[OftenSaid], posts: int, *, plan_revision: int, now: datetime
) -> None:
    """Replace what an earlier search found; what people waved aside stays aside."""
    take_turns(session)
    rows = {row.letters_key: row for row in session.scalars(select(Suggestion))}
    said = {content_fingerprint(normalise(each.text).plain): each for each in found}
    for key, row in rows.items():
        if key in said:
            row.posts, row.found_at = said[key].posts, now
        elif row.dismissed_at is None:
            session.delete(row)
    for key in said.keys() - rows.keys():
        each = said[key]
        session.add(Suggestion(text=each.text, letters_key=key, posts=each.posts, found_at=now))
    search = last_search(session) or SuggestionSearch()
    search.searched_at, search.posts, search.plan_revision = now, posts, plan_revision
    session.add(search)
