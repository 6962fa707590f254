"""The inventory."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels import services
from calendar_app.channels.gaps import Gap, gaps
from calendar_app.channels.models import ChannelState
from calendar_app.engagement.activity import last_talks
from calendar_app.engagement.models import Interaction, InteractionKind
from calendar_app.people.models import Person
from calendar_app.posts.activity import last_posts
from calendar_app.posts.models import Status
from tests.factories import NOW, make_channel, make_variant


def particulars(**changes: object) -> services.Particulars:
    values: dict[str, object] = {
        "name": "House account",
        "platform": "mastodon",
        "url": "",
        "zone": "Europe/Berlin",
        "languages": ["de"],
        "purpose": "",
        "audience": "",
        "is_service": False,
        "declared_bot": False,
        "text_limit": None,
        "owner_id": None,
        "deputy_id": None,
        **changes,
    }
    return services.Particulars(**values)  # type: ignore[arg-type]


def test_a_channel_comes_in_as_what_it_is(session: Session, alice: Person) -> None:
    channel = services.add_channel(
        session, particulars(owner_id=alice.id), ChannelState.RESERVED, by=alice, now=NOW
    )

    assert services.channels(session) == [channel]
    assert (channel.state, channel.owner) == (ChannelState.RESERVED, alice)


def test_the_same_channel_sent_twice_is_kept_once(session: Session, alice: Person) -> None:
    first = services.add_channel(session, particulars(), ChannelState.ACTIVE, by=alice, now=NOW)
    second = services.add_channel(session, particulars(), ChannelState.ACTIVE, by=alice, now=NOW)
    other = services.add_channel(
        session, particulars(url="https://example.org"), ChannelState.ACTIVE, by=alice, now=NOW
    )

    assert second is first
    assert other is not first


@pytest.mark.parametrize("state", ["probation", "relaunch", "paused", "closing", "frozen", "deleted"])
def test_a_channel_does_not_begin_in_the_middle(session: Session, alice: Person, state: str) -> None:
    with pytest.raises(ValueError, match="does not begin"):
        services.add_channel(session, particulars(), ChannelState(state), by=alice, now=NOW)


def test_twelve_channels_wear_twelve_stripes_and_the_thirteenth_begins_anew(
    session: Session, alice: Person
) -> None:
    stripes = [
        services.add_channel(
            session, particulars(name=str(number)), ChannelState.ACTIVE, by=alice, now=NOW
        ).stripe
        for number in range(13)
    ]

    assert stripes == [*range(1, 13), 1]


def test_a_stripe_may_be_chosen(session: Session, alice: Person) -> None:
    channel = services.add_channel(session, particulars(), ChannelState.ACTIVE, by=alice, now=NOW)

    services.change_channel(session, channel, particulars(stripe=7), by=alice, now=NOW)

    assert channel.stripe == 7


def test_open_channels_are_those_where_something_may_be_planned(session: Session, alice: Person) -> None:
    for state in ChannelState:
        make_channel(session, state.value, state=state)

    names = {channel.name for channel in services.open_channels(session)}
    speaking = {channel.name for channel in services.channels(session) if services.is_speaking(channel)}

    assert names == {"probation", "active", "relaunch", "paused", "closing"}
    assert speaking == names - {"paused"}


def test_channels_of_another_workspace_are_not_found(
    session: Session, alice: Person, charlie: Person
) -> None:
    home = session.info["scope"]
    session.info["scope"] = charlie.workspace_id
    foreign = make_channel(session, "Theirs")
    session.commit()
    foreign_id = foreign.id
    session.expunge_all()
    session.info["scope"] = home

    assert services.channels(session) == []
    assert services.lines(session) == []
    assert services.find(session, foreign_id) is None


def test_the_last_post_is_a_confirmed_one(session: Session, alice: Person) -> None:
    channel, silent = make_channel(session), make_channel(session, "Silent")
    make_variant(session, silent)  # planned, not published
    for days in (9, 3, 5):
        published = make_variant(session, channel, status=Status.PUBLISHED)
        published.published_at = NOW - timedelta(days=days)
    session.flush()

    assert last_posts(session) == {channel.id: NOW - timedelta(days=3)}


def test_the_last_talk_is_the_latest_interaction(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    for days in (9, 3, 5):
        session.add(
            Interaction(
                channel_id=channel.id,
                kind=InteractionKind.COMMENT,
                quality=1,
                entry_key=str(days),
                at=NOW - timedelta(days=days),
            )
        )
    session.flush()

    assert last_talks(session) == {channel.id: NOW - timedelta(days=3)}


def test_an_empty_entry_has_gaps(session: Session, alice: Person, bob: Person) -> None:
    channel = make_channel(session)
    empty = gaps(channel, NOW.date())
    channel.owner, channel.deputy = alice, bob
    channel.url, channel.purpose, channel.audience = "https://x.example", "Talk", "Readers"
    channel.names_team = True
    full = gaps(channel, NOW.date())
    bob.left_at = NOW

    assert empty == [Gap.NO_OWNER, Gap.NO_DEPUTY, Gap.NO_LINK, Gap.NO_PURPOSE, Gap.NO_AUDIENCE, Gap.NO_NAMES]
    assert full == []
    assert gaps(channel, NOW.date()) == [Gap.DEPUTY_LEFT]


def test_a_pause_or_a_last_day_that_is_past_is_a_gap(session: Session, alice: Person) -> None:
    yesterday = NOW.date() - timedelta(days=1)
    paused = make_channel(session, state=ChannelState.PAUSED, owner=alice)
    closing = make_channel(session, state=ChannelState.CLOSING, owner=alice)
    frozen = make_channel(session, state=ChannelState.FROZEN, owner=alice)
    paused.paused_until = closing.closes_on = yesterday

    assert gaps(paused, NOW.date())[0] == Gap.PAUSE_OVER
    assert gaps(closing, NOW.date())[0] == Gap.CLOSING_DAY_PAST
    assert gaps(frozen, NOW.date())[0] == Gap.NO_NOTICE


def test_an_idea_needs_nobody_and_a_deleted_channel_nothing(session: Session, alice: Person) -> None:
    assert gaps(make_channel(session, state=ChannelState.IDEA), NOW.date()) == []
    assert gaps(make_channel(session, state=ChannelState.DELETED), NOW.date()) == []
