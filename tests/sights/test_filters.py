"""Filters mean the same for posts and for reserved time, and survive the way through an address."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from calendar_app.people.models import Person
from calendar_app.posts.models import Status, Variant
from calendar_app.sights.addresses import filters_in, words_of
from calendar_app.sights.filters import Filters
from tests.factories import make_campaign, make_channel, make_slot, make_theme, make_variant

WORDS = {"channel": "3", "person": "4", "status": "draft", "campaign": "5", "theme": "6", "only": "posts"}


def test_nothing_set_shows_all() -> None:
    assert not Filters().are_set
    assert Filters().show_posts
    assert Filters().show_slots


@pytest.mark.parametrize(
    "filters",
    [Filters(status=Status.DRAFT), Filters(campaign_id=1), Filters(theme_id=1), Filters(only="posts")],
)
def test_reserved_time_has_no_status_no_campaign_and_no_theme(filters: Filters) -> None:
    assert not filters.show_slots
    assert filters.are_set


def test_an_address_says_the_filters_and_they_the_address() -> None:
    filters = filters_in(MultiDict(WORDS))

    assert filters == Filters(3, 4, Status.DRAFT, 5, "posts", 6)
    assert words_of(filters) == WORDS


@pytest.mark.parametrize(
    "words", [{"channel": "x"}, {"person": "-1"}, {"campaign": "9" * 40}, {"status": "odd"}, {"only": "all"}]
)
def test_what_means_nothing_is_left_out(words: dict[str, str]) -> None:
    assert filters_in(MultiDict(words)) == Filters()


def test_posts_and_slots_are_let_through_by_what_they_belong_to(
    session: Session, alice: Person, bob: Person
) -> None:
    here, there = make_channel(session, "Here"), make_channel(session, "There")
    campaign = make_campaign(session, alice)
    make_variant(session, here, text="one", answer_person=bob).campaign = campaign
    theme = make_theme(session)
    make_variant(session, there, text="two", status=Status.DRAFT).post.theme = theme
    slots = {"hers": make_slot(session, alice, [here]), "his": make_slot(session, bob, [there, here])}
    session.flush()

    def shown(filters: Filters) -> set[str]:
        posts = session.scalars(select(Variant.text).where(*filters.of_posts))
        return {*posts, *(name for name, slot in slots.items() if filters.fit(slot))}

    assert shown(Filters()) == {"one", "two", "hers", "his"}
    assert shown(Filters(channel_id=there.id)) == {"two", "his"}
    assert shown(Filters(person_id=bob.id)) == {"one", "his"}
    assert shown(Filters(status=Status.DRAFT)) == {"two"}
    assert shown(Filters(campaign_id=campaign.id)) == {"one"}
    assert shown(Filters(theme_id=theme.id)) == {"two"}
