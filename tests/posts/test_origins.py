"""Where a post comes from: made of what people ask and say, and shown to whoever may read that."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.inbound.services import forget_handles
from calendar_app.engagement.models import Interaction, InteractionKind
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Post, Source
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_channel, make_person, make_post, make_slot, make_theme, make_variant
from tests.forms import form_with
from tests.posts.composer import SignIn

ASKED = "How do I mend a chair?"
NOTED = "They glue with bone glue."


@pytest.fixture
def inquiry(session: Session, channel: Channel) -> InboundItem:
    item = InboundItem(
        channel=channel,
        kind=InboundKind.QUESTION,
        text=f"@mira@social.example asks: {ASKED}",
        handle="@mira@social.example",
        received_at=datetime(2026, 4, 7, 22, 30, tzinfo=UTC),  # the 8th in Berlin
        created_at=NOW,
    )
    session.add(item)
    session.commit()
    return item


@pytest.fixture
def talk(session: Session, channel: Channel, bob: Person) -> Interaction:
    """What Bob logged on a Wednesday's date of his."""
    slot = make_slot(session, bob, [channel])
    talk = Interaction(
        channel=channel,
        person_id=bob.id,
        slot_id=slot.id,
        occurrence=slot.starts_wall,
        kind=InteractionKind.ANSWER,
        quality=2,
        note=NOTED,
        entry_key="key",
        at=NOW,
    )
    session.add(talk)
    session.commit()
    return talk


def the_post(session: Session) -> Post:
    """The post as pages left it; the reading is ended, since pages wait for a session that may write."""
    post = session.scalars(select(Post).execution_options(populate_existing=True)).one()
    session.commit()
    return post


def test_an_inquiry_becomes_a_post_and_each_leads_to_the_other(
    sign_in: SignIn, session: Session, inquiry: InboundItem, bob: Person
) -> None:
    client, address = sign_in(bob), f"/posts/new?inbound={inquiry.id}"
    assert f'href="{address}"' in client.get("/dialog/inbound").text
    assert f'href="{address}"' in client.get(f"/dialog/inbound/{inquiry.id}").text

    form = form_with(client.get(address).text, "core")
    answer = client.post(address, data=form | {"core": "Anybody can mend a chair."})

    assert form["core"] == [""]
    assert form["facts"] == [f"Asked on Mastodon, 8 Apr 2026: “… asks: {ASKED}”"]
    assert form["source"] == ["question"]
    assert form["channel_ids"] == [str(inquiry.channel_id)]
    assert answer.status_code == 303
    post = the_post(session)
    assert (post.source, post.inbound_id, post.interaction_id) == (Source.QUESTION, inquiry.id, None)
    assert "mira" not in post.facts
    page = client.get(f"/posts/{post.id}").text
    assert f'href="/dialog/inbound/{inquiry.id}"' in page
    assert f'<blockquote class="user-text" dir="auto">… asks: {ASKED}' in page
    assert f'href="/dialog/inbound/{inquiry.id}"' in client.get(answer.location).text
    for made in ("/dialog/inbound", f"/dialog/inbound/{inquiry.id}"):
        assert f'<a href="/posts/{post.id}" dir="auto">Anybody can mend a chair.</a>' in client.get(made).text


@pytest.mark.parametrize(
    ("kind", "source", "fact"),
    [
        (InboundKind.COMPLAINT, "conversation", "Said on Mastodon"),
        (InboundKind.QUESTION, "question", "Asked on"),
    ],
)
def test_what_is_no_question_is_a_conversation(
    sign_in: SignIn,
    session: Session,
    inquiry: InboundItem,
    bob: Person,
    kind: InboundKind,
    source: str,
    fact: str,
) -> None:
    inquiry.kind = kind
    session.commit()

    form = form_with(sign_in(bob).get(f"/posts/new?inbound={inquiry.id}").text, "core")

    assert form["source"] == [source]
    assert form["facts"][0].startswith(fact)


