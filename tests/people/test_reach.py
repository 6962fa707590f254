"""External persons see their channels, and of the plan only what happens on them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.channels.services import channels, find
from calendar_app.engagement.models import AgendaItem, Slot
from calendar_app.foundation.db import OfChannel, Scoped, ScopeError, all_channels, everywhere
from calendar_app.people.models import Person, Role
from calendar_app.people.services import act_for
from calendar_app.posts.models import Post, Variant
from tests.factories import NOW, make_channel, make_person, make_post, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def theirs(session: Session, alice: Person) -> Channel:
    return make_channel(session, "Agency's channel")


@pytest.fixture
def others(session: Session, alice: Person) -> Channel:
    return make_channel(session, "House channel", "linkedin")


@pytest.fixture
def erna(session: Session, theirs: Channel, others: Channel) -> Person:
    """External: sees the agency's channel only."""
    erna = make_person(session, "Erna External", Role.EXTERNAL)
    erna.channel_ids = [theirs.id]
    session.commit()
    return erna


def test_an_external_person_sees_the_own_channels_only(
    session: Session, erna: Person, theirs: Channel
) -> None:
    act_for(session, erna)

    assert channels(session) == [theirs]
    assert session.scalar(select(func.count(Channel.id))) == 1


def test_a_channel_out_of_reach_does_not_exist(session: Session, erna: Person, others: Channel) -> None:
    hidden = others.id
    session.expunge_all()

    act_for(session, erna)

    assert find(session, hidden) is None


def test_variants_posts_slots_and_agenda_out_of_reach_are_hidden(
    session: Session, alice: Person, erna: Person, theirs: Channel, others: Channel
) -> None:
    seen, hidden = make_variant(session, theirs), make_variant(session, others)
    slot = make_slot(session, alice, [theirs, others])
    make_slot(session, alice, [others])
    item = AgendaItem(channel_id=theirs.id, name="Ada", created_at=NOW)
    session.add_all([item, AgendaItem(channel_id=others.id, name="Bert", created_at=NOW)])
    session.flush()

    act_for(session, erna)

    assert session.scalars(select(Variant)).all() == [seen]
    assert session.scalars(select(Post)).all() == [seen.post]
    assert session.scalars(select(Slot)).all() == [slot]
    assert session.scalars(select(AgendaItem)).all() == [item]
    assert session.scalars(select(Variant.text).join(Channel)).all() == [seen.text]
    assert hidden.id not in session.scalars(select(Variant.id)).all()


def test_what_an_external_person_began_stays_in_sight(session: Session, erna: Person) -> None:
    own = make_post(session, author=erna)
    make_post(session)

    act_for(session, erna)

    assert session.scalars(select(Post)).all() == [own]


def test_other_variants_of_a_shared_post_are_hidden(
    session: Session, erna: Person, theirs: Channel, others: Channel
) -> None:
    post = make_post(session)
    own = make_variant(session, theirs, post=post)
    make_variant(session, others, post=post)
    session.commit()
    session.expunge_all()
    act_for(session, erna)

    shared = session.get_one(Post, post.id)

    assert [variant.id for variant in shared.variants] == [own.id]


def test_a_change_of_many_rows_reaches_no_further(
    session: Session, erna: Person, theirs: Channel, others: Channel
) -> None:
    make_variant(session, theirs)
    hidden = make_variant(session, others)
    before = hidden.text
    act_for(session, erna)

    session.execute(update(Variant).values(text="changed").execution_options(synchronize_session=False))

    with all_channels(session):
        rows = session.execute(select(Variant.channel_id, Variant.text)).all()
    assert {row.channel_id: row.text for row in rows} == {theirs.id: "changed", others.id: before}


def test_nothing_is_written_to_a_channel_out_of_reach(
    session: Session, erna: Person, others: Channel
) -> None:
    hidden, post = others.id, make_post(session, author=erna)
    act_for(session, erna)
    session.add(AgendaItem(channel_id=hidden, name="Eve", created_at=NOW))

    with pytest.raises(ScopeError):
        session.flush()

    assert post.id


def test_rules_may_look_at_the_whole_plan(
    session: Session, erna: Person, theirs: Channel, others: Channel
) -> None:
    act_for(session, erna)

    with all_channels(session):
        seen = channels(session)

    assert len(seen) == 2
    assert channels(session) == [theirs]


def test_the_limit_ends_with_the_next_scope(
    session: Session, alice: Person, erna: Person, others: Channel
) -> None:
    act_for(session, erna)

    act_for(session, alice)

    assert others in channels(session)


def test_another_workspace_stays_out_of_sight_when_all_channels_are_asked_for(
    session: Session, erna: Person, charlie: Person
) -> None:
    home = session.info["scope"]
    session.info["scope"] = charlie.workspace_id
    foreign = make_channel(session, "Elsewhere")
    session.flush()
    session.info["scope"] = home
    act_for(session, erna)

    with all_channels(session):
        seen = channels(session)

    assert foreign not in seen


def test_the_pages_of_an_external_person_show_the_own_channels(
    erna: Person, theirs: Channel, others: Channel, sign_in: SignIn
) -> None:
    browser = sign_in(erna)

    page = browser.get("/channels").text

    assert "Agency&#39;s channel" in page
    assert "House channel" not in page
    assert "House channel" not in browser.get("/people").text
    assert browser.get(f"/channels/{theirs.id}").status_code == 200
    assert browser.get(f"/channels/{others.id}").status_code == 404


def test_every_row_that_names_a_channel_is_limited() -> None:
    """A table that gets a channel_id later must not slip by."""
    with_channel = {
        mapper.class_
        for mapper in Channel.registry.mappers
        if issubclass(mapper.class_, Scoped) and "channel_id" in mapper.columns
    }

    assert {Variant, AgendaItem} <= with_channel
    assert [kind for kind in with_channel if not issubclass(kind, OfChannel)] == []


def test_work_across_workspaces_knows_no_limit(session: Session, erna: Person) -> None:
    act_for(session, erna)

    with everywhere(session):
        assert session.scalar(select(func.count(Channel.id))) == 2
