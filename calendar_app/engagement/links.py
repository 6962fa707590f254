"""The sealed address with which a mail opens one dialog time for one person, without signing in."""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from calendar_app.engagement.recurrence import Occurrence

# After a date's end: long enough to say in the train home, or the next morning, how it went.
OPEN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a sealed address lets in, and to which date; `key` as in `Occurrence`."""

    person_id: int
    slot_id: int
    key: str


def seal(secret: str, link: Link) -> str:
    """What names a person and a date, and nobody but this installation can make."""
    return _seals(secret).dumps(astuple(link))


def unseal(secret: str, token: str) -> Link | None:
    """Whom and what a token names; None when it was not made here."""
    try:
        return Link(*_seals(secret).loads(token))
    except BadSignature:
        return None


def is_open(date: Occurrence, now: datetime) -> bool:
    """Whether sealed addresses of a date still open it."""
    return now < date.end + OPEN_FOR


def _seals(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="open dialog time")