def test_what_somebody_logged_becomes_a_post_of_theirs(
    sign_in: SignIn, session: Session, talk: Interaction, bob: Person
) -> None:
    client, address = sign_in(bob), f"/posts/new?talk={talk.id}"
    date = f"/dialog/{talk.slot_id}/2026-04-06T09:00"
    assert f'href="{address}"' in client.get(date).text

    form = form_with(client.get(address).text, "core")
    client.post(address, data=form | {"core": "Glue that lasts."})

    assert form["facts"] == [f"In conversation on Mastodon, 8 Apr 2026: {NOTED}"]
    post = the_post(session)
    assert (post.source, post.interaction_id) == (Source.CONVERSATION, talk.id)
    assert f'href="{date}"' in client.get(f"/posts/{post.id}").text
    assert f'<a href="/posts/{post.id}" dir="auto">' in client.get(date).text


def test_of_what_others_logged_one_sees_where_and_when_alone(
    sign_in: SignIn, session: Session, talk: Interaction, alice: Person
) -> None:
    colleague = make_person(session, "Dora")
    post = make_post(session)
    post.source, post.interaction_id = Source.CONVERSATION, talk.id
    session.commit()
    client = sign_in(colleague)

    page = client.get(f"/posts/{post.id}").text

    assert "8 Apr 2026" in page
    assert NOTED not in page
    assert f"/dialog/{talk.slot_id}" not in page
    assert client.get(f"/posts/new?talk={talk.id}").status_code == 404
    assert NOTED in sign_in(alice).get(f"/posts/{post.id}").text  # who reads the log of all
    assert f'href="/posts/new?talk={talk.id}"' in sign_in(alice).get("/dialog/months/sample").text


def test_who_does_not_reach_the_channel_sees_nothing_of_what_was_said_there(
    sign_in: SignIn, session: Session, inquiry: InboundItem, talk: Interaction
) -> None:
    theirs = make_channel(session, "Agency's channel", "linkedin")
    erna = make_person(session, "Erna External", Role.EXTERNAL)
    erna.channel_ids = [theirs.id]
    posts = [make_post(session) for _ in range(2)]
    posts[0].source, posts[0].inbound_id = Source.QUESTION, inquiry.id
    posts[1].source, posts[1].interaction_id = Source.CONVERSATION, talk.id
    variants = [make_variant(session, theirs, post=post, planned_wall=None) for post in posts]
    session.commit()
    client = sign_in(erna)

    pages = ["/posts/ideas", *(f"/posts/{post.id}" for post in posts)]
    pages += [f"/posts/{each.post_id}/variants/{each.id}" for each in variants]
    texts = {path: client.get(path).text for path in pages}

    assert "A question from the community" in texts[pages[0]]
    for path, text in texts.items():
        assert not [word for word in (ASKED, NOTED, "Mastodon") if word in text], path
    assert client.get(f"/posts/new?inbound={inquiry.id}").status_code == 404
    assert client.get(f"/posts/new?talk={talk.id}").status_code == 404


def test_a_source_is_chosen_by_hand_and_changed(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person
) -> None:
    client = sign_in(bob)
    client.post("/posts/new", data={"core": "Asked at the fair.", "source": "question", "form_key": "k"})
    post = the_post(session)
    assert post.source == Source.QUESTION
    path = f"/posts/{post.id}"

    form = form_with(client.get(path).text, "core")
    refused = client.post(path, data=form | {"source": "made up"})
    client.post(path, data=form | {"source": "conversation"})

    assert refused.status_code == 422
    assert the_post(session).source == Source.CONVERSATION


def test_the_conversation_stays_with_a_post_until_it_is_called_our_own_idea(
    sign_in: SignIn, session: Session, inquiry: InboundItem, bob: Person
) -> None:
    post = make_post(session, author=bob)
    post.source, post.inbound_id = Source.QUESTION, inquiry.id
    session.commit()
    client, path = sign_in(bob), f"/posts/{post.id}"

    client.post(path, data=form_with(client.get(path).text, "core") | {"core": "Mend it."})
    changed = the_post(session)
    assert (changed.core, changed.source, changed.inbound_id) == ("Mend it.", Source.QUESTION, inquiry.id)

    client.post(path, data=form_with(client.get(path).text, "core") | {"source": "own"})
    assert (the_post(session).source, the_post(session).inbound_id) == (Source.OWN, None)


