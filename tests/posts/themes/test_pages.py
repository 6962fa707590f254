"""Themes on their page, on a post and in the calendar."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts.models import Post
from calendar_app.posts.themes.models import Theme
from calendar_app.sights.filters import Filters
from calendar_app.sights.models import SavedView
from calendar_app.sights.services import keep
from tests.factories import NOW, make_channel, make_person, make_post, make_theme, make_variant
from tests.forms import form_with

SignIn = Callable[[Person], FlaskClient]

REPAIR = {"name": "Repair", "benefit": "Nobody throws a chair away.", "quarter": "2026-Q2"}


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session)
    session.commit()
    return channel


@pytest.fixture
def theme(session: Session, alice: Person) -> Theme:
    theme = make_theme(session)
    session.commit()
    return theme


def kept(session: Session) -> list[tuple[str, date]]:
    """Names and quarters; read in a transaction that is over before the next page writes."""
    rows = session.execute(select(Theme.name, Theme.begins).order_by(Theme.begins, Theme.id)).all()
    session.rollback()
    return [(name, begins) for name, begins in rows]


def test_a_theme_is_added_changed_carried_on_and_removed(
    sign_in: SignIn, session: Session, bob: Person
) -> None:
    browser = sign_in(bob)

    added = browser.post("/themes/2026-Q2", data=REPAIR)
    address = added.location.partition("#theme-")[2]
    edited = browser.post(f"/themes/{address}/edit", data=REPAIR | {"name": "Mending"})
    carried = browser.post(f"/themes/{address}/carry-on")
    again = browser.post(f"/themes/{address}/carry-on", follow_redirects=True)

    assert (added.status_code, edited.status_code) == (303, 303)
    assert (carried.status_code, carried.location) == (303, "/themes/2026-Q3")
    assert kept(session) == [("Mending", date(2026, 4, 1)), ("Mending", date(2026, 7, 1))]
    assert "“Mending” stands here already." in again.text
    assert "Nobody throws a chair away." in browser.get(carried.location).text

    removed = browser.post(f"/themes/{address}/remove", follow_redirects=True)

    assert "Removed: Mending. Its posts stay." in removed.text
    assert kept(session) == [("Mending", date(2026, 7, 1))]
    entries = session.execute(select(JournalEntry.action, JournalEntry.name).order_by(JournalEntry.id)).all()
    assert [tuple(entry) for entry in entries if entry.name in {"Repair", "Mending"}] == [
        ("added", "Repair"),
        ("changed", "Mending"),
        ("added", "Mending"),
        ("deleted", "Mending"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (REPAIR | {"name": "rEPAIR"}, "Another theme of this quarter is called so."),
        (REPAIR | {"name": " "}, "This field is required."),
        (REPAIR | {"quarter": "2031-Q1"}, "Choose one of the entries offered here."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    data: dict[str, str], words: str, sign_in: SignIn, session: Session, theme: Theme, bob: Person
) -> None:
    browser, other = sign_in(bob), make_theme(session, "Other")
    session.commit()

    answers = [
        browser.post(path, data=data | {"benefit": "Typed"})
        for path in ("/themes/2026-Q2", f"/themes/{other.id}/edit")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(words in answer.text and "Typed" in answer.text for answer in answers)
    assert len(kept(session)) == 2


def test_its_posts_stay_when_a_theme_goes_and_views_of_it_end(
    sign_in: SignIn, session: Session, theme: Theme, channel: Channel, alice: Person
) -> None:
    post = make_variant(session, channel).post
    post.theme = theme
    keep(session, alice, "Repair only", Filters(theme_id=theme.id), now=NOW)
    session.commit()

    sign_in(alice).post(f"/themes/{theme.id}/remove")

    session.expire_all()
    assert session.get_one(Post, post.id).theme is None
    assert session.scalars(select(SavedView)).all() == []


def test_the_page_tells_what_a_theme_has_and_where_the_first_gap_is(
    sign_in: SignIn, session: Session, theme: Theme, channel: Channel, bob: Person
) -> None:
    make_variant(session, channel).post.theme = theme
    make_post(session, "An idea without a channel").theme = theme
    session.commit()

    page = sign_in(bob).get("/themes").text

    assert "2nd quarter 2026" in page
    assert "1 of 12 weeks have a post with a theme" in page
    assert "We open the workshop on Saturday." in page
    assert "Fri, 10 Apr 2026, 09:00" in page
    assert page.index("We open the workshop") < page.index("An idea without a channel")
    assert page.count('class="gauge-week ') == 12
    assert 'class="gauge-week is-themed" href="/week/2026-W15" aria-current="date"' in page
    assert "Nothing yet in W16, from 13 Apr to 19 Apr: the first empty week." in page
    assert 'href="/posts/new?date=2026-04-13"' in page


def test_a_gap_in_this_week_is_planned_from_today_on(sign_in: SignIn, alice: Person) -> None:
    page = sign_in(alice).get("/themes").text

    assert 'href="/posts/new?date=2026-04-08"' in page
    assert "No theme in this quarter yet" in page


@pytest.mark.parametrize("quarter", ["2026-Q5", "april", "1999-Q1"])
def test_a_quarter_that_does_not_exist_is_not_found(quarter: str, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)

    assert browser.get(f"/themes/{quarter}").status_code == 404
    assert browser.post(f"/themes/{quarter}", data=REPAIR).status_code == 404


def test_the_number_of_queries_does_not_grow(
    sign_in: SignIn,
    session: Session,
    theme: Theme,
    channel: Channel,
    alice: Person,
    count_queries: Callable[[], int],
) -> None:
    def asked(posts: int) -> int:
        for number in range(posts):
            post = make_variant(session, channel).post
            post.theme = make_theme(session, f"Theme {posts}.{number}")
        session.commit()
        count_queries()
        browser.get("/themes")
        return count_queries()

    browser = sign_in(alice)
    browser.get("/themes")

    assert asked(1) == asked(8)


def test_whoever_is_limited_to_channels_looks_and_cannot_change(
    sign_in: SignIn, session: Session, theme: Theme, channel: Channel
) -> None:
    own = make_channel(session, "Agency's channel")
    for place, core in ((channel, "House only"), (own, "For the agency")):
        make_variant(session, place, post=make_post(session, core)).post.theme = theme
    erna = make_person(session, "Erna External", Role.EXTERNAL)
    erna.channel_ids = [own.id]
    session.commit()
    browser = sign_in(erna)

    page = browser.get("/themes").text

    assert "Repair" in page
    assert "For the agency" in page
    assert "House only" not in page
    assert "Add a theme" not in page
    assert browser.post("/themes/2026-Q2", data=REPAIR).status_code == 403


def test_a_post_gets_its_theme_with_its_form(
    sign_in: SignIn, session: Session, theme: Theme, channel: Channel, bob: Person
) -> None:
    make_theme(session, "Soon", begins=date(2026, 7, 1))
    later = make_theme(session, "Later", begins=date(2026, 10, 1))
    session.commit()
    browser = sign_in(bob)

    offered = browser.get("/posts/new").text
    of_day = browser.get("/posts/new?date=2026-11-02").text
    chosen = browser.get(f"/posts/new?theme={later.id}").text
    answer = browser.post("/posts/new", data={"core": "Chairs", "theme_id": theme.id, "form_key": "k"})
    page = browser.get(answer.location).text

    assert 'optgroup label="2nd quarter 2026"' in offered
    assert "Soon" in offered
    assert "Later" not in offered
    assert "Later" in of_day
    assert f'<option selected value="{later.id}">' in chosen
    assert f'href="/themes/2026-Q2#theme-{theme.id}"' in page
    assert f'<option selected value="{theme.id}">' in page


def test_a_theme_of_another_quarter_stays_until_somebody_takes_it_away(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person
) -> None:
    old = make_theme(session, "Last year's", begins=date(2025, 1, 1))
    post = make_post(session)
    post.theme = old
    session.commit()
    browser, path = sign_in(bob), f"/posts/{post.id}"

    form = form_with(browser.get(path).text, "core")
    browser.post(path, data=form | {"core": "Changed"})
    session.expire_all()
    kept_theme, revision = session.get_one(Post, post.id).theme_id, session.get_one(Post, post.id).revision
    session.rollback()
    browser.post(path, data=form | {"core": "Changed", "theme_id": "", "revision": revision})

    session.expire_all()
    assert kept_theme == old.id
    assert session.get_one(Post, post.id).theme_id is None


def test_a_conflict_about_a_post_keeps_both_themes_in_sight(
    sign_in: SignIn, session: Session, theme: Theme, bob: Person
) -> None:
    post = make_post(session)
    session.commit()
    browser, path = sign_in(bob), f"/posts/{post.id}"
    opened = form_with(browser.get(path).text, "core")
    browser.post(path, data=opened | {"core": "Theirs"})

    answer = browser.post(path, data=opened | {"theme_id": theme.id})
    mine = form_with(answer.text, "core")

    assert answer.status_code == 409
    assert mine["theme_id"] == [str(theme.id)]


@pytest.mark.parametrize("theme_id", ["999", "x", "-1", "9" * 40])
def test_a_theme_that_is_none_is_refused_and_the_text_stays(
    theme_id: str, sign_in: SignIn, theme: Theme, bob: Person
) -> None:
    answer = sign_in(bob).post("/posts/new", data={"core": "Chairs", "theme_id": theme_id, "form_key": "k"})

    assert answer.status_code == 422
    assert "Chairs" in answer.text


@pytest.mark.parametrize("view", ["/week", "/list"])
def test_the_calendar_names_the_theme_and_filters_by_it(
    view: str, sign_in: SignIn, session: Session, theme: Theme, channel: Channel, alice: Person
) -> None:
    make_variant(session, channel, text="Who repairs chairs?").post.theme = theme
    make_variant(session, channel, text="Something else")
    session.commit()
    browser = sign_in(alice)

    whole, filtered = browser.get(view).text, browser.get(f"{view}?theme={theme.id}").text

    assert '<span dir="auto">Repair</span>' in whole
    assert "Themes: 1 of 12 weeks" in whole
    assert 'first empty: <a href="/week/2026-W16">W16</a>' in whole
    assert "Who repairs chairs?" in filtered
    assert "Something else" not in filtered


def test_a_calendar_without_themes_counts_no_weeks(sign_in: SignIn, channel: Channel, alice: Person) -> None:
    page = sign_in(alice).get("/week").text

    assert "of 12 weeks" not in page
    assert '<a href="/themes">Themes of the quarter</a>' in page


def test_a_view_of_a_theme_is_told_by_its_name(sign_in: SignIn, theme: Theme, alice: Person) -> None:
    assert '<b dir="auto">Repair</b>' in sign_in(alice).get(f"/views/new?theme={theme.id}").text
