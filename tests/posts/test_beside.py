"""Texts beside each other: two of them, and all of a post."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.posts.models import Variant
from calendar_app.posts.telling import likeness
from tests.factories import make_channel, make_variant
from tests.posts.composer import TEXT, SignIn


def test_two_texts_stand_beside_each_other(
    sign_in: SignIn, session: Session, draft: Variant, other: Variant, bob: Person
) -> None:
    draft.text = TEXT.replace("Saturday", "Sunday")
    session.commit()

    page = sign_in(bob).get(f"/variants/{draft.id}/beside/{other.id}").get_data(as_text=True)

    assert page.count("<mark>") >= 2
    assert "LinkedIn" in page


@pytest.mark.parametrize(
    ("origin", "label"),
    [
        ("", "Back to writing"),
        ("?from=report", "Back to the copies found"),
        ("?from=post", "Back to the post"),
    ],
)
def test_the_way_back_leads_where_somebody_came_from(
    sign_in: SignIn, draft: Variant, other: Variant, bob: Person, origin: str, label: str
) -> None:
    page = sign_in(bob).get(f"/variants/{draft.id}/beside/{other.id}{origin}").get_data(as_text=True)

    assert label in page


def test_the_matrix_of_very_long_variants_compares_their_beginnings(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    words = " ".join(f"{number * 7919 % 100_003:x}" for number in range(12_000))
    channels = [make_channel(session, f"Page {number}", "facebook") for number in range(4)]
    first = make_variant(session, channels[0], text=words)
    variants = [first] + [
        make_variant(session, channel, post=first.post, text=f"{channel.name}: {words}")
        for channel in channels[1:]
    ]
    session.commit()

    matrix = likeness.matrix((), variants)
    page = sign_in(alice).get(f"/posts/{first.post_id}").get_data(as_text=True)

    assert matrix is not None
    assert matrix.read * len(matrix.pairs) <= likeness.MOST_COMPARED
    assert matrix.copies == 6
    assert "Of each text, the first 50,000 characters are compared here." in page
