"""Channels: where people talk, and in which state the place is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from calendar_app.rules.facts.spans import DEFAULT_ZONE, ItemId, Span


class ChannelState(StrEnum):
    """Where a channel stands in its life. There is no half state: it speaks, or it says that it does not."""

    IDEA = "idea"
    RESERVED = "reserved"
    PROBATION = "probation"
    ACTIVE = "active"
    RELAUNCH = "relaunch"
    PAUSED = "paused"
    CLOSING = "closing"
    FROZEN = "frozen"
    DELETED = "deleted"
    LISTEN_ONLY = "listen_only"


class GateItem(StrEnum):
    """What has to be settled before a team begins to talk somewhere."""

    PURPOSE = "purpose"
    AUDIENCE = "audience"
    OWNER = "owner"
    DEPUTY = "deputy"
    GOAL = "goal"
    EVIDENCE = "evidence"  # of the audience being there
    ACCOUNTS = "accounts"  # worth talking to
    MINUTES = "minutes"  # and where they come from
    PLAN = "plan"
    MANNERS = "manners"
    IMPRINT = "imprint"
    COUNCIL = "council"
    EXIT = "exit"
    SIGN_OFF = "sign_off"  # by a lead


@dataclass(frozen=True, slots=True)
class Channel:
    """One account or place where people talk.

    `platform` is a key of the platform catalogue; an unknown one is judged by the general profile.
    `text_limit` replaces the platform's limit of the main text (a Mastodon server's, a premium account's).
    `outside_posts_per_week` are posts that a declared outside tool (RSS bot, crossposter) is expected to
    publish. `state_until` ends a pause or dates a closing; `points_to` names where people find the team
    instead. `event` is a stretch that a lead has declared: live from a conference many posts are welcome.
    `since` is when the team began there; `last_post_at` and `last_talk_at` are the last publication and the
    last logged conversation, None where none is known. `has_pause_notice` says that the public can read of a
    pause. `handles` are the names under which the channel itself is mentioned. `outside_mirror_since` is the
    day on which an outside crossposter was declared; until `silence_accepted_until` a lead has put off the
    decision about a silent channel. `inbound_per_week` is how many people write there, by the own log.
    """

    id: ItemId
    name: str
    platform: str
    zone: str = DEFAULT_ZONE
    languages: tuple[str, ...] = ()
    state: ChannelState = ChannelState.ACTIVE
    state_until: date | None = None
    points_to: str | None = None
    open_gate_items: tuple[str, ...] = ()
    is_service: bool = False
    is_declared_bot: bool = False  # carries the platform's bot label and names its operator
    needs_dialog_base: bool = False  # listen-only, yet with reserved time every week
    text_limit: int | None = None
    outside_posts_per_week: int = 0
    event: Span | None = None
    since: datetime | None = None
    last_post_at: datetime | None = None
    last_talk_at: datetime | None = None
    has_pause_notice: bool = False
    is_stopped: bool = False  # somebody stopped publishing here, or everywhere
    handles: frozenset[str] = frozenset()
    outside_mirror_since: date | None = None
    silence_accepted_until: date | None = None
    inbound_per_week: int | None = None
