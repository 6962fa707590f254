"""What a visitor of the demo sees of copies and boilerplate after two clicks."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.copies import searching, services
from calendar_app.demo.services import open_demo, visitor_account
from calendar_app.people.models import Person
from calendar_app.posts import often_said
from tests.factories import NOW


@pytest.fixture
def visitor(session: Session) -> Person:
    return open_demo(session, visitor_account(session, language="de", now=NOW), now=NOW)


def test_a_search_finds_copies_of_each_kind(session: Session, visitor: Person) -> None:
    search = services.ask(session, services.DEFAULT_PERIOD, person=visitor, now=NOW)
    session.flush()

    while piece := searching.next_piece(session, search.id):
        searching.keep(session, piece, NOW)
        session.flush()

    found = [*services.pairs(session, search, most=100)]
    assert {(pair.is_same, pair.is_on_one_channel) for pair in found} == {
        (True, False),
        (False, False),
        (False, True),
    }
    assert len(found) == 3
    assert all(70 <= pair.percent <= 100 for pair in found)


@pytest.mark.usefixtures("visitor")
def test_a_signature_and_the_opening_of_a_series_are_suggested(session: Session) -> None:
    said = {each.text for each in often_said.find(often_said.sample(session))}

    assert said == {
        "Lesezeichen der Woche",
        "Ihre Stadtbibliothek Lindenau, Markt 3, dienstags bis samstags ab 10 Uhr",
    }
