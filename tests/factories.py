"""Typed makers of rows for tests: every argument has a sensible default, what matters is said in the test."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

import calendar_app.posts.index  # noqa: F401 keeps what copies are found by
from calendar_app.campaigns.models import Campaign, CampaignKind, OnCall, Scenario, WorstCase
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.models import Slot, SlotKind
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Account, Person, Role, Workspace
from calendar_app.posts.models import Mode, Post, Status, Variant
from calendar_app.posts.themes.models import Theme

NOW = datetime(2026, 4, 8, 7, 0, tzinfo=UTC)  # a Wednesday, 09:00 in Berlin
APPROVED = {Status.SCHEDULED, Status.PUBLISHED}
_numbers = count(1)


def make_workspace(session: Session, name: str = "Newsroom", *, zone: str = "Europe/Berlin") -> Workspace:
    """A workspace; the session is scoped to it from here on."""
    workspace = Workspace(name=name, zone=zone, language="en", created_at=NOW)
    session.add(workspace)
    session.flush()
    scope_to(session, workspace.id)
    return workspace


def make_person(
    session: Session,
    name: str = "Somebody",
    role: Role = Role.AUTHOR,
    *,
    trained: bool = True,
    with_account: bool = True,
    language: str = "en",
    zone: str = "Europe/Berlin",
) -> Person:
    email = f"{name.lower().replace(' ', '.')}.{next(_numbers)}@example.org"
    account = Account(email=email, language=language, created_at=NOW) if with_account else None
    person = Person(
        name=name,
        email=email,
        role=role,
        account=account,
        language=language,
        zone=zone,
        trained_until=date(2028, 1, 1) if trained else None,
        channel_ids=[],
        created_at=NOW,
    )
    session.add(person)
    session.flush()
    return person


def make_channel(
    session: Session,
    name: str = "Mastodon",
    platform: str = "mastodon",
    *,
    state: ChannelState = ChannelState.ACTIVE,
    zone: str = "Europe/Berlin",
    owner: Person | None = None,
) -> Channel:
    channel = Channel(
        name=name,
        platform=platform,
        state=state,
        zone=zone,
        languages=["en", "de"],
        stripe=next(_numbers) % 12 + 1,
        owner=owner,
        created_at=NOW,
    )
    session.add(channel)
    session.flush()
    return channel


def make_post(
    session: Session, core: str = "We open the workshop on Saturday.", *, author: Person | None = None
) -> Post:
    post = Post(core=core, author=author, created_at=NOW)
    session.add(post)
    session.flush()
    return post


def make_theme(session: Session, name: str = "Repair", *, begins: date = date(2026, 4, 1)) -> Theme:
    """A theme of the quarter of NOW."""
    theme = Theme(name=name, begins=begins, benefit="Nobody throws a chair away.", created_at=NOW)
    session.add(theme)
    session.flush()
    return theme


def make_variant(
    session: Session,
    channel: Channel,
    *,
    post: Post | None = None,
    text: str = "Who has ever built a chair? On Saturday we show where it usually goes wrong.",
    planned_wall: datetime | None = datetime(2026, 4, 10, 9, 0),  # noqa: DTZ001 wall time
    mode: Mode = Mode.SCHEDULED,
    status: Status = Status.SCHEDULED,
    author: Person | None = None,
    answer_person: Person | None = None,
) -> Variant:
    variant = Variant(
        post=post or make_post(session, author=author),
        channel=channel,
        text=text,
        language="en",
        mode=mode,
        status=status,
        labels=[],
        planned_wall=planned_wall,
        planned_at=to_utc(planned_wall, channel.zone) if planned_wall else None,
        approved_wall=planned_wall if status == Status.SCHEDULED else None,
        author=author,
        answer_person=answer_person,
        approved_by=_approver(session, author) if status in APPROVED else None,
        approved_at=NOW if status in APPROVED else None,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(variant)
    session.flush()
    return variant


def _approver(session: Session, author: Person | None) -> Person | None:
    """Somebody of the team who could have approved it, rather not its author."""
    able = session.scalars(
        select(Person).where(Person.role.in_([Role.APPROVER, Role.LEAD, Role.ADMIN])).order_by(Person.id)
    ).all()
    return next((person for person in able if person is not author), able[0] if able else author)


def make_slot(
    session: Session,
    person: Person,
    channels: list[Channel],
    *,
    starts_wall: datetime = datetime(2026, 4, 6, 9, 0),  # noqa: DTZ001 wall time, a Monday
    minutes: int = 30,
    rrule: str = "FREQ=WEEKLY;BYDAY=MO",
    kind: SlotKind = SlotKind.VISIT,
    zone: str = "Europe/Berlin",
) -> Slot:
    slot = Slot(
        person=person,
        channels=channels,
        kind=kind,
        starts_wall=starts_wall,
        zone=zone,
        minutes=minutes,
        rrule=rrule,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(slot)
    session.flush()
    return slot


def make_campaign(
    session: Session,
    owner: Person,
    *,
    name: str = "Show us your chair",
    kind: CampaignKind = CampaignKind.HASHTAG_CALL,
) -> Campaign:
    """A campaign that is settled in everything but the sign-off; on call from the start is its owner."""
    starts = datetime(2026, 4, 10, 8, 0)  # noqa: DTZ001 wall time, a Friday
    campaign = Campaign(
        name=name,
        kind=kind,
        hashtag="OurChair",
        starts_wall=starts,
        ends_wall=datetime(2026, 4, 24, 18, 0),  # noqa: DTZ001 wall time
        zone="Europe/Berlin",
        owner=owner,
        goal="Fifty chairs get repaired.",
        meant_for="Whoever owns a broken chair.",
        who_stays="Those who want to learn how it is done.",
        stop_criterion="Somebody is hurt or mocked.",
        worst_cases=[
            WorstCase(
                scenario=each, what="It happened.", tripwire="Ten posts", first_answer="Sorry.", person=owner
            )
            for each in (Scenario.HIJACK, Scenario.MOCKERY, Scenario.NOBODY)
        ],
        on_call=[OnCall(person=owner, starts_wall=starts, ends_wall=starts + timedelta(hours=48))],
        created_at=NOW,
        changed_at=NOW,
    )
    session.add(campaign)
    session.flush()
    return campaign
