"""The report's page and its file."""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.copies import searching
from calendar_app.copies.export import harmless
from calendar_app.copies.models import CopySearch
from calendar_app.people.models import Person, Role
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]

TEXT = '=HYPERLINK("https://evil.example") Who has ever built a chair? We show where it usually goes wrong.'


@pytest.fixture
def twins(session: Session, alice: Person) -> None:
    for name, platform in (("Mastodon", "mastodon"), ("LinkedIn", "linkedin")):
        make_variant(session, make_channel(session, name, platform), text=TEXT)
    session.commit()


def finish(session: Session) -> None:
    search_id = session.scalars(select(CopySearch.id)).one()
    while piece := searching.next_piece(session, search_id):
        searching.keep(session, piece, NOW)
        session.flush()
    session.commit()


def test_an_empty_page_says_what_it_is_for(sign_in: SignIn, alice: Person) -> None:
    page = sign_in(alice).get("/copies").text

    assert "Nobody has looked yet" in page
    assert "Look for copies" in page


def test_a_search_is_asked_for_watched_and_read(
    sign_in: SignIn, session: Session, twins: None, alice: Person
) -> None:
    client = sign_in(alice)

    answer = client.post("/copies", data={"days": 90})
    waiting = client.get("/copies").text
    finish(session)
    page = client.get("/copies").text

    assert answer.status_code == 303
    assert 'hx-get="/copies/progress"' in waiting
    assert "1 pair" in page
    assert "across channels" in page
    assert "/beside/" in page


def test_the_same_form_sent_twice_searches_once(
    sign_in: SignIn, session: Session, twins: None, alice: Person
) -> None:
    client = sign_in(alice)

    answers = [client.post("/copies", data={"days": 90}).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert session.scalar(select(func.count()).select_from(CopySearch)) == 1


def test_progress_ends_by_reading_the_page_anew(
    sign_in: SignIn, session: Session, twins: None, alice: Person
) -> None:
    client = sign_in(alice)
    client.post("/copies", data={"days": 90})
    under_way = client.get("/copies/progress")
    finish(session)
    done = client.get("/copies/progress")

    assert "HX-Refresh" not in under_way.headers
    assert done.headers["HX-Refresh"] == "true"


def test_a_search_can_be_called_off(sign_in: SignIn, session: Session, twins: None, alice: Person) -> None:
    client = sign_in(alice)
    client.post("/copies", data={"days": 90})

    client.post("/copies/cancel")
    again = client.post("/copies/cancel")

    assert again.status_code == 303
    assert session.scalar(select(func.count()).select_from(CopySearch)) == 0


@pytest.mark.parametrize("role", [Role.EXTERNAL, Role.TRAINEE, Role.AUTHOR])
def test_authors_read_and_do_not_search(sign_in: SignIn, session: Session, twins: None, role: Role) -> None:
    person = make_person(session, "Somebody", role)
    session.commit()
    client = sign_in(person)

    assert client.get("/copies").status_code == 200
    assert client.post("/copies", data={"days": 90}).status_code == 403
    assert client.post("/copies/cancel").status_code == 403


@pytest.mark.parametrize("days", ["", "91", "-1", "x", "9" * 1_000_000])
def test_a_period_that_is_no_choice_is_refused(
    sign_in: SignIn, session: Session, alice: Person, days: str
) -> None:
    assert sign_in(alice).post("/copies", data={"days": days}).status_code in {413, 422}
    assert session.scalar(select(func.count()).select_from(CopySearch)) == 0


def test_the_file_holds_no_formula(sign_in: SignIn, session: Session, twins: None, alice: Person) -> None:
    client = sign_in(alice)
    client.post("/copies", data={"days": 90})
    finish(session)

    answer = client.get("/copies/copies.csv")

    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert answer.mimetype == "text/csv"
    assert rows[1][:2] == ["100", "yes"]
    assert rows[1][4] == rows[1][8] == "'" + TEXT
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_long_result_is_read_and_written_piece_by_piece(
    sign_in: SignIn, session: Session, twins: None, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calendar_app.copies.services.PAIRS_A_PIECE", 1)
    make_variant(session, make_channel(session, "Bluesky", "bluesky"), text=TEXT)
    session.commit()
    client = sign_in(alice)
    client.post("/copies", data={"days": 90})
    finish(session)

    answer = client.get("/copies/copies.csv")

    assert answer.data.startswith("\ufeff".encode())
    assert len(list(csv.reader(io.StringIO(answer.text), delimiter=";"))) == 1 + 3


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "+49", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == "'" + cell


def test_an_ordinary_cell_stays(app: object) -> None:
    assert harmless("Who has ever built a chair?") == "Who has ever built a chair?"


def test_without_a_result_the_file_has_headings_only(sign_in: SignIn, alice: Person) -> None:
    assert len(sign_in(alice).get("/copies/copies.csv").text.splitlines()) == 1
