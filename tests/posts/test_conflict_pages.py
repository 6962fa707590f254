"""Two editors, or a text that is closed or gone meanwhile: nothing typed is lost."""

from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.posts.models import Status, Variant
from tests.factories import make_post
from tests.posts.composer import OWN, SignIn, again, form_of, page_of, saved
from tests.posts.drawing import file_of, scene


def test_two_editors_the_second_sees_both_texts(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    seen = variant.revision
    saved(sign_in(alice), variant, text="Alice was quicker")

    answer = saved(sign_in(bob), variant, revision=seen, text="Bob was slower", labels=["promo"])

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Alice was quicker" in page
    assert "Bob was slower" in page
    assert 'name="labels" value="promo"' in page
    assert again(session, variant).text == "Alice was quicker"
    assert f'name="revision" value="{variant.revision}"' in page


def test_after_a_conflict_keep_mine_saves_mine(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    saved(sign_in(alice), variant, text="Alice was quicker")

    answer = saved(sign_in(bob), again(session, variant), text="Bob was slower")

    assert answer.status_code == 303
    assert again(session, variant).text == "Bob was slower"


def test_a_conflict_shows_what_else_was_chosen_differently(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    """Keeping one's text must not move a post back that somebody else has moved."""
    seen = variant.revision
    saved(sign_in(alice), variant, day="2026-04-13", answer_person_id=0)

    answer = saved(sign_in(bob), variant, revision=seen, day="2026-04-10", text="Bob was slower")

    page = answer.get_data(as_text=True)
    assert "Fri, 10 Apr 2026, 09:00" in page
    assert "Mon, 13 Apr 2026, 09:00" in page
    assert "<dd>Alice Adler</dd>" in page
    assert "<dt>Language</dt>" not in page


@pytest.mark.parametrize(
    ("step", "before"),
    [("cancel", Status.DRAFT), ("confirm", Status.SCHEDULED)],
    ids=["cancelled", "published"],
)
def test_what_is_typed_into_a_variant_that_was_closed_meanwhile_is_not_lost(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person, step: str, before: Status
) -> None:
    variant.status = before
    session.commit()
    seen = variant.revision
    sign_in(alice).post(f"/variants/{variant.id}/{step}", data={"revision": seen})
    client = sign_in(bob)

    late = saved(client, variant, revision=seen, text="Bob was slower")
    again(session, variant)
    once_more = saved(client, variant, text="Bob was slower")

    assert (late.status_code, once_more.status_code) == (409, 422)
    for answer in (late, once_more):
        page = answer.get_data(as_text=True)
        assert "Bob was slower" in page
        assert OWN in page
        assert "Keep mine" not in page
    assert again(session, variant).text == OWN


def test_what_is_typed_into_a_variant_that_was_deleted_meanwhile_is_not_lost(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    address, form = page_of(variant), form_of(variant, text="Words that took an hour to find")
    session.delete(variant)
    session.commit()

    answer = sign_in(bob).post(address, data=form)

    assert answer.status_code == 404
    assert "Words that took an hour to find" in answer.text


def test_two_editors_of_a_post_see_both_texts(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    post = make_post(session, "Old", author=alice)
    session.commit()
    sign_in(alice).post(f"/posts/{post.id}", data={"core": "Alice was quicker", "revision": post.revision})

    answer = sign_in(bob).post(f"/posts/{post.id}", data={"core": "Bob was slower", "revision": 1})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Alice was quicker" in page
    assert "Bob was slower" in page


@pytest.mark.parametrize(
    ("changes", "status"), [({"revision": 0}, 409), ({"mode": "by pigeon"}, 422)], ids=["conflict", "invalid"]
)
def test_a_picture_that_was_not_kept_is_said_and_chosen_again(
    sign_in: SignIn, variant: Variant, alice: Person, changes: dict[str, object], status: int
) -> None:
    form = form_of(variant, picture_alt="A chair", **changes)

    answer = sign_in(alice).post(
        page_of(variant), data=form | {"picture": (BytesIO(file_of(scene())), "chair.png")}
    )

    assert answer.status_code == status
    assert "The chosen picture was not kept" in answer.text
    assert 'type="file"' in answer.text
    assert 'value="A chair"' in answer.text


def test_without_a_picture_nothing_is_said_of_one(sign_in: SignIn, variant: Variant, alice: Person) -> None:
    answer = saved(sign_in(alice), variant, revision=0)

    assert answer.status_code == 409
    assert "The chosen picture" not in answer.text
