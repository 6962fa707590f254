"""Pictures in the report and in a post's matrix: equal, nearly equal, and without words."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.copies import searching, services
from calendar_app.copies.export import write_csv
from calendar_app.people.models import Person
from calendar_app.posts.content import content_of
from calendar_app.posts.models import Post, Variant
from calendar_app.posts.pictures import attach
from calendar_app.posts.telling.likeness import matrix
from calendar_app.posts.telling.same_pictures import SamePictures
from calendar_app.rules.likeness import Kind
from tests.factories import NOW, make_channel, make_variant
from tests.posts.drawing import file_of, scene

SignIn = Callable[[Person], FlaskClient]

TOLD = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
TOLD_ANEW = "Four legs, one wobbles. Bring it along: our joiner has glue, clamps and two hours for you."
SUN, SMALLER, OTHER = (
    file_of(scene()),
    file_of(scene().resize((400, 300)), "JPEG", quality=60),
    file_of(scene(seed=3)),
)


def show(session: Session, platform: str, text: str, drawn: bytes, post: Post | None = None) -> Variant:
    variant = make_variant(session, make_channel(session, platform.title(), platform), text=text, post=post)
    shown = attach(session, variant, content_of(variant), drawn, alt="A sun over hills", now=NOW)
    variant.media = shown.media_rows
    session.flush()
    return variant


def pairs(session: Session, alice: Person) -> list[services.Pair]:
    search = services.ask(session, 90, person=alice, now=NOW)
    session.flush()
    while piece := searching.next_piece(session, search.id):
        searching.keep(session, piece, NOW)
        session.flush()
    return [*services.pairs(session, search, most=100)]


@pytest.mark.parametrize(
    ("drawn", "same"),
    [(SUN, SamePictures.EQUAL), (SMALLER, SamePictures.ALIKE), (OTHER, SamePictures.NONE)],
    ids=["equal", "scaled and packed anew", "another"],
)
def test_the_report_tells_which_copies_show_the_same_picture(
    session: Session, alice: Person, drawn: bytes, same: SamePictures
) -> None:
    show(session, "mastodon", TOLD, SUN)
    show(session, "linkedin", TOLD, drawn)

    (pair,) = pairs(session, alice)

    assert (pair.is_same, pair.pictures, pair.says_nothing) == (True, same, False)


def test_a_picture_with_hardly_a_word_is_paired_with_its_like(session: Session, alice: Person) -> None:
    first = show(session, "instagram", "🌞", SUN)
    show(session, "mastodon", "", OTHER)
    again = show(session, "pinterest", "ok", SMALLER)

    (pair,) = pairs(session, alice)

    assert {pair.one.id, pair.other.id} == {first.id, again.id}
    assert (pair.pictures, pair.says_nothing) == (SamePictures.ALIKE, True)
    file = io.StringIO()
    write_csv(file, [pair], lambda variant: "")
    assert "Nearly the same picture" in file.getvalue()


def test_own_words_beside_the_same_picture_are_no_copy(session: Session, alice: Person) -> None:
    one = show(session, "instagram", TOLD, SUN)
    other = show(session, "mastodon", TOLD_ANEW, SUN, one.post)

    table = matrix((), [one, other])

    assert pairs(session, alice) == []
    assert table is not None
    assert [(pair.likeness.kind, pair.pictures) for pair in table.pairs] == [(Kind.OWN, SamePictures.EQUAL)]


def test_both_pages_say_it_in_words(sign_in: SignIn, session: Session, alice: Person) -> None:
    one = show(session, "instagram", "", SUN)
    show(session, "mastodon", "", SUN, one.post)
    pairs(session, alice)
    session.commit()
    client, address = sign_in(alice), f"/posts/{one.post_id}"
    session.commit()

    report, table = client.get("/copies").text, client.get(address).text

    assert "Same picture" in report
    assert "A picture without words" in report
    assert "Same text" not in report
    assert "Same picture" in table
