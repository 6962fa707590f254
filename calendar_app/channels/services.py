"""The inventory: which channels there are, in whose care, and what is said of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import OPEN_STATES, Channel, ChannelState
from calendar_app.channels.signing import Signing
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.readers import ChannelLine
from calendar_app.people.services import note, plan_changed, take_turns

STRIPES = range(1, 13)

# A channel comes into the inventory as what it is; what follows are steps with conditions (states.py).
FIRST_STATES = (ChannelState.ACTIVE, ChannelState.IDEA, ChannelState.RESERVED, ChannelState.LISTEN_ONLY)

_SPEAKING = OPEN_STATES - {ChannelState.PAUSED}


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is said of a channel; its state is not among it."""

    name: str
    platform: str
    url: str
    zone: str
    languages: list[str]
    purpose: str
    audience: str
    is_service: bool
    declared_bot: bool
    text_limit: int | None
    owner_id: int | None
    deputy_id: int | None
    stripe: int | None = None
    signing: Signing = Signing.NO_NAME
    names_team: bool = False
    needs_dialog_base: bool = False
    outside_tool: str = ""
    outside_posts_per_week: int = 0
    outside_mirror_since: date | None = None
    event_from: date | None = None
    event_until: date | None = None


def channels(session: Session) -> list[Channel]:
    """All channels by name, with owner and deputy."""
    return list(
        session.scalars(
            select(Channel)
            .options(joinedload(Channel.owner), joinedload(Channel.deputy))
            .order_by(Channel.name, Channel.id)
        )
    )


def open_channels(session: Session) -> list[Channel]:
    """Where something may be planned, by name."""
    return [channel for channel in channels(session) if channel.is_open]


def find(session: Session, channel_id: int) -> Channel | None:
    return session.get(Channel, channel_id)


def is_speaking(channel: Channel) -> bool:
    """Whether the team talks there now: it is open and not paused."""
    return channel.state in _SPEAKING


def lines(session: Session) -> list[ChannelLine]:
    """All channels in one line each, as the people's pages show them."""
    columns = (
        Channel.id,
        Channel.name,
        Channel.platform,
        Channel.stripe,
        Channel.owner_id,
        Channel.deputy_id,
    )
    return [ChannelLine(*row) for row in session.execute(select(*columns).order_by(Channel.name, Channel.id))]


def add_channel(
    session: Session, particulars: Particulars, state: ChannelState, *, by: Person, now: datetime
) -> Channel:
    """Take a channel into the inventory as what it is today. `state` is one of FIRST_STATES.

    A channel that stands there by the same name, platform and address is the same: a form can come twice.
    """
    if state not in FIRST_STATES:
        raise ValueError(f"a channel does not begin as {state}")
    take_turns(session)
    if twin := _twin(session, particulars):
        return twin
    channel = Channel(state=state, stripe=free_stripe(session), created_at=now)
    _describe(channel, particulars)
    session.add(channel)
    session.flush()
    note(session, by, mark("added"), channel, now=now)
    plan_changed(session)
    return channel


def put_off(session: Session, channel: Channel, for_: timedelta, *, by: Person, now: datetime) -> date:
    """Leave a silent channel as it is for a while, and say until when; whether it may was asked before."""
    until = now.astimezone(ZoneInfo(channel.zone)).date() + for_
    channel.silence_accepted_until = until
    note(session, by, mark("decision put off"), channel, now=now)
    plan_changed(session)
    return until


def _twin(session: Session, particulars: Particulars) -> Channel | None:
    return session.scalar(
        select(Channel)
        .where(
            Channel.name == particulars.name,
            Channel.platform == particulars.platform,
            Channel.url == particulars.url,
            Channel.state != ChannelState.DELETED,
        )
        .limit(1)
    )


def change_channel(
    session: Session, channel: Channel, particulars: Particulars, *, by: Person, now: datetime
) -> None:
    before = _said_in_feeds(channel)
    _describe(channel, particulars)
    note(session, by, mark("changed"), channel, now=now)
    plan_changed(session, renamed_at=now if _said_in_feeds(channel) != before else None)


def _said_in_feeds(channel: Channel) -> tuple[str, str, str]:
    """What calendars say of a channel in the events of others."""
    return channel.name, channel.platform, channel.url


def _describe(channel: Channel, particulars: Particulars) -> None:
    channel.name = particulars.name
    channel.platform = particulars.platform
    channel.url = particulars.url
    channel.zone = particulars.zone
    channel.languages = particulars.languages
    channel.purpose = particulars.purpose
    channel.audience = particulars.audience
    channel.is_service = particulars.is_service
    channel.declared_bot = particulars.declared_bot
    channel.text_limit = particulars.text_limit
    channel.owner_id = particulars.owner_id
    channel.deputy_id = particulars.deputy_id
    channel.stripe = particulars.stripe or channel.stripe
    channel.signing = particulars.signing
    channel.names_team = particulars.names_team
    channel.needs_dialog_base = particulars.needs_dialog_base
    channel.outside_tool = particulars.outside_tool
    channel.outside_posts_per_week = particulars.outside_posts_per_week
    channel.outside_mirror_since = particulars.outside_mirror_since
    channel.event_from = particulars.event_from
    channel.event_until = particulars.event_until


def free_stripe(session: Session) -> int:
    """The stripe that the fewest channels wear, the first of them."""
    worn = Counter(session.scalars(select(Channel.stripe)))
    return min(STRIPES, key=lambda stripe: (worn[stripe], stripe))
