"""Server-side sessions: the browser holds a random number, the database the rest.

Signing out or changing the password deletes the row, and a copied cookie is worth nothing from then on.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.datastructures import CallbackDict
from werkzeug.exceptions import MethodNotAllowed

from calendar_app.foundation.clock import Clock
from calendar_app.foundation.db import Database
from calendar_app.foundation.models import BrowserSession

View = TypeVar("View", bound=Callable[..., Any])

log = logging.getLogger(__name__)

VISITOR_LIFE = timedelta(hours=4)  # nobody is signed in: long enough to fill in a form
IDLE_LIFE = timedelta(days=14)
LONGEST_LIFE = timedelta(days=60)
SEEN_EVERY = timedelta(minutes=10)


def hashed(token: str) -> str:
    """What is stored of a secret that is itself random: a plain SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def without_session(view: View) -> View:
    """Let a view depend on its address alone: nothing that is answered there sets a cookie."""
    view.has_session = False  # type: ignore[attr-defined]
    return view


def has_session(app: Flask, request: Request) -> bool:
    """Whether there is one at an address, whatever the method."""
    endpoint, refused = request.endpoint, request.routing_exception
    allowed = refused.valid_methods if isinstance(refused, MethodNotAllowed) else None
    if allowed and (addresses := app.create_url_adapter(request)):
        endpoint, _ = addresses.match(method=next(iter(allowed)))
    return getattr(app.view_functions.get(endpoint or ""), "has_session", True)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """The content of one browser's session."""

    def __init__(self, row: BrowserSession | None) -> None:
        super().__init__(dict(row.content) if row else {}, _note_change)
        self.modified = False
        self.token: str | None = None
        self.stored_hash = row.token_hash if row else None
        self.account_id = row.account_id if row else None
        self.created_at = row.created_at if row else None
        self.seen_at = row.seen_at if row else None

    @property
    def goes_on(self) -> bool:
        """Whether this is the session the browser came with: neither begun nor ended in this request."""
        return self.token is not None and hashed(self.token) == self.stored_hash

    def begin(self, account_id: int) -> None:
        """Sign an account in: from here on a new number, so that one planted before is useless."""
        self.account_id = account_id
        self.created_at = None
        self.token = secrets.token_urlsafe(32)
        self.modified = True

    def end(self) -> None:
        """Sign out: forget everything."""
        self.clear()
        self.account_id = None
        self.created_at = None
        self.token = None
        self.modified = True


def _note_change(session: Any) -> None:
    session.modified = True


class DatabaseSessions(SessionInterface):
    """Reads and writes sessions in transactions of their own: a failed request still keeps its messages."""

    def __init__(self, database: Database, clock: Clock, *, secure: bool) -> None:
        self.database = database
        self.clock = clock
        self.secure = secure
        self.cookie = "__Host-session" if secure else "session"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.cookie)
        row = self._read(hashed(token)) if token else None
        session = ServerSession(row)
        session.token = token if row else None
        return session

    def _read(self, token_hash: str) -> BrowserSession | None:
        with self.database.reading() as db:
            row = db.get(BrowserSession, token_hash)
        return row if row and row.expires_at > self.clock.now() else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, ServerSession)  # noqa: S101 this interface opened it
        now = self.clock.now()
        if not has_session(app, request) or not (session.modified or _is_due(session, now)):
            return
        response.vary.add("Cookie")
        try:
            self._write(session, response, now)
        except OperationalError as error:
            if not session.goes_on:
                raise
            log.warning("a session was not written, its page is shown all the same: %s", error.orig)

    def _write(self, session: ServerSession, response: Response, now: datetime) -> None:
        if not session and session.account_id is None:
            self._drop(session)
            response.delete_cookie(self.cookie, secure=self.secure, httponly=True, samesite="Lax")
            return
        session.token = session.token or secrets.token_urlsafe(32)
        expires_at = self._store(session, now)
        response.set_cookie(
            self.cookie,
            session.token,
            # A span, not a date: a browser whose clock is wrong keeps it as long as we do.
            max_age=expires_at - now,
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )

    def _store(self, session: ServerSession, now: datetime) -> datetime:
        assert session.token  # noqa: S101 made by the caller
        token_hash = hashed(session.token)
        created_at = session.created_at or now
        life = VISITOR_LIFE if session.account_id is None else IDLE_LIFE
        expires_at = min(now + life, created_at + LONGEST_LIFE)
        with self.database.session() as db:
            if session.stored_hash not in {None, token_hash}:
                db.execute(delete(BrowserSession).where(BrowserSession.token_hash == session.stored_hash))
            row = db.get(BrowserSession, token_hash)
            if row is None:
                if session.stored_hash == token_hash:  # ended elsewhere meanwhile: it stays ended
                    return now
                row = BrowserSession(token_hash=token_hash, created_at=created_at)
                db.add(row)
            row.account_id = session.account_id
            row.content = dict(session)
            row.client = session.get("client", "")
            row.seen_at = now
            row.expires_at = expires_at
            db.commit()
        return expires_at

    def _drop(self, session: ServerSession) -> None:
        if session.stored_hash is None:
            return
        with self.database.session() as db:
            db.execute(delete(BrowserSession).where(BrowserSession.token_hash == session.stored_hash))
            db.commit()


def _is_due(session: ServerSession, now: datetime) -> bool:
    """An idle limit needs to know when somebody was last here, but not to the second."""
    return (
        session.account_id is not None and session.seen_at is not None and now - session.seen_at > SEEN_EVERY
    )


def end_all(db: Session, account_id: int, *, but: str | None = None) -> None:
    """End every session of an account, except the one whose hash is given."""
    sessions = delete(BrowserSession).where(BrowserSession.account_id == account_id)
    db.execute(sessions.where(BrowserSession.token_hash != but) if but else sessions)


def has_expired(db: Session, now: datetime) -> bool:
    return db.scalar(select(BrowserSession.token_hash).where(_is_over(now)).limit(1)) is not None


def drop_expired(db: Session, now: datetime) -> None:
    db.execute(delete(BrowserSession).where(_is_over(now)))


def _is_over(now: datetime) -> ColumnElement[bool]:
    return BrowserSession.expires_at <= now
