"""Pictures of a variant: attached with the text, seen by the right people, judged, gone when removed."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session
from werkzeug.test import TestResponse

from calendar_app.people.models import Person
from calendar_app.posts.models import Picture, Status, Variant
from tests.factories import make_channel, make_variant
from tests.posts.drawing import file_of, scene

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def draft(session: Session, bob: Person) -> Variant:
    draft = make_variant(
        session, make_channel(session, "X", "x"), text="Hello", status=Status.DRAFT, author=bob
    )
    session.commit()
    return draft


def save(
    client: FlaskClient, variant: Variant, octets: bytes | None = None, *, name: str = "a.png", **more: str
) -> int:
    fields: dict[str, object] = {
        "revision": variant.revision,
        "text": variant.text,
        "language": "en",
        "mode": variant.mode.value,
        "day": "2026-04-10",
        "time": "09:00",
        "answer_person_id": 0,
        **more,
    }
    if octets is not None:
        fields["picture"] = (BytesIO(octets), name)
    address = f"/posts/{variant.post_id}/variants/{variant.id}"
    let_go(variant)
    return client.post(address, data=fields).status_code


def let_go(variant: Variant) -> None:
    """End the transaction that reading a row began: SQLite has one writer."""
    session = object_session(variant)
    assert session
    session.commit()


def the_picture(session: Session) -> Picture:
    session.expire_all()
    return session.scalars(select(Picture)).one()


def test_a_picture_comes_with_the_text_and_is_shown_with_its_words(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)

    assert save(client, draft, file_of(scene()), picture_alt="A sun over hills") == 303

    row = the_picture(session)
    address = f"/posts/{draft.post_id}/variants/{draft.id}"
    session.commit()  # a page that takes a message out of the browser's session writes
    page = client.get(address).get_data(as_text=True)
    assert draft.media == [[row.id, row.content, row.motif, "A sun over hills"]]
    assert draft.versions[0].media == draft.media
    assert f"/pictures/{row.id}/small" in page
    assert 'alt="A sun over hills"' in page


def test_a_picture_is_served_as_what_it_is_and_may_do_nothing(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    save(client, draft, file_of(scene(), "JPEG"), name="../../etc/passwd.html")

    answer = client.get(f"/pictures/{the_picture(session).id}")

    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "passwd" not in str(answer.headers)


@pytest.mark.parametrize(
    "octets", [b"", b"<script>", b"<svg onload='alert(1)'/>"], ids=["nothing", "html", "svg"]
)
def test_what_is_no_picture_gets_a_sentence_and_the_text_stays(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person, octets: bytes
) -> None:
    client = sign_in(bob)
    fields = {"revision": str(draft.revision), "language": "en", "mode": "live", "answer_person_id": "0"}

    answer = client.post(
        f"/posts/{draft.post_id}/variants/{draft.id}",
        data={**fields, "text": "Typed for long", "picture": (BytesIO(octets), "a.png")},
    )

    assert answer.status_code == 422
    assert "no picture that can be read" in answer.text
    assert "Typed for long" in answer.text
    assert session.scalar(select(func.count()).select_from(Picture)) == 0


def test_an_eleventh_picture_is_refused_and_the_text_stays(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    for number in range(10):
        save(client, draft, file_of(scene(seed=number, size=(40, 30))))
        session.refresh(draft)

    assert save(client, draft, file_of(scene(seed=10, size=(40, 30))), text="Typed for long") == 422

    assert session.scalar(select(func.count()).select_from(Picture)) == 10


def test_a_form_sent_twice_attaches_once(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    client, seen = sign_in(bob), str(draft.revision)

    answers = [save(client, draft, file_of(scene()), revision=seen) for _ in range(2)]

    assert answers == [303, 409]
    assert session.scalar(select(func.count()).select_from(Picture)) == 1


@pytest.fixture
def pictured(sign_in: SignIn, session: Session, draft: Variant, bob: Person) -> Variant:
    """A draft with one picture that is described as a sun."""
    save(sign_in(bob), draft, file_of(scene()), picture_alt="A sun")
    session.refresh(draft)
    let_go(draft)
    return draft


def sent(client: FlaskClient, variant: Variant, **fields: str) -> TestResponse:
    address = f"/posts/{variant.post_id}/variants/{variant.id}"
    whole = {"revision": str(variant.revision), "text": "Hello", "language": "en", "mode": "live"}
    let_go(variant)
    return client.post(address, data={**whole, "answer_person_id": "0", **fields})


def test_words_for_a_picture_are_not_lost_with_a_mistake_elsewhere(
    sign_in: SignIn, session: Session, pictured: Variant, bob: Person
) -> None:
    client, shown = sign_in(bob), the_picture(session).id

    answer = sent(client, pictured, **{f"alt-{shown}": "A moon", f"drop-{shown}": "1", "day": "soon"})

    assert answer.status_code == 422
    assert 'value="A moon"' in answer.text
    assert f'name="drop-{shown}" value="1" checked' in answer.text


def test_too_long_words_for_a_picture_are_said_and_not_cut(
    sign_in: SignIn, session: Session, pictured: Variant, bob: Person
) -> None:
    client, words = sign_in(bob), "x" * 20_000

    answer = sent(client, pictured, **{f"alt-{the_picture(session).id}": words})

    assert answer.status_code == 422
    assert "up to 1,500 characters" in answer.text
    assert words in answer.text


def test_of_two_editors_the_second_keeps_their_words_for_a_picture(
    sign_in: SignIn, session: Session, pictured: Variant, bob: Person
) -> None:
    client, shown = sign_in(bob), the_picture(session).id

    answer = sent(client, pictured, **{f"alt-{shown}": "A moon", "revision": "0"})

    assert answer.status_code == 409
    assert f'<input type="hidden" name="alt-{shown}" value="A moon">' in answer.text


def test_hostile_words_for_a_picture_stay_words(
    sign_in: SignIn, session: Session, pictured: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    sent(client, pictured, **{f"alt-{the_picture(session).id}": '"><script>alert(1)</script>'})

    page = client.get(f"/posts/{pictured.post_id}/variants/{pictured.id}").text

    assert "<script>alert" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_a_removed_picture_is_gone_and_its_words_stay_in_the_versions(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    save(client, draft, file_of(scene()), picture_alt="A sun")
    row = the_picture(session)

    save(client, draft, None, **{f"drop-{row.id}": "1"})

    session.expire_all()
    assert draft.media == []
    assert session.scalar(select(func.count()).select_from(Picture)) == 0
    assert [medium[3] for version in draft.versions for medium in version.media] == ["A sun"]


def test_a_deleted_variant_takes_its_pictures_along(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    save(client, draft, file_of(scene()))
    session.refresh(draft)
    address, fields = f"/variants/{draft.id}/delete", {"revision": draft.revision}
    let_go(draft)

    assert client.post(address, data=fields).status_code == 303

    assert session.scalar(select(func.count()).select_from(Picture)) == 0


def test_other_words_for_a_picture_make_an_approval_void(
    sign_in: SignIn, session: Session, draft: Variant, alice: Person
) -> None:
    client = sign_in(alice)
    save(client, draft, file_of(scene()), picture_alt="A sun")
    session.expire_all()
    draft.status, draft.approved_by, draft.approved_wall = Status.SCHEDULED, alice, draft.planned_wall
    session.commit()

    save(client, draft, None, **{f"alt-{the_picture(session).id}": "A moon"})

    session.expire_all()
    assert draft.status == Status.IN_REVIEW
    assert draft.media[0][3] == "A moon"


def test_a_nearly_equal_picture_without_words_is_a_copy_on_another_channel(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    other = make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text="🌞")
    session.commit()
    client = sign_in(bob)
    save(client, other, file_of(scene()))
    save(client, draft, file_of(scene().resize((320, 240)), "JPEG", quality=60), text="🌅")

    page = client.get(f"/posts/{draft.post_id}/variants/{draft.id}").get_data(as_text=True)

    assert "same pictures without words" in page
    session.expire_all()
    assert draft.media[0][1] != other.media[0][1]
    assert draft.media[0][2] == other.media[0][2]


def test_a_description_is_counted_where_it_has_a_limit(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    client = sign_in(bob)
    save(client, draft, file_of(scene()), picture_alt="A sun over hills")
    session = object_session(draft)
    assert session
    session.refresh(draft)
    ((picture_id, *_rest),) = draft.media
    address = f"/variants/{draft.id}/count"
    let_go(draft)

    typed = client.post(address, data={"text": "Hello", f"alt-{picture_id}": "x" * 1_001}).text
    dropped = client.post(address, data={"text": "Hello", f"drop-{picture_id}": "1"}).text

    assert "Image description:" in typed
    assert "1,001 of 1,000" in typed
    assert "Image description" not in dropped