def test_a_post_started_from_another_one_has_its_source_and_its_theme(
    sign_in: SignIn, session: Session, inquiry: InboundItem, bob: Person
) -> None:
    old = make_post(session, author=bob)
    old.source, old.inbound_id, old.theme_id = Source.QUESTION, inquiry.id, make_theme(session).id
    session.commit()
    client, address = sign_in(bob), f"/posts/new?from={old.id}"

    client.post(address, data=form_with(client.get(address).text, "core"))

    told = select(Post.core, Post.source, Post.inbound_id, Post.theme_id).order_by(Post.id)
    rows = session.execute(told).all()
    assert rows[1] == rows[0] == (old.core, Source.QUESTION, inquiry.id, old.theme_id)


def test_who_saves_second_keeps_the_source_that_they_chose(
    sign_in: SignIn, session: Session, channel: Channel, alice: Person, bob: Person
) -> None:
    post = make_post(session, author=bob)
    session.commit()
    path = f"/posts/{post.id}"
    opened = form_with(sign_in(bob).get(path).text, "core")
    sign_in(alice).post(path, data=opened | {"core": "Alice was quicker."})

    conflict = sign_in(bob).post(path, data=opened | {"source": "question"})
    sign_in(bob).post(path, data=form_with(conflict.text, "core"))

    assert conflict.status_code == 409
    assert the_post(session).source == Source.QUESTION


def test_a_post_outlives_what_it_was_made_of(
    sign_in: SignIn, session: Session, inquiry: InboundItem, talk: Interaction, bob: Person
) -> None:
    posts = [make_post(session, author=bob) for _ in range(2)]
    posts[0].source, posts[0].inbound_id = Source.QUESTION, inquiry.id
    posts[1].source, posts[1].interaction_id = Source.CONVERSATION, talk.id
    session.commit()
    client = sign_in(bob)
    assert "stays with them" in client.get(f"/dialog/inbound/{inquiry.id}").text

    client.post(f"/dialog/inbound/{inquiry.id}/remove")
    session.execute(delete(Interaction))
    session.commit()

    rows = session.execute(select(Post.source, Post.inbound_id, Post.interaction_id).order_by(Post.id)).all()
    assert rows == [(Source.QUESTION, None, None), (Source.CONVERSATION, None, None)]
    session.commit()
    assert "A question from the community" in client.get(f"/posts/{posts[0].id}").text


def test_what_was_typed_is_kept_when_the_inquiry_goes_meanwhile(
    sign_in: SignIn, session: Session, inquiry: InboundItem, bob: Person
) -> None:
    client, address = sign_in(bob), f"/posts/new?inbound={inquiry.id}"
    form = form_with(client.get(address).text, "core")
    client.post(f"/dialog/inbound/{inquiry.id}/remove")

    client.post(address, data=form | {"core": "Mend it.", "channel_ids": []})

    assert (the_post(session).core, the_post(session).source) == ("Mend it.", Source.QUESTION)
    assert client.get(address).status_code == 404


def test_whoever_asked_is_forgotten_and_the_post_stays(
    sign_in: SignIn, session: Session, inquiry: InboundItem, bob: Person
) -> None:
    post = make_post(session, author=bob)
    post.source, post.inbound_id = Source.QUESTION, inquiry.id
    session.commit()

    forget_handles(session, NOW + timedelta(days=400))
    session.commit()

    page = sign_in(bob).get(f"/posts/{post.id}").text
    assert ASKED in page
    assert "mira" not in page


def test_a_post_comes_from_one_conversation(
    session: Session, inquiry: InboundItem, talk: Interaction
) -> None:
    post = make_post(session)
    post.inbound_id, post.interaction_id = inquiry.id, talk.id

    with pytest.raises(IntegrityError):
        session.flush()
