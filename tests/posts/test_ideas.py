"""The list of ideas: what has no day yet, and a line to note one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts import ideas
from calendar_app.posts.models import Post, Source, Status
from tests.factories import NOW, make_channel, make_post, make_theme, make_variant
from tests.posts.composer import HOSTILE, SignIn

PAGE = "/posts/ideas"


def test_a_post_is_an_idea_until_it_has_a_day(session: Session, channel: Channel, alice: Person) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    _bare, drafted, planned, both, out, given_up, begun_anew = (
        make_post(session, core) for core in ("bare", "drafted", "planned", "both", "out", "given up", "anew")
    )
    day = NOW.replace(tzinfo=None)
    for post, status, wall, place in (
        (drafted, Status.DRAFT, None, channel),
        (planned, Status.DRAFT, day, channel),
        (both, Status.DRAFT, None, channel),
        (both, Status.SCHEDULED, day, other),
        (out, Status.PUBLISHED, None, channel),
        (given_up, Status.CANCELLED, None, channel),
        (begun_anew, Status.CANCELLED, day, channel),
        (begun_anew, Status.DRAFT, None, other),
    ):
        variant = make_variant(session, place, post=post, status=status, planned_wall=wall)
        variant.published_at = NOW if status is Status.PUBLISHED else None
    session.flush()

    found = ideas.ideas(session)

    assert [post.core for post in found.posts] == ["anew", "drafted", "bare"]
    assert found.older is None


def test_an_idea_is_noted_in_one_line(sign_in: SignIn, session: Session, bob: Person) -> None:
    client = sign_in(bob)
    assert "No idea waits" in client.get(PAGE).text
    noted = {"core": HOSTILE, "source": "question", "form_key": "k"}

    answers = [client.post(f"{PAGE}?source=question", data=noted) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [
        (303, f"{PAGE}?source=question")
    ] * 2
    post = session.scalars(select(Post)).one()
    assert (post.source, post.author_id, post.variants) == (Source.QUESTION, bob.id, [])
    session.commit()
    page = client.get(PAGE).text
    assert page.count(f'id="idea-{post.id}"') == 1
    assert "Begun by <bdi>Bob Brandt</bdi>" in page
    assert "now" in page
    assert "<img src=x" not in page


def test_an_idea_without_words_is_refused_and_shown(sign_in: SignIn, session: Session, bob: Person) -> None:
    make_post(session, "Older")
    session.commit()

    answer = sign_in(bob).post(PAGE, data={"core": " ", "source": "conversation"})

    assert answer.status_code == 422
    assert "Older" in answer.text
    assert '<option selected value="conversation">' in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", {"own", "asked"}), ("?source=question", {"asked"}), ("?source=nonsense&below=x", {"own", "asked"})],
)
def test_ideas_are_told_apart_by_where_they_come_from(
    sign_in: SignIn, session: Session, bob: Person, query: str, shown: set[str]
) -> None:
    make_post(session, "own thing")
    make_post(session, "asked thing").source = Source.QUESTION
    session.commit()
    client = sign_in(bob)

    page = client.get(PAGE + query).text

    assert {word for word in ("own", "asked") if f"{word} thing" in page} == shown
    assert "No idea comes from there" in client.get(f"{PAGE}?source=conversation").text


def test_older_ideas_stand_on_the_next_page(
    sign_in: SignIn, session: Session, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ideas, "PAGE", 2)
    posts = [make_post(session, f"Idea {number}.") for number in range(3)]
    session.commit()
    client = sign_in(bob)

    first, second = client.get(PAGE).text, client.get(f"{PAGE}?below={posts[1].id}").text

    assert ["Idea 2." in first, "Idea 1." in first, "Idea 0." in first] == [True, True, False]
    assert f'href="{PAGE}?below={posts[1].id}"' in first
    assert ["Idea 1." in second, "Idea 0." in second] == [False, True]
    assert "Older ideas" not in second


def test_the_list_asks_a_fixed_number_of_queries(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person, count_queries: Callable[[], int]
) -> None:
    client, numbers = sign_in(bob), []
    client.get(PAGE)
    for number in range(3):
        post = make_post(session, f"Idea {number}", author=bob)
        make_variant(session, channel, post=post, planned_wall=None, status=Status.DRAFT)
        post.theme = make_theme(session, f"Theme {number}")
        post.created_at = NOW - timedelta(days=number)
        session.commit()
        count_queries()
        client.get(PAGE)
        numbers.append(count_queries())

    assert len(set(numbers)) == 1
    assert "Theme 2" in client.get(PAGE).text


def test_the_calendar_leads_to_the_ideas_and_back(sign_in: SignIn, channel: Channel, bob: Person) -> None:
    client = sign_in(bob)

    assert 'href="/posts/ideas" data-key="i"' in client.get("/week").text
    assert 'href="/posts/ideas" aria-current="page" data-key="i"' in client.get(PAGE).text
    assert 'href="/week" data-key="w"' in client.get(PAGE).text
    assert '<a class="rail-link" href="/week" aria-current="page">' in client.get(PAGE).text
